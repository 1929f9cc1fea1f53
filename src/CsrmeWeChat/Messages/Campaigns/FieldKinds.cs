using System.Text;
using System.Text.RegularExpressions;

namespace CsrmeWeChat.Messages;

/// <summary>
/// What WeChat lets stand in a field of a template, by the kind that its key begins with; anything else comes back as 47003.
/// Source: 订阅消息参数值内容限制说明; for template messages 模板消息规则调整 of 2023-05-04 (20 characters, no line breaks, no emoji).
/// </summary>
public static partial class FieldKinds
{
    /// <summary>The limit in words, for who fills the field in.</summary>
    public static string Rule(string key) =>
        KindOf(key) switch
        {
            "thing" => "20 个字以内",
            "number" => "32 位以内的数字",
            "letter" => "32 个以内的英文字母",
            "symbol" => "5 个以内的符号",
            "character_string" => "32 个以内的数字、字母或符号",
            "time" => "时间，如 2027年5月30日 09:00",
            "date" => "日期，如 2027年5月30日",
            "amount" => "金额，如 ¥12.50",
            "phone_number" => "17 位以内的电话号码",
            "car_number" => "8 位以内的车牌号",
            "name" => "10 个以内的汉字，或 20 个以内的字母",
            "phrase" => "5 个以内的汉字",
            _ => "20 个字以内",
        };

    /// <summary>What is wrong with a value, for people; null where WeChat will take it.</summary>
    public static string? Fault(string key, string label, string value)
    {
        var length = value.EnumerateRunes().Count();
        if (length == 0)
        {
            return $"「{label}」不能为空。";
        }
        if (value.Any(char.IsControl))
        {
            return $"「{label}」不能换行，也不能有制表符。";
        }
        if (value.EnumerateRunes().Any(IsEmoji))
        {
            return $"「{label}」不能有表情符号，微信会去掉它或拒收。";
        }
        var fits = KindOf(key) switch
        {
            "number" => value.Length <= 32 && Number().IsMatch(value),
            "letter" => value.Length <= 32 && value.All(char.IsAsciiLetter),
            "symbol" => length <= 5,
            "character_string" => length <= 32 && !value.Any(char.IsWhiteSpace) && !Han().IsMatch(value),
            "time" => Time().IsMatch(value),
            "date" => Date().IsMatch(value),
            "amount" => Amount().IsMatch(value),
            "phone_number" => Telephone().IsMatch(value),
            "car_number" => length <= 8,
            "name" => Han().IsMatch(value) ? length <= 10 : length <= 20,
            "phrase" => length <= 5 && AllHan().IsMatch(value),
            _ => length <= 20,
        };
        return fits ? null : $"「{label}」须是{(char.IsAsciiDigit(Rule(key)[0]) ? " " : "")}{Rule(key)}。";
    }

    /// <summary>Whether a key is one of WeChat's: a kind and a number.</summary>
    public static bool IsKey(string key) => Key().IsMatch(key);

    private static string KindOf(string key) => key.TrimEnd("0123456789".ToCharArray());

    private static bool IsEmoji(Rune rune) =>
        rune.Value is (>= 0x1F000 and <= 0x1FAFF) or (>= 0x2600 and <= 0x27BF) or 0xFE0F or 0x200D or 0x20E3;

    [GeneratedRegex("^[a-z_]{2,20}[0-9]{1,3}$")]
    private static partial Regex Key();

    [GeneratedRegex(@"^-?[0-9]+(\.[0-9]+)?$")]
    private static partial Regex Number();

    private const string Day = "[0-9]{4}(年[0-9]{1,2}月[0-9]{1,2}日|[-/][0-9]{1,2}[-/][0-9]{1,2})";

    private const string Hour = "[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?";

    [GeneratedRegex($"^({Day}( {Hour})?|{Hour})(~.+)?$")]
    private static partial Regex Time();

    [GeneratedRegex($"^{Day}( {Hour})?(~.+)?$")]
    private static partial Regex Date();

    [GeneratedRegex(@"^[¥￥$]?[0-9]{1,10}(\.[0-9]{1,2})?元?$")]
    private static partial Regex Amount();

    [GeneratedRegex("^[-+()0-9 ]{1,17}$")]
    private static partial Regex Telephone();

    [GeneratedRegex(@"[\u3400-\u9FFF]")]
    private static partial Regex Han();

    [GeneratedRegex(@"^[\u3400-\u9FFF]+$")]
    private static partial Regex AllHan();
}
