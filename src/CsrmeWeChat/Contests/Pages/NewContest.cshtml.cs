using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Seasons;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Contests.Pages;

[Allowed(Role.Admin, Role.Secretary)]
public sealed class NewContestModel(ContestStore contests, SeasonStore seasons, SeasonChoice choice) : ConsolePage
{
    [BindProperty]
    public ContestForm Form { get; set; } = new();

    public IReadOnlyList<Season> Seasons { get; private set; } = [];

    protected override async Task<bool> FindAsync()
    {
        Seasons = await seasons.ListAsync(Ct);
        return true;
    }

    public async Task OnGetAsync()
    {
        Form = ContestForm.New;
        Form.Season = (await choice.OfAsync(HttpContext, Ct)).Chosen?.Year ?? Seasons.FirstOrDefault()?.Year ?? 0;
    }

    public async Task<IActionResult> OnPostAsync()
    {
        foreach (var why in ModelState.IsValid ? Form.WhyRefused() : [])
        {
            Refuse(why);
        }
        if (!ModelState.IsValid)
        {
            return Page();
        }
        if (await contests.AddAsync(By, Form.Season, Form.Draft, Now, Ct) is not { } id)
        {
            return Refuse("请选择一个年度。");
        }
        Done("大赛已建立，现在是草稿，小程序里还看不到。");
        return RedirectToPage("Contest", new { id });
    }
}
