using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace WeChat;

/// <summary>
/// Writes text as UTF-8 with no more escapes than JSON needs: WeChat shows \uXXXX to people as it stands in some fields.
/// Even UnsafeRelaxedJsonEscaping escapes what lies beyond U+FFFF, such as 𠮷 in a name.
/// </summary>
internal sealed class UnescapedText : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString();

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options)
    {
        var json = new StringBuilder("\"", value.Length + 2);
        foreach (var rune in value.EnumerateRunes())
        {
            if (rune.Value is '"' or '\\')
            {
                json.Append('\\').Append((char)rune.Value);
            }
            else if (rune.Value < ' ')
            {
                json.Append($"\\u{rune.Value:x4}");
            }
            else
            {
                json.Append(rune);
            }
        }

        writer.WriteRawValue(json.Append('"').ToString());
    }
}
