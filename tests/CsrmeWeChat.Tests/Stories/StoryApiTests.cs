using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Stories;
using static CsrmeWeChat.Tests.Support.TestPhone;

namespace CsrmeWeChat.Tests;

/// <summary>The stories as the mini program reads them.</summary>
public sealed class StoryApiTests(Newsroom room) : IClassFixture<Newsroom>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_list_tells_all_that_its_screen_shows_and_no_body()
    {
        var draft = await room.NewStoryAsync(StoryState.Approved);
        var story = await NewOutAsync();

        var items = (await ListAsync()).Items;

        Assert.DoesNotContain(items, item => IdOf(item) == draft);
        var item = items.First();
        Assert.Equal(story, IdOf(item));
        Assert.Equal(
            ["cover", "digest", "id", "outAt", "person", "portrait", "programmeYear", "title", "unit"],
            item.EnumerateObject().Select(property => property.Name).Order()
        );
        Assert.Equal(("张岩", "某大学", 2022), (Text(item, "person"), Text(item, "unit"), item.GetProperty("programmeYear").GetInt32()));
        Assert.EndsWith("+00:00", Text(item, "outAt"));
        foreach (var picture in (string[])["cover", "portrait"])
        {
            var shown = item.GetProperty(picture);
            Assert.Equal((64, 48), (shown.GetProperty("width").GetInt32(), shown.GetProperty("height").GetInt32()));
            Assert.Equal("image/jpeg", (await GetAsync(Text(shown, "path"))).Content.Headers.ContentType?.MediaType);
        }
    }

    [Fact]
    public async Task A_story_is_read_whole_and_what_it_has_not_is_null()
    {
        var story = await NewOutAsync(text => text with { Portrait = "" });

        var answer = await JsonOf(await GetAsync($"/api/stories/{story}"));

        Assert.Equal((story, "秘书处"), (IdOf(answer), Text(answer, "author")));
        Assert.Contains("井下一千米", Text(answer, "body"));
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("portrait").ValueKind);
        Assert.Equal(JsonValueKind.Object, answer.GetProperty("cover").ValueKind);
        Assert.Equal((await room.StoryAsync(story)).ArticleUrl, answer.GetProperty("articleUrl").GetString() ?? "");
    }

    [Fact]
    public async Task A_body_holds_only_what_rich_text_draws_and_no_picture_wider_than_the_phone()
    {
        var story = await NewOutAsync(text =>
            text with
            {
                Body = """
                    <figure style="margin-top: 8px"><img src="/media/a.png"><figcaption>井下</figcaption></figure>
                    <p><img src="/media/b.png" style="width: 50%; max-width: 677px;"> 1 &lt; 2</p>
                    """,
            }
        );

        var body = Text(await JsonOf(await GetAsync($"/api/stories/{story}")), "body");

        Assert.Equal(
            """
            <section style="margin-top: 8px"><img src="/media/a.png" style="max-width:100%"><section>井下</section></section>
            <p><img src="/media/b.png" style="width: 50%; max-width: 677px;max-width:100%"> 1 &lt; 2</p>
            """,
            body.Trim()
        );
    }

    [Fact]
    public async Task A_draft_is_not_there_and_a_recalled_story_is_gone_within_a_second()
    {
        var (draft, story) = (await room.NewStoryAsync(StoryState.Approved), await NewOutAsync());
        Assert.Equal("not_found", await RefusalOf(await GetAsync($"/api/stories/{draft}"), HttpStatusCode.NotFound));
        Assert.Equal(HttpStatusCode.OK, (await GetAsync($"/api/stories/{story}")).StatusCode);
        Assert.Contains((await ListAsync()).Items, item => IdOf(item) == story);

        await RecallAsync(story);

        Assert.Equal("not_found", await RefusalOf(await GetAsync($"/api/stories/{story}"), HttpStatusCode.NotFound));
        Assert.DoesNotContain((await ListAsync()).Items, item => IdOf(item) == story);
    }

    [Fact]
    public async Task Who_reads_on_gets_each_story_once_whatever_comes_out_or_goes_meanwhile()
    {
        List<long> stories = [];
        for (var i = 0; i < StoryPages.Size + 3; i++)
        {
            stories.Insert(0, await NewOutAsync());
        }
        var first = await ListAsync();
        Assert.Equal(stories.Take(StoryPages.Size), first.Items.Select(IdOf));

        var late = await NewOutAsync();
        await RecallAsync(stories[StoryPages.Size - 1]);
        await RecallAsync(stories[StoryPages.Size]);
        List<long> behind = [];
        for (var next = first.Next; next is not null; )
        {
            var page = await ListAsync(next);
            behind.AddRange(page.Items.Select(IdOf));
            next = page.Next;
        }

        Assert.Equal(stories.Skip(StoryPages.Size + 1), behind.Take(2));
        Assert.Empty(behind.Intersect(first.Items.Select(IdOf).Append(late)));
        Assert.Equal(behind.Distinct(), behind);
        Assert.Equal(late, IdOf((await ListAsync()).Items.First()));
    }

    [Fact]
    public async Task Stories_that_came_out_at_the_same_instant_are_told_apart()
    {
        var places = await room.App.Get<StoryList>().ListPlacesAsync(Ct);
        var (one, two) = (await room.NewStoryAsync(StoryState.Out), await room.NewStoryAsync(StoryState.Out));
        Pass();
        var place = (await room.App.Get<StoryList>().ListPlacesAsync(Ct)).Single(place => place.Id == two);
        Assert.Equal(place.OutAt, (await room.StoryAsync(one)).OutAt);

        var page = await ListAsync($"{place}");

        Assert.Equal([one, .. places.Select(earlier => earlier.Id).Take(StoryPages.Size - 1)], page.Items.Select(IdOf));
    }

    [Theory]
    [InlineData("2")]
    [InlineData("x-1")]
    [InlineData("1-2-3")]
    [InlineData("-1-5")]
    [InlineData("9223372036854775807-1")]
    [InlineData("99999999999999999999-1")]
    public async Task A_place_that_was_made_up_is_refused_by_its_name(string after)
    {
        var answer = await GetAsync($"/api/stories?after={after}");

        Assert.Equal("request.invalid", await RefusalOf(answer, HttpStatusCode.BadRequest));
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct));
        var errors = problem.RootElement.GetProperty("errors");
        Assert.Contains("原样传回", errors.GetProperty("after")[0].GetString());
    }

    [Fact]
    public async Task A_rush_of_readers_reaches_the_database_once_whatever_they_vary()
    {
        var story = await NewOutAsync();
        var place = (await room.App.Get<StoryList>().ListPlacesAsync(Ct))[0];

        var made = await room.App.Services.WatchAsync(async () =>
        {
            for (var i = 0; i < 20; i++)
            {
                (await GetAsync($"/api/stories?after=&nothing={i}", authorization: $"{i}")).EnsureSuccessStatusCode();
                (await GetAsync($"/api/stories?after=0-{i}&page={i}")).EnsureSuccessStatusCode();
                (await GetAsync($"/api/stories/{story}?after={(i % 2 == 0 ? place : i)}", authorization: $"{i}")).EnsureSuccessStatusCode();
                Assert.Equal(HttpStatusCode.NotFound, (await GetAsync($"/api/stories/{999_000 + i}")).StatusCode);
                Pass();
            }
        });

        // The first page, the one behind the last story, and the story.
        Assert.Equal(3, made.Statements.Count(statement => statement.Sql.Contains("v.body", StringComparison.Ordinal)));
        Assert.Equal(1, made.Statements.Count(statement => statement.Sql.Contains("ORDER BY out_at", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_a_phone_has_already_is_not_sent_again_until_a_story_changes()
    {
        var story = await NewOutAsync();
        foreach (var path in (string[])["/api/stories", $"/api/stories/{story}"])
        {
            var first = await GetAsync(path);
            Assert.Equal(TimeSpan.FromMinutes(1), first.Headers.CacheControl?.MaxAge);

            Assert.Equal(HttpStatusCode.NotModified, (await GetAsync(path, seen: first.Headers.ETag)).StatusCode);
            await NewOutAsync();
            Assert.Equal(HttpStatusCode.OK, (await GetAsync(path, seen: first.Headers.ETag)).StatusCode);
        }
    }

    [Fact]
    public async Task A_picture_that_is_lost_is_left_out_and_the_story_is_still_read()
    {
        var story = await NewOutAsync(text => text with { Portrait = $"{new string('0', 64)}.png" });

        Assert.Equal(JsonValueKind.Null, (await JsonOf(await GetAsync($"/api/stories/{story}"))).GetProperty("portrait").ValueKind);
    }

    [Fact]
    public async Task Staff_choose_a_story_that_is_out_as_a_page_of_the_mini_program()
    {
        var (draft, story) = (await room.NewStoryAsync(StoryState.Approved), await NewOutAsync());

        var pages = await room.App.Get<MiniPages>().ListAsync(Ct);

        Assert.Contains(new MiniPage("pages/stories/index", "人才故事"), pages);
        Assert.StartsWith("人才故事“深部岩体里的光", pages.Single(page => page.Path == $"pages/story/index?id={story}").Label);
        Assert.DoesNotContain(pages, page => page.Path == $"pages/story/index?id={draft}");
    }

    /// <summary>A story that came out a minute after the last one.</summary>
    private async Task<long> NewOutAsync(Func<StoryText, StoryText>? with = null)
    {
        room.App.Clock.Advance(TimeSpan.FromMinutes(1));
        var story = await room.NewStoryAsync(StoryState.Out, with: with);
        Pass();
        return story;
    }

    private async Task RecallAsync(long story)
    {
        var send = (await room.App.Get<SendStore>().ListAsync(story, Ct))[0];
        await room.App.Get<SendStore>().RecallAsync(Newsroom.Writer, send.Id, room.App.Now, Ct);
        Pass();
    }

    /// <summary>What is answered from memory is looked up again after a second.</summary>
    private void Pass() => room.App.Clock.Advance(TimeSpan.FromSeconds(1));

    private async Task<(IReadOnlyList<JsonElement> Items, string? Next)> ListAsync(string? after = null)
    {
        var page = await JsonOf(await GetAsync($"/api/stories{(after is null ? "" : $"?after={after}")}"));
        return ([.. page.GetProperty("items").EnumerateArray()], page.GetProperty("next").GetString());
    }

    private Task<HttpResponseMessage> GetAsync(string path, EntityTagHeaderValue? seen = null, string? authorization = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (seen is not null)
        {
            request.Headers.IfNoneMatch.Add(seen);
        }
        if (authorization is not null)
        {
            request.Headers.Authorization = new("Bearer", authorization);
        }
        return room.App.CreateClient().SendAsync(request, Ct);
    }

    private static long IdOf(JsonElement story) => story.GetProperty("id").GetInt64();

    private static string Text(JsonElement story, string name) => story.GetProperty(name).GetString()!;
}
