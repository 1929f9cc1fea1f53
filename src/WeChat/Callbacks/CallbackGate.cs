using System.Xml.Linq;

namespace WeChat.Callbacks;

/// <summary>
/// Admits what WeChat signed recently for one account; anything else is null.
/// The reply is written in the mode and format of the message.
/// Source: 消息推送.
/// </summary>
public sealed class CallbackGate(WeChatAccount account)
{
    /// <summary>WeChat sends a message up to three times within seconds, so an older one is a replay.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly CallbackCrypto? crypto = account.Token is { Length: > 0 } token
        ? new CallbackCrypto(token, account.EncodingAesKey is { Length: > 0 } key ? key : null, account.AppId)
        : null;

    /// <summary>False if the account has no Token, in which case no message is admitted.</summary>
    public bool IsOpen => crypto is not null;

    /// <summary>Whether WeChat asks if the address is ours.</summary>
    public bool IsChallenge(CallbackQuery query, DateTimeOffset now) =>
        crypto is not null && IsRecent(query, now) && crypto.IsSigned(query.Signature, query.Timestamp, query.Nonce);

    /// <summary>
    /// What WeChat signed: a message, or one that cannot be read. Null where WeChat did not sign it, or it is meant for another account.
    /// </summary>
    public ReceivedCallback? Open(CallbackQuery query, string body, DateTimeOffset now)
    {
        if (crypto is null || !IsRecent(query, now))
        {
            return null;
        }

        var safe = query.MessageSignature is { Length: > 0 };
        var text =
            safe ? crypto.Decrypt(query.MessageSignature, query.Timestamp, query.Nonce, CallbackReader.Read(body)?.Text("Encrypt"))
            : MayBePlain && body.Length > 0 && crypto.IsSigned(query.Signature, query.Timestamp, query.Nonce) ? body
            : null;
        if (text is null)
        {
            return null;
        }

        if (CallbackReader.ReadMessage(account.AppId, text) is { } message)
        {
            return IsOurs(message.Body)
                ? new OpenedCallback(message, text, safe, text.AsSpan().TrimStart('\uFEFF').TrimStart() is ['{', ..])
                : null;
        }

        // What names no account may be ours; what names another is not.
        return CallbackReader.Read(text) is { } read && read.Text("ToUserName") is { Length: > 0 } && !IsOurs(read)
            ? null
            : new UnreadableCallback(account.AppId, text);
    }

    /// <summary>A text as the passive reply to a message. The same message and text give the same reply.</summary>
    public string Reply(OpenedCallback callback, CallbackQuery query, string text)
    {
        var (message, to) = (callback.Message, callback.Message.Body.Text("ToUserName"));
        var reply = Write(
            callback.IsJson,
            ("ToUserName", message.OpenId),
            ("FromUserName", to),
            ("CreateTime", message.CreatedAt.ToUnixTimeSeconds()),
            ("MsgType", "text"),
            ("Content", text)
        );
        if (!callback.IsSafe)
        {
            return reply;
        }

        var envelope = crypto!.Encrypt(reply, query.Timestamp!, query.Nonce!);
        return Write(
            callback.IsJson,
            ("Encrypt", envelope.Encrypted),
            ("MsgSignature", envelope.MessageSignature),
            ("TimeStamp", long.Parse(envelope.Timestamp)),
            ("Nonce", envelope.Nonce)
        );
    }

    private bool MayBePlain => account.EncodingAesKey is not { Length: > 0 } || account.AllowPlain;

    private static bool IsRecent(CallbackQuery query, DateTimeOffset now) =>
        long.TryParse(query.Timestamp, out var seconds)
        && Math.Abs(now.ToUnixTimeSeconds() - (decimal)seconds) <= (decimal)Patience.TotalSeconds;

    /// <summary>Mini programs' own events name the app within.</summary>
    private bool IsOurs(CallbackNode body) =>
        (account.OriginalId is not { Length: > 0 } original || body.Text("ToUserName") == original)
        && (body.Text("appid") is not { Length: > 0 } app || app == account.AppId);

    private static string Write(bool json, params (string Name, object Value)[] parts) =>
        json
            ? System.Text.Encoding.UTF8.GetString(WeChatCall.Serialize(parts.ToDictionary(part => part.Name, part => part.Value)))
            : new XElement(
                "xml",
                parts.Select(part => new XElement(part.Name, part.Value is string text ? CData(text) : part.Value))
            ).ToString(SaveOptions.DisableFormatting);

    /// <summary>The end mark of a CDATA section cannot stand in one: it is divided between two.</summary>
    private static object[] CData(string text) =>
        [.. XmlText.Clean(text).Replace("]]>", "]]\0>").Split('\0').Select(part => new XCData(part))];
}

/// <summary>What stands in the address; it carries the openid too, so it stands in no log.</summary>
public sealed record CallbackQuery(string? Signature, string? MessageSignature, string? Timestamp, string? Nonce);

/// <param name="Text">The message as it was, decrypted.</param>
public abstract record ReceivedCallback(string Text);

/// <param name="IsSafe">It came encrypted.</param>
public sealed record OpenedCallback(CallbackMessage Message, string Text, bool IsSafe, bool IsJson) : ReceivedCallback(Text);

/// <summary>
/// WeChat's, and neither a message in XML nor in JSON: people type what breaks both (silenceper/wechat#750). It is answered like any other,
/// for to an error WeChat tells the person who wrote that the account's service is out of order.
/// </summary>
public sealed record UnreadableCallback(string AppId, string Text) : ReceivedCallback(Text);
