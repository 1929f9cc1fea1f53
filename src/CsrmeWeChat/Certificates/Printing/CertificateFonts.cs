using System.Globalization;
using System.Text;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Certificates.Printing;

/// <summary>The fonts of certificates, and which of them draws a character.</summary>
public sealed class CertificateFonts(IOptions<CertificateOptions> options)
{
    /// <summary>Stands where no font has a character, as printers put it: seen by everybody, and no empty box.</summary>
    private static readonly Rune Lacking = new('〓');

    private readonly CertificateOptions paths = options.Value;

    /// <summary>The files that are not there.</summary>
    public IReadOnlyList<string> Missing => [.. new[] { paths.Regular, paths.Bold, paths.Fallback }.Where(path => !File.Exists(path))];

    /// <summary>What is drawn for each character of a text; nothing for those that are never seen, such as joiners.</summary>
    public IEnumerable<Letter> Letters(string text, bool isBold)
    {
        var own = TrueTypeFont.At(isBold ? paths.Bold : paths.Regular);
        foreach (var character in text.EnumerateRunes().Where(IsSeen))
        {
            var font = own.Has(character) ? own : FontWith(character);
            yield return font is null ? new Letter(Lacking, own, isBold) : new Letter(character, font, isBold);
        }
    }

    /// <summary>The characters that no font has, each once. To be asked before something is issued.</summary>
    public IReadOnlyList<string> WhatCannotBeDrawn(string text) =>
        [
            .. text.EnumerateRunes()
                .Where(character => IsSeen(character) && !TrueTypeFont.At(paths.Regular).Has(character) && FontWith(character) is null)
                .Select(character => character.ToString())
                .Distinct(),
        ];

    private TrueTypeFont? FontWith(Rune character)
    {
        foreach (var path in (string[])[paths.Fallback, paths.Regular])
        {
            if (TrueTypeFont.At(path) is var font && font.Has(character))
            {
                return font;
            }
        }
        return null;
    }

    /// <summary>Not joiners, nor the marks that choose a variant of the character before.</summary>
    private static bool IsSeen(Rune character) =>
        Rune.GetUnicodeCategory(character) is not (UnicodeCategory.Format or UnicodeCategory.Control)
        && character.Value is not ((>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF));
}

/// <summary>A character with the font that has it.</summary>
public readonly record struct Letter(Rune Character, TrueTypeFont Font, bool IsBold)
{
    public double Width => Font.WidthOf(Character);
}
