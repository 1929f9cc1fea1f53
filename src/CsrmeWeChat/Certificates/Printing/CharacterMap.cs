using System.Buffers.Binary;

namespace CsrmeWeChat.Certificates.Printing;

/// <summary>A font's table <c>cmap</c>: which glyph draws a character. Of its forms those two that fonts with Chinese have.</summary>
internal sealed class CharacterMap
{
    private const int Segments = 4,
        Groups = 12;

    private readonly byte[] font;
    private readonly int table;
    private readonly int format;

    public CharacterMap(byte[] font, int at)
    {
        this.font = font;
        for (var record = at + 4; record < at + 4 + (8 * Short(at + 2)); record += 8)
        {
            // Platforms 0 and 3 are Unicode; the rest are old encodings.
            var (platform, place) = (Short(record), at + (int)Long(record + 4));
            if (platform is 0 or 3 && Short(place) is Segments or Groups && Short(place) > format)
            {
                (table, format) = (place, Short(place));
            }
        }
        if (format == 0)
        {
            throw new InvalidDataException("The font maps no Unicode characters.");
        }
    }

    /// <summary>0 where there is none.</summary>
    public int GlyphOf(int character) => format == Groups ? InGroups(character) : InSegments(character);

    private int InGroups(int character)
    {
        var (low, high) = (0, (int)Long(table + 12) - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var group = table + 16 + (12 * middle);
            if (character > Long(group + 4))
            {
                low = middle + 1;
            }
            else if (character < Long(group))
            {
                high = middle - 1;
            }
            else
            {
                return (int)(Long(group + 8) + character - Long(group));
            }
        }
        return 0;
    }

    private int InSegments(int character)
    {
        var doubled = Short(table + 6);
        var ends = table + 14;
        for (var at = 0; at < doubled && character <= ushort.MaxValue; at += 2)
        {
            if (character > Short(ends + at))
            {
                continue;
            }
            var (start, delta) = (Short(ends + doubled + 2 + at), Short(ends + (2 * doubled) + 2 + at));
            var place = ends + (3 * doubled) + 2 + at;
            if (character < start)
            {
                return 0;
            }
            if (Short(place) == 0)
            {
                return (character + delta) & ushort.MaxValue;
            }
            var glyph = Short(place + Short(place) + (2 * (character - start)));
            return glyph == 0 ? 0 : (glyph + delta) & ushort.MaxValue;
        }
        return 0;
    }

    private int Short(int at) => BinaryPrimitives.ReadUInt16BigEndian(font.AsSpan(at));

    private uint Long(int at) => BinaryPrimitives.ReadUInt32BigEndian(font.AsSpan(at));
}
