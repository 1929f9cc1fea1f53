using System.Text.Json;
using System.Text.RegularExpressions;

namespace CsrmeWeChat.Foundation.Audit;

/// <summary>One value that a change made another.</summary>
/// <param name="Field">As a person reads it.</param>
/// <param name="Before">Null where there was nothing before to compare with.</param>
public sealed partial record AuditDifference(string Field, string? Before, string After)
{
    /// <summary>
    /// Compares two objects that <see cref="Change.Write"/> wrote. <see cref="AuditLabels"/> has the Chinese names of the fields.
    /// </summary>
    public static IReadOnlyList<AuditDifference> Of(string beforeValues, string afterValues)
    {
        var (before, after) = (Read(beforeValues), Read(afterValues));
        return
        [
            .. from field in before.Keys.Union(after.Keys)
            let was = before.GetValueOrDefault(field)
            let now = after.GetValueOrDefault(field) ?? ""
            where was != now && !(was is null && now is "")
            select new AuditDifference(
                field,
                was is not null && IsPicture(was) ? "原来的图片" : was,
                IsPicture(now) ? (was is null or "" ? "一张图片" : "换了一张图片") : now
            ),
        ];
    }

    private static Dictionary<string, string> Read(string json) =>
        json is ""
            ? []
            : JsonDocument
                .Parse(json)
                .RootElement.EnumerateObject()
                .ToDictionary(property => property.Name, property => Say(property.Value));

    /// <summary>A file is named by what is in it, which says nothing to people.</summary>
    private static bool IsPicture(string value) => Hash().IsMatch(value);

    [GeneratedRegex(@"^[0-9a-f]{32,64}(\.[a-z0-9]{2,5})?$", RegexOptions.None, Data.PlainText.MatchMilliseconds)]
    private static partial Regex Hash();

    private static string Say(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Null => "",
            JsonValueKind.True => "是",
            JsonValueKind.False => "否",
            JsonValueKind.Array => string.Join("、", value.EnumerateArray().Select(Say)),
            JsonValueKind.String when value.TryGetDateTimeOffset(out var at) && value.GetString()!.Contains('T') =>
                $"{Data.China.Local(at):yyyy-MM-dd HH:mm}",
            _ => value.ToString(),
        };
}
