using System.ComponentModel.DataAnnotations;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Seasons.Pages;

[Allowed(Role.Admin, Role.Secretary)]
public sealed class SeasonsModel(SeasonStore seasons) : ConsolePage
{
    [BindProperty]
    [Display(Name = "年度")]
    public int? Year { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Theme { get; set; }

    public IReadOnlyList<Season> Items { get; private set; } = [];

    public async Task OnGetAsync()
    {
        Items = await seasons.ListAsync(Ct);
        Year = Math.Max(China.Date(Now).Year, Items.Select(season => season.Year + 1).DefaultIfEmpty().Max());
    }

    /// <summary>Shows the benefits of a season, which then is the one that is looked at everywhere.</summary>
    public LocalRedirectResult OnPostLook([FromQuery(Name = "year")] int looked)
    {
        SeasonChoice.Choose(HttpContext, looked);
        Done($"现在看的是 {looked} 年度，可以在页面左上角切换。");
        return LocalRedirect("/staff/benefits");
    }

    public async Task<IActionResult> OnPostAsync()
    {
        Items = await seasons.ListAsync(Ct);
        var season = NewSeason.Of(Year ?? 0, Name, Theme);
        foreach (var (field, why) in ModelState.IsValid ? season.Faults() : [])
        {
            Refuse(why, field);
        }
        if (!ModelState.IsValid)
        {
            return Page();
        }
        if (!await seasons.AddAsync(By, season, Now, Ct))
        {
            return Refuse($"{season.Year} 年度已经有了。", nameof(Year));
        }
        Done($"{season.Year} 年度已建立。");
        return RedirectToPage();
    }
}
