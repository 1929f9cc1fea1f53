using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Members;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Events.Pages;

[Allowed(Role.Admin, Role.Secretary)]
public sealed class EditEventModel(EventStore events, EventEdits edits, MemberChoices choices) : EventFormPage(choices)
{
    [FromRoute]
    public long Id { get; set; }

    /// <summary>The revision that the form was filled from.</summary>
    [BindProperty]
    public long Revision { get; set; }

    /// <summary>Staff know that a session then has fewer places than were given.</summary>
    [BindProperty]
    public bool Overbooks { get; set; }

    /// <summary>They are asked about it.</summary>
    public bool AsksToOverbook { get; private set; }

    public Event Event { get; private set; } = null!;

    protected override async Task<bool> FindAsync()
    {
        if (await events.FindAsync(Id, Ct) is not { } found)
        {
            return false;
        }
        Event = found;
        return true;
    }

    public async Task OnGetAsync()
    {
        (Form, Revision) = (EventForm.Of(Event, await events.ListSessionsAsync([Id], Ct)), Event.Revision);
        await LoadAsync();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await LoadAsync();
        if (!IsGood())
        {
            return Page();
        }
        switch (await edits.EditAsync(By, Event with { Revision = Revision }, Form.Draft, Overbooks, Now, Ct))
        {
            case EditEvent.Done:
                Done("已保存。");
                return RedirectToPage("Event", new { Id });
            case EditEvent.Cancelled:
                return Refuse("活动已取消，不能再修改。");
            case EditEvent.SlugTaken:
                return Refuse("这个网址已用在别的活动上，请换一个。");
            case EditEvent.SessionInUse:
                return Refuse("有人报名过的场次不能删除。不再举办的话，请取消整个活动，或把名额改小。");
            case EditEvent.PrivacyFixed:
                return Refuse("已经有人报名，不能再改成或改掉“心理咨询”：报名的人是按谁能看到名单来决定的。请另建一个活动。");
            case EditEvent.FewerThanTaken:
                AsksToOverbook = true;
                return Refuse(
                    "有一场的名额少于已经报名的人数。已报名的不会被取消，空出来的位子也不再给候补的人。确定的话，请勾选下面的确认再保存。"
                );
            default:
                // What was typed stays; the next save replaces what stands now.
                Revision = Event.Revision;
                ModelState.Remove(nameof(Revision));
                return Refuse("刚才另一位同事改过这个活动。请核对下面的内容，再保存一次会以您填写的为准。");
        }
    }
}
