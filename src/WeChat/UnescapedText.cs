using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace WeChat;

/// <summary>
/// Writes text as UTF-8 with no more escapes than JSON needs, and never as \uXXXX: WeChat refuses that (40033 in menus) or shows it to
/// people as it stands. Even UnsafeRelaxedJsonEscaping escapes what lies beyond U+FFFF, such as 𠮷 in a name.
/// </summary>
internal sealed class UnescapedText : JsonConverter<string>
{
    /// <summary>The control characters that JSON can write without \u. All others mean nothing to a reader and are left out.</summary>
    private const string ShortEscapes = "\n\r\t\b\f";

    private const string ShortNames = "nrtbf";

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
            else if (rune.IsBmp && ShortEscapes.IndexOf((char)rune.Value, StringComparison.Ordinal) is >= 0 and var control)
            {
                json.Append('\\').Append(ShortNames[control]);
            }
            else if (!Rune.IsControl(rune))
            {
                json.Append(rune);
            }
        }

        writer.WriteRawValue(json.Append('"').ToString());
    }
}
