using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Messages.Pages;

/// <summary>The recipients of a message, each with what became of it.</summary>
[Allowed(Role.Admin, Role.Secretary)]
public sealed class RecipientsModel(CampaignStore campaigns, CampaignProgress progress) : ListPage
{
    [FromRoute]
    public long Id { get; set; }

    [BindProperty(SupportsGet = true, Name = "state")]
    public DeliveryState? State { get; set; }

    [BindProperty(SupportsGet = true, Name = "reason")]
    public string? Reason { get; set; }

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Q { get; set; }

    public Campaign Campaign { get; private set; } = null!;

    public IReadOnlyList<ListedDelivery> Items { get; private set; } = [];

    /// <summary>The reasons that occur, to filter by.</summary>
    public IReadOnlyList<string> ReasonsMet { get; private set; } = [];

    public bool HasMore { get; private set; }

    public bool IsFiltered => Filter != new RecipientFilter() || P > 1;

    private RecipientFilter Filter => new(State, Reason ?? "", Q ?? "");

    protected override async Task<bool> FindAsync()
    {
        Campaign = (await campaigns.FindAsync(Id, Ct))!;
        return Campaign is not null;
    }

    public async Task OnGetAsync()
    {
        var found = await progress.ListAsync(Id, Filter, OrderBy(CampaignProgress.Sortable, "id"), Skip, PageSize + 1, Ct);
        (Items, HasMore) = ([.. found.Take(PageSize)], found.Count > PageSize);
        ReasonsMet = [.. (await progress.ReadAsync(Id, Ct)).Select(count => count.Reason).Where(reason => reason is not "").Distinct()];
    }

    public Task<IActionResult> OnGetExportAsync() =>
        ExportAsync(
            new Change("campaign.export", "campaign", Id, Campaign.Name),
            $"收件人-{Id}",
            ["会员号", "姓名", "状态", "原因", "发送次数", "首次发送", "结果时间"],
            RowsAsync()
        );

    private async IAsyncEnumerable<IReadOnlyList<object?>> RowsAsync()
    {
        await foreach (var delivery in progress.AllAsync(Id, Filter, Ct))
        {
            yield return
            [
                delivery.Number,
                delivery.Name,
                delivery.State.Label,
                Reasons.LabelOf(delivery.Reason),
                delivery.Attempts,
                Show.Beijing(delivery.TriedAt),
                Show.Beijing(delivery.EndedAt),
            ];
        }
    }
}
