using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Messages;

/// <summary>
/// What WeChat lets stand in a field of a template, by the kind that its key begins with; anything else comes back as 47003.
/// Source: 订阅消息参数值内容限制说明; for template messages 模板消息规则调整 of 2023-05-04 (20 characters, no line breaks, no emoji).
/// </summary>
public static partial class FieldKinds
{
    /// <summary>The keys of older templates whose text WeChat no longer shows. Source: 模板消息规则调整 of 2023-05-04.</summary>
    public static bool IsNoLongerShown(string key) => key is "first" or "remark";

    /// <summary>Whether a field takes only the values that WeChat lists for its template.</summary>
    public static bool IsChosen(string key) => KindOf(key) is "enum" or "const";

    /// <summary>The limit in words, for who fills the field in.</summary>
    public static string Rule(TemplateField field) =>
        KindOf(field.Key) switch
        {
            "thing" => "20 个字以内",
            "number" => "32 位以内的数字，不能是负数",
            "letter" => "32 个以内的英文字母",
            "symbol" => "5 个以内的符号",
            "character_string" => "32 个以内的数字、字母或符号",
            "time" => "时间，如 2027年5月30日 09:00，或一段时间，如 09:00~11:30",
            "date" => "日期，如 2027年5月30日，或一段日期，如 2027年5月30日~2027年6月2日",
            "amount" => "金额，如 ¥12.50",
            "phone_number" => "17 位以内的电话号码",
            "car_number" => "8 位以内的车牌号",
            "name" => "10 个以内的汉字，或 20 个以内的字母，不能有数字",
            "phrase" => "5 个以内的汉字",
            "enum" or "const" => $"以下之一：{string.Join("、", field.Values ?? [])}",
            _ => "20 个字以内",
        };

    /// <summary>What is wrong with a value, for people; null where WeChat will take it.</summary>
    public static string? Fault(TemplateField field, string value)
    {
        var label = field.Label;
        if (value.Length == 0)
        {
            return $"“{label}”不能为空。";
        }
        if (value.Any(char.IsControl))
        {
            return $"“{label}”不能换行，也不能有制表符。";
        }
        if (value.EnumerateRunes().Any(IsEmoji))
        {
            return $"“{label}”不能有表情符号，微信会去掉它或拒收。";
        }
        if (IsChosen(field.Key) && field.Values is null or [])
        {
            return $"“{label}”只能是微信模板里列出的值，请先到消息模板里登记这些值。";
        }
        if (Fits(field, value))
        {
            return null;
        }
        var rule = Rule(field);
        return $"“{label}”须是{(char.IsAsciiDigit(rule[0]) ? " " : "")}{rule}。";
    }

    /// <summary>The value without what never stands in a message, and cut to what WeChat takes there. A wrong kind stays wrong.</summary>
    public static string Fit(TemplateField field, string value)
    {
        var runes = value.EnumerateRunes().Where(rune => !Rune.IsControl(rune) && !IsEmoji(rune)).ToList();
        var most = KindOf(field.Key) switch
        {
            "number" or "letter" or "character_string" => 32,
            "symbol" or "phrase" => 5,
            "phone_number" => 17,
            "car_number" => 8,
            "name" => runes.Any(IsHan) ? 10 : 20,
            "time" or "date" or "amount" or "enum" or "const" => int.MaxValue,
            _ => 20,
        };
        var kept =
            runes.Count <= most ? runes
            : most > 5 ? [.. runes.Take(most - 1), new Rune('…')]
            : runes.Take(most);
        return string.Concat(kept.Select(rune => rune.ToString()));
    }

    /// <summary>Whether a key is one of WeChat's: a kind and a number.</summary>
    public static bool IsKey(string key) => Key().IsMatch(key);

    /// <summary>Whether a template message may have such a key; in older templates it is any word, such as device or keyword1.</summary>
    public static bool IsOlderKey(string key) => OlderKey().IsMatch(key);

    private static bool Fits(TemplateField field, string value)
    {
        var length = value.EnumerateRunes().Count();
        return KindOf(field.Key) switch
        {
            "number" => value.Length <= 32 && Number().IsMatch(value),
            "letter" => value.Length <= 32 && value.All(char.IsAsciiLetter),
            "symbol" => length <= 5 && !value.EnumerateRunes().Any(rune => Rune.IsLetterOrDigit(rune) || Rune.IsWhiteSpace(rune)),
            "character_string" => length <= 32 && !value.EnumerateRunes().Any(rune => Rune.IsWhiteSpace(rune) || IsHan(rune)),
            "time" => FieldMoments.IsTime(value),
            "date" => FieldMoments.IsDate(value),
            "amount" => Amount().IsMatch(value),
            "phone_number" => Telephone().IsMatch(value),
            "car_number" => length <= 8,
            "name" => !value.EnumerateRunes().Any(Rune.IsNumber) && length <= (value.EnumerateRunes().Any(IsHan) ? 10 : 20),
            "phrase" => length <= 5 && value.EnumerateRunes().All(IsHan),
            "enum" or "const" => field.Values!.Contains(value, StringComparer.Ordinal),
            _ => length <= 20,
        };
    }

    private static bool IsHan(Rune rune) =>
        rune.Value is 0x3007 or (>= 0x3400 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF);

    /// <summary>Only a key that ends in a number begins with a kind: in an older template, time is a name like any other.</summary>
    private static string KindOf(string key) => key.Length > 0 && char.IsAsciiDigit(key[^1]) ? key.TrimEnd("0123456789".ToCharArray()) : "";

    /// <summary>
    /// Unicode's property Extended_Pictographic, which .NET shows only by what it takes as one character: such a sign, joined to another
    /// one. Beside it the parts that emoji are made of: flags, skins, joiners.
    /// </summary>
    private static bool IsEmoji(Rune rune)
    {
        // ©, ® and ™ stand in ordinary text, and ★ bears the property without being an emoji.
        if (rune.IsAscii || rune.Value is 0xA9 or 0xAE or 0x2122 or 0x2605)
        {
            return false;
        }
        const string joined = "\u200D\u00A9";
        var isPictographic = StringInfo.GetNextTextElementLength(rune + joined) == rune.Utf16SequenceLength + joined.Length;
        return isPictographic
            || rune.Value
                is 0xFE0F
                    or 0x200D
                    or 0x20E3
                    or (>= 0x1F1E6 and <= 0x1F1FF)
                    or (>= 0x1F3FB and <= 0x1F3FF)
                    or (>= 0xE0020 and <= 0xE007F);
    }

    [GeneratedRegex("^[a-z_]{2,20}[0-9]{1,3}$", RegexOptions.None, PlainText.MatchMilliseconds)]
    private static partial Regex Key();

    [GeneratedRegex("^[A-Za-z_][A-Za-z_0-9]{0,31}$", RegexOptions.None, PlainText.MatchMilliseconds)]
    private static partial Regex OlderKey();

    [GeneratedRegex(@"^[0-9]+(\.[0-9]+)?\z", RegexOptions.None, PlainText.MatchMilliseconds)]
    private static partial Regex Number();

    [GeneratedRegex(@"^\p{Sc}?[0-9]{1,10}(\.[0-9]{1,2})?元?\z", RegexOptions.None, PlainText.MatchMilliseconds)]
    private static partial Regex Amount();

    [GeneratedRegex(@"^[-+()0-9 ]{1,17}\z", RegexOptions.None, PlainText.MatchMilliseconds)]
    private static partial Regex Telephone();
}
