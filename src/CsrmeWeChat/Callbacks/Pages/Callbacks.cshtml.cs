using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Jobs;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Callbacks.Pages;

/// <summary>The callbacks of the last 30 days by kind, those that fail, and the menu entries and QR codes followers use most.</summary>
[Allowed(Role.Admin, Role.Secretary)]
public sealed class CallbacksModel(CallbackList list, CallbackStore store, AccountHits hits, CallbackRefusals refusals, JobRunner jobs)
    : ListPage
{
    private const int Days = 30;

    private const int MaxHits = 30;

    public IReadOnlyList<CallbackCount> Counts { get; private set; } = [];

    /// <summary>Of yesterday and today.</summary>
    public long Refused { get; private set; }

    public CallbackBacklog Backlog { get; private set; } = null!;

    public IReadOnlyList<FailingCallback> Failing { get; private set; } = [];

    public bool HasMore { get; private set; }

    public IReadOnlyList<AccountHit> Hits { get; private set; } = [];

    public bool IsHandled(string kind) => list.IsHandled(kind);

    public async Task OnGetAsync()
    {
        Counts = await list.CountAsync(Ct);
        Refused = await refusals.RecentAsync(Now, Ct);
        Backlog = await list.BacklogAsync(Ct);
        var failing = await list.ListFailingAsync(Skip, PageSize + 1, Ct);
        Failing = [.. failing.Take(PageSize)];
        HasMore = failing.Count > PageSize;
        Hits = await hits.ListAsync(China.Date(Now).AddDays(-Days), MaxHits, Ct);
    }

    public async Task<IActionResult> OnPostRetryAsync()
    {
        var count = await store.RetryAsync(By, Now, Ct);
        jobs.RunNow<HandleCallbacks>();
        Done(count > 0 ? $"{count} 条推送将立即重新处理，请过几秒刷新查看。" : "没有等待重试的推送。");
        return RedirectToPage();
    }
}
