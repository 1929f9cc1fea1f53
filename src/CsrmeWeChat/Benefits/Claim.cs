using CsrmeWeChat.Foundation.Data;
using QRCoder;

namespace CsrmeWeChat.Benefits;

public static class Claim
{
    /// <summary>60 bits.</summary>
    public const int CodeLength = 12;

    /// <summary>Stands before the code in its QR, so that a scan of something else is told apart.</summary>
    public const string ScanPrefix = "CSRME:";

    public static ClaimTicket Ticket(Benefit benefit, int serial, string code, ClaimState state, DateTimeOffset claimedAt) =>
        new(benefit.Id, benefit.Kind, benefit.Title, benefit.UsageNote, benefit.Partner, serial, code, state, claimedAt, benefit.UseUntil);

    /// <summary>A held claim has expired at the instant, not when the job comes round to marking it.</summary>
    public static ClaimState StateAt(ClaimState state, DateTimeOffset useUntil, DateTimeOffset now) =>
        state is ClaimState.Held && now >= useUntil ? ClaimState.Expired : state;

    /// <summary>What a ticket's <see cref="ClaimTicket.ScanText"/> is scanned from: a PNG about 400 pixels wide.</summary>
    public static byte[] Picture(string scanText)
    {
        using var code = QRCodeGenerator.GenerateQrCode(scanText, QRCodeGenerator.ECCLevel.M);
        using var png = new PngByteQRCode(code);
        return png.GetGraphic(pixelsPerModule: 410 / code.ModuleMatrix.Count);
    }

    /// <summary>The code in what was typed or scanned, or null where it is none of ours.</summary>
    public static string? ReadCode(string typed)
    {
        var text = PlainText.Normal(typed, System.Text.NormalizationForm.FormKC).ToUpperInvariant();
        if (text.StartsWith(ScanPrefix, StringComparison.Ordinal))
        {
            text = text[ScanPrefix.Length..];
        }
        var code = string.Concat(text.Where(character => !char.IsWhiteSpace(character) && character is not '-'));
        return code.Length == CodeLength && code.All(char.IsAsciiLetterOrDigit) ? code : null;
    }
}
