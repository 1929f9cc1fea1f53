using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Media;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Stories.Pages;

[Allowed(Role.Admin, Role.Secretary), ShowsArticles, TakesFiles(MaxBytes, MaxFieldChars = MaxBytes)]
public sealed class EditStoryModel(StoryStore stories, StoryBody bodies, Pictures pictures, MediaFolder folder)
    : StoryFormPage(bodies, pictures, folder)
{
    [FromRoute]
    public long Id { get; set; }

    /// <summary>The revision that the form was filled from.</summary>
    [BindProperty]
    public long Revision { get; set; }

    public Story Story { get; private set; } = null!;

    public StoryVersion Last { get; private set; } = null!;

    /// <summary>What differs between the version that somebody else has saved meanwhile and the form.</summary>
    public IReadOnlyList<StoryChange>? Conflict { get; private set; }

    protected override async Task<bool> FindAsync()
    {
        if (await stories.FindAsync(Id, Ct) is not { } story)
        {
            return false;
        }
        Story = story;
        Last = (await stories.FindVersionAsync(Id, story.Version, Ct))!;
        return true;
    }

    public IActionResult OnGet()
    {
        if (!Story.State.MayBeEdited)
        {
            return RedirectToPage("Story", new { Id });
        }
        Form = StoryForm.Of(Last.Text);
        Revision = Story.Revision;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (await ReadAsync() is not { } text)
        {
            return Page();
        }
        switch (await stories.EditAsync(By, Id, Revision, text, Now, Ct))
        {
            case StoryEdit.NoSuchStory:
                return NotFound();
            case StoryEdit.OnItsWay:
                return Refuse("这篇故事已安排或已推出，不能再改。请先取消安排，或撤回后再改。");
            case StoryEdit.EditedMeanwhile:
                await FindAsync();
                // Saving again replaces what stands now.
                Revision = Story.Revision;
                ModelState.Remove(nameof(Revision));
                Conflict = StoryDifference.Between(Last.Text, text);
                if (Lost is not null)
                {
                    Refuse(Lost);
                }
                return Page();
            default:
                Done($"已保存。{Lost}");
                return RedirectToPage("Story", new { Id });
        }
    }
}
