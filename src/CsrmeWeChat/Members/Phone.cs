using System.Text;
using CsrmeWeChat.Foundation.Data;
using PhoneNumbers;

namespace CsrmeWeChat.Members;

public static class Phone
{
    private const string Region = "CN";

    /// <summary>E.164, or null where it is no phone number. A number without country code is a Chinese one.</summary>
    public static string? Normalise(string text)
    {
        try
        {
            var numbers = PhoneNumberUtil.GetInstance();
            var number = numbers.Parse(PlainText.Normal(text, NormalizationForm.FormKC), Region);
            return numbers.IsValidNumber(number) ? numbers.Format(number, PhoneNumberFormat.E164) : null;
        }
        catch (NumberParseException)
        {
            return null;
        }
    }

    /// <summary>138****1234: for people, and all that a log or an answer ever shows of somebody's number.</summary>
    public static string Mask(string e164)
    {
        var local = e164.StartsWith("+86", StringComparison.Ordinal) ? e164[3..] : e164;
        return local.Length < 8 ? "****" : $"{local[..3]}****{local[^4..]}";
    }

    public static string Tail(string e164) => e164[^4..];
}
