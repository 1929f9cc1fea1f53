using System.Text.RegularExpressions;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Messages.Pages;

/// <summary>
/// A line of what staff paste from WeChat's console or type: 活动名称{{thing1.DATA}}, or thing1 活动名称. Where WeChat lists the values that
/// a field may have, they stand behind it: 活动类型{{const4.DATA}} 会员活动、学术报告.
/// </summary>
internal static partial class TemplateLine
{
    /// <summary>Longer than any line of a template.</summary>
    private const int MaxLength = 500;

    private static readonly char[] BetweenValues = ['、', '，', ',', '；', ';', '|', '｜'];

    /// <summary>The fields in a line, mostly one; null where it cannot be understood.</summary>
    public static IReadOnlyList<TemplateField>? Read(string line)
    {
        if (line.Length > MaxLength)
        {
            return null;
        }
        var pasted = Placeholder().Matches(line);
        return pasted.Count > 0 ? OfPasted(line, pasted) : OfTyped(line);
    }

    private static List<TemplateField>? OfPasted(string line, MatchCollection placeholders)
    {
        var (fields, at) = (new List<TemplateField>(), 0);
        foreach (Match placeholder in placeholders)
        {
            fields.Add(new TemplateField(placeholder.Groups["key"].Value, Bare(line[at..placeholder.Index])));
            at = placeholder.Index + placeholder.Length;
        }
        var rest = Bare(line[at..]);
        if (!FieldKinds.IsChosen(fields[^1].Key))
        {
            return rest is "" ? fields : null;
        }
        fields[^1] = fields[^1] with { Values = ValuesIn(rest) };
        return fields;
    }

    private static List<TemplateField>? OfTyped(string line)
    {
        if (Typed().Match(line) is not { Success: true } typed)
        {
            return null;
        }
        var (key, label) = (typed.Groups["key"].Value, Bare(typed.Groups["label"].Value));
        if (!FieldKinds.IsChosen(key))
        {
            return [new TemplateField(key, label)];
        }
        var end = label.AsSpan().IndexOfAny(" :：");
        return end < 0 ? [new TemplateField(key, label)] : [new TemplateField(key, label[..end], ValuesIn(Bare(label[end..])))];
    }

    private static List<string> ValuesIn(string text) =>
        [.. text.Split(BetweenValues, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct()];

    /// <summary>Without the colons and blanks at either end.</summary>
    private static string Bare(string text) => text.Trim([' ', '\u3000', ':', '：']);

    [GeneratedRegex(@"\{\{\s*(?<key>[A-Za-z_0-9]+)\s*\.\s*DATA\s*\}\}", RegexOptions.IgnoreCase, PlainText.MatchMilliseconds)]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"^(?<key>[a-z_]+[0-9]+)[\s:：,，]+(?<label>.+)$", RegexOptions.None, PlainText.MatchMilliseconds)]
    private static partial Regex Typed();
}
