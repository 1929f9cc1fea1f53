using System.ComponentModel;
using System.Text.Encodings.Web;
using System.Text.Json;
using CsrmeWeChat.Judging;

namespace CsrmeWeChat.Contests;

public enum ContestState
{
    /// <summary>Being written; nobody outside the console sees it.</summary>
    Draft,
    Published,

    /// <summary>Taken back. What was entered stays.</summary>
    Withdrawn,
}

/// <summary>Where a published contest stands by the clock and the result.</summary>
public enum ContestStage
{
    [Description("还没有开始征集。")]
    Soon,

    [Description("正在征集。")]
    Open,

    [Description("征集已截止，评审中。")]
    Judging,

    [Description("拟获奖名单公示中，可以提出异议。")]
    Notice,

    [Description("公示已结束，结果还没有公布。")]
    Noticed,

    [Description("结果已公布。")]
    Announced,
}

/// <summary>How far the result is.</summary>
public enum ContestResult
{
    None,

    /// <summary>The winners are named to the public, who may object.</summary>
    Noticed,
    Announced,
}

/// <summary>Whether an entry of a group is one photo or several.</summary>
public enum GroupShape
{
    [Description("单幅。")]
    Single,

    [Description("组照，按顺序，有一张封面。")]
    Series,
}

/// <summary>Who may do something.</summary>
public enum Crowd
{
    [Description("验证过手机号的任何人。")]
    Everyone,

    [Description("绑定了会员身份的人。")]
    Members,
}

/// <summary>What is judged, ranked and awarded together.</summary>
/// <param name="Key">Stays when the name changes; at most 20 characters.</param>
public sealed record ContestGroup(string Key, string Name, GroupShape Shape)
{
    public const int MinSeries = 2,
        MaxSeries = 8;

    public int MinPhotos => Shape is GroupShape.Single ? 1 : MinSeries;

    public int MaxPhotos => Shape is GroupShape.Single ? 1 : MaxSeries;

    public bool Takes(int photos) => photos >= MinPhotos && photos <= MaxPhotos;
}

/// <summary>A prize of a group, the highest first; of no group, which is empty, where the public votes for it.</summary>
public sealed record Prize(string Group, string Name, int Count);

public sealed record Contest
{
    public required long Id { get; init; }
    public required int Season { get; init; }
    public required string Title { get; init; }
    public required string Rules { get; init; }
    public required string GroupList { get; init; }
    public required string Subjects { get; init; }
    public required string Prizes { get; init; }
    public required string Criteria { get; init; }
    public required ContestState State { get; init; }
    public required Crowd Entrants { get; init; }
    public required DateTimeOffset OpensAt { get; init; }
    public required DateTimeOffset ClosesAt { get; init; }

    /// <summary>The first day on which a photo may have been taken, as 2025-01-01; empty where it does not matter.</summary>
    public required string TakenSince { get; init; }
    public required int MinMegapixels { get; init; }
    public required int MaxMegabytes { get; init; }
    public required int MaxEntries { get; init; }
    public required int MaxCaption { get; init; }

    /// <summary>Whether the file must say which camera made it: what an app has sent on in small does not.</summary>
    public required bool NeedsCamera { get; init; }

    /// <summary>
    /// Whether accepted photos are shown in the mini program. WeChat asks for a category before people's pictures are shown to others:
    /// off until staff say which one was granted.
    /// </summary>
    public required bool IsShown { get; init; }
    public required string Granted { get; init; }
    public required Crowd Voters { get; init; }

    /// <summary>Null, like its end, where there is no voting.</summary>
    public DateTimeOffset? VoteOpensAt { get; init; }
    public DateTimeOffset? VoteClosesAt { get; init; }

    /// <summary>How many entries a person may vote for.</summary>
    public required int VotesEach { get; init; }

    /// <summary>When the votes were counted.</summary>
    public DateTimeOffset? VotesClosedAt { get; init; }
    public required ContestResult Result { get; init; }
    public DateTimeOffset? NoticeFrom { get; init; }
    public DateTimeOffset? NoticeUntil { get; init; }
    public DateTimeOffset? AnnouncedAt { get; init; }
    public long? StoryId { get; init; }
    public required long Revision { get; init; }

