using System.Net;
using System.Text.Json;
using System.Xml.Linq;
using CsrmeWeChat.Stories;

namespace CsrmeWeChat.Tests;

/// <summary>What the society's web site and any reader sees.</summary>
public sealed class StoryFeedTests(Newsroom room) : IClassFixture<Newsroom>
{
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pages_and_feeds_show_only_what_is_out_and_a_recalled_story_disappears()
    {
        var draft = await room.NewStoryAsync(StoryState.Approved, "还没有推出的故事");
        var story = await room.NewStoryAsync(StoryState.Out, "<深部> & 岩体");
        var reader = room.App.CreateClient();
        // Pages are kept for a second, and another test may just have read them.
        room.App.Clock.Advance(TimeSpan.FromSeconds(1));

        var page = await reader.GetAsync("/stories", Ct);
        var html = await page.Content.ReadAsStringAsync(Ct);
        Assert.Contains("&lt;深部&gt; &amp; 岩体", html);
        Assert.DoesNotContain("还没有推出的故事", html);
        Assert.False(page.Headers.Contains("Set-Cookie"));
        Assert.Contains("default-src 'none'", page.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal(HttpStatusCode.NotFound, (await reader.GetAsync($"/stories/{draft}", Ct)).StatusCode);
        Assert.Contains("井下一千米", await reader.GetStringAsync($"/stories/{story}", Ct));

        var atom = XDocument.Parse(await reader.GetStringAsync("/feed/stories.atom", Ct)).Root!;
        Assert.Contains("<深部> & 岩体", atom.Elements(Atom + "entry").Select(entry => entry.Element(Atom + "title")!.Value));
        var feed = await reader.GetAsync("/feed/stories.json", Ct);
        var items = JsonDocument.Parse(await feed.Content.ReadAsStringAsync(Ct)).RootElement.GetProperty("items");
        var item = items
            .EnumerateArray()
            .Single(one => one.GetProperty("url").GetString()!.EndsWith($"/stories/{story}", StringComparison.Ordinal));
        Assert.Contains("src=\"http://localhost/media/", item.GetProperty("content_html").GetString());
        Assert.Equal("*", feed.Headers.GetValues("Access-Control-Allow-Origin").Single());

        var send = (await room.App.Get<SendStore>().ListAsync(story, Ct))[0];
        await room.App.Get<SendStore>().RecallAsync(Newsroom.Writer, send.Id, room.App.Now, Ct);
        room.App.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.NotFound, (await reader.GetAsync($"/stories/{story}", Ct)).StatusCode);
        Assert.DoesNotContain($"/stories/{story}\"", await reader.GetStringAsync("/feed/stories.json", Ct));
    }

    [Fact]
    public async Task A_feed_that_did_not_change_is_not_sent_again_and_a_long_one_has_pages()
    {
        for (var i = 0; i <= StoryPages.Size; i++)
        {
            room.App.Clock.Advance(TimeSpan.FromMinutes(1));
            await room.NewStoryAsync(StoryState.Out);
        }
        var reader = room.App.CreateClient();
        var first = await reader.GetAsync("/feed/stories.atom", Ct);
        var again = new HttpRequestMessage(HttpMethod.Get, "/feed/stories.atom") { Headers = { IfNoneMatch = { first.Headers.ETag! } } };

        Assert.Equal(HttpStatusCode.NotModified, (await reader.SendAsync(again, Ct)).StatusCode);
        var feed = XDocument.Parse(await first.Content.ReadAsStringAsync(Ct)).Root!;
        Assert.Equal(StoryPages.Size, feed.Elements(Atom + "entry").Count());
        var next = feed.Elements(Atom + "link").Single(link => link.Attribute("rel")?.Value == "next").Attribute("href")!.Value;
        Assert.NotEmpty(XDocument.Parse(await reader.GetStringAsync(next, Ct)).Root!.Elements(Atom + "entry"));
    }
}
