using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CsrmeWeChat.Foundation.Data;
using PdfSharp.Drawing;
using PdfSharp.Fonts;
using PdfSharp.Pdf;

namespace CsrmeWeChat.Certificates.Printing;

/// <summary>Draws a sheet as a PDF whose text can be selected, with only the glyphs that it uses, and again as the same bytes.</summary>
public static partial class PdfDrawer
{
    private static readonly XPdfFontOptions Subset = new(PdfFontEncoding.Unicode, PdfFontEmbedding.TryComputeSubset);

    static PdfDrawer() => GlobalFontSettings.FontResolver = new Resolver();

    /// <param name="on">The day that the file says it was made on.</param>
    public static byte[] Draw(Sheet sheet, string title, string author, DateOnly on)
    {
        using var document = new PdfDocument();
        document.Info.Title = title;
        document.Info.Author = author;
        document.Info.CreationDate = on.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        document.Options.CompressContentStreams = true;
        var page = document.AddPage();
        (page.Width, page.Height) = (XUnit.FromPoint(sheet.Width), XUnit.FromPoint(sheet.Height));
        using (var graphics = XGraphics.FromPdfPage(page))
        {
            foreach (var mark in sheet.Marks)
            {
                Draw(graphics, mark);
            }
        }
        return Write(document);
    }

    private static void Draw(XGraphics graphics, Mark mark)
    {
        switch (mark)
        {
            case Words words:
                var font = new XFont(words.Font.Key, words.Size, XFontStyleEx.Regular, Subset);
                graphics.DrawString(words.Text, font, new XSolidBrush(Colour(words.Colour)), words.X, words.Y);
                break;
            case Shape shape:
                var path = new XGraphicsPath { FillMode = XFillMode.Winding };
                foreach (var ring in shape.Rings)
                {
                    path.AddPolygon([.. ring.Select(spot => new XPoint(spot.X, spot.Y))]);
                }
                var pen = shape.Stroke is { } stroke ? new XPen(Colour(stroke), shape.Thickness) : null;
                graphics.DrawPath(pen, shape.Fill is { } fill ? new XSolidBrush(Colour(fill)) : null, path);
                break;
        }
    }

    private static XColor Colour(int colour) => XColor.FromArgb((colour >> 16) & 255, (colour >> 8) & 255, colour & 255);

    /// <summary>
    /// PDFsharp makes up numbers each time that it saves (the document's id, the names of the fonts' parts, metadata with the hour), and
    /// tells readers wrongly what characters beyond the first plane are. So it saves into nothing, which completes its objects, and these
    /// are corrected and written here.
    /// </summary>
    private static byte[] Write(PdfDocument document)
    {
        document.Save(Stream.Null, closeStream: false);
        document.Info.Elements.Remove("/Creator");
        document.Info.Elements.Remove("/Producer");
        document.Internals.Catalog.Elements.Remove("/Metadata");
        var objects = document
            .Internals.GetAllObjects()
            .Where(one => (one as PdfDictionary)?.Elements.GetName("/Type") != "/Metadata")
            .ToList();
        foreach (var one in objects.OfType<PdfDictionary>())
        {
            Rename(one, "/FontName");
            Rename(one, "/BaseFont");
            if (one.Elements.GetDictionary("/ToUnicode") is { } characters)
            {
                Correct(characters);
            }
        }
        using var file = new MemoryStream();
        WriteText(file, "%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n");
        var places = new List<(int Number, long At)>();
        foreach (var one in objects)
        {
            places.Add((one.Internals.ObjectNumber, file.Position));
            document.Internals.WriteObject(file, one);
        }
        WriteEnd(file, places, $"/Root {document.Internals.Catalog.Reference} /Info {document.Info.Reference}");
        return file.ToArray();
    }

    private static void WriteEnd(MemoryStream file, List<(int Number, long At)> places, string roots)
    {
        var table = file.Position;
        WriteText(file, "xref\n0 1\n0000000000 65535 f \n");
        foreach (var (number, at) in places)
        {
            WriteText(file, string.Create(CultureInfo.InvariantCulture, $"{number} 1\n{at:0000000000} 00000 n \n"));
        }
        var size = places.Max(place => place.Number) + 1;
        WriteText(file, string.Create(CultureInfo.InvariantCulture, $"trailer\n<<{roots} /Size {size}>>\nstartxref\n{table}\n%%EOF\n"));
    }

    private static void WriteText(MemoryStream file, string text) => file.Write(Encoding.Latin1.GetBytes(text));

    /// <summary>ABCDEF+Name: six letters of chance stand before the name of a font of which only parts are there.</summary>
    private static void Rename(PdfDictionary one, string key)
    {
        if (one.Elements.GetName(key).Split('+', 2) is [_, var name])
        {
            one.Elements.SetName(key, $"/CSRMEC+{name}");
        }
    }

    /// <summary>Which characters the glyphs are, so that text is found and copied: in UTF-16, and at most a hundred in a block.</summary>
    private static void Correct(PdfDictionary characters)
    {
        const int MaxBlock = 100;
        var read = Encoding.Latin1.GetString(characters.Stream.UnfilteredValue);
        var text = new StringBuilder(
            """
            /CIDInit /ProcSet findresource begin
            12 dict begin
            begincmap
            /CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def
            /CMapName /Adobe-Identity-UCS def
            /CMapType 2 def
            1 begincodespacerange
            <0000><FFFF>
            endcodespacerange

            """
        );
        foreach (var block in Entry().Matches(read).Chunk(MaxBlock))
        {
            text.Append(CultureInfo.InvariantCulture, $"{block.Length} beginbfchar\n");
            foreach (var entry in block)
            {
                var character = new Rune(Convert.ToInt32(entry.Groups[2].Value, 16)).ToString();
                var units = string.Concat(character.Select(unit => ((int)unit).ToString("X4", CultureInfo.InvariantCulture)));
                text.Append(CultureInfo.InvariantCulture, $"<{entry.Groups[1].Value}> <{units}>\n");
            }
            text.Append("endbfchar\n");
        }
        text.Append("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
        characters.Elements.Remove("/Filter");
        characters.Stream.Value = Encoding.Latin1.GetBytes(text.ToString());
        characters.Stream.Zip();
    }

    /// <summary>Glyph, glyph, character, as PDFsharp writes them.</summary>
    [GeneratedRegex("<([0-9A-F]{4})><[0-9A-F]{4}><([0-9A-F]{4,6})>", RegexOptions.None, PlainText.MatchMilliseconds)]
    private static partial Regex Entry();

    /// <summary>PDFsharp knows our fonts by their keys alone, and each as it is: its bold is a font of its own.</summary>
    private sealed class Resolver : IFontResolver
    {
        public FontResolverInfo ResolveTypeface(string familyName, bool isBold, bool isItalic) => new(familyName);

        public byte[] GetFont(string faceName) => TrueTypeFont.ByItsKey(faceName).Bytes;
    }
}
