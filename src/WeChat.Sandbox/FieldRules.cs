using System.Text.RegularExpressions;

namespace WeChat.Sandbox;

/// <summary>What each kind of template field may hold. Source: 发送订阅消息, 订阅消息参数值内容限制说明.</summary>
internal static partial class FieldRules
{
    public static bool Fits(string key, string value)
    {
        if (value.Length == 0 || value.Any(char.IsControl))
        {
            return false;
        }

        var length = value.EnumerateRunes().Count();
        return key.TrimEnd("0123456789".ToCharArray()) switch
        {
            "thing" => length <= 20,
            "number" => value.Length <= 32 && NumberShape().IsMatch(value),
            "letter" => value.Length <= 32 && value.All(char.IsAsciiLetter),
            "symbol" => length <= 5,
            "character_string" => length <= 32 && !value.Any(char.IsWhiteSpace) && !HasHan(value),
            "time" => TimeShape().IsMatch(value),
            "date" => DateShape().IsMatch(value),
            "amount" => AmountShape().IsMatch(value),
            "phone_number" => PhoneShape().IsMatch(value),
            "car_number" => length <= 8,
            "name" => HasHan(value) ? length <= 10 : length <= 20,
            "phrase" => length <= 5 && AllHan().IsMatch(value),
            _ => length <= 20,
        };
    }

    private static bool HasHan(string value) => AnyHan().IsMatch(value);

    [GeneratedRegex(@"^-?[0-9]+(\.[0-9]+)?$")]
    private static partial Regex NumberShape();

    [GeneratedRegex(
        @"^([0-9]{4}(年[0-9]{1,2}月[0-9]{1,2}日|[-/][0-9]{1,2}[-/][0-9]{1,2})( [0-9]{1,2}:[0-9]{2}(:[0-9]{2})?)?"
            + @"|[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?)(~.+)?$"
    )]
    private static partial Regex TimeShape();

    [GeneratedRegex(@"^[0-9]{4}(年[0-9]{1,2}月[0-9]{1,2}日|[-/][0-9]{1,2}[-/][0-9]{1,2})( [0-9]{1,2}:[0-9]{2}(:[0-9]{2})?)?(~.+)?$")]
    private static partial Regex DateShape();

    [GeneratedRegex(@"^[¥￥$]?[0-9]{1,10}(\.[0-9]{1,2})?元?$")]
    private static partial Regex AmountShape();

    [GeneratedRegex(@"^[-+()0-9 ]{1,17}$")]
    private static partial Regex PhoneShape();

    [GeneratedRegex(@"[\u3400-\u9FFF]")]
    private static partial Regex AnyHan();

    [GeneratedRegex(@"^[\u3400-\u9FFF]+$")]
    private static partial Regex AllHan();
}
