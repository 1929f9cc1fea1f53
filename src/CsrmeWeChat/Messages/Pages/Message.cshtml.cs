using System.ComponentModel.DataAnnotations;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Jobs;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Messages.Pages;

/// <summary>One message to many: whom it reaches, how far it has come, and what can be done with it.</summary>
[Allowed(Role.Admin, Role.Secretary)]
public sealed class MessageModel(
    CampaignStore campaigns,
    CampaignStates states,
    CampaignProgress progress,
    ChannelPauses pauses,
    AudienceChoices choices,
    MiniPages pages,
    AuditSearch audit,
    JobRunner jobs
) : ConsolePage
{
    private const int HistoryLength = 10;

    [FromRoute]
    public long Id { get; set; }

    /// <summary>The revision that the page showed.</summary>
    [BindProperty]
    public long Revision { get; set; }

    /// <summary>When it is to begin, in Beijing time.</summary>
    [BindProperty]
    [Display(Name = "开始时间")]
    public DateTime? At { get; set; }

    /// <summary>This page's own: copied twice by one press, there is one copy.</summary>
    [BindProperty]
    public Guid Nonce { get; set; }

    /// <summary>What a press on the message opens, in Chinese.</summary>
    public string Opens { get; private set; } = "";

    public Campaign Campaign { get; private set; } = null!;

    public DeliveryTally Tally { get; private set; } = new([]);

    public string Audience { get; private set; } = "";

    public IReadOnlyList<ChannelPause> Pauses { get; private set; } = [];

    public IReadOnlyList<AuditEvent> History { get; private set; } = [];

    /// <summary>What WeChat would not take. The template may have been edited since the message was written.</summary>
    public IReadOnlyList<string> Faults => [.. MessageForm.FaultsOf(Campaign.Values, Campaign.FieldList).Select(fault => fault.Why)];

    public bool IsWaiting => Campaign is { State: CampaignState.Running, StartAt: { } at } && at > Now;

    public bool IsUnderWay => Campaign.State is CampaignState.Freezing or CampaignState.Running || Tally.Of(DeliveryState.Leased) > 0;

    protected override async Task<bool> FindAsync()
    {
        Campaign = (await campaigns.FindAsync(Id, Ct))!;
        return Campaign is not null;
    }

    public Task OnGetAsync() => LoadAsync();

    /// <summary>The progress, which the page asks for every second.</summary>
    /// <param name="seen">The state that the page shows. Where it has changed, the page is loaded anew.</param>
    public async Task<IActionResult> OnGetProgressAsync(CampaignState? seen)
    {
        if (Campaign.State != seen)
        {
            Response.Headers["HX-Refresh"] = "true";
        }
        Tally = new DeliveryTally(await progress.CountAsync(Id, Ct));
        Pauses = await ListPausesAsync();
        return Partial("_Progress", this);
    }

    public async Task<IActionResult> OnPostFreezeAsync() =>
        Faults is [var fault, ..]
            ? await RefusedAsync($"微信不会接受：{fault}请先编辑消息。")
            : await MovedAsync(await states.FreezeAsync(By, Campaign, Now, Ct), "已开始生成收件人名单。");

    public async Task<IActionResult> OnPostThawAsync() =>
        await MovedAsync(await states.ThawAsync(By, Campaign, Now, Ct), "已退回草稿，收件人名单已清空。");

    /// <summary>A new draft that says the same, for the same recipients.</summary>
    public async Task<IActionResult> OnPostCopyAsync()
    {
        if (Nonce == Guid.Empty)
        {
            return await RefusedAsync("页面已过期，请刷新后再复制。");
        }
        var name = $"{PlainText.Cut(Campaign.Name, MessageForm.NameLength - CopyMark.Length)}{CopyMark}";
        var dedupe = $"copy-{Nonce:N}";
        await campaigns.TryAddAsync(By, dedupe, Campaign.Draft with { Name = name }, Now, Ct);
        Done("已复制为新的草稿，请修改标题、时间等内容。");
        return RedirectToPage(new { (await campaigns.FindMadeAsync(dedupe, Ct))!.Id });
    }

    private const string CopyMark = "（副本）";

    public Task<IActionResult> OnPostStartAsync() => StartAsync(null);

    public async Task<IActionResult> OnPostScheduleAsync()
    {
        if (!ModelState.IsValid)
        {
            return await RefusedAsync(null);
        }
        if (!LocalTimes.AreTimes(At))
        {
            return await RefusedAsync("请填写开始时间。", nameof(At));
        }
        var at = LocalTimes.At(At);
        return at <= Now
            ? await RefusedAsync("开始时间已经过去。请选以后的时间（北京时间），或立即发送。", nameof(At))
            : await StartAsync(at);
    }

    public async Task<IActionResult> OnPostPauseAsync() =>
        await MovedAsync(await states.PauseAsync(By, Campaign, Now, Ct), "已暂停。已经交给微信的无法收回。");

    public async Task<IActionResult> OnPostResumeAsync() =>
        await MovedAsync(await states.ResumeAsync(By, Campaign, Now, Ct), "已继续发送。");

    public async Task<IActionResult> OnPostCancelAsync() =>
        await MovedAsync(await states.CancelAsync(By, Campaign, Now, Ct), "已取消，还没有发的不再发送。");

    public async Task<IActionResult> OnPostRetryAsync() =>
        Faults is [var fault, ..]
            ? await RefusedAsync($"微信不会接受：{fault}请先改回模板，再重发。")
            : await states.RetryAsync(By, Campaign, Now, Ct) switch
            {
                0 => await RefusedAsync("没有可以重发的：只重发确知没有发出的；微信因发送频率没有送达的，要过一天才能重发。"),
                var again => await MovedAsync(
                    true,
                    Campaign.State is CampaignState.Paused ? $"已排上 {again} 条，继续发送后与其余的一起发出。" : $"已开始重发 {again} 条。"
                ),
            };

    private async Task<IActionResult> StartAsync(DateTimeOffset? at)
    {
        if (Faults is [var fault, ..])
        {
            return await RefusedAsync($"微信不会接受：{fault}请退回草稿修改。");
        }
        if (await states.StartAsync(By, Campaign with { Revision = Revision }, at, Now, Ct))
        {
            return await MovedAsync(true, at is null ? "开始发送。" : "已定时，到时自动发送。");
        }
        Campaign = (await campaigns.FindAsync(Id, Ct))!;
        return await RefusedAsync(
            Campaign.State is not CampaignState.Frozen ? NotNow
            : Campaign.Revision != Revision ? "您打开本页之后，这条消息改过。请重新核对内容和收件人，再发送。"
            : "没有一位收件人能收到，不能发送。请退回草稿，另选收件人。"
        );
    }

    private string NotNow => $"没有办成：这条消息现在是“{Campaign.State.Label}”。请看清后再操作。";

    private async Task<IActionResult> MovedAsync(bool moved, string said)
    {
        if (!moved)
        {
            Campaign = (await campaigns.FindAsync(Id, Ct))!;
            return await RefusedAsync(NotNow);
        }
        jobs.RunNow<SendMessages>();
        Done(said);
        return RedirectToPage(new { Id });
    }

    private async Task<IActionResult> RefusedAsync(string? why, string field = "")
    {
        await LoadAsync();
        ModelState.Remove(nameof(Revision));
        return why is null ? Page() : Refuse(why, field);
    }

    private async Task LoadAsync()
    {
        (Revision, Nonce) = (Campaign.Revision, Guid.CreateVersion7());
        // A day that was chosen in the calendar is proposed, as long as it lies ahead.
        At ??= Campaign is { State: CampaignState.Frozen, StartAt: { } wanted } && wanted > Now ? China.Local(wanted).DateTime : null;
        Opens = await pages.NameAsync(Campaign.Page, Ct);
        Tally = new DeliveryTally(await progress.ReadAsync(Id, Ct));
        Audience = (await choices.LoadAsync(Now, Ct)).Describe(Campaign.To);
        Pauses = await ListPausesAsync();
        History = await audit.LastOfAsync("campaign", Id, HistoryLength, Ct);
    }

    private async Task<IReadOnlyList<ChannelPause>> ListPausesAsync() =>
        [.. (await pauses.ListAsync(Now, Ct)).Where(pause => pause.Channel == Campaign.Channel)];
}

