using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Jobs;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Messages.Pages;

[Allowed(Role.Admin, Role.Secretary)]
public sealed class MessagesModel(CampaignStore campaigns, ChannelPauses pauses, JobRunner jobs) : ListPage
{
    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true, Name = "state")]
    public CampaignState? State { get; set; }

    /// <summary>Only what the house tells people by itself.</summary>
    [BindProperty(SupportsGet = true, Name = "automatic")]
    public bool Automatic { get; set; }

    public IReadOnlyList<Campaign> Items { get; private set; } = [];

    public bool HasMore { get; private set; }

    public IReadOnlyList<ChannelPause> Pauses { get; private set; } = [];

    public bool IsFiltered => !string.IsNullOrEmpty(Q) || State is not null || Automatic || P > 1;

    /// <summary>What is paused waits for a decision, whoever made it.</summary>
    private bool? WhichAutomatic =>
        Automatic ? true
        : State is CampaignState.Paused ? null
        : false;

    private string Order => OrderBy(CampaignStore.Sortable, "-id");

    public async Task OnGetAsync()
    {
        var found = await campaigns.ListAsync(PlainText.Clean(Q), State, WhichAutomatic, Order, Skip, PageSize + 1, Ct);
        (Items, HasMore) = ([.. found.Take(PageSize)], found.Count > PageSize);
        Pauses = await pauses.ListAsync(Now, Ct);
    }

    public async Task<IActionResult> OnPostLiftAsync(MessageChannel channel)
    {
        Done(await pauses.LiftAsync(By, channel, Now, Ct) ? $"{channel.Label}已解除暂停，马上再试。" : "这种方式没有暂停。");
        jobs.RunNow<SendMessages>();
        return RedirectToPage();
    }

    public Task<IActionResult> OnGetExportAsync() =>
        ExportAsync(
            new Change("campaign.list", "campaign", 0, "消息列表"),
            "消息",
            ["编号", "标题", "类别", "模板", "发送方式", "状态", "开始时间", "结束时间", "建立人", "建立时间"],
            RowsAsync()
        );

    private async IAsyncEnumerable<IReadOnlyList<object?>> RowsAsync()
    {
        foreach (var campaign in await campaigns.ListAsync(PlainText.Clean(Q), State, WhichAutomatic, Order, 0, int.MaxValue, Ct))
        {
            yield return
            [
                campaign.Id,
                campaign.Name,
                campaign.Topic.Label,
                campaign.TemplateName,
                campaign.Channel.Label,
                campaign.State.Label,
                Show.Beijing(campaign.StartAt),
                Show.Beijing(campaign.EndedAt),
                campaign.CreatedBy,
                Show.Beijing(campaign.CreatedAt),
            ];
        }
    }
}
