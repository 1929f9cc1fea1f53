using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Events.Pages;

/// <summary>One registration with its answers, which staff may cancel.</summary>
[Allowed(Role.Admin, Role.Secretary)]
public sealed class RegistrationModel(EventStore events, StaffRegistrations registrations) : ConsolePage
{
    [FromRoute]
    public long Id { get; set; }

    [FromRoute]
    public long SessionId { get; set; }

    [FromRoute]
    public int Serial { get; set; }

    [BindProperty]
    public string? Why { get; set; }

    public Event Event { get; private set; } = null!;

    public EventSession Session { get; private set; } = null!;

    public Registration Registration { get; private set; } = null!;

    public bool MayCancel => Registration.State.IsLive && Now < Session.StartsAt;

    protected override async Task<bool> FindAsync()
    {
        if (
            await events.FindAsync(Id, Ct) is not { Kind.IsPrivate: false } owner
            || (await events.ListSessionsAsync([Id], Ct)).FirstOrDefault(session => session.Id == SessionId) is not { } session
            || await registrations.FindAsync(SessionId, Serial, Ct) is not { } found
        )
        {
            return false;
        }
        (Event, Session, Registration) = (owner, session, found);
        return true;
    }

    public void OnGet() { }

    public async Task<IActionResult> OnPostAsync()
    {
        if (PlainText.Clean(Why) is not { Length: > 0 and <= EventModel.MaxWhy } why)
        {
            return Refuse($"请写明取消的原因，最长 {EventModel.MaxWhy} 字，本人会看到。");
        }
        var outcome = await registrations.CancelAsync(By, SessionId, Serial, why, Now, Ct);
        if (outcome is not ChangeOutcome.Done)
        {
            return Refuse(outcome is ChangeOutcome.Started ? "这一场已经开始，不能再取消。" : "这份报名已经结束，不用再取消。");
        }
        Done("已取消。空出来的位子会按顺序给候补的人。");
        return RedirectToPage("Event", new { Id, session = SessionId });
    }
}
