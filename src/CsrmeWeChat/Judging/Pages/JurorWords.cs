using System.Globalization;
using CsrmeWeChat.Judging.Ranking;

namespace CsrmeWeChat.Judging.Pages;

/// <summary>What a juror's pages say of rounds and scores.</summary>
internal static class JurorWords
{
    /// <summary>How long is left, as people say it.</summary>
    public static string Left(Round round, DateTimeOffset now) =>
        (round.ClosesAt - now) switch
        {
            var left when left <= TimeSpan.Zero || round.State is not (RoundState.Open or RoundState.Draft) => "已截止",
            { TotalHours: >= 48 } left => $"还有 {(int)left.TotalDays} 天",
            { TotalMinutes: >= 120 } left => $"还有 {(int)left.TotalHours} 小时",
            var left => $"还有 {Math.Max(1, (int)left.TotalMinutes)} 分钟",
        };

    public static string State(Round round, DateTimeOffset now) =>
        round.State switch
        {
            RoundState.Draft => "即将开始",
            RoundState.Open when !round.TakesScoresAt(now) => "已截止",
            var state => state.Label,
        };

    public static string Badge(Round round, DateTimeOffset now) =>
        round.State is RoundState.Draft ? "bg-yellow-lt"
        : round.TakesScoresAt(now) ? "bg-blue-lt"
        : "bg-secondary-lt";

    public static string Badge(BallotState state) =>
        state switch
        {
            BallotState.Open => "bg-yellow-lt",
            BallotState.Scored => "bg-green-lt",
            BallotState.Recused or BallotState.Dropped => "bg-secondary-lt",
        };

    /// <summary>How much a criterion counts: in per cent where the weights are such.</summary>
    public static string Weight(IReadOnlyList<Criterion> criteria, Criterion one) =>
        criteria.Sum(criterion => criterion.Weight) == 100 ? $"{one.Weight}%" : $"权重 {one.Weight}";

    /// <summary>科学性（60%）、艺术性（40%）.</summary>
    public static string List(IReadOnlyList<Criterion> criteria) =>
        string.Join("、", criteria.Select(one => $"{one.Name}（{Weight(criteria, one)}）"));

    /// <summary>What the scores come to with their weights; empty while it is open.</summary>
    public static string Total(IReadOnlyList<Criterion> criteria, Ballot ballot) =>
        ballot.State is BallotState.Scored
            ? Score
                .Of(0, 0, [.. ballot.PointList.Select(points => (decimal)points)], [.. criteria.Select(one => one.Weight)])
                .Points.ToString("0.#", CultureInfo.InvariantCulture)
            : "";

    /// <summary>科学性 85、艺术性 70.</summary>
    public static string Points(IReadOnlyList<Criterion> criteria, Ballot ballot) =>
        string.Join("、", criteria.Zip(ballot.PointList, (criterion, points) => $"{criterion.Name} {points}"));
}
