using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Jobs;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Followers.Pages;

[Allowed(Role.Admin, Role.Secretary)]
public sealed class FollowersModel(FollowerList followers, FollowerSyncStore syncs, JobRunner jobs) : ListPage
{
    private const string DefaultOrder = "-since";

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Q { get; set; }

    /// <summary>True for those who follow now, false for those who have left, null for both.</summary>
    [BindProperty(SupportsGet = true, Name = "follows")]
    public bool? Follows { get; set; }

    [BindProperty(SupportsGet = true, Name = "bound")]
    public bool? Bound { get; set; }

    [BindProperty(SupportsGet = true, Name = "tag")]
    public long? Tag { get; set; }

    public FollowerFigures Figures { get; private set; } = null!;

    public IReadOnlyList<TagChoice> Tags { get; private set; } = [];

    public IReadOnlyList<ListedFollower> Items { get; private set; } = [];

    public bool HasMore { get; private set; }

    /// <summary>The sync under way, or else the last one.</summary>
    public FollowerSync? Sync { get; private set; }

    public bool IsFiltered => Filter != new FollowerFilter() || P > 1;

    private FollowerFilter Filter => new(PlainText.Clean(Q), Follows, Bound, Tag);

    public async Task OnGetAsync()
    {
        Figures = await followers.CountAsync(Ct);
        Tags = await followers.TagsAsync(Ct);
        await LoadSyncAsync();
        var found = await followers.FindAsync(Filter, OrderBy(FollowerList.Columns, DefaultOrder), Skip, PageSize + 1, Ct);
        Items = [.. found.Take(PageSize)];
        HasMore = found.Count > PageSize;
    }

    /// <summary>The progress of the sync. When it ends, the browser is told to reload the whole page.</summary>
    public async Task<IActionResult> OnGetProgressAsync()
    {
        await LoadSyncAsync();
        if (Sync is not { IsUnderWay: true })
        {
            Response.Headers["HX-Refresh"] = "true";
        }
        return Partial("_Sync", this);
    }

    public Task<IActionResult> OnGetExportAsync() =>
        ExportAsync(
            new Change(
                "follower.export",
                "follower",
                0,
                "关注者",
                After: new
                {
                    text = Q,
                    follows = Follows,
                    bound = Bound,
                    tag = Tag,
                }
            ),
            "关注者",
            ["编号", "会员", "备注", "标签", "状态", "关注时间", "取消时间", "来源"],
            RowsAsync()
        );

    public async Task<IActionResult> OnPostSyncAsync()
    {
        Done(await syncs.AskAsync(By, Now, Ct) ? "已开始同步，进度见下。" : "同步已经在进行，请看下面的进度。");
        return SyncNow();
    }

    public async Task<IActionResult> OnPostResumeAsync(long sync)
    {
        await syncs.ResumeAsync(sync, Now, Ct);
        Done("已接着同步，进度见下。");
        return SyncNow();
    }

    public async Task<IActionResult> OnPostStopAsync(long sync)
    {
        if (await syncs.StopAsync(By, sync, Now, Ct))
        {
            Done("同步已停止。已读到的都保留。");
        }
        return RedirectToPage();
    }

    private RedirectToPageResult SyncNow()
    {
        jobs.RunNow<SyncFollowers>();
        return RedirectToPage();
    }

    private async Task LoadSyncAsync() => Sync = (await syncs.ListAsync(1, Ct)).FirstOrDefault();

    private async IAsyncEnumerable<IReadOnlyList<object?>> RowsAsync()
    {
        await foreach (var follower in followers.AllAsync(Filter, OrderBy(FollowerList.Columns, DefaultOrder), Ct))
        {
            yield return
            [
                follower.Id,
                follower.MemberName,
                follower.Remark,
                string.Join("、", follower.Tags),
                follower.Follows ? "关注中" : "已取消",
                Show.Beijing(follower.FollowedAt),
                Show.Beijing(follower.LeftAt),
                SceneLabels.Of(follower.Scene),
            ];
        }
    }
}
