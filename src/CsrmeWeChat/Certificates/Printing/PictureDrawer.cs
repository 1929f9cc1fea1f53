using System.Globalization;
using System.Text;
using NetVips;

namespace CsrmeWeChat.Certificates.Printing;

/// <summary>Draws a sheet as a picture for a phone's album, which takes no PDF.</summary>
public static class PictureDrawer
{
    public const int Width = 2_000;

    private const int Quality = 90;

    /// <summary>A JPEG.</summary>
    public static byte[] Draw(Sheet sheet)
    {
        using var drawn = Image.SvgloadBuffer(Encoding.UTF8.GetBytes(Svg(sheet)));
        using var flat = drawn.Flatten();
        return flat.JpegsaveBuffer(q: Quality, keep: Enums.ForeignKeep.None);
    }

    private static string Svg(Sheet sheet)
    {
        var svg = new StringBuilder();
        var height = Math.Round(Width * sheet.Height / sheet.Width);
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<svg xmlns='http://www.w3.org/2000/svg' width='{Width}' height='{height}' viewBox='0 0 {sheet.Width} {sheet.Height}'>"
        );
        foreach (var mark in sheet.Marks)
        {
            Add(svg, mark);
        }
        return svg.Append("</svg>").ToString();
    }

    private static void Add(StringBuilder svg, Mark mark)
    {
        switch (mark)
        {
            case Shape shape:
                svg.Append("<path d='");
                foreach (var ring in shape.Rings)
                {
                    svg.Append('M')
                        .AppendJoin(
                            'L',
                            ring.Select(spot => string.Create(CultureInfo.InvariantCulture, $"{spot.X:0.###} {spot.Y:0.###}"))
                        );
                    svg.Append('Z');
                }
                var (fill, stroke) = (Colour(shape.Fill), Colour(shape.Stroke));
                svg.Append(CultureInfo.InvariantCulture, $"' fill='{fill}' stroke='{stroke}' stroke-width='{shape.Thickness}'/>");
                break;
            case Words words:
                Add(svg, words);
                break;
        }
    }

    private static void Add(StringBuilder svg, Words words)
    {
        var scale = words.Size / words.Font.UnitsPerEm;
        var x = words.X;
        foreach (var character in words.Text.EnumerateRunes())
        {
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<path transform='translate({x:0.###} {words.Y:0.###}) scale({scale:0.######} -{scale:0.######})'"
            );
            svg.Append(CultureInfo.InvariantCulture, $" fill='{Colour(words.Colour)}' d='{words.Font.OutlineOf(character)}'/>");
            x += words.Font.WidthOf(character) * words.Size;
        }
    }

    private static string Colour(int? colour) => colour is { } value ? string.Create(CultureInfo.InvariantCulture, $"#{value:x6}") : "none";
}
