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

    public Story Story { get; private set; } = null!;

    public StoryVersion Last { get; private set; } = null!;

    public override string Kept => Last.Body;

    public override bool SavesItself => Story.State is StoryState.Draft;

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
        (Revision, Opening) = (Story.Revision, Guid.CreateVersion7());
        return Page();
    }

    /// <summary>What was typed until now, sent by the page itself.</summary>
    public async Task<IActionResult> OnPostAutosaveAsync()
    {
        if (await ReadAsync() is not { } text)
        {
            return NotSaved($"还没有自动保存：{WhyNotRead}", isFinal: false);
        }
        switch (await stories.EditAsync(By, Id, Revision, text, Sitting, isAsked: false, Now, Ct))
        {
            case StoryEdit.NoSuchStory:
                return NotSaved("没有自动保存：这篇故事已被删除。您写的还在本页，请复制后另存。", isFinal: true);
            case StoryEdit.OnItsWay:
                return NotSaved("没有自动保存：这篇故事已安排或已发布，不能再改。", isFinal: true);
            case StoryEdit.NoDraft:
                return NotSaved("没有自动保存：这篇故事已提交或通过审核。要改请点“保存”，之后须重新审核。", isFinal: true);
            case StoryEdit.EditedMeanwhile:
                return NotSaved("没有自动保存：别人刚刚保存了这篇故事。您写的还在本页，请点“保存”查看不同之处。", isFinal: true);
        }
        await FindAsync();
        return SavedItself(Id, Story.Revision);
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (await ReadAsync() is not { } text)
        {
            return Page();
        }
        switch (await stories.EditAsync(By, Id, Revision, text, Sitting, isAsked: true, Now, Ct))
        {
            case StoryEdit.NoSuchStory:
                return NotFound();
            case StoryEdit.OnItsWay:
                return Refuse("这篇故事已安排或已发布，不能再改。请先取消安排，或撤回后再改。");
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
