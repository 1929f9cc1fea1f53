namespace CsrmeWeChat.Stories;

/// <summary>
/// Looks at a pasted text before it is parsed as HTML: the parser asks every open element about each new one, so that a text of tags which
/// are never closed would keep a core busy for minutes.
/// </summary>
public static class StoryNesting
{
    private const int MaxDepth = 200,
        MaxTags = 50_000,
        MaxName = 30;

    /// <summary>Elements that have no end, or that the next of them ends.</summary>
    private static readonly HashSet<string> Unnested = new(
        "area base br col embed hr img input link meta source track wbr p li dd dt option tr td th tbody thead tfoot".Split(' '),
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>Why the text is not taken, in Chinese; null where nothing is against it.</summary>
    public static string? WhyNot(string? html)
    {
        var open = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var (depth, tags) = (0, 0);
        for (var at = Next(html, 0); at >= 0; at = Next(html, at + 1))
        {
            var isEnd = html![at + 1] is '/';
            var name = NameAt(html, isEnd ? at + 2 : at + 1);
            if (name is "" || Unnested.Contains(name))
            {
                continue;
            }
            var count = open.GetValueOrDefault(name);
            if (!isEnd)
            {
                open[name] = count + 1;
                depth++;
            }
            else if (count > 0)
            {
                open[name] = count - 1;
                depth--;
            }
            if (depth > MaxDepth || ++tags > MaxTags)
            {
                return "正文的格式太复杂（层层嵌套），未予读取。请先粘贴到记事本，再复制纯文字粘贴进来。";
            }
        }
        return null;
    }

    private static int Next(string? html, int from) =>
        html is null || from >= html.Length - 1 || html.IndexOf('<', from, html.Length - 1 - from) is not (>= 0 and var at) ? -1 : at;

    private static string NameAt(string html, int start)
    {
        var end = start;
        while (end < html.Length && end - start < MaxName && char.IsAsciiLetterOrDigit(html[end]))
        {
            end++;
        }
        return html[start..end];
    }
}
