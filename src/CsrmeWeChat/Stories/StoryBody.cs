using AngleSharp.Dom;
using CsrmeWeChat.Foundation.Media;
using Ganss.Xss;

namespace CsrmeWeChat.Stories;

/// <summary>
/// Cleans the body of a story, so that it may be kept, shown on the web site and given to WeChat. Whatever is not on the lists here is
/// removed.
/// </summary>
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

    /// <summary>Without positions, floats, background pictures and addresses.</summary>
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

    /// <summary>Elements that hold no text for a reader. They are removed with everything in them.</summary>
    private const string Unreadable = """
        script, style, iframe, object, embed, template, noscript, svg, math, head, title, meta, link, xml, select, textarea, button, input
        """;

    /// <summary>What stands where a picture stood that could not be taken over; the page's script writes the same.</summary>
    internal const string LostMark = "：请重新上传]";

    private const int MaxStyle = 4_000;

    private readonly HtmlSanitizer sanitizer = NewSanitizer();

    /// <summary>
    /// Pictures that stand in the text itself are kept as files. Pictures of other sites are never fetched; they are marked and counted.
    /// </summary>
    public async Task<CleanBody> CleanAsync(string? html, CancellationToken ct)
    {
        var (document, why) = PastedHtml.Parse(html ?? "");
        if (document is null)
        {
            return new CleanBody("", new PasteLoss(), []) { Why = why };
        }
        var loss = new PasteLoss();
        loss.Add("个公式（已在原处标明【公式】）", await Formulas.KeepAsync(document, pictures, ct));
        loss.TakeFrom(document);
        RemoveUnreadable(document);
        ReplaceBySections(document, "div");
        RemoveLongStyles(document);
        var refused = await KeepPicturesAsync(document, loss, ct);
        var clean = sanitizer.Sanitize(document.Body!.InnerHtml).Trim();
        return new CleanBody(WithoutIllegalCharacters(clean), loss, refused);
    }

    /// <returns>Why pictures that stood in the text were not kept.</returns>
    private async Task<IReadOnlyList<string>> KeepPicturesAsync(IDocument document, PasteLoss loss, CancellationToken ct)
    {
        var refused = new List<string>();
        foreach (var image in document.QuerySelectorAll("img"))
        {
            var source = (image.GetAttribute("src") ?? "").Trim();
            if (IsKept(source))
            {
                continue;
            }
            if (Inline(source) is not { } content)
            {
                loss.Add(CleanBody.Pictures);
                image.Replace(document.CreateTextNode($"[图 {loss[CleanBody.Pictures]}{LostMark}"));
                continue;
            }
            var (name, why) = await pictures.AddAsync(content, ct, mayMove: true);
            if (name is null)
            {
                refused.Add(why!);
                image.Remove();
                continue;
            }
            loss.Add(
                "张动图（太大，只留下第一帧）",
                Pictures.IsMoving(content) && !name.EndsWith(".gif", StringComparison.Ordinal) ? 1 : 0
            );
            image.SetAttribute("src", MediaFolder.Address + name);
        }
        return refused;
    }

    /// <summary>What the reading of a style costs grows faster than its length, and no editor writes a long one.</summary>
    private static void RemoveLongStyles(IDocument document)
    {
        foreach (var element in document.QuerySelectorAll("[style]"))
        {
            if (element.GetAttribute("style")!.Length > MaxStyle)
            {
                element.RemoveAttribute("style");
            }
        }
    }

    private bool IsKept(string source) =>
        source.StartsWith(MediaFolder.Address, StringComparison.Ordinal)
        && folder.FindPath(source[MediaFolder.Address.Length..]) is not null;

    private static void RemoveUnreadable(IDocument document)
    {
        var unreadable = document
            .QuerySelectorAll(Unreadable)
            .Where(element => element != document.Head && element.ParentElement is not null);
        foreach (var element in unreadable)
        {
            element.Remove();
        }
    }

    /// <summary>Word and web pages write div for a part of a text; WeChat's own editor writes section.</summary>
    internal static void ReplaceBySections(IDocument document, string selector)
    {
        foreach (var part in document.QuerySelectorAll(selector))
        {
            var section = document.CreateElement("section");
            if (part.GetAttribute("style") is { } style)
            {
                section.SetAttribute("style", style);
            }
            section.Append([.. part.ChildNodes]);
            part.Replace(section);
        }
    }

    /// <summary>Removes the characters that the XML of a feed cannot hold.</summary>
    private static string WithoutIllegalCharacters(string html) =>
        string.Concat(html.EnumerateRunes().Where(rune => !rune.IsBmp || System.Xml.XmlConvert.IsXmlChar((char)rune.Value)));

    /// <summary>The picture that stands in a data: address; null where it is none.</summary>
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
            // Office leaves thousands of spans, and one without a style has no effect.
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

/// <param name="Lost">What was there and cannot be kept.</param>
/// <param name="Refused">Why pictures that stood in the text were not kept, in Chinese.</param>
public sealed record CleanBody(string Html, PasteLoss Lost, IReadOnlyList<string> Refused)
{
    internal const string Pictures = "张未能带入的图片（已在原处标明“请重新上传”）";

    /// <summary>Why nothing of it was read, in Chinese; null where it was.</summary>
    public string? Why { get; init; }

    /// <summary>What was lost, in Chinese for staff; null where nothing was.</summary>
    public string? Loss
    {
        get
        {
            var pictures = Lost[Pictures] > 0 ? "图片请先存下来，再用编辑器上传。" : "";
            var refused = Refused.Count > 0 ? $"正文中有 {Refused.Count} 张图片不能用：{string.Join("", Refused.Distinct())}" : "";
            return $"{Lost.Words}{pictures}{refused}" is { Length: > 0 } words ? words : null;
        }
    }
}
