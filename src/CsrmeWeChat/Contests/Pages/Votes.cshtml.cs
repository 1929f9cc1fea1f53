using CsrmeWeChat.Foundation.Console;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Contests.Pages;

[Allowed(Role.Admin, Role.Secretary)]
public sealed class VotesModel(ContestStore contests, VoteDesk desk, VoteStates states) : ListPage
{
    [FromRoute]
    public long Id { get; set; }

    /// <summary>Which votes are listed.</summary>
    [BindProperty(SupportsGet = true, Name = "state")]
    public VoteState State { get; set; } = VoteState.Held;

    /// <summary>With its reason: the votes of one group, each by itself.</summary>
    [BindProperty(SupportsGet = true, Name = "entry")]
    public long? EntryId { get; set; }

    [BindProperty(SupportsGet = true, Name = "reason")]
    public VoteReason? Reason { get; set; }

    public Contest Contest { get; private set; } = null!;

    public VoteTally Tally { get; private set; } = null!;

    public IReadOnlyList<VoteGroup> Groups { get; private set; } = [];

    public IReadOnlyList<JudgedVote> Votes { get; private set; } = [];

    public IReadOnlyList<CountedEntry> Counted { get; private set; } = [];

    public bool HasMore { get; private set; }

    public VotingStage Stage => Contest.VotingAt(Now);

    public bool IsOneGroup => EntryId is not null && Reason is not null;

    protected override async Task<bool> FindAsync()
    {
        if (await contests.FindAsync(Id, Ct) is not { } contest)
        {
            return false;
        }
        Contest = contest;
        Tally = await desk.TallyAsync(Id, Ct);
        if (EntryId is { } entryId && Reason is { } reason)
        {
            Votes = Page(await desk.ListAsync(Id, entryId, reason, State, Skip, PageSize + 1, Ct));
        }
        else if (Stage is VotingStage.Counted && !HttpContext.Request.Query.ContainsKey("state"))
        {
            Counted = Page(await desk.ListCountedAsync(Id, Skip, PageSize + 1, Ct));
        }
        else
        {
            Groups = Page(await desk.ListGroupsAsync(Id, State, Skip, PageSize + 1, Ct));
        }
        return true;
    }

    public void OnGet() { }

    public Task<IActionResult> OnPostCountInAsync(VoteChoice choice) => DecideAsync(choice, VoteState.Counted, "已计入。");

    public Task<IActionResult> OnPostThrowOutAsync(VoteChoice choice) => DecideAsync(choice, VoteState.Void, "已定为不计。");

    /// <summary>A decision was wrong.</summary>
    public Task<IActionResult> OnPostReopenAsync(VoteChoice choice) => DecideAsync(choice, VoteState.Held, "已恢复为待判定。");

    public async Task<IActionResult> OnPostCloseAsync(bool knowsHeld)
    {
        var outcome = await states.CloseAsync(By, Contest, knowsHeld, Now, Ct);
        // What was held only now is shown beside the question about it.
        await FindAsync();
        return outcome switch
        {
            CountOutcome.Done => Told("已计票，小程序里可以看到票数了。"),
            CountOutcome.TooEarly => Refuse("投票还没有截止，不能计票。"),
            CountOutcome.Counted => Refuse("刚才另一位同事已经计票。"),
            CountOutcome.Undecided => Refuse("还有可疑选票没有判定。请先判定；如确定不再判定，请勾选“未判定的选票不计入”。"),
        };
    }

    private async Task<IActionResult> DecideAsync(VoteChoice choice, VoteState to, string done)
    {
        if (!await states.DecideAsync(By, Contest, choice, to, Now, Ct))
        {
            return Refuse("这些选票刚才有变化，或已经计票。请看现在的内容再判定。");
        }
        Done(done);
        return RedirectToPage(new { Id, state = State });
    }

    private RedirectToPageResult Told(string done)
    {
        Done(done);
        return RedirectToPage(new { Id });
    }

    private IReadOnlyList<T> Page<T>(IReadOnlyList<T> found)
    {
        HasMore = found.Count > PageSize;
        return [.. found.Take(PageSize)];
    }
}
