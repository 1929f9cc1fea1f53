using System.Net;
using System.Text.Json;

namespace WeChat;

/// <summary>
/// An answer of WeChat, which is JSON or a picture.
/// WeChat answers 200 even when it refuses, and its content types cannot be trusted.
/// </summary>
internal sealed class WeChatAnswer(string api, byte[] body, JsonElement? json)
{
    public byte[] Body { get; } = body;

    /// <summary>JPEG or PNG by its first bytes.</summary>
    public bool IsPicture => IsPictureAt(Body);

    /// <exception cref="WeChatException">The answer is a refusal, or cannot be read.</exception>
    public static WeChatAnswer Read(string api, HttpStatusCode status, byte[] body)
    {
        var json = TryParse(body);
        var code = json is { } root && root.TryGetProperty("errcode", out var errcode) && errcode.TryGetInt32(out var number) ? number : 0;
        if (code != 0)
        {
            var messageId = json!.Value.TryGetProperty("msg_id", out var id) && id.TryGetInt64(out var given) ? given : (long?)null;
            throw new WeChatException(api, code, Failures.OfCode(code)) { MessageId = messageId };
        }

        if (status != HttpStatusCode.OK || body.Length == 0 || (json is null && !IsPictureAt(body)))
        {
            throw new WeChatException(api, 0, Failures.OfStatus(status));
        }

        return new WeChatAnswer(api, body, json);
    }

    public string Text(params ReadOnlySpan<string> path) => FindText(path) ?? throw Unreadable();

    public string? FindText(params ReadOnlySpan<string> path) =>
        Find(path) switch
        {
            { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
            { } value when TextOf(value) is { Length: > 0 } text => text,
            _ => null,
        };

    /// <summary>Null for what is no text, or cannot be read, such as half of a character that somebody typed.</summary>
    public static string? TextOf(JsonElement value)
    {
        try
        {
            return value.ValueKind is JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    public long Number(params ReadOnlySpan<string> path) => FindNumber(path) ?? throw Unreadable();

    public long? FindNumber(params ReadOnlySpan<string> path) => long.TryParse(FindText(path), out var number) ? number : null;

    /// <summary>The items of a list; none where there is no list.</summary>
    public IReadOnlyList<JsonElement> List(params ReadOnlySpan<string> path) =>
        Find(path) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : [];

    /// <summary>A text of the first item of a list, which WeChat writes as an object where it has one item.</summary>
    public string? FirstText(string name, params ReadOnlySpan<string> path)
    {
        var item = Find(path) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().FirstOrDefault() : Find(path);
        return item is { ValueKind: JsonValueKind.Object } found && found.TryGetProperty(name, out var text) ? TextOf(text) : null;
    }

    private JsonElement? Find(ReadOnlySpan<string> path)
    {
        var found = json;
        foreach (var name in path)
        {
            found = found is { ValueKind: JsonValueKind.Object } parent && parent.TryGetProperty(name, out var child) ? child : null;
        }

        return found;
    }

    private static bool IsPictureAt(byte[] body) => body is [0xFF, 0xD8, ..] or [0x89, (byte)'P', ..];

    private WeChatException Unreadable() => new(api, 0, WeChatFailure.Unknown);

    private static JsonElement? TryParse(byte[] body)
    {
        try
        {
            var root = JsonElement.Parse(body);
            return root.ValueKind == JsonValueKind.Object ? root : null;
        }
        catch (JsonException) when (body is [(byte)'{', ..] && body.AsSpan().ContainsAnyInRange((byte)0, (byte)0x1F))
        {
            // WeChat passes on what people typed, control characters too, which JSON has only escaped: a space does for them.
            return TryParse([.. body.Select(part => part < ' ' ? (byte)' ' : part)]);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
