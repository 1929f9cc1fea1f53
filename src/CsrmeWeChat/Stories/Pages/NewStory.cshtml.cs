using System.ComponentModel.DataAnnotations;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Media;
using CsrmeWeChat.Seasons;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Stories.Pages;

[Allowed(Role.Admin, Role.Secretary), ShowsArticles, TakesFiles(MaxBytes, MaxFieldChars = MaxBytes)]
public sealed class NewStoryModel(StoryStore stories, SeasonStore seasons, StoryBody bodies, Pictures pictures, MediaFolder folder)
    : StoryFormPage(bodies, pictures, folder)
{
    [BindProperty]
    [Display(Name = "年度")]
    public int Season { get; set; }

    public IReadOnlyList<Season> Seasons { get; private set; } = [];

    public async Task OnGetAsync()
    {
        Seasons = await seasons.ListAsync(Ct);
        var year = China.Date(Now).Year;
        Season = Seasons.FirstOrDefault(season => season.Year == year)?.Year ?? Seasons.FirstOrDefault()?.Year ?? 0;
        Form.ProgrammeYear = year;
    }

    public async Task<IActionResult> OnPostAsync()
    {
        Seasons = await seasons.ListAsync(Ct);
        if (await ReadAsync() is not { } text)
        {
            return Page();
        }
        if (await stories.AddAsync(By, Season, text, Now, Ct) is not { } id)
        {
            return Refuse($"没有这个年度。请重新选择。{Lost}");
        }
        Done($"草稿已保存。{Lost}");
        return RedirectToPage("Story", new { id });
    }
}