    public const string Columns = """
        c.id, s.year AS season, c.title, c.rules, c.group_list, c.subjects, c.prizes, c.criteria, c.state, c.entrants, c.opens_at,
        c.closes_at, c.taken_since, c.min_megapixels, c.max_megabytes, c.max_entries, c.max_caption, c.needs_camera, c.is_shown, c.granted,
        c.vote_crowd AS voters, c.vote_opens_at, c.vote_closes_at, c.votes_each, c.votes_closed_at, c.result, c.notice_from, c.notice_until,
        c.announced_at, c.story_id, c.revision
        """;

    public IReadOnlyList<ContestGroup> Groups => Read<ContestGroup>(GroupList);

    public IReadOnlyList<string> SubjectList => Read<string>(Subjects);

    public IReadOnlyList<Prize> PrizeList => Read<Prize>(Prizes);

    public IReadOnlyList<Criterion> CriterionList => Read<Criterion>(Criteria);

    /// <summary>As rounds of judging know it.</summary>
    public Panel Panel => PanelOf(Id);

    public static Panel PanelOf(long contestId) => new(ContestsFeature.Subject, contestId);

    public ContestGroup? GroupOf(string key) => Groups.FirstOrDefault(group => group.Key == key);

    /// <summary>How many photos an entry of this group may have; of any group, where its author has not chosen one yet.</summary>
    public int MaxPhotosOf(string key) => (GroupOf(key) is { } group ? [group] : Groups).Max(group => group.MaxPhotos);

    /// <summary>In which awards stand: the groups, and what the public voted for last, under an empty key.</summary>
    public IEnumerable<(string Key, string Name)> AwardGroups => [.. Groups.Select(group => (group.Key, group.Name)), ("", "人气奖")];

    public bool HasVoting => VoteOpensAt is not null && VoteClosesAt is not null;

    public bool TakesVotesAt(DateTimeOffset now) =>
        State is ContestState.Published && IsShown && VotesClosedAt is null && VoteOpensAt <= now && now < VoteClosesAt;

    public bool TakesObjectionsAt(DateTimeOffset now) =>
        State is ContestState.Published && Result is ContestResult.Noticed && NoticeFrom <= now && now < NoticeUntil;

    public ContestStage StageAt(DateTimeOffset now) =>
        Result is ContestResult.Announced ? ContestStage.Announced
        : Result is ContestResult.Noticed ? (now < NoticeUntil ? ContestStage.Notice : ContestStage.Noticed)
        : now < OpensAt ? ContestStage.Soon
        : now < ClosesAt ? ContestStage.Open
        : ContestStage.Judging;

    private static IReadOnlyList<T> Read<T>(string text) => ContestJson.Read<T>(text);
}

public static class ContestLabels
{
    extension(ContestState state)
    {
        public string Key => state.ToString().ToLowerInvariant();

        public string Label =>
            state switch
            {
                ContestState.Draft => "草稿",
                ContestState.Published => "已发布",
                ContestState.Withdrawn => "已撤下",
            };
    }

    extension(ContestResult result)
    {
        public string Key => result.ToString().ToLowerInvariant();
    }

    extension(ContestStage stage)
    {
        public string Label =>
            stage switch
            {
                ContestStage.Soon => "未开始",
                ContestStage.Open => "征集中",
                ContestStage.Judging => "评审中",
                ContestStage.Notice => "公示中",
                ContestStage.Noticed => "公示结束",
                ContestStage.Announced => "已公布",
            };
    }

    extension(GroupShape shape)
    {
        public string Label =>
            shape switch
            {
                GroupShape.Single => "单幅",
                GroupShape.Series => "组照",
            };
    }

    extension(Crowd crowd)
    {
        public string Key => crowd.ToString().ToLowerInvariant();

        public string Label =>
            crowd switch
            {
                Crowd.Everyone => "验证过手机号的任何人",
                Crowd.Members => "仅会员",
            };
    }
}

internal static class ContestJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static IReadOnlyList<T> Read<T>(string list) => JsonSerializer.Deserialize<T[]>(list, Options)!;

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);
}
