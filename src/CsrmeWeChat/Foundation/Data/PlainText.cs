using System.Security.Cryptography;
using System.Text;

namespace CsrmeWeChat.Foundation.Data;

/// <summary>Text as it goes into the database.</summary>
public static class PlainText
{
    /// <summary>
    /// When an expression on what people type gives up. Each is matched in linear time, which a test holds with the worst texts of full
    /// size; this is for what nobody thought of. (The engine without backtracking is no choice: see that test.)
    /// </summary>
    public const int MatchMilliseconds = 2_000;

    // Without 0 O 1 I: read out over a counter, typed by hand.
    private const string CodeAlphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

    /// <summary>
    /// One line, trimmed, NFC, without characters that make text look other than it is: zero-width spaces, marks and overrides of
    /// direction, soft hyphens, controls. (The joiners of scripts and emoji, U+200C and U+200D, stay.)
    /// </summary>
    public static string Clean(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }
        var kept = new StringBuilder(text.Length);
        foreach (var character in Normal(text, NormalizationForm.FormC))
        {
            if (character is '\n' or '\r' or '\t' or '\u2028' or '\u2029')
            {
                kept.Append(' ');
            }
            else if (
                !char.IsControl(character)
                && character
                    is not (
                        '\u00AD'
                        or '\u200B'
                        or '\u200E'
                        or '\u200F'
                        or '\u2060'
                        or '\uFEFF'
                        or (>= '\u202A' and <= '\u202E')
                        or (>= '\u2066' and <= '\u2069')
                    )
            )
            {
                kept.Append(character);
            }
        }
        return kept.ToString().Trim();
    }

    /// <summary>The same for a text of several lines, of which no more than one in a row is empty.</summary>
    public static string CleanLines(string? text)
    {
        var lines = (text ?? "").ReplaceLineEndings("\n").Split('\n').Select(Clean).ToList();
        return string.Join('\n', lines.Where((line, at) => line is not "" || (at > 0 && lines[at - 1] is not ""))).Trim('\n');
    }

    /// <summary>Normalised, without what makes that throw: half characters and U+FFFE, which JSON can hold.</summary>
    public static string Normal(string text, NormalizationForm form)
    {
        if (text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0 && !text.Contains('\uFFFE'))
        {
            return text.Normalize(form);
        }
        var whole = new StringBuilder(text.Length);
        for (var rest = text.AsSpan(); rest.Length > 0; )
        {
            var status = Rune.DecodeFromUtf16(rest, out var rune, out var read);
            if (status is System.Buffers.OperationStatus.Done && rune.Value != 0xFFFE)
            {
                whole.Append(rest[..read]);
            }
            rest = rest[read..];
        }
        return whole.ToString().Normalize(form);
    }

    /// <summary>At most so many UTF-16 units, without half a character at the end.</summary>
    public static string Cut(string text, int length) =>
        text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];

    /// <summary>A random code that grants something: 5 bits a character.</summary>
    public static string NewCode(int length) => RandomNumberGenerator.GetString(CodeAlphabet, length);
}
