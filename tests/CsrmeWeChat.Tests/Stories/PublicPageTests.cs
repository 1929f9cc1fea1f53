using System.Net;
using CsrmeWeChat.Foundation.Http;
using CsrmeWeChat.Stories;
using Microsoft.AspNetCore.Http;

namespace CsrmeWeChat.Tests;

/// <summary>The public pages under somebody who asks for them without end.</summary>
public sealed class PublicPageTests(Newsroom room) : IClassFixture<Newsroom>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_page_is_made_once_until_a_story_changes_whatever_a_client_varies()
    {
        var story = await room.NewStoryAsync(StoryState.Out);
        room.App.Clock.Advance(TimeSpan.FromSeconds(10));
        string[] asked =
        [
            "/feed/stories.atom",
            "/feed/stories.atom?page=1",
            "/feed/stories.atom?page=01",
            "/feed/stories.atom?page=-5",
            "/feed/stories.atom?page=x",
            "/feed/stories.atom?nothing=1",
            "/FEED/Stories.atom",
        ];
        var tag = (await AskAsync("GET", asked[0])).Tag;

        var made = await room.App.Services.WatchAsync(async () =>
        {
            for (var i = 0; i < 20; i++)
            {
                foreach (var path in asked)
                {
                    Assert.Equal((200, tag), await AskAsync("GET", path));
                    Assert.Equal(200, (await AskAsync("HEAD", path, authorization: $"Bearer {i}")).Status);
                    Assert.Equal(304, (await AskAsync("GET", path, tag, cookie: $"a={i}")).Status);
                }
                Assert.Equal(200, (await AskAsync("HEAD", $"/stories/{story}?{i}")).Status);
                Assert.Equal(200, (await AskAsync("GET", $"/stories?p=0{i}&other={i}")).Status);
                room.App.Clock.Advance(TimeSpan.FromSeconds(10));
            }
        });

        // HEAD of the feed, HEAD of the story, and two pages of the list.
        Assert.Equal(4, Readings(made));
        await room.NewStoryAsync(StoryState.Out);
        room.App.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.NotEqual(tag, (await AskAsync("GET", asked[0], tag)).Tag);
    }

    [Fact]
    public async Task Of_many_who_come_at_once_for_a_new_page_next_to_none_has_it_made()
    {
        await room.NewStoryAsync(StoryState.Out);
        room.App.Clock.Advance(TimeSpan.FromSeconds(10));

        var made = await room.App.Services.WatchAsync(() =>
            Task.WhenAll(Enumerable.Range(0, 50).Select(_ => AskAsync("GET", "/feed/stories.json")))
        );

        // Who looked just before the first was done, and asked for the work just after, does it once more.
        Assert.InRange(Readings(made), 1, 3);
    }

    [Theory]
    [InlineData("/feed/stories.atom")]
    [InlineData("/feed/stories.json")]
    [InlineData("/stories")]
    [InlineData("/stories/1")]
    public async Task One_address_is_held_to_its_limit_and_others_are_not(string path)
    {
        room.App.Clock.Advance(TimeSpan.FromSeconds(10));
        var limit = new LimitOptions().PublicPerAddress;

        var statuses = new List<int>();
        for (var i = 0; i < limit + 20; i++)
        {
            statuses.Add((await AskAsync("HEAD", path, address: "203.0.113.200")).Status);
        }

        Assert.Equal(20, statuses.Count(status => status == 429));
        Assert.NotEqual(429, (await AskAsync("HEAD", path, address: "203.0.113.201")).Status);
    }

    private static int Readings(WatchedStatements made) =>
        made.Statements.Count(statement => statement.Sql.Contains("v.body", StringComparison.Ordinal));

    private async Task<(int Status, string? Tag)> AskAsync(
        string method,
        string path,
        string? seen = null,
        string? authorization = null,
        string? cookie = null,
        string address = "192.0.2.200"
    )
    {
        var parts = path.Split('?');
        var context = await room.App.Server.SendAsync(
            context =>
            {
                context.Connection.RemoteIpAddress = IPAddress.Parse(address);
                context.Request.Method = method;
                context.Request.Scheme = "http";
                context.Request.Host = new HostString("localhost");
                context.Request.Path = parts[0];
                context.Request.QueryString = new QueryString(parts.Length > 1 ? $"?{parts[1]}" : "");
                context.Request.Headers.IfNoneMatch = seen;
                context.Request.Headers.Authorization = authorization;
                context.Request.Headers.Cookie = cookie;
            },
            Ct
        );
        return (context.Response.StatusCode, context.Response.Headers.ETag);
    }
}