/// <summary>A campaign's recipients, counted by state and reason.</summary>
public sealed record DeliveryTally(IReadOnlyList<DeliveryCount> Counts)
{
    private static readonly DeliveryState[] Over =
    [
        DeliveryState.Sent,
        DeliveryState.Confirmed,
        DeliveryState.Failed,
        DeliveryState.Refused,
        DeliveryState.Unknown,
    ];

    public int All => Counts.Sum(count => count.Amount);

    /// <summary>Those still to be sent to of whom only WeChat knows whether they allow one more message.</summary>
    public int Perhaps =>
        Counts.Where(count => count is { State: DeliveryState.Planned, Reason: Reasons.Perhaps }).Sum(count => count.Amount);

    /// <summary>All but those of whom it was known beforehand that they cannot be reached.</summary>
    public int Reached => All - Of(DeliveryState.Skipped);

    /// <summary>Those that have an outcome.</summary>
    public int Ended => Of(Over);

    /// <summary>What came of one that has ended.</summary>
    public string Words =>
        $"发送完成：共 {Show.Number(Reached)} 人，成功 {Show.Number(Of(DeliveryState.Sent, DeliveryState.Confirmed))} 人，"
        + $"失败 {Show.Number(Of(DeliveryState.Failed, DeliveryState.Refused, DeliveryState.Unknown))} 人。";

    public IEnumerable<DeliveryCount> Skipped => Counts.Where(count => count.State is DeliveryState.Skipped);

    public int Of(params ReadOnlySpan<DeliveryState> states)
    {
        var sum = 0;
        foreach (var count in Counts)
        {
            sum += states.Contains(count.State) ? count.Amount : 0;
        }
        return sum;
    }
}

/// <param name="Handler">Name of the page handler to post to.</param>
public sealed record MoveButton(string Handler, string Label, string Look, string Question, long Revision);
