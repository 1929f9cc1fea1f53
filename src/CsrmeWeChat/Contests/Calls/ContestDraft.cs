using System.Globalization;
using CsrmeWeChat.Judging;

namespace CsrmeWeChat.Contests;

/// <summary>A contest as staff write it.</summary>
public sealed record ContestDraft
{
    public const int MaxTitle = 40,
        MaxRules = 4000,
        MaxGroups = 8,
        MaxGroup = 20,
        MaxSubjects = 20,
        MaxSubject = 20,
        MaxPrize = 20,
        MaxGranted = 60;

    public required string Title { get; init; }
    public required string Rules { get; init; }
    public required IReadOnlyList<ContestGroup> Groups { get; init; }
    public IReadOnlyList<string> Subjects { get; init; } = [];
    public IReadOnlyList<Prize> Prizes { get; init; } = [];
    public required IReadOnlyList<Criterion> Criteria { get; init; }
    public Crowd Entrants { get; init; } = Crowd.Everyone;
    public required DateTimeOffset OpensAt { get; init; }
    public required DateTimeOffset ClosesAt { get; init; }
    public string TakenSince { get; init; } = "";
    public int MinMegapixels { get; init; }
    public int MaxMegabytes { get; init; } = 40;
    public int MaxEntries { get; init; } = 5;
    public int MaxCaption { get; init; } = 300;
    public bool NeedsCamera { get; init; }
    public bool IsShown { get; init; }
    public string Granted { get; init; } = "";
    public Crowd Voters { get; init; } = Crowd.Members;
    public DateTimeOffset? VoteOpensAt { get; init; }
    public DateTimeOffset? VoteClosesAt { get; init; }
    public int VotesEach { get; init; } = 10;

    public static ContestDraft Of(Contest contest) =>
        new()
        {
            Title = contest.Title,
            Rules = contest.Rules,
            Groups = contest.Groups,
            Subjects = contest.SubjectList,
            Prizes = contest.PrizeList,
            Criteria = contest.CriterionList,
            Entrants = contest.Entrants,
            OpensAt = contest.OpensAt,
            ClosesAt = contest.ClosesAt,
            TakenSince = contest.TakenSince,
            MinMegapixels = contest.MinMegapixels,
            MaxMegabytes = contest.MaxMegabytes,
            MaxEntries = contest.MaxEntries,
            MaxCaption = contest.MaxCaption,
            NeedsCamera = contest.NeedsCamera,
            IsShown = contest.IsShown,
            Granted = contest.Granted,
            Voters = contest.Voters,
            VoteOpensAt = contest.VoteOpensAt,
            VoteClosesAt = contest.VoteClosesAt,
            VotesEach = contest.VotesEach,
        };

    /// <summary>What is wrong with it, in words for whoever writes it.</summary>
    public IEnumerable<string> Faults() => [.. TextFaults(), .. GroupFaults(), .. LimitFaults(), .. VoteFaults()];

    private IEnumerable<string> TextFaults()
    {
        if (Title.Length is 0 or > MaxTitle)
        {
            yield return $"请填写名称，最长 {MaxTitle} 字。";
        }
        if (Rules.Length is 0 or > MaxRules)
        {
            yield return $"请填写征集说明，最长 {MaxRules} 字。";
        }
        if (ClosesAt <= OpensAt)
        {
            yield return "截止时间须晚于开始时间。";
        }
        if (Subjects.Count > MaxSubjects || Subjects.Any(name => name.Length > MaxSubject))
        {
            yield return $"主题最多 {MaxSubjects} 个，每个最长 {MaxSubject} 字。";
        }
    }

    private IEnumerable<string> GroupFaults()
    {
        if (Groups.Count is 0 or > MaxGroups || Groups.Any(group => group.Name.Length is 0 or > MaxGroup))
        {
            yield return $"组别须有 1 至 {MaxGroups} 个，名称最长 {MaxGroup} 字。";
        }
        if (Groups.Select(group => group.Name).Distinct().Count() != Groups.Count)
        {
            yield return "组别的名称不能重复。";
        }
        if (Prizes.Any(prize => prize.Name.Length is 0 or > MaxPrize || prize.Count is < 1 or > 1000))
        {
            yield return $"奖项每行写一个，名称最长 {MaxPrize} 字，后面写名额，例如“一等奖 3”。";
        }
        if (Prizes.Select(prize => (prize.Group, prize.Name)).Distinct().Count() != Prizes.Count)
        {
            yield return "同一组别的奖项名称不能重复。";
        }
        foreach (var fault in CriterionFaults())
        {
            yield return fault;
        }
    }

    private IEnumerable<string> CriterionFaults()
    {
        if (Criteria.Count is 0 or > RoundDraft.MaxCriteria || Criteria.Any(one => one.Name.Length is 0 or > RoundDraft.MaxCriterion))
        {
            yield return $"评分项须有 1 至 {RoundDraft.MaxCriteria} 个，名称最长 {RoundDraft.MaxCriterion} 字。";
        }
        if (Criteria.Any(one => one.Weight is < 1 or > 100))
        {
            yield return "每个评分项的权重须为 1 至 100 的整数，例如“科学性 40”。";
        }
        if (Criteria.Select(one => one.Name).Distinct().Count() != Criteria.Count)
        {
            yield return "评分项的名称不能重复。";
        }
    }

    private IEnumerable<string> LimitFaults()
    {
        if (MinMegapixels is < 0 or > 100)
        {
            yield return "最低像素须为 0 至 100（百万像素）。";
        }
        if (MaxMegabytes is < 1 or > ContestsFeature.MaxMegabytes)
        {
            yield return $"每张最大须为 1 至 {ContestsFeature.MaxMegabytes} MB。";
        }
        if (MaxEntries is < 1 or > 100)
        {
            yield return "每人作品数须为 1 至 100。";
        }
        if (MaxCaption is < 20 or > 1000)
        {
            yield return "说明字数上限须为 20 至 1000。";
        }
        if (
            TakenSince is not ""
            && !DateOnly.TryParseExact(TakenSince, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
        )
        {
            yield return "拍摄时间的起始日期有误。";
        }
    }

    private IEnumerable<string> VoteFaults()
    {
        if (IsShown && Granted.Length is 0 or > MaxGranted)
        {
            yield return $"公开展示前，请填写微信批准的小程序类目，最长 {MaxGranted} 字。";
        }
        if ((VoteOpensAt is null) != (VoteClosesAt is null) || VoteClosesAt <= VoteOpensAt)
        {
            yield return "投票须同时填写开始和截止时间，截止须晚于开始；不投票则都不填。";
        }
        if (VoteOpensAt is not null && !IsShown)
        {
            yield return "要投票，须先勾选公开展示。";
        }
        if (VotesEach is < 1 or > 100)
        {
            yield return "每人票数须为 1 至 100。";
        }
    }
}
