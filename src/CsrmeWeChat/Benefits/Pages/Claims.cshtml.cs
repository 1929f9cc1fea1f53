using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Benefits.Pages;

[Allowed(Role.Admin, Role.Secretary)]
public sealed class ClaimsModel(BenefitStore benefits, ClaimSearch search, RedemptionStore redemptions) : ListPage
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

    /// <summary>Where a claim is redeemed from the list, with the list's own filter.</summary>
    public string RedeemAddress => Url.Page(null, "Redeem", Address)!;

    private object Address =>
        new
        {
            Id,
            q = Q,
            state = State,
            p = P > 1 ? P : (int?)null,
            sort = Sort,
        };

    private ClaimFilter Filter => new(Q ?? "", State);

    protected override async Task<bool> FindAsync()
    {
        Benefit = (await benefits.FindAsync(Id, Ct))!;
        return Benefit is not null;
    }

    public async Task<IActionResult> OnPostRedeemAsync(int serial)
    {
        if (await search.FindAsync(Id, serial, Now, Ct) is not { } claim)
        {
            return NotFound();
        }
        var result = await redemptions.RedeemByHandAsync(By, claim.Id, Now, Ct);
        if (RedemptionEndpoints.WhyNot(result) is var (_, why))
        {
            await OnGetAsync();
            return Refuse($"第 {serial} 号 {claim.Name}：{why}");
        }
        Done($"第 {serial} 号 {claim.Name} 已核销。");
        return RedirectToPage(Address);
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
            ["序号", "会员号", "姓名", "单位", "码", "状态", "领取时间", "核销时间", "核销人"],
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
                claim.Unit,
                claim.Shown,
                claim.State.Label,
                Show.BeijingExact(claim.ClaimedAt),
                Show.Beijing(claim.RedeemedAt),
                claim.Redeemer,
            ];
        }
    }
}
