using System.Security.Cryptography;
using System.Text;

namespace CsrmeWeChat.Data;

/// <summary>Text as it goes into the database.</summary>
public static class Text
{
    // Without 0 O 1 I: read out over a counter, typed by hand.
    private const string CodeAlphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

    /// <summary>Trimmed, NFC, and without control and zero-width characters that would make equal texts differ unseen.</summary>
    public static string Clean(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }
        var kept = new StringBuilder(text.Length);
        foreach (var character in text.Normalize(NormalizationForm.FormC))
        {
            if (character is '\u200B' or '\u200E' or '\u200F' or '\u2060' or '\uFEFF' || (char.IsControl(character) && character is not ('\n' or '\t')))
            {
                continue;
            }
            kept.Append(character);
        }
        return kept.ToString().Trim();
    }

    /// <summary>A random code that grants something: 5 bits a character.</summary>
    public static string NewCode(int length) => RandomNumberGenerator.GetString(CodeAlphabet, length);
}
