using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Moderation;
using CsrmeWeChat.Seasons;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Videos.Pages;

[Allowed(Role.Admin, Role.Secretary, Role.Reviewer)]
public sealed class EntriesModel(ReviewStore reviews, CallStore calls, ModerationDesk moderation, SeasonChoice choice) : ListPage
{
    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true, Name = "call")]
    public long? Call { get; set; }

    [BindProperty(SupportsGet = true, Name = "state")]
    public EntryState? State { get; set; }

    public IReadOnlyList<EntryLine> Items { get; private set; } = [];

    public IReadOnlyDictionary<long, ModerationState> Machine { get; private set; } = new Dictionary<long, ModerationState>();

    public IReadOnlyList<VideoCall> Calls { get; private set; } = [];

    public int? Season { get; private set; }

    public bool HasMore { get; private set; }

    public bool IsFiltered => Filter != new EntryFilter(Season: Season) || P > 1;

    public string? CallTitle => Calls.FirstOrDefault(call => call.Id == Call)?.Title;

    private EntryFilter Filter => new(Q ?? "", Call, State, Season: Season);

    private string Order => OrderBy(ReviewStore.Columns, "-submitted");

    protected override async Task<bool> FindAsync()
    {
        Season = (await choice.OfAsync(HttpContext, Ct)).Chosen?.Year;
        Calls = await calls.ListAsync(Season, Ct);
        return true;
    }

    public async Task OnGetAsync()
    {
        var found = await reviews.ListAsync(Filter, Order, Skip, PageSize + 1, Ct);
        Items = [.. found.Take(PageSize)];
        HasMore = found.Count > PageSize;
        Machine = await moderation.SumAsync([.. Items.Select(entry => new Subject(VideosFeature.Subject, entry.Id, entry.Version))], Ct);
    }

    public Task<IActionResult> OnGetExportAsync() =>
        ExportAsync(
            new Change("entry.export", "entry", 0, CallTitle ?? "短视频作品"),
            "短视频作品",
            [
                "编号",
                "征集",
                "标题",
                "状态",
                "作者",
                "单位",
                "合作者",
                "分类",
                "创作说明",
                "AI 使用",
                "AI 说明",
                "时长（秒）",
                "原件（MB）",
                "点赞",
                "提交时间",
                "审核时间",
                "审核人",
                "退回原因",
                "视频号视频 ID",
            ],
            RowsAsync()
        );

    private async IAsyncEnumerable<IReadOnlyList<object?>> RowsAsync()
    {
        foreach (var entry in await reviews.ListAsync(Filter, Order, 0, int.MaxValue, Ct))
        {
            yield return
            [
                entry.Id,
                entry.CallTitle,
                entry.Title,
                entry.State.Label,
                entry.Author,
                entry.Unit,
                string.Join("；", entry.CollaboratorList.Select(one => $"{one.Name} {one.Unit}".Trim())),
                entry.Category,
                entry.Statement,
                entry.AiUse.Label,
                entry.AiNote,
                entry.Milliseconds / 1000,
                entry.Size >> 20,
                entry.Likes,
                Show.Beijing(entry.SubmittedAt),
                Show.Beijing(entry.DecidedAt),
                entry.DecidedBy,
                entry.Reason,
                entry.FeedId,
            ];
        }
    }
}
