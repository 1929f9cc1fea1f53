using System.Globalization;
using System.Text;
using CsrmeWeChat.Foundation.Data;
using PhoneNumbers;

namespace CsrmeWeChat.Members;

public static class Phone
{
    private const string Region = "CN";

    /// <summary>
    /// E.164, or null where it is no phone number. A number without country code is a Chinese one, or where it cannot be that, one of
    /// Hong Kong, Macao or Taiwan whose code stands there without a plus.
    /// </summary>
    public static string? Normalise(string text)
    {
        var plain = PlainText.Normal(text, NormalizationForm.FormKC);
        // To the library letters are the keys of a phone, so that 138OO138OOO would become somebody else's number.
        if (plain.Any(character => char.IsLetter(character) && char.GetUnicodeCategory(character) is not UnicodeCategory.OtherLetter))
        {
            return null;
        }
        // Han characters are words beside a number, as in 手机：138…（微信同号）.
        plain = string.Concat(plain.Select(character => char.IsLetter(character) ? ' ' : character)).Trim();
        return Parse(plain) ?? (WithCode(plain) is { } abroad ? Parse(abroad) : null);
    }

    /// <summary>Whether WeChat could know a person by it: a landline is nobody's.</summary>
    public static bool IsMobile(string e164)
    {
        try
        {
            var numbers = PhoneNumberUtil.GetInstance();
            return numbers.GetNumberType(numbers.Parse(e164, Region)) is not PhoneNumberType.FIXED_LINE;
        }
        catch (NumberParseException)
        {
            return false;
        }
    }

    private static string? Parse(string text)
    {
        try
        {
            var numbers = PhoneNumberUtil.GetInstance();
            var number = numbers.Parse(text, Region);
            return numbers.IsValidNumber(number) && !number.HasExtension && HasNoMore(text, number)
                ? numbers.Format(number, PhoneNumberFormat.E164)
                : null;
        }
        catch (NumberParseException)
        {
            return null;
        }
    }

    /// <summary>Two numbers in one cell, or one with an extension, are not the first of them.</summary>
    private static bool HasNoMore(string text, PhoneNumber number)
    {
        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        return digits.EndsWith($"{number.NationalNumber}", StringComparison.Ordinal);
    }

    private static string? WithCode(string text)
    {
        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        string[] codes = ["852", "853", "886"];
        return codes.Any(code => digits.StartsWith(code, StringComparison.Ordinal)) ? $"+{digits}" : null;
    }

    /// <summary>138****1234: for people, and all that a log or an answer ever shows of somebody's number.</summary>
    public static string Mask(string e164)
    {
        var local = e164.StartsWith("+86", StringComparison.Ordinal) ? e164[3..] : e164;
        return local.Length < 8 ? "****" : $"{local[..3]}****{local[^4..]}";
    }

    public static string MaskOrNone(string e164) => e164 is "" ? "" : Mask(e164);

    public static string Tail(string e164) => e164[^4..];
}
