using System.Xml;

namespace WeChat.Callbacks;

internal static class XmlText
{
    /// <summary>Without the control characters that XML cannot hold. WeChat pushes them as somebody pasted them (WeRoBot issue 420, EasyWeChat 1419).</summary>
    public static string Clean(string text) => text.All(IsAllowed) ? text : string.Concat(text.Where(IsAllowed));

    private static bool IsAllowed(char character) => XmlConvert.IsXmlChar(character) || char.IsSurrogate(character);
}
