using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Benefits.Pages;

[Allowed(Role.Admin, Role.Secretary)]
public sealed class ClaimsModel(BenefitStore benefits, ClaimSearch search) : ListPage
{
    [FromRoute]
    public long Id { get; set; }

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true, Name = "state")]
    public ClaimState? State { get; set; }

    public Benefit Benefit { get; private set; } = null!;

    public IReadOnlyList<ListedClaim> Items { get; private set; } = [];

    public bool HasMore { get; private set; }

    public bool IsFiltered => Filter != new ClaimFilter() || P > 1;

    private ClaimFilter Filter => new(Q ?? "", State);

    protected override async Task<bool> FindAsync()
    {
        Benefit = (await benefits.FindAsync(Id, Ct))!;
        return Benefit is not null;
    }

    public async Task OnGetAsync()
    {
        var found = await search.ListAsync(Id, Filter, OrderBy(ClaimSearch.Columns, "-serial"), Skip, PageSize + 1, Now, Ct);
        Items = [.. found.Take(PageSize)];
        HasMore = found.Count > PageSize;
    }

    public Task<IActionResult> OnGetExportAsync() =>
        ExportAsync(
            new Change("claim.export", "benefit", Id, Benefit.Title),
            $"领取名单-{Id}",
            ["序号", "会员号", "姓名", "码", "状态", "领取时间", "核销时间", "核销人"],
            RowsAsync()
        );

    private async IAsyncEnumerable<IReadOnlyList<object?>> RowsAsync()
    {
        await foreach (var claim in search.ExportAsync(Id, Filter, Now, Ct))
        {
            yield return
            [
                claim.Serial,
                claim.Number,
                claim.Name,
                claim.Shown,
                claim.State.Label,
                Show.BeijingExact(claim.ClaimedAt),
                Show.Beijing(claim.RedeemedAt),
                claim.Redeemer,
            ];
        }
    }
}
