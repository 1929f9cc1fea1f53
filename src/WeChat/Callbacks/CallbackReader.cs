using System.Text.Json;
using System.Xml;

namespace WeChat.Callbacks;

/// <summary>
/// Reads what WeChat pushed. Anybody can send to the address, so a message that is too deep, too large
/// or declares entities is rejected while it is read.
/// </summary>
public static class CallbackReader
{
    private const int MaxDepth = 16,
        MaxNodes = 4_096,
        MaxCharacters = 256 * 1024;

    private static readonly XmlReaderSettings Xml = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = MaxCharacters,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
    };

    private static readonly DateTimeOffset Latest = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Null where it is no message: neither XML nor JSON, damaged, without sender, type or time.</summary>
    public static CallbackMessage? ReadMessage(string appId, string text)
    {
        if (Read(text) is not { } body)
        {
            return null;
        }

        var (openId, type) = (body.Text("FromUserName"), body.Text("MsgType"));
        var kind = (type == "event" ? body.Text("Event") : type).ToLowerInvariant();
        return
            openId.Length is > 0 and <= 64
            && kind.Length is > 0 and <= 50
            && long.TryParse(body.Text("CreateTime"), out var seconds)
            && seconds > 0
            && seconds < Latest.ToUnixTimeSeconds()
            ? new CallbackMessage(appId, openId, DateTimeOffset.FromUnixTimeSeconds(seconds), kind, body)
            : null;
    }

    /// <summary>The whole as a tree, or null.</summary>
    public static CallbackNode? Read(string text)
    {
        // Some proxies put a byte order mark before what they pass on.
        text = text.TrimStart('\uFEFF').TrimStart();
        try
        {
            var left = MaxNodes;
            return text.AsSpan() switch
            {
                ['<', ..] => ReadXml(text, ref left),
                ['{', ..] => ReadJson(text, ref left),
                _ => null,
            };
        }
        // InvalidOperationException: half of a surrogate pair, escaped in JSON.
        catch (Exception e) when (e is XmlException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static CallbackNode ReadXml(string text, ref int left)
    {
        using var reader = XmlReader.Create(new StringReader(XmlText.Clean(text)), Xml);
        reader.MoveToContent();
        var root = ReadElement(reader, MaxDepth, ref left);
        while (reader.Read()) { }

        return root;
    }

    private static CallbackNode ReadElement(XmlReader reader, int depth, ref int left)
    {
        if (depth == 0 || --left < 0)
        {
            throw new XmlException("Too deep or too much.");
        }

        var (name, value, children) = (reader.LocalName, "", new List<CallbackNode>());
        if (reader.IsEmptyElement)
        {
            return new CallbackNode(name, "", []);
        }

        while (reader.Read() && reader.NodeType is not XmlNodeType.EndElement)
        {
            if (reader.NodeType is XmlNodeType.Element)
            {
                children.Add(ReadElement(reader, depth - 1, ref left));
            }
            else
            {
                value = value.Length == 0 ? reader.Value : value + reader.Value;
            }
        }

        return new CallbackNode(name, children.Count == 0 ? value : "", children);
    }

    private static CallbackNode ReadJson(string text, ref int left)
    {
        using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = MaxDepth });
        return ReadValue("xml", document.RootElement, ref left);
    }

    private static CallbackNode ReadValue(string name, JsonElement value, ref int left)
    {
        if (--left < 0)
        {
            throw new JsonException("Too much.");
        }

        if (value.ValueKind is not JsonValueKind.Object)
        {
            return new CallbackNode(
                name,
                value.ValueKind switch
                {
                    JsonValueKind.String => value.GetString()!,
                    JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
                    _ => "",
                },
                []
            );
        }

        var children = new List<CallbackNode>();
        foreach (var property in value.EnumerateObject())
        {
            if (property.Value.ValueKind is not JsonValueKind.Array)
            {
                children.Add(ReadValue(NameOf(property), property.Value, ref left));
                continue;
            }

            foreach (var item in property.Value.EnumerateArray())
            {
                children.Add(ReadValue(NameOf(property), item, ref left));
            }
        }

        return new CallbackNode(name, "", children);
    }

    /// <summary>WeChat's own sample of an authorisation event has names that begin with a blank.</summary>
    private static string NameOf(JsonProperty property) => property.Name.Trim();
}
