using CsrmeWeChat.Foundation.Console;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Stories.Pages;

/// <summary>Two versions of a story and their differences. They are the last two where the address names none.</summary>
[Allowed(Role.Admin, Role.Secretary, Role.Reviewer)]
public sealed class VersionsModel(StoryStore stories) : ConsolePage
{
    [FromRoute]
    public long Id { get; set; }

    [BindProperty(SupportsGet = true, Name = "from")]
    public int? From { get; set; }

    [BindProperty(SupportsGet = true, Name = "to")]
    public int? To { get; set; }

    public IReadOnlyList<StoryVersion> Versions { get; private set; } = [];

    public IReadOnlyList<StoryChange> Differences { get; private set; } = [];

    protected override async Task<bool> FindAsync()
    {
        Versions = await stories.ListVersionsAsync(Id, Ct);
        return Versions.Count > 0;
    }

    public IActionResult OnGet()
    {
        var last = Versions[0].Number;
        From ??= Math.Max(1, last - 1);
        To ??= last;
        var before = Versions.FirstOrDefault(version => version.Number == From);
        var after = Versions.FirstOrDefault(version => version.Number == To);
        if (before is null || after is null)
        {
            return NotFound();
        }
        Differences = StoryDifference.Between(before.Text, after.Text);
        return Page();
    }
}
