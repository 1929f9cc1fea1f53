using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace WeChat.Sandbox.Pushes;

/// <summary>Writes messages as WeChat pushes them, and reads what is replied.</summary>
internal static class PushWriter
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static SignedPush Write(SandboxCallback callback, string appId, JsonObject message, DateTimeOffset now)
    {
        var (timestamp, nonce) = (now.ToUnixTimeSeconds().ToString(), Random.Shared.Next(100_000_000, int.MaxValue).ToString());
        var contentType = callback.Format is PushFormat.Json ? "application/json" : "text/xml";
        var signature = PushCipher.Sign(callback.Token, timestamp, nonce);
        var openId = Uri.EscapeDataString($"{message["FromUserName"]}");
        var query = $"signature={signature}&timestamp={timestamp}&nonce={nonce}&openid={openId}";
        if (callback.Mode is PushMode.Plain)
        {
            return new SignedPush(query, Text(callback.Format, message), contentType);
        }

        var encrypted = new PushCipher(callback.EncodingAesKey!, appId).Encrypt(Text(callback.Format, message));
        var outer =
            callback.Mode is PushMode.Compatible
                ? (JsonObject)message.DeepClone()
                : new JsonObject { ["ToUserName"] = $"{message["ToUserName"]}" };
        outer["Encrypt"] = encrypted;
        return new SignedPush(
            $"{query}&encrypt_type=aes&msg_signature={PushCipher.Sign(callback.Token, timestamp, nonce, encrypted)}",
            Text(callback.Format, outer),
            contentType
        );
    }

    /// <summary>What a reply says, decrypted where it is; null for none. Signed wrongly or unreadable is an exception.</summary>
    public static string? ReadReply(SandboxCallback callback, string appId, string body)
    {
        if (body is "" or "success")
        {
            return null;
        }

        var reply = Fields(body);
        if (reply("Encrypt") is not { } encrypted)
        {
            return callback.Mode is PushMode.Safe ? throw new FormatException("A reply in the clear in safe mode.") : reply("Content");
        }

        return PushCipher.Sign(callback.Token, reply("TimeStamp")!, reply("Nonce")!, encrypted) == reply("MsgSignature")
            ? Fields(new PushCipher(callback.EncodingAesKey!, appId).Decrypt(encrypted))("Content")
            : throw new FormatException("The reply's signature is wrong.");
    }

    private static Func<string, string?> Fields(string body)
    {
        if (body.StartsWith('{'))
        {
            var json = JsonNode.Parse(body)!;
            return name => json[name]?.ToString();
        }

        var xml = XElement.Parse(body);
        return name => xml.Element(name)?.Value;
    }

    private static string Text(PushFormat format, JsonObject message) =>
        format is PushFormat.Json ? WithoutElement(message).ToJsonString(Json) : Xml(message);

    private static JsonObject WithoutElement(JsonObject message)
    {
        var plain = (JsonObject)message.DeepClone();
        foreach (var (name, value) in message.Where(field => field.Key.StartsWith("SubscribeMsg", StringComparison.Ordinal)))
        {
            plain.Remove(name);
            plain["List"] = value!["List"]!.DeepClone();
        }

        return plain;
    }

    private static string Xml(JsonObject message)
    {
        var text = new StringBuilder("<xml>");
        foreach (var (name, value) in message)
        {
            Element(text, name, value);
        }

        return text.Append("</xml>").ToString();
    }

    private static void Element(StringBuilder text, string name, JsonNode? value)
    {
        if (value is JsonArray items)
        {
            foreach (var item in items)
            {
                Element(text, name, item);
            }

            return;
        }

        text.Append('<').Append(name).Append('>');
        if (value is JsonObject parts)
        {
            foreach (var (part, inner) in parts)
            {
                Element(text, part, inner);
            }
        }
        else if (value?.GetValueKind() is JsonValueKind.Number)
        {
            text.Append(value.ToJsonString());
        }
        else
        {
            text.Append("<![CDATA[").Append($"{value}".Replace("]]>", "]]]]><![CDATA[>", StringComparison.Ordinal)).Append("]]>");
        }

        text.Append("</").Append(name).Append('>');
    }
}
