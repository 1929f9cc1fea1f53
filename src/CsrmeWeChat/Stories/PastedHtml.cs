using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace CsrmeWeChat.Stories;

/// <summary>
/// Reads HTML that somebody pasted. A parser's work grows with the square of what is nested, of the attributes of one element and of the
/// elements of one parent, so all of these have limits that no article comes near, and they hold while it parses.
/// </summary>
internal static class PastedHtml
{
    /// <summary>In characters, without the pictures that stand in the text itself.</summary>
    public const int MaxText = 2_000_000;

    public const int MaxElements = 20_000,
        MaxDepth = 200;

    /// <summary>In characters of one element's tag, without what stands between quotes.</summary>
    private const int MaxTag = 2_000;

    private const string Advice = "请清除格式后再粘贴（例如先粘贴到记事本），或分几次粘贴。";

    /// <summary>The document, or in Chinese why it is not read.</summary>
    public static (IHtmlDocument? Document, string? Why) Parse(string html)
    {
        if (WhyTooLong(html) is { } why)
        {
            return (null, why);
        }
        var (made, last) = (0, (IElement?)null);
        var options = new HtmlParserOptions
        {
            // Called before an element has its place; the one before it has.
            OnCreated = (element, _) =>
            {
                if (++made > MaxElements || IsTooDeep(last))
                {
                    throw new TooMuchException();
                }
                last = element;
            },
        };
        try
        {
            return (new HtmlParser(options).ParseDocument($"<body>{html}</body>"), null);
        }
        catch (TooMuchException)
        {
            return (null, $"正文的格式太复杂（标记超过 {MaxElements} 个，或一层套一层超过 {MaxDepth} 层），没有保留。{Advice}");
        }
    }

    private static bool IsTooDeep(IElement? element)
    {
        for (var depth = 0; element is not null; element = element.ParentElement)
        {
            if (++depth > MaxDepth)
            {
                return true;
            }
        }
        return false;
    }

    private static string? WhyTooLong(string html)
    {
        var (text, tag, quote) = (0, 0, '\0');
        for (var at = 0; at < html.Length; at++)
        {
            if (html[at] is 'd' && string.CompareOrdinal(html, at, "data:image/", 0, 11) == 0)
            {
                at = html.AsSpan(at).IndexOfAny('"', '\'', '>') is >= 0 and var length ? at + length : html.Length;
                if (at == html.Length)
                {
                    break;
                }
            }
            text++;
            (tag, quote) = (html[at], tag, quote) switch
            {
                ('<', 0, _) when at + 1 < html.Length && char.IsAsciiLetter(html[at + 1]) => (1, '\0'),
                (_, 0, _) => (0, '\0'),
                (var end, _, not '\0') when end == quote => (tag, '\0'),
                (_, _, not '\0') => (tag, quote),
                ('>', _, _) => (0, '\0'),
                ('"' or '\'', _, _) when html[at - 1] is '=' => (tag, html[at]),
                _ => (tag + 1, '\0'),
            };
            if (text > MaxText || tag > MaxTag)
            {
                return text > MaxText
                    ? $"正文连同格式超过 {MaxText / 10_000} 万个字符，没有保留。{Advice}"
                    : $"正文里有一个标记的属性太长，没有保留。{Advice}";
            }
        }
        return null;
    }

    private sealed class TooMuchException : Exception;
}
