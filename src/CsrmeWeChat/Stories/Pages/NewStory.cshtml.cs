using System.ComponentModel.DataAnnotations;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Media;
using CsrmeWeChat.Seasons;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Stories.Pages;

[Allowed(Role.Admin, Role.Secretary), ShowsArticles, TakesFiles(MaxBytes, MaxFieldChars = MaxBytes)]
public sealed class NewStoryModel(StoryStore stories, SeasonChoice choice, StoryBody bodies, Pictures pictures, MediaFolder folder)
    : StoryFormPage(bodies, pictures, folder)
{
    [BindProperty]
    [Display(Name = "年度")]
    public int Season { get; set; }

    public IReadOnlyList<Season> Seasons { get; private set; } = [];

    /// <summary>Whether the story goes into the season that is looked at; else the form asks which.</summary>
    public bool IsSeasonChosen { get; private set; }

    protected override async Task<bool> FindAsync()
    {
        var (all, chosen) = await choice.OfAsync(HttpContext, Ct);
        (Seasons, IsSeasonChosen) = (all, chosen is not null);
        if (HttpMethods.IsGet(Request.Method))
        {
            Season = (chosen ?? all.FirstOrDefault(season => season.Year == China.Date(Now).Year) ?? all.FirstOrDefault())?.Year ?? 0;
        }
        return true;
    }

    public void OnGet()
    {
        Opening = Guid.CreateVersion7();
        Form.ProgrammeYear = China.Date(Now).Year;
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (await ReadAsync() is not { } text)
        {
            return Page();
        }
        if (await stories.AddAsync(By, Season, text, Sitting, Now, Ct) is not { } id)
        {
            return Refuse($"没有这个年度。请重新选择。{Lost}");
        }
        Done($"草稿已保存。{Lost}");
        return RedirectToPage("Story", new { id });
    }

    /// <summary>Begins the story with what was typed until now. From then on the page edits it.</summary>
    public async Task<IActionResult> OnPostAutosaveAsync()
    {
        if (string.IsNullOrWhiteSpace(Form.Title))
        {
            return NotSaved("还没有自动保存：请先填写标题。", isFinal: false);
        }
        if (await ReadAsync() is not { } text)
        {
            return NotSaved($"还没有自动保存：{WhyNotRead}", isFinal: false);
        }
        if (await stories.AddAsync(By, Season, text, Sitting, Now, Ct) is not { } id)
        {
            return NotSaved("还没有自动保存：没有这个年度，请重新选择。", isFinal: false);
        }
        return SavedItself(id, (await stories.FindAsync(id, Ct))!.Revision);
    }
}
