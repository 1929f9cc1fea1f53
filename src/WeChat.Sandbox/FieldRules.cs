using System.Globalization;
using System.Text.RegularExpressions;

namespace WeChat.Sandbox;

/// <summary>What each kind of template field may hold. Source: 发送订阅消息, 订阅消息参数值内容限制说明.</summary>
internal static partial class FieldRules
{
    /// <param name="values">What a field of the kinds enum and const takes; null for nothing.</param>
    public static bool Fits(string key, string value, IList<string>? values)
    {
        if (value.Length == 0 || value.Any(char.IsControl) || HasEmoji(value))
        {
            return false;
        }

        // In an older template, whose keys have no number, time is a name like any other.
        var kind = char.IsAsciiDigit(key[^1]) ? key.TrimEnd("0123456789".ToCharArray()) : "";
        var length = value.EnumerateRunes().Count();
        return kind switch
        {
            "number" => value.Length <= 32 && NumberShape().IsMatch(value),
            "letter" => value.Length <= 32 && value.All(char.IsAsciiLetter),
            "symbol" => length <= 5 && !value.Any(char.IsLetterOrDigit),
            "character_string" => length <= 32 && !value.Any(char.IsWhiteSpace) && !HasHan(value),
            "time" => IsRange(value, moment => TimeShape().Match(moment)),
            "date" => !BareClock().IsMatch(value.Split('~')[0]) && IsRange(value, moment => DateShape().Match(moment)),
            "amount" => AmountShape().IsMatch(value),
            "phone_number" => PhoneShape().IsMatch(value),
            "car_number" => length <= 8,
            "name" => !value.Any(char.IsNumber) && length <= (HasHan(value) ? 10 : 20),
            "phrase" => length <= 5 && AllHan().IsMatch(value),
            "enum" or "const" => values?.Contains(value) is true,
            _ => length <= 20,
        };
    }

    private static bool HasHan(string value) => AnyHan().IsMatch(value);

    /// <summary>A user-perceived character that goes on over a joiner is a pictograph: Unicode joins nothing else so.</summary>
    private static bool HasEmoji(string value) =>
        value
            .EnumerateRunes()
            .Any(rune =>
                rune.Value is 0xFE0F or 0x200D or 0x20E3 or (>= 0x1F1E6 and <= 0x1F1FF) or (>= 0x1F3FB and <= 0x1F3FF)
                || (
                    rune.Value is not (0xA9 or 0xAE or 0x2122 or 0x2605)
                    && StringInfo.GetNextTextElementLength($"{rune}\u200D\u00A9") == rune.Utf16SequenceLength + 2
                )
            );

    /// <summary>One moment, or two with ~ between them; each a real day and a real hour.</summary>
    private static bool IsRange(string value, Func<string, Match> shapeOf)
    {
        var halves = value.Split('~');
        return halves.Length <= 2 && halves.All(half => shapeOf(half) is { Success: true } moment && IsReal(moment));
    }

    private static bool IsReal(Match moment)
    {
        int Of(string part, int otherwise) => moment.Groups[part].Success ? int.Parse(moment.Groups[part].Value) : otherwise;
        var (year, month, day) = (Of("y", 2028), Of("m", 1), Of("d", 1));
        return year > 0
            && month is >= 1 and <= 12
            && day >= 1
            && day <= DateTime.DaysInMonth(year, month)
            && Of("h", 0) < 24
            && Of("i", 0) < 60
            && Of("s", 0) < 60;
    }

    private const string Clock = "(?<h>[0-9]{1,2}):(?<i>[0-9]{2})(:(?<s>[0-9]{2}))?",
        Year = "(?<y>[0-9]{4})",
        Month = "(?<m>[0-9]{1,2})",
        Day = "(?<d>[0-9]{1,2})",
        FullDay = $"({Year}年{Month}月{Day}日|{Year}-{Month}-{Day}|{Year}/{Month}/{Day}|{Year}\\.{Month}\\.{Day})",
        DayOfYear = $"({Month}月{Day}日|{Month}-{Day}|{Month}/{Day}|{Month}\\.{Day})",
        WholeMonth = $"({Year}年{Month}月|{Year}[-/.]{Month})";

    [GeneratedRegex(@"^[0-9]+(\.[0-9]+)?\z")]
    private static partial Regex NumberShape();

    [GeneratedRegex($@"^{Clock}\z")]
    private static partial Regex BareClock();

    [GeneratedRegex($@"^({FullDay} )?{Clock}\z")]
    private static partial Regex TimeShape();

    [GeneratedRegex($@"^(({FullDay}|{DayOfYear})( {Clock})?|{WholeMonth}|{Clock})\z")]
    private static partial Regex DateShape();

    [GeneratedRegex(@"^\p{Sc}?[0-9]{1,10}(\.[0-9]{1,2})?元?\z")]
    private static partial Regex AmountShape();

    [GeneratedRegex(@"^[-+()0-9 ]{1,17}\z")]
    private static partial Regex PhoneShape();

    [GeneratedRegex(@"[\u3400-\u9FFF\uD840-\uD8BF]")]
    private static partial Regex AnyHan();

    [GeneratedRegex(@"^([\u3400-\u9FFF]|[\uD840-\uD8BF][\uDC00-\uDFFF])+\z")]
    private static partial Regex AllHan();
}
