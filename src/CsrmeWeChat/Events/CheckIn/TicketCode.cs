using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CsrmeWeChat.Foundation.Data;
using OtpNet;

namespace CsrmeWeChat.Events;

/// <summary>
/// The changing code of a ticket: TOTP by RFC 6238 with SHA-256, 30 s and 8 digits, over a key for one day. A door that keeps the day's
/// keys can thus make no ticket for another day. The phone (events/ticket) and the door (door.js) compute the same.
/// </summary>
/// <remarks>
/// The code of the moment is good, and that of the window before and after: so one that has left the screen is good for 30 to 60 seconds,
/// and for 90 at most where the phone's clock is ahead.
/// </remarks>
public static class TicketCode
{
    public const int Digits = 8,
        Seconds = 30;

    /// <summary>Precedes the code in the QR. The hyphen keeps it apart from a benefit's, which begins with <c>CSRME:</c>.</summary>
    public const string ScanPrefix = "CSRME-E:";

    /// <summary>How many windows to either side are looked through to say why a code is not good: a day.</summary>
    private const int Told = 24 * 60 * 60 / Seconds;

    private const int KeyBytes = 32;

    /// <summary>In hexadecimal, which all three sides read alike.</summary>
    public static string NewKey() => RandomNumberGenerator.GetHexString(2 * KeyBytes, lowercase: true);

    /// <param name="day">In Beijing, on which the session begins: the ticket's day goes on over midnight.</param>
    public static string DayKey(string key, DateOnly day) =>
        Convert.ToHexStringLower(
            HMACSHA256.HashData(
                Convert.FromHexString(key),
                Encoding.ASCII.GetBytes(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
            )
        );

    public static string At(string dayKey, DateTimeOffset at) => Totp(dayKey).ComputeTotp(at.UtcDateTime);

    /// <summary>What the QR holds.</summary>
    public static string ScanText(string code, string digits) => $"{ScanPrefix}{code}:{digits}";

    public static CodeAge AgeOf(string dayKey, string digits, DateTimeOffset at)
    {
        var totp = Totp(dayKey);
        if (Matches(0) || Matches(-1) || Matches(1))
        {
            return CodeAge.Good;
        }
        for (var windows = 2; windows <= Told; windows++)
        {
            if (Matches(-windows))
            {
                return CodeAge.Expired;
            }
            if (Matches(windows))
            {
                return CodeAge.Early;
            }
        }
        return CodeAge.Forged;

        bool Matches(int windows) => totp.ComputeTotp(at.UtcDateTime.AddSeconds(windows * Seconds)) == digits;
    }

    /// <summary>
    /// What was scanned or typed: the registration's code, and the changing one, which is empty where only a ticket's number was typed.
    /// Null where it is neither.
    /// </summary>
    public static (string Code, string Digits)? Read(string text)
    {
        if (!text.StartsWith(ScanPrefix, StringComparison.Ordinal))
        {
            var typed = string.Concat(PlainText.Normal(text, NormalizationForm.FormKC).ToUpperInvariant().Where(char.IsAsciiLetterOrDigit));
            return typed.Length == RegistrationCode.Length ? (typed, "") : null;
        }
        var parts = text[ScanPrefix.Length..].Split(':');
        return parts is [{ Length: RegistrationCode.Length } code, { Length: Digits } digits] && digits.All(char.IsAsciiDigit)
            ? (code, digits)
            : null;
    }

    private static Totp Totp(string dayKey) => new(Convert.FromHexString(dayKey), Seconds, OtpHashMode.Sha256, Digits);
}

public enum CodeAge
{
    Good,

    /// <summary>It was good within the last day: a screenshot, or a clock that is behind.</summary>
    Expired,

    /// <summary>It will be good within a day: a clock that is ahead.</summary>
    Early,
    Forged,
}
