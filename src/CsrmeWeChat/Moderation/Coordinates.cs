using System.Text.RegularExpressions;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Moderation;

/// <summary>
/// Places given so exactly that a sensitive site could be found by them, as engineers write them: 30.123456, 114.123456;
/// 30°12′45″N; 北纬 30.2 度. A hint for the author and for whoever reviews, never a verdict.
/// </summary>
public static partial class Coordinates
{
    public static bool StandIn(string text) => Pattern().IsMatch(text);

    [GeneratedRegex(
        """
            \d{1,3}\.\d{3,}\s{0,3}°?\s{0,3}[NSEW北南东西]?\s{0,3}[,，、;；/\s]\s{0,3}\d{1,3}\.\d{3,}
            | \d{1,3}\s{0,3}[°度]\s{0,3}\d{1,2}(\.\d+)?\s{0,3}['′’分]
            | [东西]\s{0,3}经\s{0,3}\d | [南北]\s{0,3}纬\s{0,3}\d
            | \b(lat|lng|lon|latitude|longitude)\b\s{0,3}[:=：]\s{0,3}-?\d
            """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        PlainText.MatchMilliseconds
    )]
    private static partial Regex Pattern();
}
