using CsrmeWeChat.Costs;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Judging;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Contests.Pages;

/// <summary>One contest: where it stands, what came, and the way to each of its steps.</summary>
[Allowed(Role.Admin, Role.Secretary, Role.Reviewer)]
public sealed class ContestModel(ContestStore contests, ContestFigures counts, RoundStore rounds, CostBook costs) : ConsolePage
{
    [FromRoute]
    public long Id { get; set; }

    /// <summary>The revision that the page showed.</summary>
    [BindProperty]
    public long Revision { get; set; }

    /// <summary>Of a cost; what was typed stays where it is refused.</summary>
    [BindProperty(Name = "label")]
    public string? Label { get; set; }

    [BindProperty(Name = "yuan")]
    public string? Yuan { get; set; }

    public Contest Contest { get; private set; } = null!;

    public ContestCount Figures { get; private set; } = null!;

    public IReadOnlyList<PartCount> Parts { get; private set; } = [];

    public IReadOnlyList<Round> Rounds { get; private set; } = [];

    public IReadOnlyList<Cost> Costs { get; private set; } = [];

    /// <summary>What a photo must be, in words.</summary>
    public IEnumerable<string> Limits =>
        new[]
        {
            $"每张最大 {Contest.MaxMegabytes} MB",
            Contest.MinMegapixels > 0 ? $"不低于 {Contest.MinMegapixels} 百万像素" : "",
            Contest.TakenSince is "" ? "" : $"{Contest.TakenSince} 以后拍摄",
            Contest.NeedsCamera ? "须为原图" : "",
        }.Where(words => words is not "");

    public long CountOf(string subject) => Parts.Where(part => part.Subject == subject).Sum(part => part.HandedIn);

    public bool MayWrite => Me.Is(Role.Admin, Role.Secretary);

    private CostSubject Subject => new(ContestsFeature.Subject, Id, Contest.Title);

    protected override async Task<bool> FindAsync()
    {
        if (await contests.FindAsync(Id, Ct) is not { } contest)
        {
            return false;
        }
        Contest = contest;
        Figures = (await counts.CountAsync([Id], Ct))[Id];
        Parts = await counts.CountPartsAsync(Id, Ct);
        Rounds = await rounds.ListAsync(contest.Panel, Ct);
        Costs = await costs.ListAsync(Subject, Ct);
        return true;
    }

    public void OnGet() { }

    [Allowed(Role.Admin, Role.Secretary)]
    public Task<IActionResult> OnPostPublishAsync() => MoveAsync(ContestState.Published, "已发布，小程序里可以投稿了。");

    [Allowed(Role.Admin, Role.Secretary)]
    public Task<IActionResult> OnPostWithdrawAsync() => MoveAsync(ContestState.Withdrawn, "已撤下。");

    [Allowed(Role.Admin, Role.Secretary)]
    public async Task<IActionResult> OnPostAddCostAsync() =>
        await costs.AddAsync(By, Subject, Label, Yuan, Now, Ct) is { } why ? Refuse(why) : RedirectToPage(new { Id });

    [Allowed(Role.Admin, Role.Secretary)]
    public async Task<IActionResult> OnPostRemoveCostAsync(long costId)
    {
        await costs.RemoveAsync(By, Subject, costId, Now, Ct);
        return RedirectToPage(new { Id });
    }

    private async Task<IActionResult> MoveAsync(ContestState to, string done)
    {
        if (!await contests.MoveAsync(By, Contest with { Revision = Revision }, to, Now, Ct))
        {
            return Refuse("刚才另一位同事改过这次大赛，请看现在的内容再决定。");
        }
        Done(done);
        return RedirectToPage(new { Id });
    }
}
