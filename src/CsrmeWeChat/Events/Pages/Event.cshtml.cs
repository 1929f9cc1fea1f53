using CsrmeWeChat.Events.Site;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Http;
using CsrmeWeChat.Foundation.WeChatCalls;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Events.Pages;

/// <summary>One event: where it stands, who registered for which session, and what moves it on.</summary>
[Allowed(Role.Admin, Role.Secretary)]
public sealed class EventModel(EventStore events, RegistrationLists lists, DoorLists doors, EventCodes codes, IOptions<SiteOptions> site)
    : ConsolePage
{
    public const int MaxWhy = 100;

    /// <summary>More than any session holds.</summary>
    private const int MaxExported = 100_000;

    [FromRoute]
    public long Id { get; set; }

    /// <summary>The revision that the page showed.</summary>
    [BindProperty]
    public long Revision { get; set; }

    [BindProperty]
    public string? Why { get; set; }

    /// <summary>The session whose registrations are shown; the first where the address names none of this event's.</summary>
    [BindProperty(SupportsGet = true, Name = "session")]
    public long? Chosen { get; set; }

    public Event Event { get; private set; } = null!;

    public IReadOnlyList<EventSession> Sessions { get; private set; } = [];

    public IReadOnlyDictionary<long, SessionCount> Counts { get; private set; } = new Dictionary<long, SessionCount>();

    public EventSession Session { get; private set; } = null!;

    public Attendance Attendance { get; private set; } = null!;

    public IReadOnlyList<ListedRegistration> Registrations { get; private set; } = [];

    protected override async Task<bool> FindAsync()
    {
        if (await events.FindAsync(Id, Ct) is not { } found)
        {
            return false;
        }
        Event = found;
        Sessions = await events.ListSessionsAsync([Id], Ct);
        Counts = (await lists.CountAsync([Id], Ct))[Id].ToDictionary(count => count.SessionId);
        Session = Sessions.FirstOrDefault(session => session.Id == Chosen) ?? Sessions[0];
        Attendance = (await doors.CountAsync([Session.Id], Ct))[Session.Id];
        Registrations = await lists.ListAsync(Session.Id, RegistrationLists.MaxShown, Ct);
        return true;
    }

    /// <summary>Of the public page, whole.</summary>
    public string Address => EventSite.AddressOf(Event, site.Value, Request);

    public void OnGet() { }

    /// <summary>For posters: the mini program's code, or as long as WeChat gives none a QR of the public page.</summary>
    public async Task<IActionResult> OnGetCodeAsync()
    {
        var code = await codes.FindAsync(Event, Address, Ct);
        var name = code.IsOfMiniProgram ? "小程序码" : "网页二维码";
        return File(code.Picture, CodePicture.TypeOf(code.Picture), $"{name}-{Event.Slug}.{CodePicture.EndingOf(code.Picture)}");
    }

    public async Task<IActionResult> OnPostPublishAsync()
    {
        if (!await events.PublishAsync(By, Event with { Revision = Revision }, Now, Ct))
        {
            return Refuse("刚才另一位同事改过这个活动，请看现在的内容再决定。");
        }
        Done("已发布，可以报名了。");
        return RedirectToPage(new { Id });
    }

    public async Task<IActionResult> OnPostCancelAsync()
    {
        if (PlainText.Clean(Why) is not { Length: > 0 and <= MaxWhy } why)
        {
            return Refuse($"请写明取消的原因，最长 {MaxWhy} 字，报名的人会看到。");
        }
        if (!await events.CancelAsync(By, Event with { Revision = Revision }, why, Now, Ct))
        {
            return Refuse("刚才另一位同事改过这个活动，请看现在的内容再决定。");
        }
        Done("活动已取消，报名和候补的人会收到通知。");
        return RedirectToPage(new { Id });
    }

    public async Task<IActionResult> OnGetExportAsync()
    {
        if (Event.Kind.IsPrivate)
        {
            return NotFound();
        }
        var rows = await lists.ListAsync(Session.Id, MaxExported, Ct);
        var questions = Event.QuestionList;
        return await ExportAsync(
            new Change("event.export", "event", Id, Event.Title, After: new { registrations = rows.Count }),
            $"{Event.Title}-报名",
            [
                "序号",
                "状态",
                "人数",
                "姓名",
                "会员号",
                "单位",
                "票号",
                "报名时间",
                "签到时间",
                "实到人数",
                .. questions.Select(question => question.Label),
            ],
            rows.ToAsyncEnumerable().Select(row => Cells(row, questions))
        );
    }

    private static IReadOnlyList<object?> Cells(ListedRegistration row, IReadOnlyList<Question> questions)
    {
        var answers = row.AnswersByKey;
        return
        [
            row.Serial,
            row.State.Label,
            row.Seats,
            string.Join("、", row.NameList),
            row.MemberNumber,
            row.Unit,
            row.Code,
            row.MadeAt,
            row.EnteredAt,
            row.EnteredAt is null ? null : row.Came,
            .. questions.Select(question => answers.GetValueOrDefault(question.Key)),
        ];
    }
}
