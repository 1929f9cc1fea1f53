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
        // .NET reads no JSON that begins with a byte order mark.
        body = body is [0xEF, 0xBB, 0xBF, .. var rest] ? rest : body;
        var json = TryParse(body);
        var answer = new WeChatAnswer(api, body, json);
        // A gateway of WeChat's own may write the number as a text. What stands there and is no number is no success.
        if (answer.FindText("errcode") is { } errcode && errcode != "0")
        {
            throw int.TryParse(errcode, out var code) ? answer.Refusal(code) : answer.Unreadable();
        }

        if (status != HttpStatusCode.OK || body.Length == 0 || (json is null && !IsPictureAt(body)))
        {
            throw new WeChatException(api, 0, Failures.OfStatus(status));
        }

        return answer;
    }

    /// <summary>The refusal with what WeChat names in it: the id of the request, and for 40164 the address that it saw.</summary>
    private WeChatException Refusal(int code)
    {
        var words = FindText("errmsg") ?? "";
        return new(api, code, Failures.OfCode(code))
        {
            MessageId = FindNumber("msg_id"),
            RequestId = After(words, "rid: ", character => char.IsAsciiHexDigit(character) || character is '-'),
            Address =
                code == 40164 ? After(words, "invalid ip ", character => char.IsAsciiHexDigit(character) || character is '.' or ':') : null,
        };
    }

    /// <summary>What stands behind a word, as far as it is of the characters that belong to it; null for nothing.</summary>
    private static string? After(string text, string word, Func<char, bool> belongs)
    {
        const int longest = 64;
        return
            text.IndexOf(word, StringComparison.Ordinal) is >= 0 and var at
            && string.Concat(text.Skip(at + word.Length).TakeWhile(belongs).Take(longest)) is { Length: > 0 } found
            ? found
            : null;
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
