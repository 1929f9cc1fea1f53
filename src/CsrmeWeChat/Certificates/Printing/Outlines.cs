using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace CsrmeWeChat.Certificates.Printing;

/// <summary>
/// The outlines of a font's glyphs (its tables <c>loca</c> and <c>glyf</c>) as paths of an SVG. So the picture has the very glyphs that the
/// PDF has, at the very places, whatever fonts the machine knows of.
/// </summary>
internal sealed class Outlines(byte[] font, int places, int glyphs, bool hasLongOffsets)
{
    private const int MaxParts = 8;

    /// <summary>In the font's units, with y upwards.</summary>
    public string PathOf(int glyph)
    {
        var path = new StringBuilder();
        Add(path, glyph, Placing.AsItIs, depth: 0);
        return path.ToString();
    }

    private void Add(StringBuilder path, int glyph, Placing placing, int depth)
    {
        var (at, end) = (Place(glyph), Place(glyph + 1));
        if (at == end || depth > MaxParts)
        {
            return;
        }
        var contours = Short(at);
        if (contours < 0)
        {
            AddParts(path, at + 10, placing, depth);
            return;
        }
        var first = 0;
        var points = PointsOf(at + 10, contours, out var ends);
        foreach (var last in ends)
        {
            AddContour(path, [.. points[first..(last + 1)].Select(placing.Of)]);
            first = last + 1;
        }
    }

    /// <summary>A glyph that is put together of others.</summary>
    private void AddParts(StringBuilder path, int at, Placing placing, int depth)
    {
        const int Words = 1,
            IsOffset = 2,
            OneScale = 8,
            More = 32,
            TwoScales = 64,
            Matrix = 128;
        int flags;
        do
        {
            flags = Short(at) & ushort.MaxValue;
            var part = Short(at + 2) & ushort.MaxValue;
            at += 4;
            var (x, y) = (flags & Words) != 0 ? (Short(at), Short(at + 2)) : ((sbyte)font[at], (sbyte)font[at + 1]);
            at += (flags & Words) != 0 ? 4 : 2;
            var (a, b, c, d) = (1.0, 0.0, 0.0, 1.0);
            if ((flags & OneScale) != 0)
            {
                a = d = Fraction(at);
                at += 2;
            }
            else if ((flags & TwoScales) != 0)
            {
                (a, d) = (Fraction(at), Fraction(at + 2));
                at += 4;
            }
            else if ((flags & Matrix) != 0)
            {
                (a, b, c, d) = (Fraction(at), Fraction(at + 2), Fraction(at + 4), Fraction(at + 6));
                at += 8;
            }
            var moved = (flags & IsOffset) != 0 ? new Placing(a, b, c, d, x, y) : new Placing(a, b, c, d, 0, 0);
            Add(path, part, placing.After(moved), depth + 1);
        } while ((flags & More) != 0);
    }

    private OutlinePoint[] PointsOf(int at, int contours, out int[] ends)
    {
        const int OnCurve = 1,
            Again = 8;
        ends = new int[contours];
        for (var i = 0; i < contours; i++, at += 2)
        {
            ends[i] = Short(at) & ushort.MaxValue;
        }
        var count = contours == 0 ? 0 : ends[^1] + 1;
        // The instructions for coarse screens are passed over.
        at += 2 + (Short(at) & ushort.MaxValue);
        var flags = new byte[count];
        for (var i = 0; i < count; i++)
        {
            var flag = flags[i] = font[at++];
            for (var more = (flag & Again) != 0 ? font[at++] : 0; more > 0; more--)
            {
                flags[++i] = flag;
            }
        }
        var across = Coordinates(flags, ref at, isShort: 2, same: 16);
        var up = Coordinates(flags, ref at, isShort: 4, same: 32);
        return [.. flags.Select((flag, i) => new OutlinePoint(across[i], up[i], (flag & OnCurve) != 0))];
    }

    private int[] Coordinates(byte[] flags, ref int at, int isShort, int same)
    {
        var (found, value) = (new int[flags.Length], 0);
        for (var i = 0; i < flags.Length; i++)
        {
            if ((flags[i] & isShort) != 0)
            {
                value += (flags[i] & same) != 0 ? font[at] : -font[at];
                at++;
            }
            else if ((flags[i] & same) == 0)
            {
                value += Short(at);
                at += 2;
            }
            found[i] = value;
        }
        return found;
    }

    /// <summary>Between two points that are off the curve lies one on it, in the middle, which no font writes down.</summary>
    private static void AddContour(StringBuilder path, OutlinePoint[] points)
    {
        if (points.Length < 2)
        {
            return;
        }
        var first = Array.FindIndex(points, point => point.IsOn);
        var start = first < 0 ? Middle(points[0], points[^1]) : points[first];
        Write('M', start);
        OutlinePoint? off = null;
        for (var i = 1; i <= points.Length; i++)
        {
            var point = first < 0 ? points[i - 1] : points[(first + i) % points.Length];
            if (point.IsOn)
            {
                WriteTo(point);
                off = null;
                continue;
            }
            if (off is { } before)
            {
                WriteTo(Middle(before, point));
            }
            off = point;
        }
        if (off is not null)
        {
            WriteTo(start);
        }
        path.Append('Z');

        void WriteTo(OutlinePoint to)
        {
            if (off is { } by)
            {
                Write('Q', by);
                Write(' ', to);
            }
            else
            {
                Write('L', to);
            }
        }

        void Write(char how, OutlinePoint point) => path.Append(how).Append(CultureInfo.InvariantCulture, $"{point.X:0.#} {point.Y:0.#}");
    }

    private static OutlinePoint Middle(OutlinePoint one, OutlinePoint other) =>
        new((one.X + other.X) / 2, (one.Y + other.Y) / 2, IsOn: true);

    private int Place(int glyph) =>
        glyphs
        + (
            hasLongOffsets
                ? (int)BinaryPrimitives.ReadUInt32BigEndian(font.AsSpan(places + (4 * glyph)))
                : 2 * BinaryPrimitives.ReadUInt16BigEndian(font.AsSpan(places + (2 * glyph)))
        );

    private int Short(int at) => BinaryPrimitives.ReadInt16BigEndian(font.AsSpan(at));

    private double Fraction(int at) => Short(at) / 16384.0;

    private readonly record struct OutlinePoint(double X, double Y, bool IsOn);

    /// <summary>Where and how large a part stands within its glyph.</summary>
    private readonly record struct Placing(double A, double B, double C, double D, double X, double Y)
    {
        public static Placing AsItIs { get; } = new(1, 0, 0, 1, 0, 0);

        public OutlinePoint Of(OutlinePoint point) => new((A * point.X) + (C * point.Y) + X, (B * point.X) + (D * point.Y) + Y, point.IsOn);

        /// <summary>First the inner, then this.</summary>
        public Placing After(Placing inner) =>
            new(
                (A * inner.A) + (C * inner.B),
                (B * inner.A) + (D * inner.B),
                (A * inner.C) + (C * inner.D),
                (B * inner.C) + (D * inner.D),
                (A * inner.X) + (C * inner.Y) + X,
                (B * inner.X) + (D * inner.Y) + Y
            );
    }
}
