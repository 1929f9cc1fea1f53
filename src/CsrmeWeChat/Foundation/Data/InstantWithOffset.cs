using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace CsrmeWeChat.Foundation.Data;

/// <summary>Instants that people write: only with their offset, or a time would be read in whatever zone the server is set to.</summary>
public sealed partial class InstantWithOffset : JsonConverter<DateTimeOffset>
{
    public static DateTimeOffset? Parse(string text) =>
        Form().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var instant) ? instant : null;

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.String && Parse(reader.GetString()!) is { } instant ? instant : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value);

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})$", RegexOptions.None, PlainText.MatchMilliseconds)]
    private static partial Regex Form();
}
