using System.Text;
using System.Text.Json;

namespace WeChat.Sandbox.Apis;

internal sealed class ApiRequest(string api, IQueryCollection query, byte[] body)
{
    private readonly JsonElement? json = TryParse(body);

    public string Api { get; } = api;

    public bool IsJson => json is not null;

    public string? Query(string name) => query[name] is [{ Length: > 0 } value] ? value : null;

    public string? Text(string name) => Find(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public int? Number(string name) => Find(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number) ? number : null;

    public bool Flag(string name) => Find(name) is { ValueKind: JsonValueKind.True };

    public JsonElement? Find(string name) => json is { } root && root.TryGetProperty(name, out var value) ? value : null;

    /// <summary>What is remembered of it: all but the secrets.</summary>
    public string Remembered()
    {
        var text = body.Length > 0
            ? Encoding.UTF8.GetString(body)
            : string.Join('&', query.Where(part => part.Key is not "access_token").Select(part => $"{part.Key}={part.Value}"));
        return (Query("secret") ?? Text("secret")) is { Length: > 0 } secret ? text.Replace(secret, "***", StringComparison.Ordinal) : text;
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
