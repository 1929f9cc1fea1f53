using System.Text.Json;

namespace CsrmeWeChat.Judging;

public enum BallotState
{
    /// <summary>To be scored.</summary>
    Open,
    Scored,

    /// <summary>The juror has stepped back.</summary>
    Recused,

    /// <summary>The item was taken back while it was judged. What was given stays in the row, and counts no more.</summary>
    Dropped,
}

/// <summary>One juror's scores of one item. It says nothing of who made the item.</summary>
public sealed record Ballot
{
    public required long Id { get; init; }
    public required long RoundId { get; init; }
    public required long ItemId { get; init; }
    public required string GroupKey { get; init; }
    public required string Code { get; init; }
    public required BallotState State { get; init; }
    public required string Points { get; init; }

    /// <summary>Of a recused one, why.</summary>
    public required string Remark { get; init; }
    public required long Revision { get; init; }
    public DateTimeOffset? SavedAt { get; init; }

    public const string Columns = """
        b.id, b.round_id, b.item_id, i.group_key, i.code, b.state, b.points, b.remark, b.revision, b.saved_at
        """;

    public const string From = "FROM judging_ballots b JOIN judging_items i ON i.round_id = b.round_id AND i.item_id = b.item_id";

    /// <summary>From 0 to 100, in the order of the round's criteria; empty while it is open.</summary>
    public IReadOnlyList<int> PointList => JsonSerializer.Deserialize<int[]>(Points)!;
}

public static class BallotLabels
{
    extension(BallotState state)
    {
        public string Key => state.ToString().ToLowerInvariant();

        public string Label =>
            state switch
            {
                BallotState.Open => "待评",
                BallotState.Scored => "已评",
                BallotState.Recused => "已回避",
                BallotState.Dropped => "作品已撤回",
            };
    }
}

public enum SaveOutcome
{
    Saved,

    /// <summary>There is none such, or it is another juror's.</summary>
    NotFound,

    /// <summary>The round takes no scores now.</summary>
    Closed,

    /// <summary>It was saved elsewhere since the page was shown, or the juror has stepped back.</summary>
    Moved,

    /// <summary>Not one whole number from 0 to 100 for each criterion.</summary>
    BadPoints,
    RemarkTooLong,
}

public enum RecuseOutcome
{
    /// <summary>Another juror has it now.</summary>
    Replaced,

    /// <summary>Nobody else may judge it: it has a juror too few, which staff are told.</summary>
    NobodyElse,
    NotFound,
    Closed,
}
