using System.Globalization;
using System.Text;

namespace CsrmeWeChat.Certificates.Printing;

/// <summary>A part of a paragraph in one weight.</summary>
public sealed record Span(string Text, bool IsBold = false);

public enum Alignment
{
    Left,
    Centre,
}

/// <summary>
/// Sets paragraphs into a box, as large as they fit. Chinese breaks anywhere but before closing marks and after opening ones; a Latin word
/// and a name of a few characters stay whole where they can.
/// </summary>
public sealed class Paragraphs(CertificateFonts fonts)
{
    private const double Step = 0.5,
        Leading = 1.6;

    /// <summary>How much of the size stands above the line.</summary>
    private const double Above = 0.82;

    private const int LongestWhole = 6;

    private const string Closing = "，。、；：？！》）」』”’〉】·,.;:?!)%…—",
        Opening = "《（「『“‘〈【(";

    /// <param name="indent">Before the first line of each paragraph but the first, in parts of the size.</param>
    /// <param name="rise">Where fewer lines stand than fit: 0 at the top of the box, 0.5 in its middle.</param>
    public IReadOnlyList<Words> Set(
        IReadOnlyList<IReadOnlyList<Span>> paragraphs,
        Box box,
        Sizes sizes,
        int colour,
        Alignment alignment = Alignment.Left,
        double indent = 0,
        double rise = 0
    )
    {
        var atoms = paragraphs
            .Select(paragraph => AtomsOf([.. paragraph.SelectMany(span => fonts.Letters(span.Text, span.IsBold))]))
            .ToList();
        for (var size = sizes.Largest; ; size -= Step)
        {
            var lines = atoms.SelectMany((paragraph, at) => Break(paragraph, box.Width / size, at == 0 ? 0 : indent)).ToList();
            var height = lines.Count * size * Leading;
            if (height <= box.Height || size - Step < sizes.Smallest)
            {
                var top = box.Y + ((box.Height - height) * rise);
                return [.. lines.SelectMany((line, at) => Place(line, box, top + (at * size * Leading), size, colour, alignment))];
            }
        }
    }

    /// <summary>One line across the middle of the box's width, as large as it fits.</summary>
    public IReadOnlyList<Words> Line(string text, bool isBold, Box box, double largest, int colour)
    {
        var letters = fonts.Letters(text, isBold).ToList();
        var width = letters.Sum(letter => letter.Width);
        var size = Math.Min(largest, box.Width / width);
        return Place(new Row(letters, 0), box, box.Y, size, colour, Alignment.Centre);
    }

    /// <summary>What is not broken apart.</summary>
    private static List<List<Letter>> AtomsOf(IReadOnlyList<Letter> letters)
    {
        var atoms = new List<List<Letter>>();
        foreach (var letter in letters)
        {
            if (atoms.Count > 0 && Hangs(atoms[^1], letter))
            {
                atoms[^1].Add(letter);
            }
            else
            {
                atoms.Add([letter]);
            }
        }
        return atoms;
    }

    private static bool Hangs(List<Letter> atom, Letter letter)
    {
        var (last, next) = (atom[^1].Character, letter.Character);
        return Closing.Contains(next.ToString(), StringComparison.Ordinal)
            || Opening.Contains(last.ToString(), StringComparison.Ordinal)
            || Rune.IsWhiteSpace(next)
            || (IsLatin(last) && IsLatin(next))
            || (atom[^1].IsBold && letter.IsBold && IsHan(last) && IsHan(next) && atom.Count < LongestWhole);
    }

    private static IEnumerable<Row> Break(List<List<Letter>> atoms, double width, double indent)
    {
        var (line, room) = (new List<Letter>(), width - indent);
        var isFirst = true;
        foreach (
            var part in atoms.SelectMany(atom =>
                WidthOf(atom) <= width - indent ? [atom] : atom.Select(letter => new List<Letter> { letter })
            )
        )
        {
            if (line.Count > 0 && line.Sum(letter => letter.Width) + WidthOf(part) > room)
            {
                yield return new Row(line, isFirst ? indent : 0);
                (line, room, isFirst) = ([], width, false);
            }
            line.AddRange(part);
        }
        if (line.Count > 0)
        {
            yield return new Row(line, isFirst ? indent : 0);
        }
    }

    /// <summary>Without the spaces at its end.</summary>
    private static double WidthOf(IReadOnlyList<Letter> letters)
    {
        var count = letters.Count;
        while (count > 0 && Rune.IsWhiteSpace(letters[count - 1].Character))
        {
            count--;
        }
        return letters.Take(count).Sum(letter => letter.Width);
    }

    private static List<Words> Place(Row row, Box box, double top, double size, int colour, Alignment alignment)
    {
        var placed = new List<Words>();
        var width = WidthOf(row.Letters) * size;
        var x = alignment is Alignment.Centre ? box.X + ((box.Width - width) / 2) : box.X + (row.Indent * size);
        foreach (var run in RunsOf(row.Letters))
        {
            var words = new Words(
                string.Concat(run.Select(letter => letter.Character.ToString())),
                run[0].Font,
                size,
                x,
                top + (size * Above),
                colour
            );
            placed.Add(words);
            x += words.Width;
        }
        return placed;
    }

    private static List<List<Letter>> RunsOf(IReadOnlyList<Letter> letters)
    {
        var runs = new List<List<Letter>>();
        foreach (var letter in letters)
        {
            if (runs.Count > 0 && runs[^1][0].Font == letter.Font)
            {
                runs[^1].Add(letter);
            }
            else
            {
                runs.Add([letter]);
            }
        }
        return runs;
    }

    private static bool IsLatin(Rune character) =>
        Rune.GetUnicodeCategory(character)
            is UnicodeCategory.UppercaseLetter
                or UnicodeCategory.LowercaseLetter
                or UnicodeCategory.DecimalDigitNumber
        || character.Value is '-' or '\'' or '’' or '&' or '/';

    private static bool IsHan(Rune character) => Rune.GetUnicodeCategory(character) is UnicodeCategory.OtherLetter;

    private sealed record Row(IReadOnlyList<Letter> Letters, double Indent);
}

/// <summary>In points.</summary>
public readonly record struct Sizes(double Largest, double Smallest);
