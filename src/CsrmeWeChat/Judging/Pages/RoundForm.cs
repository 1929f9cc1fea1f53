using System.ComponentModel.DataAnnotations;
using System.Globalization;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Judging.Ranking;
using CsrmeWeChat.Staff;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace CsrmeWeChat.Judging.Pages;

/// <summary>The fields that people fill in about a round; times are Beijing's.</summary>
public sealed class RoundForm
{
    private static readonly string[] Titles = ["初评", "复评", "终评"];

    public string? Title { get; set; }

    /// <summary>One a line, with its weight behind.</summary>
    public string? Criteria { get; set; }

    [Display(Name = "每件作品的评委人数")]
    public int? PerItem { get; set; }

    [Display(Name = "晋级件数")]
    public int? GoesOn { get; set; }

    public RankRule RankRule { get; set; } = RankRule.Normalised;

    public TieRule TieRule { get; set; } = TieRule.ByCriteria;

    [Display(Name = "截止时间")]
    public DateTime? ClosesAt { get; set; }

    public List<long> Jurors { get; set; } = [];

    /// <summary>To choose from.</summary>
    [BindNever]
    public IReadOnlyList<StaffMember> Candidates { get; set; } = [];

    public RoundDraft Draft =>
        new(
            PlainText.Clean(Title),
            [.. PlainText.CleanLines(Criteria).Split('\n').Where(line => line is not "").Select(CriterionOf)],
            PerItem ?? 0,
            GoesOn ?? 0,
            RankRule,
            TieRule,
            LocalTimes.At(ClosesAt),
            [.. Jurors.Where(juror => Candidates.Any(one => one.Id == juror)).Distinct()]
        );

    public IEnumerable<string> WhyRefused(DateTimeOffset now) =>
        !LocalTimes.AreTimes(ClosesAt) ? ["请填写截止时间。"]
        : LocalTimes.At(ClosesAt) <= now ? ["截止时间须在现在之后。"]
        : Draft.Faults();

    /// <summary>As a further round begins: with the panel's criteria, or with what the round before had.</summary>
    public static RoundForm New(PanelInfo panel, IReadOnlyList<Round> before, DateTimeOffset now) =>
        new()
        {
            Title = before.Count < Titles.Length ? Titles[before.Count] : $"第 {before.Count + 1} 轮",
            Criteria = Lines(before.Count > 0 ? before[^1].CriterionList : panel.Criteria),
            PerItem = 3,
            GoesOn = 20,
            ClosesAt = China.Local(now).Date.AddDays(14).AddHours(18),
        };

    public static RoundForm Of(Round round, IReadOnlyList<long> jurors) =>
        new()
        {
            Title = round.Title,
            Criteria = Lines(round.CriterionList),
            PerItem = round.PerItem,
            GoesOn = round.GoesOn,
            RankRule = round.RankRule,
            TieRule = round.TieRule,
            ClosesAt = China.Local(round.ClosesAt).DateTime,
            Jurors = [.. jurors],
        };

    private static string Lines(IEnumerable<Criterion> criteria) => string.Join('\n', criteria.Select(one => $"{one.Name} {one.Weight}"));

    /// <summary>科学性 40; one without a weight has none, which the draft refuses.</summary>
    private static Criterion CriterionOf(string line) =>
        line.LastIndexOf(' ') is > 0 and var at
        && int.TryParse(line[(at + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var weight)
            ? new Criterion(line[..at].TrimEnd(), weight)
            : new Criterion(line, 0);
}
