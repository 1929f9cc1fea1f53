using System.Buffers;

namespace WeChat.Callbacks;

internal static class XmlText
{
    /// <summary>Source: XML 1.0, 2.2 Characters.</summary>
    private static readonly SearchValues<char> Forbidden = SearchValues.Create([
        .. Enumerable.Range(0, 0x20).Select(code => (char)code).Except(['\t', '\n', '\r']),
        '\uFFFE',
        '\uFFFF',
    ]);

    /// <summary>
    /// Removes the characters that XML cannot hold. WeChat pushes them just as somebody pasted them
    /// (WeRoBot issue 420, EasyWeChat 1419).
    /// </summary>
    public static string Clean(string text) =>
        text.AsSpan().ContainsAny(Forbidden) ? string.Concat(text.Where(character => !Forbidden.Contains(character))) : text;
}
