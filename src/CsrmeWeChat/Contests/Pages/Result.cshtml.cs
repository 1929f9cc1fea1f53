using CsrmeWeChat.Certificates.Printing;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Judging;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Contests.Pages;

/// <summary>From the ranking to the awards, the public notice, the objections and the announcement.</summary>
[Allowed(Role.Admin, Role.Secretary)]
public sealed class ResultModel(
    ContestStore contests,
    AwardStore awards,
    AwardDesk desk,
    AwardProposals proposals,
    ResultStates states,
    ObjectionStates objections,
    CertificatePress press,
    WinnersStory story
) : ConsolePage
{
    /// <summary>What most societies take for a notice: seven whole days, to the end of a working day.</summary>
    private const int UsualDays = 8,
        UsualHour = 18;

    [FromRoute]
    public long Id { get; set; }

    /// <summary>The revision that the page showed.</summary>
    [BindProperty]
    public long Revision { get; set; }

    [BindProperty]
    public DateTime? Until { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty]
    public string? Prize { get; set; }

    public Contest Contest { get; private set; } = null!;

    public IReadOnlyList<Award> Awards { get; private set; } = [];

    public IReadOnlyList<Objection> Objections { get; private set; } = [];

    public Round? LastRound { get; private set; }

    /// <summary>What stands in the way of printing certificates; empty where nothing does.</summary>
    public IReadOnlyList<string> NotPrinted { get; private set; } = [];

    public bool MayChange => Contest.Result is not ContestResult.Announced;

    public int OpenObjections => Objections.Count(objection => objection.State is ObjectionState.Open);

    public string UntilInput =>
        LocalTimes.Input(
            Until ?? China.Local(Contest.NoticeUntil ?? China.Midnight(China.Date(Now).AddDays(UsualDays)).AddHours(UsualHour)).DateTime
        );

    /// <summary>The groups with what is awarded in them, and the one of the public's votes last.</summary>
    public IEnumerable<(string Key, string Name, IReadOnlyList<Award> Awards)> Groups =>
        Contest.AwardGroups.Select(group =>
            (group.Key, group.Name, (IReadOnlyList<Award>)[.. Awards.Where(award => award.GroupKey == group.Key)])
        );

    public IEnumerable<string> JuryPrizes => Contest.PrizeList.Where(prize => prize.Group is not "").Select(prize => prize.Name).Distinct();

    protected override async Task<bool> FindAsync()
    {
        if (await contests.FindAsync(Id, Ct) is not { } contest)
        {
            return false;
        }
        Contest = contest;
        Awards = await awards.ListAsync(Id, Ct);
        Objections = await objections.ListAsync(Id, Ct);
        LastRound = await awards.FindLastRoundAsync(contest, Ct);
        NotPrinted =
            press.IsReady ? [.. Awards.Where(award => award.State is not AwardState.Dropped).SelectMany(WhatIsNotPrinted)]
            : Awards.Count > 0 ? [press.WhyNotReady]
            : [];
        return true;
    }

    private IEnumerable<string> WhatIsNotPrinted(Award award) =>
        press.WhatCannotBeDrawn(award.CertificateIn(Contest, China.Date(Now)).Printed) is { Count: > 0 } missing
            ? [$"《{award.Title}》（{award.Makers}）的证书上，有的字现有字体印不出来：{string.Join('、', missing)}。"]
            : [];

    public void OnGet() { }

    public async Task<IActionResult> OnPostProposeAsync() =>
        Answer(await proposals.ProposeAsync(By, Contest, Now, Ct), "已按最后一轮的榜单拟定名单，请核对。");

    public async Task<IActionResult> OnPostProposePopularAsync() =>
        Answer(await proposals.ProposePopularAsync(By, Contest, Now, Ct), "已按计票结果拟定人气奖，请核对。");

    public async Task<IActionResult> OnPostAddAsync(long entryId) =>
        ReasonOf() is { } reason
            ? Answer(await desk.AddAsync(By, Contest, entryId, PlainText.Clean(Prize), reason, Now, Ct), "已加入名单。")
            : AskForReason();

    public async Task<IActionResult> OnPostPrizeAsync(long awardId) =>
        Find(awardId) is not { } award ? Refuse(MovedOn)
        : ReasonOf() is not { } reason ? AskForReason()
        : Answer(await desk.ChangePrizeAsync(By, award, PlainText.Clean(Prize), reason, Now, Ct), "已改奖项。");

    public async Task<IActionResult> OnPostDropAsync(long awardId) =>
        Find(awardId) is not { } award ? Refuse(MovedOn)
        : ReasonOf() is not { } reason ? AskForReason()
        : Answer(await desk.DropAsync(By, award, reason, Now, Ct), "已取消这个奖项。");

    public async Task<IActionResult> OnPostNoticeAsync() =>
        !LocalTimes.AreTimes(Until)
            ? Refuse("请填写公示截止时间。")
            : Answer(await states.NoticeAsync(By, Seen, LocalTimes.At(Until), Now, Ct), "公示已开始。");

    public async Task<IActionResult> OnPostExtendAsync() =>
        !LocalTimes.AreTimes(Until)
            ? Refuse("请填写公示截止时间。")
            : Answer(await states.ExtendAsync(By, Seen, LocalTimes.At(Until), Now, Ct), "公示已延长。");

    public async Task<IActionResult> OnPostAnnounceAsync() => Answer(await states.AnnounceAsync(By, Seen, Now, Ct), "结果已公布。");

    /// <summary>Writes a draft of an article about the winners, once; staff go on with it among the stories.</summary>
    public async Task<IActionResult> OnPostStoryAsync()
    {
        if (await story.DraftAsync(By, Contest, Now, Ct) is not { } id)
        {
            return Refuse("结果公布后才能起草文章。");
        }
        Done("已起草文章，请补充内容后提交审核。");
        return Redirect($"/staff/stories/{id}");
    }

    private const string MovedOn = "刚才另一位同事改过，请看现在的内容再决定。";

    private Contest Seen => Contest with { Revision = Revision };

    /// <summary>As the form showed it.</summary>
    private Award? Find(long awardId) =>
        Awards.FirstOrDefault(award => award.Id == awardId) is { } award ? award with { Revision = Revision } : null;

    private string? ReasonOf() => PlainText.Clean(Reason) is { Length: > 0 and <= AwardDesk.MaxReason } reason ? reason : null;

    private IActionResult AskForReason() => Refuse($"请写明原因，最长 {AwardDesk.MaxReason} 字，会记入操作记录。");

    private IActionResult Answer(AwardOutcome outcome, string done) =>
        outcome switch
        {
            AwardOutcome.Done => Go(done),
            AwardOutcome.NotFound => Refuse("这次大赛没有这件通过审核的作品，请核对编号。"),
            AwardOutcome.NoRanking => Refuse("最后一轮评审还没有定榜。请先在评审轮次里截止并定榜。"),
            AwardOutcome.NoVotes => Refuse("人气投票还没有计票。"),
            AwardOutcome.NoSuchPrize => Refuse("这件作品的组别没有这个奖项。"),
            AwardOutcome.HasOne => Refuse("这件作品已经有评审奖了，可以改奖项。"),
            AwardOutcome.NoticeOver => Refuse("公示已经结束，新的获奖作品没有经过公示。请先延长公示，再更改名单。"),
            AwardOutcome.TooLate => Refuse("公示已开始或结果已公布，名单不能再重新拟定。"),
            AwardOutcome.Moved => Refuse(MovedOn),
        };

    private IActionResult Answer(ResultOutcome outcome, string done) =>
        outcome switch
        {
            ResultOutcome.Done => Go(done),
            ResultOutcome.Moved => Refuse(MovedOn),
            ResultOutcome.Past => Refuse("公示截止时间须在现在之后，并且不能早于已经公布的时间。"),
            ResultOutcome.NoPopular => Refuse("人气奖还没有拟定，公示后不能再加。请先计票，再按票数拟定人气奖。"),
            ResultOutcome.NoAwards => Refuse("名单里还没有获奖作品，不能公示。"),
            ResultOutcome.NoticeRuns => Refuse("公示还没有结束，不能公布结果。"),
            ResultOutcome.Objections => Refuse("还有异议没有处理，请先处理。"),
        };

    private IActionResult Go(string done)
    {
        Done(done);
        return RedirectToPage(new { Id });
    }
}
