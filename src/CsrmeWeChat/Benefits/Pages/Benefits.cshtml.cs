using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Seasons;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Benefits.Pages;

[Allowed(Role.Admin, Role.Secretary)]
public sealed class BenefitsModel(BenefitSearch search, SeasonChoice choice) : ListPage
{
    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true, Name = "state")]
    public BenefitPhase? State { get; set; }

    [BindProperty(SupportsGet = true, Name = "kind")]
    public BenefitKind? Kind { get; set; }

    public IReadOnlyList<ListedBenefit> Items { get; private set; } = [];

    public ChosenSeason Season { get; private set; } = null!;

    public bool HasMore { get; private set; }

    public bool IsFiltered => Filter with { Season = null } != new BenefitFilter() || P > 1;

    private BenefitFilter Filter => new(Q ?? "", Season.Chosen?.Year, State, Kind);

    private string Order => OrderBy(BenefitSearch.Columns, "-opens");

    /// <summary>The season that last year's benefits are copied from; null where there is none before the chosen one.</summary>
    public Season? Earlier => Season.All.FirstOrDefault(season => season.Year < Season.Chosen?.Year && season.Benefits > 0);

    protected override async Task<bool> FindAsync()
    {
        Season = await choice.OfAsync(HttpContext, Ct);
        return true;
    }

    public async Task OnGetAsync()
    {
        var found = await search.ListAsync(Filter, Order, Skip, PageSize + 1, Now, Ct);
        Items = [.. found.Take(PageSize)];
        HasMore = found.Count > PageSize;
    }

    public Task<IActionResult> OnGetExportAsync() =>
        ExportAsync(
            new Change("benefit.export", "benefit", 0, "福利列表"),
            "福利",
            ["编号", "标题", "提供方", "类别", "年度", "状态", "总量", "已领取", "剩余", "已发序号", "开始领取", "结束领取", "使用截止"],
            RowsAsync()
        );

    private async IAsyncEnumerable<IReadOnlyList<object?>> RowsAsync()
    {
        foreach (var benefit in await search.ListAsync(Filter, Order, 0, int.MaxValue, Now, Ct))
        {
            yield return
            [
                benefit.Id,
                benefit.Title,
                benefit.Partner,
                benefit.Kind.Label,
                benefit.Season,
                benefit.PhaseAt(Now).Label,
                benefit.Stock,
                benefit.Held,
                benefit.Remaining,
                benefit.Issued,
                Show.Beijing(benefit.OpensAt),
                Show.Beijing(benefit.ClosesAt),
                Show.Beijing(benefit.UseUntil),
            ];
        }
    }
}
