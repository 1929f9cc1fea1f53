using CsrmeWeChat.Foundation.Data;
using QRCoder;

namespace CsrmeWeChat.Benefits;

/// <summary>The random code that proves a claim at the counter.</summary>
public static class ClaimCode
{
    /// <summary>Twelve characters hold 60 bits: nobody guesses a code that is in use.</summary>
    public const int Length = 12;

    /// <summary>Precedes the code in its QR, so that a scan of something else is told apart.</summary>
    public const string ScanPrefix = "CSRME:";

    public static string New() => PlainText.NewCode(Length);

    /// <summary>The QR of a ticket's <see cref="ClaimTicket.ScanText"/>: a PNG about 400 pixels wide.</summary>
    public static byte[] Picture(string scanText)
    {
        using var code = QRCodeGenerator.GenerateQrCode(scanText, QRCodeGenerator.ECCLevel.M);
        using var png = new PngByteQRCode(code);
        return png.GetGraphic(pixelsPerModule: 410 / code.ModuleMatrix.Count);
    }

    /// <summary>
    /// The code in what was typed or scanned, or null where it is not one of ours. Spaces, hyphens, width and case do not matter.
    /// </summary>
    public static string? Read(string typed)
    {
        var text = PlainText.Normal(typed, System.Text.NormalizationForm.FormKC).ToUpperInvariant();
        if (text.StartsWith(ScanPrefix, StringComparison.Ordinal))
        {
            text = text[ScanPrefix.Length..];
        }
        var code = string.Concat(text.Where(character => !char.IsWhiteSpace(character) && character is not '-'));
        return code.Length == Length && code.All(char.IsAsciiLetterOrDigit) ? code : null;
    }
}
