using CsrmeWeChat.Foundation.Console;

namespace CsrmeWeChat.Stories;

/// <summary>The mini program's pages of stories: all of them, and each of the latest that are out.</summary>
public sealed class StoryMiniPages(StoryList stories) : IMiniPageSource
{
    private const int MaxListed = 50;

    public async Task<IReadOnlyList<MiniPage>> ListAsync(DateTimeOffset now, CancellationToken ct)
    {
        var latest = await stories.ListTitlesAsync(MaxListed, ct);
        return
        [
            new MiniPage("pages/stories/index", "人才故事"),
            .. latest.Select(story => new MiniPage($"pages/story/index?id={story.Id}", $"人才故事“{story.Title}”")),
        ];
    }
}
