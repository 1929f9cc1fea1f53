using System.Globalization;

namespace CsrmeWeChat.Judging;

/// <summary>Where a juror's pages are.</summary>
public static class JurorPages
{
    public const string Home = "/staff/judging";

    public static string RoundAddress(long id) => string.Create(CultureInfo.InvariantCulture, $"{Home}/rounds/{id}");

    public static string BallotAddress(long id) => string.Create(CultureInfo.InvariantCulture, $"{Home}/ballots/{id}");
}
