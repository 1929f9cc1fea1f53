using System.ComponentModel.DataAnnotations;
using System.Globalization;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Judging;

namespace CsrmeWeChat.Contests.Pages;

/// <summary>The fields that people fill in about a contest; times are Beijing's.</summary>
public sealed class ContestForm
{
    [Display(Name = "年度")]
    public int Season { get; set; }

    public string? Title { get; set; }

    public string? Rules { get; set; }

    public List<GroupForm> Groups { get; set; } = [];

    /// <summary>One a line, as are the criteria with their weights.</summary>
    public string? Subjects { get; set; }

    public string? Criteria { get; set; }

    public Crowd Entrants { get; set; }

    [Display(Name = "开始时间")]
    public DateTime? OpensAt { get; set; }

    [Display(Name = "截止时间")]
    public DateTime? ClosesAt { get; set; }

    [Display(Name = "拍摄时间不早于")]
    public DateOnly? TakenSince { get; set; }

    [Display(Name = "最低像素")]
    public int? MinMegapixels { get; set; }

    [Display(Name = "每张最大")]
    public int? MaxMegabytes { get; set; }

    [Display(Name = "每人作品数")]
    public int? MaxEntries { get; set; }

    [Display(Name = "说明最多字数")]
    public int? MaxCaption { get; set; }

    public bool NeedsCamera { get; set; }

    public bool IsShown { get; set; }

    public string? Granted { get; set; }

    public Crowd Voters { get; set; } = Crowd.Members;

    /// <summary>Of the public's votes, one a line with their number.</summary>
    public string? PopularPrizes { get; set; }

    [Display(Name = "投票开始时间")]
    public DateTime? VoteOpensAt { get; set; }

    [Display(Name = "投票截止时间")]
    public DateTime? VoteClosesAt { get; set; }

    [Display(Name = "每人票数")]
    public int? VotesEach { get; set; }

    public static ContestForm New =>
        new()
        {
            Groups =
            [
                new GroupForm
                {
                    Name = "单幅组",
                    Shape = GroupShape.Single,
                    Prizes = "一等奖 2\n二等奖 4\n三等奖 6",
                },
                new GroupForm
                {
                    Name = "组照组",
                    Shape = GroupShape.Series,
                    Prizes = "一等奖 1\n二等奖 2\n三等奖 3",
                },
            ],
            Criteria = "科学性 40\n艺术性 40\n技术性 20",
            MaxMegabytes = 40,
            MaxEntries = 5,
            MaxCaption = 300,
            MinMegapixels = 0,
            VotesEach = 10,
            PopularPrizes = "人气奖 10",
        };

    /// <summary>The groups that are filled in, with room for more.</summary>
    public IReadOnlyList<GroupForm> Rows =>
        [.. Groups.Where(group => !group.IsEmpty).Concat(Enumerable.Repeat(new GroupForm(), 2)).Take(ContestDraft.MaxGroups)];

    public IEnumerable<string> WhyRefused() =>
        !LocalTimes.AreTimes(OpensAt, ClosesAt) ? ["请填写开始时间和截止时间。"]
        : (VoteOpensAt ?? VoteClosesAt) is not null && !LocalTimes.AreTimes(VoteOpensAt, VoteClosesAt) ? ["请填写投票的开始和截止时间。"]
        : Groups.Select(group => group.Prizes).Append(PopularPrizes).SelectMany(LinesOf).Any(line => Numbered(line) is null)
            ? ["奖项每行写一个，后面写名额，例如“一等奖 3”。"]
        : LinesOf(Criteria).Any(line => Numbered(line) is null) ? ["评分项每行写一个，后面写权重，例如“科学性 40”。"]
        : Draft.Faults();

    public ContestDraft Draft
    {
        get
        {
            var groups = KeyedGroups();
            return new ContestDraft
            {
                Title = PlainText.Clean(Title),
                Rules = PlainText.CleanLines(Rules),
                Groups = [.. groups.Select(one => new ContestGroup(one.Key, PlainText.Clean(one.Form.Name), one.Form.Shape))],
                Subjects = [.. LinesOf(Subjects).Distinct()],
                Prizes = [.. groups.SelectMany(one => PrizesOf(one.Key, one.Form.Prizes)), .. PrizesOf("", PopularPrizes)],
                Criteria =
                [
                    .. LinesOf(Criteria).Select(Numbered).OfType<NumberedLine>().Select(line => new Criterion(line.Name, line.Number)),
                ],
                Entrants = Entrants,
                OpensAt = LocalTimes.At(OpensAt),
                ClosesAt = LocalTimes.At(ClosesAt),
                TakenSince = TakenSince?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "",
                MinMegapixels = MinMegapixels ?? 0,
                MaxMegabytes = MaxMegabytes ?? 0,
                MaxEntries = MaxEntries ?? 0,
                MaxCaption = MaxCaption ?? 0,
                NeedsCamera = NeedsCamera,
                IsShown = IsShown,
                Granted = PlainText.Clean(Granted),
                Voters = Voters,
                VoteOpensAt = VoteOpensAt is null ? null : LocalTimes.At(VoteOpensAt),
                VoteClosesAt = VoteClosesAt is null ? null : LocalTimes.At(VoteClosesAt),
                VotesEach = VotesEach ?? 0,
            };
        }
    }

