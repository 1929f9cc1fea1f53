using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Seasons;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Stories.Pages;

[Allowed(Role.Admin, Role.Secretary, Role.Reviewer)]
public sealed class StoriesModel(StoryList stories, SeasonChoice choice) : ListPage
{
    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true, Name = "state")]
    public StoryState? State { get; set; }

    public IReadOnlyList<StoryLine> Items { get; private set; } = [];

    /// <summary>The season that the header says; null for all.</summary>
    public int? Season { get; private set; }

    public bool HasMore { get; private set; }

    public bool IsFiltered => Filter != new StoryFilter(Season: Season) || P > 1;

    public bool MayWrite => Me.Is(Role.Admin, Role.Secretary);

    private StoryFilter Filter => new(Q ?? "", Season, State);

    private string Order => OrderBy(StoryList.Columns, "-changed");

    protected override async Task<bool> FindAsync()
    {
        Season = (await choice.OfAsync(HttpContext, Ct)).Chosen?.Year;
        return true;
    }

    public async Task OnGetAsync()
    {
        var found = await stories.ListAsync(Filter, Order, Skip, PageSize + 1, Ct);
        Items = [.. found.Take(PageSize)];
        HasMore = found.Count > PageSize;
    }

    public Task<IActionResult> OnGetExportAsync() =>
        ExportAsync(
            new Change("story.export", "story", 0, "人才故事列表"),
            "人才故事",
            ["编号", "标题", "人物", "单位", "入选年份", "状态", "版本", "最后编写", "改动时间", "发布时间", "年度"],
            RowsAsync()
        );

    private async IAsyncEnumerable<IReadOnlyList<object?>> RowsAsync()
    {
        foreach (var story in await stories.ListAsync(Filter, Order, 0, int.MaxValue, Ct))
        {
            yield return
            [
                story.Id,
                story.Title,
                story.Person,
                story.Unit,
                story.ProgrammeYear is 0 ? "" : story.ProgrammeYear,
                story.State.Label,
                story.Version,
                story.Writer,
                Show.Beijing(story.ChangedAt),
                Show.Beijing(story.OutAt),
                story.Season,
            ];
        }
    }
}
