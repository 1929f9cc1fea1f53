using CsrmeWeChat.Foundation.Console;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Stories.Pages;

/// <summary>How the article of a version looks on a phone. It is the last version where the address names none.</summary>
[Allowed(Role.Admin, Role.Secretary, Role.Reviewer), ShowsArticles]
public sealed class PreviewModel(StoryStore stories) : ConsolePage
{
    [FromRoute]
    public long Id { get; set; }

    [BindProperty(SupportsGet = true, Name = "version")]
    public int? Version { get; set; }

    public StoryVersion Shown { get; private set; } = null!;

    protected override async Task<bool> FindAsync()
    {
        if (
            await stories.FindAsync(Id, Ct) is not { } story
            || await stories.FindVersionAsync(Id, Version ?? story.Version, Ct) is not { } version
        )
        {
            return false;
        }
        Shown = version;
        return true;
    }

    public void OnGet() { }
}
