using System.Text.RegularExpressions;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Members;

namespace CsrmeWeChat.Roster;

/// <summary>Personal data as the console shows it.</summary>
public static partial class Masked
{
    /// <summary>
    /// A cell of unknown meaning: e-mail addresses are masked, and numbers long enough to be those of a phone or an identity card.
    /// </summary>
    public static string Any(string text)
    {
        var withoutAddresses = Address().Replace(text, address => EmailAddress.Mask(address.Value));
        return LongNumber().Replace(withoutAddresses, number => $"{number.Value[..3]}****{number.Value[^4..]}");
    }

    [GeneratedRegex(@"[^\s@,;，；]+@[^\s@,;，；]+", RegexOptions.None, PlainText.MatchMilliseconds)]
    private static partial Regex Address();

    // Ten digits or more, however they are grouped; a date has eight.
    [GeneratedRegex(@"\+?\d(?:[ \-()（）]?\d){9,}[Xx]?", RegexOptions.None, PlainText.MatchMilliseconds)]
    private static partial Regex LongNumber();
}
