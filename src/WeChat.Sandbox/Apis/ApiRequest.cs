using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace WeChat.Sandbox.Apis;

internal sealed class ApiRequest(string api, IQueryCollection query, byte[] body, string? formType = null)
{
    private readonly JsonElement? json = TryParse(body);

    public string Api { get; } = api;

    /// <summary>The file of a form, in the part named media.</summary>
    public byte[]? File { get; } = formType is null ? null : ReadFile(formType, body);

    public bool IsJson => json is not null;

    /// <summary>Whether a character is written as \uXXXX, which WeChat does not take. Source: 全局返回码, 40033.</summary>
    public bool HasEscapedCharacter { get; } = formType is null && EscapesCharacter(body);

    public string? Query(string name) => query[name] is [{ Length: > 0 } value] ? value : null;

    public string? Text(string name) => Find(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public int? Number(string name) =>
        Find(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number) ? number : null;

    public long? Long(string name) =>
        Find(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) ? number : null;

    /// <summary>An id, which WeChat takes as text and as number.</summary>
    public string? Id(string name) =>
        Find(name) is { ValueKind: JsonValueKind.String or JsonValueKind.Number } value ? value.ToString() : null;

    /// <summary>The objects of a list; empty for anything else.</summary>
    public IReadOnlyList<JsonElement> Objects(string name) =>
        Find(name) is { ValueKind: JsonValueKind.Array } list
            ? [.. list.EnumerateArray().Where(item => item.ValueKind is JsonValueKind.Object)]
            : [];

    /// <summary>The texts of a list; empty for anything else.</summary>
    public IReadOnlyList<string> Texts(string name) =>
        Find(name) is { ValueKind: JsonValueKind.Array } list
            ? [.. list.EnumerateArray().Where(item => item.ValueKind is JsonValueKind.String).Select(item => item.GetString()!)]
            : [];

    /// <summary>A text within an object: mpnews.media_id.</summary>
    public string? Text(string name, string part) =>
        Find(name) is { ValueKind: JsonValueKind.Object } parent
        && parent.TryGetProperty(part, out var value)
        && value.ValueKind is JsonValueKind.String
            ? value.GetString()
            : null;

    public bool Flag(string name) => Find(name) is { ValueKind: JsonValueKind.True };

    public JsonElement? Find(string name) => json is { } root && root.TryGetProperty(name, out var value) ? value : null;

    /// <summary>What is remembered of it: all but the secrets.</summary>
    public string Remembered()
    {
        var text =
            File is { } file ? $"media: {file.Length} bytes"
            : body.Length > 0 ? Encoding.UTF8.GetString(body)
            : string.Join('&', query.Where(part => part.Key is not "access_token").Select(part => $"{part.Key}={part.Value}"));
        return (Query("secret") ?? Text("secret")) is { Length: > 0 } secret ? text.Replace(secret, "***", StringComparison.Ordinal) : text;
    }

    private static bool EscapesCharacter(byte[] body)
    {
        for (var at = 0; at + 1 < body.Length; at++)
        {
            if (body[at] is not (byte)'\\')
            {
                continue;
            }

            if (body[++at] is (byte)'u')
            {
                return true;
            }
        }

        return false;
    }

    private static byte[]? ReadFile(string contentType, byte[] body)
    {
        if (
            !MediaTypeHeaderValue.TryParse(contentType, out var type)
            || HeaderUtilities.RemoveQuotes(type.Boundary).ToString() is not { Length: > 0 } boundary
        )
        {
            return null;
        }

        var reader = new MultipartReader(boundary, new MemoryStream(body));
        while (reader.ReadNextSectionAsync().GetAwaiter().GetResult() is { } section)
        {
            // WeChat looks for a name and a file's name, both in quotes.
            if (
                section.ContentDisposition is { } disposition
                && disposition.Contains("name=\"media\"", StringComparison.Ordinal)
                && disposition.Contains("filename=\"", StringComparison.Ordinal)
            )
            {
                using var file = new MemoryStream();
                section.Body.CopyTo(file);
                return file.ToArray();
            }
        }

        return null;
    }

    private static JsonElement? TryParse(byte[] body)
    {
        try
        {
            return body.Length > 0 && JsonElement.Parse(body) is { ValueKind: JsonValueKind.Object } root ? root : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
