using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Media;
using NetVips;

namespace CsrmeWeChat.Stories;

/// <summary>
/// Formulas of a pasted text. Those that are drawn (svg, as MathJax and WeChat's editors write them) become pictures; for the others a
/// word stands where they stood, with the formula's source where it is told, so that somebody can put them in again.
/// </summary>
internal static partial class Formulas
{
    private const string Any = "[data-formula], mjx-container, .MathJax, .MathJax_SVG, .katex, math";

    /// <summary>A line's height in an article is some 30 pixels on the sharpest phones, and an ex half of it.</summary>
    private const double PixelsPerEx = 24;

    private const int MinSide = 16,
        MaxSide = 2_000,
        MaxDrawing = 400_000,
        MaxSource = 200;

    private static readonly string[] Drawn =
    [
        "svg",
        "g",
        "path",
        "rect",
        "line",
        "circle",
        "ellipse",
        "polygon",
        "polyline",
        "text",
        "tspan",
        "defs",
        "use",
        "title",
        "symbol",
    ];

    private static readonly string[] Attributes =
    [
        "id",
        "d",
        "x",
        "y",
        "x1",
        "x2",
        "y1",
        "y2",
        "cx",
        "cy",
        "r",
        "rx",
        "ry",
        "width",
        "height",
        "viewBox",
        "transform",
        "fill",
        "stroke",
        "stroke-width",
        "points",
        "font-size",
        "font-family",
        "font-style",
        "font-weight",
        "text-anchor",
        "opacity",
        "preserveAspectRatio",
    ];

    /// <returns>How many could not be kept and were marked.</returns>
    public static async Task<int> KeepAsync(IDocument document, Pictures pictures, CancellationToken ct)
    {
        var marked = 0;
        foreach (var formula in document.QuerySelectorAll(Any).ToList())
        {
            if (formula.ParentElement is null || !document.Contains(formula) || formula.ParentElement.Closest(Any) is not null)
            {
                continue;
            }
            var source = SourceOf(formula);
            var drawing = formula.QuerySelectorAll("svg").ToList() is [var only] ? only : null;
            if (drawing is not null && await DrawAsync(drawing, pictures, ct) is { } name)
            {
                formula.Replace(Picture(document, name, drawing, source));
                continue;
            }
            marked++;
            formula.Replace(document.CreateTextNode(source is "" ? "【公式】" : $"【公式：{source}】"));
        }
        return marked;
    }

    private static IElement Picture(IDocument document, string name, IElement drawing, string source)
    {
        var image = document.CreateElement("img");
        image.SetAttribute("src", MediaFolder.Address + name);
        image.SetAttribute("alt", source is "" ? "公式" : source);
        var (width, drop) = (Width().Match(StyleOf(drawing)), Drop().Match(StyleOf(drawing)));
        image.SetAttribute("style", $"{(width.Success ? $"width:{width.Groups[1]}ex;" : "")}{(drop.Success ? drop.Value : "")}");
        return image;
    }

    private static async Task<string?> DrawAsync(IElement drawing, Pictures pictures, CancellationToken ct)
    {
        if (drawing.QuerySelectorAll("*").Any(part => !Drawn.Contains(part.LocalName)) || SizeOf(drawing) is not var (width, height))
        {
            return null;
        }
        var text = new StringBuilder();
        Write(drawing, text, $"width=\"{width}\" height=\"{height}\" xmlns=\"http://www.w3.org/2000/svg\"");
        if (text.Length > MaxDrawing)
        {
            return null;
        }
        try
        {
            using var image = Image.SvgloadBuffer(Encoding.UTF8.GetBytes(text.ToString()));
            return (await pictures.AddAsync(image.PngsaveBuffer(), ct)).Name;
        }
        catch (VipsException)
        {
            return null;
        }
    }

    /// <summary>Only what draws is written: no addresses, no styles and no scripts.</summary>
    private static void Write(IElement element, StringBuilder text, string extra = "")
    {
        text.Append('<').Append(element.LocalName).Append(' ').Append(extra);
        foreach (var attribute in element.Attributes)
        {
            var isSize = extra is not "" && attribute.Name is "width" or "height";
            var points = attribute.Name is "href" or "xlink:href" && attribute.Value.StartsWith('#');
            if (points || (Attributes.Contains(attribute.Name) && !isSize && !attribute.Value.Contains("url(", StringComparison.Ordinal)))
            {
                text.Append(' ').Append(points ? "href" : attribute.Name).Append("=\"").Append(Escape(attribute.Value)).Append('"');
            }
        }
        text.Append('>');
        foreach (var child in element.ChildNodes)
        {
            if (child is IElement part)
            {
                Write(part, text);
            }
            else if (child is IText words)
            {
                text.Append(Escape(words.Data));
            }
        }
        text.Append("</").Append(element.LocalName).Append('>');
    }

    private static string Escape(string text) => System.Security.SecurityElement.Escape(PlainText.Clean(text));

    /// <summary>In pixels, from the width in ex and the shape of the view box; null where the drawing does not tell.</summary>
    private static (int Width, int Height)? SizeOf(IElement drawing)
    {
        var box = (drawing.GetAttribute("viewBox") ?? "").Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        if (box.Length != 4 || Number(box[2]) is not (> 0 and var across) || Number(box[3]) is not (> 0 and var down))
        {
            return null;
        }
        // Without a width the units of the box are thousandths of an em, as MathJax writes them.
        var ex = Width().Match(StyleOf(drawing)) is { Success: true } width ? Number(width.Groups[1].Value) : across / 1_000 * 2;
        var pixels = Math.Max(ex * PixelsPerEx, MinSide);
        var scale = Math.Max(pixels / across, Math.Max(MinSide / across, MinSide / down));
        return across * scale > MaxSide || down * scale > MaxSide
            ? null
            : ((int)Math.Ceiling(across * scale), (int)Math.Ceiling(down * scale));
    }

    private static double Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : 0;

    private static string StyleOf(IElement drawing) => $"{drawing.GetAttribute("style")};width:{drawing.GetAttribute("width")}";

    private static string SourceOf(IElement formula)
    {
        var source = formula.GetAttribute("data-formula")
            ?? formula.QuerySelector("annotation")?.TextContent
            ?? formula.GetAttribute("alttext")
            ?? (formula.LocalName is "math" ? formula.TextContent : "");
        return PlainText.Cut(PlainText.Clean(source), MaxSource);
    }

    [GeneratedRegex(@"\bwidth:\s*([0-9]{1,4}(?:\.[0-9]{1,4})?)ex", RegexOptions.None, PlainText.MatchMilliseconds)]
    private static partial Regex Width();

    [GeneratedRegex(@"vertical-align:\s*-?[0-9]{1,4}(?:\.[0-9]{1,4})?ex", RegexOptions.None, PlainText.MatchMilliseconds)]
    private static partial Regex Drop();
}
