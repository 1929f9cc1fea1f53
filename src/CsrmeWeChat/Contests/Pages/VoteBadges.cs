using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Contests.Pages;

public static class VoteBadges
{
    private const int MaxHours = 12;

    public static string Of(VotingStage stage) =>
        stage switch
        {
            VotingStage.None => "bg-secondary-lt",
            VotingStage.Soon => "bg-blue-lt",
            VotingStage.Open => "bg-green-lt",
            VotingStage.Closed => "bg-yellow-lt",
            VotingStage.Counted => "bg-secondary-lt",
        };

    public static string Of(VoteState state) =>
        state switch
        {
            VoteState.Counted => "bg-green-lt",
            VoteState.Held => "bg-yellow-lt",
            VoteState.Void => "bg-secondary-lt",
        };

    /// <summary>05-30 09 时 12 张，10 时 300 张。</summary>
    public static string Spread(IReadOnlyList<VotesInHour> hours)
    {
        var shown = hours
            .Take(MaxHours)
            .GroupBy(hour => Show.Date(China.Date(hour.Hour))[5..])
            .Select(day => $"{day.Key} {string.Join("，", day.Select(hour => $"{China.Local(hour.Hour):HH} 时 {hour.Votes} 张"))}");
        return $"{string.Join("；", shown)}{(hours.Count > MaxHours ? $"；共 {hours.Count} 个小时" : "")}";
    }
}
