using System.Net;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Videos;
using static CsrmeWeChat.Tests.Support.TestPhone;

namespace CsrmeWeChat.Tests;

/// <summary>What everybody sees, likes and complains of.</summary>
public sealed class GalleryTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pages_follow_each_other_without_a_gap_while_new_videos_are_shown()
    {
        var call = await app.NewCallAsync(draft => draft with { MaxEntries = 100 });
        await ShowManyAsync(call, 45);
        var reader = await app.NewPhoneAsync();

        var first = await reader.GetAsync($"/api/videos/calls/{call}/entries");
        await ShowManyAsync(call, 3);
        var seen = Ids(first).ToList();
        for (var next = first.GetProperty("next").GetString(); next is not null; )
        {
            var page = await reader.GetAsync($"/api/videos/calls/{call}/entries?after={next}");
            seen.AddRange(Ids(page));
            next = page.GetProperty("next").GetString();
        }

        Assert.Equal(45, seen.Count);
        Assert.Equal(seen.OrderDescending(), seen);
    }

    [Fact]
    public async Task A_place_that_was_not_given_here_is_refused()
    {
        var call = await app.NewCallAsync();
        var reader = await app.NewPhoneAsync();

        foreach (var after in (string[])["1", "x-y", "99999999999999999999-1", "-1-2", "9223372036854775807-1"])
        {
            var answer = await reader.Http.GetAsync($"/api/videos/calls/{call}/entries?after={after}", Ct);
            Assert.Equal("request.invalid", await RefusalOf(answer, HttpStatusCode.BadRequest));
        }
    }

    [Fact]
    public async Task Nothing_is_shown_before_a_human_has_accepted_and_shown_it()
    {
        var call = await app.NewCallAsync();
        var (author, reader) = (await app.NewAuthorAsync(), await app.NewPhoneAsync());
        var id = await app.NewAcceptedAsync(author, call);

        Assert.Empty(Ids(await reader.GetAsync($"/api/videos/calls/{call}/entries")));
        Assert.Equal(HttpStatusCode.NotFound, (await reader.Http.GetAsync($"/api/videos/entries/{id}", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await reader.PutAsync($"/api/videos/entries/{id}/like", new { })).StatusCode);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await reader.PostAsync($"/api/videos/entries/{id}/complaints", new { ground = "other" })).StatusCode
        );
    }

    [Fact]
    public async Task A_call_is_for_review_only_unless_staff_say_otherwise()
    {
        var call = await app.NewCallAsync(draft => draft with { IsPublic = false, ChannelUser = "sph123" });
        var id = await app.NewAcceptedAsync(await app.NewAuthorAsync(), call);
        var desk = app.Get<ReviewDesk>();

        var refused = await desk.ShowAsync(Actor.Command, (await app.FindEntryAsync(id))!.Entry, app.Now, Ct);
        await desk.SetFeedAsync(Actor.Command, (await app.FindEntryAsync(id))!.Entry, "export/UzFfAg", app.Now, Ct);
        var shown = await desk.ShowAsync(Actor.Command, (await app.FindEntryAsync(id))!.Entry, app.Now, Ct);
        var screen = await (await app.NewPhoneAsync()).GetAsync($"/api/videos/entries/{id}");

        Assert.Equal((ReviewOutcome.NotPublic, ReviewOutcome.Done), (refused, shown));
        Assert.Equal("channel", screen.GetProperty("play").GetProperty("way").GetString());
        Assert.Equal("export/UzFfAg", screen.GetProperty("play").GetProperty("feedId").GetString());
        Assert.Equal("sph123", screen.GetProperty("play").GetProperty("finderUserName").GetString());
    }

    [Fact]
    public async Task A_call_that_is_taken_back_shows_nothing_any_more()
    {
        var call = await app.NewCallAsync();
        var id = await app.NewShownAsync(await app.NewAuthorAsync(), call);
        var (reader, calls) = (await app.NewPhoneAsync(), app.Get<CallStore>());

        await calls.MoveAsync(Actor.Command, (await calls.FindAsync(call, Ct))!, CallState.Withdrawn, app.Now, Ct);

        foreach (var path in (string[])[$"/api/videos/calls/{call}", $"/api/videos/calls/{call}/entries", $"/api/videos/entries/{id}"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await reader.Http.GetAsync(path, Ct)).StatusCode);
        }
    }

    [Fact]
    public async Task A_call_that_is_made_for_review_only_plays_its_files_to_nobody_any_more()
    {
        var call = await app.NewCallAsync();
        var id = await app.NewShownAsync(await app.NewAuthorAsync(), call);
        var (reader, calls) = (await app.NewPhoneAsync(), app.Get<CallStore>());
        var closed = new CallDraft("青年说岩", "说说你的工作。", [], app.Now.AddHours(-1), app.Now.AddDays(10), 0, 60, 3, false, "");

        var before = await reader.Http.GetAsync($"/api/videos/entries/{id}", Ct);
        await calls.EditAsync(Actor.Command, (await calls.FindAsync(call, Ct))!, closed, app.Now, Ct);
        var after = await reader.Http.GetAsync($"/api/videos/entries/{id}", Ct);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (before.StatusCode, after.StatusCode));
    }

    [Fact]
    public async Task A_person_likes_a_video_once_however_often_they_press()
    {
        var call = await app.NewCallAsync();
        var id = await app.NewShownAsync(await app.NewAuthorAsync(), call);
        var readers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => app.NewPhoneAsync()));

        var answers = await Task.WhenAll(
            readers.SelectMany(reader => Enumerable.Range(0, 4).Select(_ => reader.PutAsync($"/api/videos/entries/{id}/like", new { })))
        );
        var liked = await readers[0].GetAsync($"/api/videos/entries/{id}");
        await readers[0].Http.DeleteAsync($"/api/videos/entries/{id}/like", Ct);
        await readers[0].Http.DeleteAsync($"/api/videos/entries/{id}/like", Ct);
        var unliked = await readers[0].GetAsync($"/api/videos/entries/{id}");

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode));
        Assert.Equal((5, true), (liked.GetProperty("likes").GetInt32(), liked.GetProperty("liked").GetBoolean()));
        Assert.Equal((4, false), (unliked.GetProperty("likes").GetInt32(), unliked.GetProperty("liked").GetBoolean()));
        Assert.Equal(4, await CountLikesAsync(id));
    }

    [Fact]
    public async Task A_script_that_likes_everything_is_stopped()
    {
        var call = await app.NewCallAsync();
        await ShowManyAsync(call, LikeStore.MaxPerDay + 1);
        var ids = await app.Get<Database>()
            .ListAsync<long>("SELECT id FROM video_entries WHERE call_id = @call ORDER BY id", new { call }, Ct);
        var script = await app.NewPhoneAsync();
        var person = await PersonOfAsync(script);

        foreach (var id in ids.SkipLast(1))
        {
            Assert.Equal(LikeOutcome.Done, await app.Get<LikeStore>().LikeAsync(person, id, app.Now, Ct));
        }
        var refused = await script.PutAsync($"/api/videos/entries/{ids[^1]}/like", new { });
        app.Clock.Advance(TimeSpan.FromHours(25));
        var nextDay = await script.PutAsync($"/api/videos/entries/{ids[^1]}/like", new { });

        Assert.Equal("videos.too_many_likes", await RefusalOf(refused));
        Assert.Equal(HttpStatusCode.NoContent, nextDay.StatusCode);
    }

    [Fact]
    public async Task A_complaint_is_heard_once_and_takes_the_video_off_if_it_is_upheld()
    {
        var call = await app.NewCallAsync();
        var author = await app.NewAuthorAsync();
        var id = await app.NewShownAsync(author, call);
        var reader = await app.NewPhoneAsync();

        foreach (var words in (string[])["画面里有我", "再说一次"])
        {
            var answer = await reader.PostAsync($"/api/videos/entries/{id}/complaints", new { ground = "rights", words });
            Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        }
        var groundless = await reader.PostAsync($"/api/videos/entries/{id}/complaints", new { words = "没有原因" });
        Assert.Equal("request.invalid", await RefusalOf(groundless, HttpStatusCode.BadRequest));
        var complaint = Assert.Single(await app.Get<ComplaintStore>().ListOfEntryAsync(id, Ct));
        var store = app.Get<ComplaintStore>();
        var settled = await store.SettleAsync(Actor.Command, complaint.Id, ComplaintState.Upheld, "画面中有未同意的人。", app.Now, Ct);
        var again = await store.SettleAsync(Actor.Command, complaint.Id, ComplaintState.Dismissed, "算了。", app.Now, Ct);
        var mine = await author.GetEntryAsync(id);

        Assert.Equal("画面里有我", complaint.Words);
        Assert.Equal((true, false), (settled, again));
        Assert.Equal(HttpStatusCode.NotFound, (await reader.Http.GetAsync($"/api/videos/entries/{id}", Ct)).StatusCode);
        Assert.Equal(("accepted", "画面中有未同意的人。"), (mine.GetProperty("state").GetString(), mine.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task Who_is_forgotten_takes_their_videos_and_likes_along()
    {
        var call = await app.NewCallAsync();
        var (author, reader) = (await app.NewAuthorAsync(), await app.NewAuthorAsync());
        var mine = await app.NewShownAsync(author, call, "我的");
        var theirs = await app.NewShownAsync(reader, call, "别人的");
        (await author.PutAsync($"/api/videos/entries/{theirs}/like", new { })).EnsureSuccessStatusCode();
        (
            await author.PostAsync($"/api/videos/entries/{theirs}/complaints", new { ground = "other", words = "x" })
        ).EnsureSuccessStatusCode();
        var export = await author.GetAsync("/api/me/export");

        (await author.Http.DeleteAsync("/api/me", Ct)).EnsureSuccessStatusCode();

        Assert.Equal("我的", export.GetProperty("videoEntries")[0].GetProperty("title").GetString());
        Assert.Equal("别人的", export.GetProperty("likedVideos")[0].GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await reader.Http.GetAsync($"/api/videos/entries/{mine}", Ct)).StatusCode);
        var left = (await app.FindEntryAsync(mine))!.Entry;
        Assert.Equal((EntryState.Withdrawn, null, ""), (left.State, left.PersonId, left.Author));
        Assert.Equal(0, (await reader.GetAsync($"/api/videos/entries/{theirs}")).GetProperty("likes").GetInt32());
        Assert.Single(await app.Get<ComplaintStore>().ListOfEntryAsync(theirs, Ct));
    }

    private static IEnumerable<long> Ids(System.Text.Json.JsonElement page) =>
        page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetInt64());

    private Task<int> CountLikesAsync(long entry) =>
        app.Get<Database>().FindAsync<int>("SELECT COUNT(*) FROM video_likes WHERE entry_id = @entry", new { entry }, Ct);

    private Task<long> PersonOfAsync(TestPhone phone) =>
        app.Get<Database>().FindAsync<long>("SELECT person_id FROM openids WHERE open_id = @OpenId", new { phone.OpenId }, Ct);

    /// <summary>Rows alone: what plays does not matter here.</summary>
    private async Task ShowManyAsync(long call, int count)
    {
        for (var i = 0; i < count; i++)
        {
            app.Clock.Advance(TimeSpan.FromSeconds(i % 3));
            await app.Get<Database>()
                .ExecuteAsync(
                    """
                    INSERT INTO video_entries (slot, call_id, state, title, statement, author, unit, collaborators, category, ai_use,
                                               ai_note, version, revision, reason, likes, feed_id, created_at, changed_at, decided_by,
                                               shown_at)
                    VALUES (@slot, @call, 'shown', '标题', '', '', '', '[]', '', 'none', '', 1, 1, '', 0, '', @Now, @Now, '', @Now)
                    """,
                    new
                    {
                        slot = $"{Guid.NewGuid():N}",
                        call,
                        app.Now,
                    },
                    Ct
                );
            var id = await app.Get<Database>().FindAsync<long>("SELECT MAX(id) FROM video_entries", ct: Ct);
            var shelf = new GalleryPlace(app.Now, id).On(call);
            await app.Get<Database>().ExecuteAsync("UPDATE video_entries SET shelf = @shelf WHERE id = @id", new { shelf, id }, Ct);
        }
    }
}
