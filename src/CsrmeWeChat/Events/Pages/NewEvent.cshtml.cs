using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Members;
using CsrmeWeChat.Seasons;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Events.Pages;

[Allowed(Role.Admin, Role.Secretary)]
public sealed class NewEventModel(EventStore events, SeasonStore seasons, SeasonChoice choice, MemberChoices choices)
    : EventFormPage(choices)
{
    public IReadOnlyList<Season> Seasons { get; private set; } = [];

    protected override async Task<bool> FindAsync()
    {
        Seasons = await seasons.ListAsync(Ct);
        await LoadAsync();
        return true;
    }

    public async Task OnGetAsync()
    {
        Form = EventForm.New;
        Form.Season = (await choice.OfAsync(HttpContext, Ct)).Chosen?.Year ?? Seasons.FirstOrDefault()?.Year ?? 0;
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await LoadAsync();
        if (!IsGood())
        {
            return Page();
        }
        if (await events.AddAsync(By, Form.Season, Form.Draft, Now, Ct) is not { } id)
        {
            return Refuse("没有建立：请选择一个年度；网址如已用在别的活动上，请换一个。");
        }
        Done("活动已建立，现在是草稿，小程序里还看不到。");
        return RedirectToPage("Event", new { id });
    }
}