    public static ContestForm Of(Contest contest) =>
        new()
        {
            Season = contest.Season,
            Title = contest.Title,
            Rules = contest.Rules,
            Groups = [.. contest.Groups.Select(group => GroupForm.Of(group, contest.PrizeList))],
            Subjects = string.Join('\n', contest.SubjectList),
            Criteria = string.Join('\n', contest.CriterionList.Select(one => $"{one.Name} {one.Weight}")),
            Entrants = contest.Entrants,
            OpensAt = China.Local(contest.OpensAt).DateTime,
            ClosesAt = China.Local(contest.ClosesAt).DateTime,
            TakenSince = contest.TakenSince is "" ? null : DateOnly.Parse(contest.TakenSince, CultureInfo.InvariantCulture),
            MinMegapixels = contest.MinMegapixels,
            MaxMegabytes = contest.MaxMegabytes,
            MaxEntries = contest.MaxEntries,
            MaxCaption = contest.MaxCaption,
            NeedsCamera = contest.NeedsCamera,
            IsShown = contest.IsShown,
            Granted = contest.Granted,
            Voters = contest.Voters,
            PopularPrizes = GroupForm.Lines("", contest.PrizeList),
            VoteOpensAt = contest.VoteOpensAt is { } opens ? China.Local(opens).DateTime : null,
            VoteClosesAt = contest.VoteClosesAt is { } closes ? China.Local(closes).DateTime : null,
            VotesEach = contest.VotesEach,
        };

    /// <summary>A group that stood before keeps its key, a new one gets the first that is free.</summary>
    private List<(string Key, GroupForm Form)> KeyedGroups()
    {
        var named = Groups.Where(group => !group.IsEmpty).ToList();
        var free = new Queue<string>(
            Enumerable.Range(1, 2 * ContestDraft.MaxGroups).Select(number => $"g{number}").Except(named.Select(group => group.Key ?? ""))
        );
        return [.. named.Select(group => (group.Key is { Length: > 0 and <= 20 } key ? key : free.Dequeue(), group))];
    }

    private static IEnumerable<Prize> PrizesOf(string group, string? lines) =>
        LinesOf(lines).Select(Numbered).OfType<NumberedLine>().Select(line => new Prize(group, line.Name, line.Number));

    private static IEnumerable<string> LinesOf(string? text) => PlainText.CleanLines(text).Split('\n').Where(line => line is not "");

    /// <summary>一等奖 3; also 一等奖：3 名. Null where there is no number at the end.</summary>
    private static NumberedLine? Numbered(string line)
    {
        var bare = line.TrimEnd('名', '个', '分', '%', ' ');
        var digits = bare.Length - bare.AsSpan().TrimEnd("0123456789").Length;
        return digits is > 0 and <= 4 && bare[..^digits].TrimEnd(' ', ':', '：', '，', ',', '×') is { Length: > 0 } name
            ? new NumberedLine(name, int.Parse(bare.AsSpan(bare.Length - digits), CultureInfo.InvariantCulture))
            : null;
    }

    private sealed record NumberedLine(string Name, int Number);
}

/// <summary>A group, with its prizes one a line.</summary>
public sealed class GroupForm
{
    public string? Key { get; set; }

    public string? Name { get; set; }

    public GroupShape Shape { get; set; }

    public string? Prizes { get; set; }

    public bool IsEmpty => PlainText.Clean(Name) is "" && PlainText.Clean(Prizes) is "";

    public static GroupForm Of(ContestGroup group, IReadOnlyList<Prize> prizes) =>
        new()
        {
            Key = group.Key,
            Name = group.Name,
            Shape = group.Shape,
            Prizes = Lines(group.Key, prizes),
        };

    public static string Lines(string group, IReadOnlyList<Prize> prizes) =>
        string.Join('\n', prizes.Where(prize => prize.Group == group).Select(prize => $"{prize.Name} {prize.Count}"));
}
