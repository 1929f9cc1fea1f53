using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Members;
using CsrmeWeChat.Seasons;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Benefits.Pages;

[Allowed(Role.Admin, Role.Secretary)]
public sealed class NewBenefitModel(
    BenefitStore benefits,
    EligibleMembers eligible,
    MemberChoices choices,
    SeasonStore seasons,
    SeasonChoice season
) : BenefitFormPage(eligible, choices, seasons)
{
    public async Task OnGetAsync()
    {
        await LoadChoicesAsync(details: null);
        Form.Season = (await season.OfAsync(HttpContext, Ct)).Chosen?.Year ?? Seasons.FirstOrDefault()?.Year ?? 0;
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await LoadChoicesAsync(details: null);
        foreach (var why in ModelState.IsValid ? Form.WhyRefused(edited: false) : [])
        {
            Refuse(why);
        }
        if (!ModelState.IsValid)
        {
            return Page();
        }
        var (id, refusal) = await benefits.AddAsync(By, Form.Benefit, Now, Ct);
        if (refusal is not null)
        {
            return Refuse(refusal);
        }
        Done("福利已建立，现在是草稿，会员还看不到。");
        return RedirectToPage("Benefit", new { id });
    }

    public async Task<IActionResult> OnPostPreviewAsync() => Partial("_Preview", await PreviewAsync(details: null));
}
