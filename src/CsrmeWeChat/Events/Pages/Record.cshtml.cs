using CsrmeWeChat.Costs;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Events.Pages;

/// <summary>What an event came to: who came, what they thought of it, what it cost; and the article, the material and the thanks.</summary>
[Allowed(Role.Admin, Role.Secretary)]
public sealed class RecordModel(
    EventStore events,
    RegistrationLists lists,
    DoorLists doors,
    FeedbackStore feedback,
    CostBook costs,
    Thanks thanks,
    EventStory story
) : ConsolePage
{
    /// <summary>Of a private event nothing is counted of fewer people: they could be guessed.</summary>
    public const int FewestCounted = 5;

    [FromRoute]
    public long Id { get; set; }

    [BindProperty]
    public long Revision { get; set; }

    [BindProperty]
    public string? MaterialUrl { get; set; }

    /// <summary>Of a cost; what was typed stays where it is refused.</summary>
    [BindProperty(Name = "label")]
    public string? Label { get; set; }

    [BindProperty(Name = "yuan")]
    public string? Yuan { get; set; }

    public Event Event { get; private set; } = null!;

    public IReadOnlyList<EventSession> Sessions { get; private set; } = [];

    public long Registered { get; private set; }

    public long Came { get; private set; }

    public long WalkedIn { get; private set; }

    public FeedbackSummary Feedback { get; private set; } = null!;

    public IReadOnlyList<Cost> Costs { get; private set; } = [];

    public bool IsOver => Sessions.Any(session => session.EndsAt <= Now);

    /// <summary>A number that may be told.</summary>
    public string Counted(long people) => Event.Kind.IsPrivate && people < FewestCounted ? $"不足 {FewestCounted} 人" : Show.Number(people);

    private CostSubject Subject => new(EventsFeature.Subject, Id, Event.Title);

    protected override async Task<bool> FindAsync()
    {
        if (await events.FindAsync(Id, Ct) is not { } found)
        {
            return false;
        }
        Event = found;
        Sessions = await events.ListSessionsAsync([Id], Ct);
        Registered = (await lists.CountAsync([Id], Ct))[Id].Sum(count => count.Registered);
        var came = await doors.CountAsync([.. Sessions.Select(session => session.Id)], Ct);
        (Came, WalkedIn) = (came.Values.Sum(one => one.Came), came.Values.Sum(one => one.WalkedIn));
        Feedback = await feedback.SumAsync(Id, Ct);
        Costs = await costs.ListAsync(Subject, Ct);
        return true;
    }

    public void OnGet() => MaterialUrl = Event.MaterialUrl;

    public async Task<IActionResult> OnPostMaterialAsync()
    {
        var url = PlainText.Clean(MaterialUrl);
        if (url is not "" && !EventDraft.IsAddress(url))
        {
            return Refuse("请填写完整的网址，以 https:// 开头；没有资料则留空。");
        }
        if (!await events.SetMaterialAsync(By, Event with { Revision = Revision }, url, Now, Ct))
        {
            return Refuse("刚才另一位同事改过这个活动，请看现在的内容再决定。");
        }
        Done(url is "" ? "已去掉活动资料。" : "已保存，到场的人在小程序里能看到。");
        return RedirectToPage(new { Id });
    }

    public async Task<IActionResult> OnPostThankAsync()
    {
        if (!await thanks.SendAsync(By, Event, Now, Ct))
        {
            return Refuse("还不能发送：活动要先结束，并在“自动通知”里给“活动感谢”选定模板。");
        }
        Done("正在发送感谢。重复点也只发一次。");
        return RedirectToPage(new { Id });
    }

    public async Task<IActionResult> OnPostDraftAsync()
    {
        if (await story.DraftAsync(By, Event, Sessions, Now, Ct) is not { } id)
        {
            return Refuse("没有起草成功，请再试一次。");
        }
        Done("推文已起草。改好以后，您决定发不发。");
        return Redirect($"/staff/stories/{id}");
    }

    public async Task<IActionResult> OnPostAddCostAsync() =>
        await costs.AddAsync(By, Subject, Label, Yuan, Now, Ct) is { } why ? Refuse(why) : RedirectToPage(new { Id });

    public async Task<IActionResult> OnPostRemoveCostAsync(long costId)
    {
        await costs.RemoveAsync(By, Subject, costId, Now, Ct);
        return RedirectToPage(new { Id });
    }
}
