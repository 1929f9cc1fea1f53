using System.Net;
using CsrmeWeChat.Stories;

namespace CsrmeWeChat.Tests;

/// <summary>What people read who come with a browser, and what programs get at the same addresses.</summary>
public sealed class SiteTests(TestEngine engine) : IAsyncLifetime
{
    private readonly Newsroom room = new(engine);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => room.InitializeAsync();

    public ValueTask DisposeAsync() => room.DisposeAsync();

    [Fact]
    public async Task The_root_says_what_this_is_and_leads_to_the_stories_once_there_are_some()
    {
        var reader = room.App.NewVisitor();

        Assert.Contains("会员服务系统", await reader.GetPageAsync("/"));
        await room.NewStoryAsync(StoryState.Out);
        room.App.Clock.Advance(TimeSpan.FromSeconds(2));

        var answer = await reader.GetAsync("/");
        Assert.Equal((HttpStatusCode.Redirect, "/stories"), (answer.StatusCode, answer.Headers.Location?.OriginalString));
    }

    [Fact]
    public async Task A_recalled_story_says_so_and_of_a_draft_nothing_is_told()
    {
        var (story, draft) = (await room.NewStoryAsync(StoryState.Out), await room.NewStoryAsync());
        var send = (await room.App.Get<SendStore>().ListAsync(story, Ct))[0];
        await room.App.Get<SendStore>().RecallAsync(Newsroom.Writer, send.Id, room.App.Now, Ct);
        room.App.Clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Contains("<h1>文章已撤下</h1>", await LostAsync($"/stories/{story}"));
        Assert.Contains("<h1>没有这篇文章</h1>", await LostAsync($"/stories/{draft}"));
        Assert.Contains("<h1>没有这篇文章</h1>", await LostAsync("/stories/999999"));
        var program = await room.App.CreateClient().GetAsync($"/stories/{story}", Ct);
        Assert.Equal("application/problem+json", program.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task What_is_not_there_is_a_page_for_people_and_JSON_for_programs()
    {
        var (person, program) = (room.App.NewVisitor(), room.App.CreateClient());
        foreach (var path in (string[])["/nothing", "/stories/nothing/else", "/media/nothing.png", "/staff/nothing", "/api/nothing"])
        {
            var (page, answer) = (await person.GetAsync(path), await program.GetAsync(path, Ct));

            Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (page.StatusCode, answer.StatusCode));
            Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        }
    }

    [Fact]
    public async Task A_feed_of_nothing_does_not_say_that_it_is_of_1970()
    {
        var feed = await room.App.CreateClient().GetStringAsync("/feed/stories.atom", Ct);

        Assert.DoesNotContain("1970", feed);
        Assert.Contains("<updated>2026-", feed);
    }

    private async Task<string> LostAsync(string path)
    {
        var answer = await room.App.NewVisitor().GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct));
    }
}
