using System.Text.Encodings.Web;
using System.Text.Json;
using CsrmeWeChat.Judging.Ranking;

namespace CsrmeWeChat.Judging;

/// <summary>Whose round it is.</summary>
/// <param name="Kind">The room's own word, such as <c>contest</c>.</param>
public sealed record Panel(string Kind, long Id);

public enum RoundState
{
    /// <summary>Its rules and jurors may be changed.</summary>
    Draft,

    /// <summary>The jurors score; nothing else of it changes.</summary>
    Open,

    /// <summary>Nobody scores any more.</summary>
    Closed,

    /// <summary>Its ranking is fixed.</summary>
    Frozen,
}

/// <summary>What is scored, from 0 to 100, and how much it counts.</summary>
public sealed record Criterion(string Name, int Weight);

public sealed record Round
{
    public required long Id { get; init; }
    public required string Panel { get; init; }
    public required long PanelId { get; init; }
    public required int Number { get; init; }
    public required string Title { get; init; }
    public required RoundState State { get; init; }
    public required string Criteria { get; init; }
    public required int PerItem { get; init; }
    public required int GoesOn { get; init; }
    public required RankRule RankRule { get; init; }
    public required TieRule TieRule { get; init; }
    public required string Seed { get; init; }
    public required DateTimeOffset ClosesAt { get; init; }
    public DateTimeOffset? OpenedAt { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }
    public required long Revision { get; init; }

    public const string Columns = """
        r.id, r.panel, r.panel_id, r.number, r.title, r.state, r.criteria, r.per_item, r.goes_on, r.rank_rule, r.tie_rule, r.seed,
        r.closes_at, r.opened_at, r.closed_at, r.revision
        """;

    public IReadOnlyList<Criterion> CriterionList => JsonSerializer.Deserialize<Criterion[]>(Criteria, JudgingJson.Options)!;

    public bool TakesScoresAt(DateTimeOffset now) => State is RoundState.Open && now < ClosesAt;
}

/// <summary>What staff decide about a round before it opens.</summary>
/// <param name="PerItem">How many jurors each item has.</param>
/// <param name="GoesOn">How many of each group go on.</param>
/// <param name="RankRule">Fixed with the rest when it opens: nobody chooses a rule by its result.</param>
public sealed record RoundDraft(
    string Title,
    IReadOnlyList<Criterion> Criteria,
    int PerItem,
    int GoesOn,
    RankRule RankRule,
    TieRule TieRule,
    DateTimeOffset ClosesAt,
    IReadOnlyList<long> Jurors
)
{
    public const int MaxTitle = 30,
        MaxCriteria = 10,
        MaxCriterion = 20,
        MaxJurors = 200;

    /// <summary>What is wrong with it, in words for whoever writes it.</summary>
    public IEnumerable<string> Faults()
    {
        if (Title.Length is 0 or > MaxTitle)
        {
            yield return $"请填写轮次名称，最长 {MaxTitle} 字。";
        }
        if (Criteria.Count is 0 or > MaxCriteria || Criteria.Any(one => one.Name.Length is 0 or > MaxCriterion))
        {
            yield return $"评分项须有 1 至 {MaxCriteria} 个，名称最长 {MaxCriterion} 字。";
        }
        if (Criteria.Select(one => one.Name).Distinct().Count() != Criteria.Count)
        {
            yield return "评分项的名称不能重复。";
        }
        if (Criteria.Any(one => one.Weight is < 1 or > 100))
        {
            yield return "每个评分项的权重须为 1 至 100 的整数。";
        }
        if (PerItem is < 1 or > 50)
        {
            yield return "每件作品的评委人数须为 1 至 50。";
        }
        if (GoesOn is < 1 or > 10_000)
        {
            yield return "晋级件数须为 1 至 10000。";
        }
        if (Jurors.Count > MaxJurors || Jurors.Distinct().Count() < PerItem)
        {
            yield return "评委人数不能少于每件作品需要的人数。";
        }
    }
}

/// <summary>What is judged, as its room hands it over when the round opens.</summary>
/// <param name="Group">Ranked within it; at most 20 characters.</param>
/// <param name="Conflicts">Which jurors may not judge it, and why.</param>
public sealed record JudgedItem(long Id, string Group, IReadOnlyDictionary<long, ConflictReason> Conflicts);

/// <summary>Why a juror may not judge an item.</summary>
public enum ConflictReason
{
    /// <summary>It is their own.</summary>
    Own,

    /// <summary>Whoever made it has their name, and is perhaps somebody else.</summary>
    Namesake,
    Unit,
    Branch,

    /// <summary>The author has named them: an adviser, a co-author.</summary>
    NamedByAuthor,

    /// <summary>They have named the author.</summary>
    NamedByJuror,

    /// <summary>They have stepped back when they saw it.</summary>
    Recused,
}

public static class JudgingLabels
{
    extension(RoundState state)
    {
        public string Key => state.ToString().ToLowerInvariant();

        public string Label =>
            state switch
            {
                RoundState.Draft => "草稿",
                RoundState.Open => "评审中",
                RoundState.Closed => "已截止",
                RoundState.Frozen => "已定榜",
            };
    }

    extension(ConflictReason reason)
    {
        public string Key => reason.ToString().ToLowerInvariant();

        public string Label =>
            reason switch
            {
                ConflictReason.Own => "本人作品",
                ConflictReason.Namesake => "与作者同名",
                ConflictReason.Unit => "同一单位",
                ConflictReason.Branch => "同一分支机构",
                ConflictReason.NamedByAuthor => "作者申报的回避",
                ConflictReason.NamedByJuror => "评委申报的回避",
                ConflictReason.Recused => "评委主动回避",
            };
    }

    extension(RankRule rule)
    {
        public string Key => rule.ToString().ToLowerInvariant();

        public string Label =>
            rule switch
            {
                RankRule.Mean => "平均分",
                RankRule.Trimmed => "去掉最高分和最低分后的平均分",
                RankRule.Normalised => "消除评委宽严差异后的得分",
            };
    }

    extension(TieRule rule)
    {
        public string Key => rule.ToString().ToLowerInvariant();

        public string Label =>
            rule switch
            {
                TieRule.ByCriteria => "依次比较各评分项，仍相同则并列",
                TieRule.Shared => "并列",
            };
    }
}

internal static class JudgingJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
