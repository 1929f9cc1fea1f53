using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Contests.Pages;

/// <summary>One objection, with what it is about, and the decision.</summary>
[Allowed(Role.Admin, Role.Secretary)]
public sealed class ObjectionModel(ContestStore contests, ObjectionStates objections, AwardStore awards) : ConsolePage
{
    [FromRoute]
    public long Id { get; set; }

    [FromRoute]
    public long ObjectionId { get; set; }

    [BindProperty]
    public string? Decision { get; set; }

    [BindProperty]
    public bool DropAwards { get; set; }

    /// <summary>The revision that the page showed.</summary>
    [BindProperty]
    public long Revision { get; set; }

    public Contest Contest { get; private set; } = null!;

    public Objection Objection { get; private set; } = null!;

    /// <summary>What the entry is to get.</summary>
    public IReadOnlyList<Award> Awards { get; private set; } = [];

    protected override async Task<bool> FindAsync()
    {
        if (
            await contests.FindAsync(Id, Ct) is not { } contest
            || await objections.FindAsync(ObjectionId, Ct) is not { } objection
            || objection.ContestId != Id
        )
        {
            return false;
        }
        (Contest, Objection) = (contest, objection);
        Awards =
        [
            .. (await awards.ListAsync(Id, Ct)).Where(award => award.EntryId == objection.EntryId && award.State is AwardState.Noticed),
        ];
        return true;
    }

    public void OnGet() { }

    public Task<IActionResult> OnPostUpholdAsync() => DecideAsync(ObjectionState.Upheld, DropAwards ? Awards : []);

    public Task<IActionResult> OnPostDismissAsync() => DecideAsync(ObjectionState.Dismissed, []);

    private async Task<IActionResult> DecideAsync(ObjectionState to, IReadOnlyList<Award> dropped)
    {
        var decision = PlainText.CleanLines(Decision);
        if (decision.Length is 0 or > AwardDesk.MaxReason)
        {
            return Refuse($"请写明处理意见，最长 {AwardDesk.MaxReason} 字。公开页面上会显示。");
        }
        if (
            await objections.DecideAsync(By, Objection with { Revision = Revision }, to, decision, dropped, Now, Ct)
            is not ObjectionOutcome.Done
        )
        {
            return Refuse("刚才另一位同事处理过，或提出人改写了内容。请看现在的内容，再决定。");
        }
        Done("已处理。");
        return RedirectToPage("Result", new { Id });
    }
}
