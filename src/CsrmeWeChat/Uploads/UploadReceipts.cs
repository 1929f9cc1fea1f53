using System.Globalization;
using CsrmeWeChat.Foundation.Keys;

namespace CsrmeWeChat.Uploads;

/// <summary>
/// What a person is given once a file is complete: its facts, signed. It names nobody, and can be read aloud in a dispute about a deadline.
/// </summary>
public sealed class UploadReceipts(Keyring keyring)
{
    private const string Version = "U1",
        Kind = "upload-receipt";

    public string Sign(Upload upload)
    {
        var facts = string.Create(
            CultureInfo.InvariantCulture,
            $"{Version}.{upload.Code}.{upload.Size}.{upload.Sha256}.{upload.BegunAt.ToUnixTimeMilliseconds()}."
                + $"{upload.ReceivedAt.ToUnixTimeMilliseconds()}"
        );
        return $"{facts}.{keyring.Hash(Kind, facts).Replace(':', '.')}";
    }

    /// <summary>Null where no key of the ring has signed exactly this.</summary>
    public ReceiptFacts? Read(string receipt)
    {
        if (
            receipt.Split('.') is not [Version, var code, var size, var sha256, var begun, var complete, var key, var mark]
            || !keyring.Verify(Kind, string.Join('.', receipt.Split('.')[..6]), $"{key}:{mark}")
        )
        {
            return null;
        }
        return new ReceiptFacts(code, Number(size), sha256, Instant(begun), Instant(complete));
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static DateTimeOffset Instant(string text) => DateTimeOffset.FromUnixTimeMilliseconds(Number(text));
}

public sealed record ReceiptFacts(string Code, long Size, string Sha256, DateTimeOffset BegunAt, DateTimeOffset CompletedAt);
