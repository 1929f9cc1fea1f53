using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using CsrmeWeChat.Foundation.Media;
using Ganss.Xss;

namespace CsrmeWeChat.Stories;

/// <summary>A body as it may be kept, shown on the web site and given to WeChat: whatever is not on the lists here is gone.</summary>
public sealed class StoryBody(Pictures pictures, MediaFolder folder)
{
    private static readonly string[] Tags =
    [
        "p",
        "br",
        "section",
        "h1",
        "h2",
        "h3",
        "h4",
        "strong",
        "b",
        "em",
        "i",
        "u",
        "s",
        "sub",
        "sup",
        "span",
        "blockquote",
        "ul",
        "ol",
        "li",
        "a",
        "img",
        "hr",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "pre",
        "code",
        "figure",
        "figcaption",
    ];

    private static readonly string[] Attributes = ["src", "alt", "href", "colspan", "rowspan", "style"];

    /// <summary>No position, float, background picture or address.</summary>
    private static readonly string[] Styles =
    [
        "text-align",
        "text-indent",
        "line-height",
        "letter-spacing",
        "color",
        "background-color",
        "font-size",
        "font-weight",
        "font-style",
        "text-decoration",
        "text-decoration-line",
        "margin-top",
        "margin-bottom",
        "padding-left",
        "width",
        "max-width",
        "border",
        "border-top-width",
        "border-top-style",
        "border-top-color",
        "vertical-align",
    ];

    /// <summary>What stands in these is no text for a reader.</summary>
    private const string Unreadable =
        "script, style, iframe, object, embed, template, noscript, svg, math, head, title, meta, link, xml, select, textarea, button, input";

    private readonly HtmlSanitizer sanitizer = NewSanitizer();

    /// <summary>Pictures that lie in the text itself are kept as files; those of other sites are not fetched but taken out, and counted.</summary>
    public async Task<CleanBody> CleanAsync(string? html, CancellationToken ct)
    {
        var document = new HtmlParser().ParseDocument($"<body>{html}</body>");
        foreach (
            var element in document
                .QuerySelectorAll(Unreadable)
                .Where(element => element != document.Head && element.ParentElement is not null)
        )
        {
            element.Remove();
        }
        // What Word and web pages make of their parts; WeChat's own editor writes section.
        foreach (var division in document.QuerySelectorAll("div"))
        {
            var section = document.CreateElement("section");
            section.SetAttribute("style", division.GetAttribute("style") ?? "");
            section.Append([.. division.ChildNodes]);
            division.Replace(section);
        }
        var (foreign, refused) = (0, new List<string>());
        foreach (var image in document.QuerySelectorAll("img"))
        {
            var source = (image.GetAttribute("src") ?? "").Trim();
            if (
                source.StartsWith(MediaFolder.Address, StringComparison.Ordinal)
                && folder.FindPath(source[MediaFolder.Address.Length..]) is not null
            )
            {
                continue;
            }
            if (Inline(source) is { } content)
            {
                var (name, why) = await pictures.AddAsync(content, ct);
                if (name is not null)
                {
                    image.SetAttribute("src", MediaFolder.Address + name);
                    continue;
                }
                refused.Add(why!);
            }
            else
            {
                foreign++;
            }
            image.Remove();
        }
        return new CleanBody(Legal(sanitizer.Sanitize(document.Body!.InnerHtml).Trim()), foreign, refused);
    }

    /// <summary>Without what a feed's XML cannot hold.</summary>
    private static string Legal(string html) =>
        string.Concat(html.EnumerateRunes().Where(rune => !rune.IsBmp || System.Xml.XmlConvert.IsXmlChar((char)rune.Value)));

    private static byte[]? Inline(string source)
    {
        const string Mark = ";base64,";
        var at = source.IndexOf(Mark, StringComparison.Ordinal);
        if (!source.StartsWith("data:image/", StringComparison.OrdinalIgnoreCase) || at < 0)
        {
            return null;
        }
        var content = new byte[source.Length];
        return Convert.TryFromBase64String(source[(at + Mark.Length)..], content, out var length) ? content[..length] : null;
    }

    private static HtmlSanitizer NewSanitizer()
    {
        var sanitizer = new HtmlSanitizer(
            new HtmlSanitizerOptions
            {
                AllowedTags = new HashSet<string>(Tags, StringComparer.OrdinalIgnoreCase),
                AllowedAttributes = new HashSet<string>(Attributes, StringComparer.OrdinalIgnoreCase),
                AllowedCssProperties = new HashSet<string>(Styles, StringComparer.OrdinalIgnoreCase),
                AllowedSchemes = new HashSet<string>(["http", "https"], StringComparer.OrdinalIgnoreCase),
                UriAttributes = new HashSet<string>(["src", "href"], StringComparer.OrdinalIgnoreCase),
            }
        )
        {
            KeepChildNodes = true,
        };
        sanitizer.PostProcessNode += (_, node) =>
        {
            // Office leaves thousands of empty spans, and any span without a style says nothing.
            if (
                node.Node is IElement { LocalName: "span" } span
                && span.GetAttribute("style") is null or ""
                && span.ParentElement is not null
            )
            {
                span.Replace([.. span.ChildNodes]);
            }
        };
        return sanitizer;
    }
}

/// <param name="Foreign">Pictures of other sites that were taken out.</param>
/// <param name="Refused">Why pictures within the text were not taken.</param>
public sealed record CleanBody(string Html, int Foreign, IReadOnlyList<string> Refused)
{
    /// <summary>What staff are told; null where nothing was lost.</summary>
    public string? Said =>
        (Foreign, Refused.Count) switch
        {
            (0, 0) => null,
            (_, 0) => $"正文中有 {Foreign} 张别的网站的图片，没有保留。请把图片存下来，再用编辑器上传。",
            (0, _) => $"正文中有 {Refused.Count} 张图片没有保留：{string.Join("", Refused.Distinct())}",
            _ =>
                $"正文中有 {Foreign} 张别的网站的图片没有保留，请存下来再上传；另有 {Refused.Count} 张图片不能用：{string.Join("", Refused.Distinct())}",
        };
}
