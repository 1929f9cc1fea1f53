using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Jobs;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Callbacks.Pages;

/// <summary>What WeChat pushed: how much of which kind, what no feature knows, what fails.</summary>
[Allowed(Role.Admin, Role.Secretary)]
public sealed class CallbacksModel(CallbackList list, CallbackStore store, AccountHits hits, Soon soon) : ListPage
{
    private const int Days = 30,
        MostHits = 30;

    public IReadOnlyList<CallbackCount> Counts { get; private set; } = [];

    public CallbackBacklog Backlog { get; private set; } = null!;

    public IReadOnlyList<FailingCallback> Failing { get; private set; } = [];

    public bool HasMore { get; private set; }

    /// <summary>What followers used most.</summary>
    public IReadOnlyList<AccountHit> Hits { get; private set; } = [];

    public bool IsKnown(string kind) => list.IsKnown(kind);

    public async Task OnGetAsync()
    {
        (Counts, Backlog) = (await list.CountAsync(Ct), await list.BacklogAsync(Ct));
        var failing = await list.ListFailingAsync(Skip, PageSize + 1, Ct);
        (Failing, HasMore) = ([.. failing.Take(PageSize)], failing.Count > PageSize);
        Hits = await hits.ListAsync(China.Date(Now).AddDays(-Days), MostHits, Ct);
    }

    public async Task<IActionResult> OnPostRetryAsync()
    {
        var count = await store.RetryAsync(By, Now, Ct);
        soon.Run<HandleCallbacks>(job => job.RunAsync(CancellationToken.None));
        Done(count > 0 ? $"{count} 条消息马上重新处理。请过几秒刷新查看。" : "没有等待重试的消息。");
        return RedirectToPage();
    }
}
