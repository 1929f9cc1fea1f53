using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Jobs;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Followers.Pages;

[Allowed(Role.Admin, Role.Secretary)]
public sealed class FollowersModel(FollowerList followers, FollowerSyncStore syncs, Soon soon) : ListPage
{
    private const string Otherwise = "-since";

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Q { get; set; }

    /// <summary>Follows now, or left; null for both.</summary>
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

    /// <summary>The one under way, or the last.</summary>
    public FollowerSync? Sync { get; private set; }

    public bool IsFiltered => Filter != new FollowerFilter() || P > 1;

    private FollowerFilter Filter => new(PlainText.Clean(Q), Follows, Bound, Tag);

    public async Task OnGetAsync()
    {
        (Figures, Tags) = (await followers.CountAsync(Ct), await followers.TagsAsync(Ct));
        await LoadSyncAsync();
        var found = await followers.FindAsync(Filter, OrderBy(FollowerList.Columns, Otherwise), Skip, PageSize + 1, Ct);
        (Items, HasMore) = ([.. found.Take(PageSize)], found.Count > PageSize);
    }

    /// <summary>How far the reading has come; the whole page is shown anew when it ends.</summary>
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
        if (!await syncs.AskAsync(By, Now, Ct))
        {
            Done("同步已经在进行，请看下面的进度。");
        }
        return Soon();
    }

    public async Task<IActionResult> OnPostResumeAsync(long sync)
    {
        await syncs.ResumeAsync(sync, Now, Ct);
        return Soon();
    }

    public async Task<IActionResult> OnPostStopAsync(long sync)
    {
        if (await syncs.StopAsync(By, sync, Now, Ct))
        {
            Done("同步已停止。已读到的都保留。");
        }
        return RedirectToPage();
    }

    private RedirectToPageResult Soon()
    {
        soon.Run<SyncFollowers>(job => job.RunAsync(CancellationToken.None));
        return RedirectToPage();
    }

    private async Task LoadSyncAsync() => Sync = (await syncs.ListAsync(1, Ct)).FirstOrDefault();

    private async IAsyncEnumerable<IReadOnlyList<object?>> RowsAsync()
    {
        await foreach (var follower in followers.AllAsync(Filter, OrderBy(FollowerList.Columns, Otherwise), Ct))
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
                SceneWords.Of(follower.Scene),
            ];
        }
    }
}
