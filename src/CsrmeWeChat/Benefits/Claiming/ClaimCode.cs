using System.Globalization;
using System.Text;
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
    /// The code in what was typed or scanned, or null where it is not one of ours. Spaces, hyphens, width and case do not matter, nor does
    /// what nobody sees: a scanner may send a control character after the code, and what is pasted may bring characters without width.
    /// </summary>
    public static string? Read(string typed)
    {
        var text = PlainText.Normal(typed, NormalizationForm.FormKC).ToUpperInvariant();
        var code = string.Concat(text.Where(IsSeen));
        if (code.StartsWith(ScanPrefix, StringComparison.Ordinal))
        {
            code = code[ScanPrefix.Length..];
        }
        return code.Length == Length && code.All(char.IsAsciiLetterOrDigit) ? code : null;
    }

    private static bool IsSeen(char character) =>
        !char.IsWhiteSpace(character)
        && char.GetUnicodeCategory(character)
            is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.DashPunctuation or UnicodeCategory.NonSpacingMark);
}
