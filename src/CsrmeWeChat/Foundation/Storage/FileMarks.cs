using System.Globalization;
using CsrmeWeChat.Foundation.Keys;
using Microsoft.AspNetCore.WebUtilities;

namespace CsrmeWeChat.Foundation.Storage;

/// <summary>The addresses of this service at which a private file may be read for a while: signed, and good on every node.</summary>
public sealed class FileMarks(Keyring keyring, TimeProvider time)
{
    public const string Address = "/files/";

    private const string Kind = "file-address";

    private static readonly long Step = (long)TimeSpan.FromMinutes(15).TotalSeconds;

    public string AddressOf(string key, TimeSpan lasts, DateTimeOffset now, string? saveAs)
    {
        // Rounded up, so that the address stays the same for a while.
        var until = ((now + lasts).ToUnixTimeSeconds() / Step + 1) * Step;
        var query = new Dictionary<string, string?>
        {
            ["until"] = until.ToString(CultureInfo.InvariantCulture),
            ["as"] = saveAs,
            ["mark"] = keyring.Hash(Kind, Text(key, until, saveAs)),
        };
        return QueryHelpers.AddQueryString($"{Address}{key}", query.Where(part => part.Value is not null));
    }

    public bool IsGood(string key, long until, string? saveAs, string mark) =>
        until > time.GetUtcNow().ToUnixTimeSeconds() && keyring.Verify(Kind, Text(key, until, saveAs), mark);

    private static string Text(string key, long until, string? saveAs) =>
        string.Create(CultureInfo.InvariantCulture, $"{until}\n{key}\n{saveAs}");
}
