using System.Net;
using System.Text.Json;
using CsrmeWeChat.Contests;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using static CsrmeWeChat.Tests.Support.TestPhone;

namespace CsrmeWeChat.Tests;

/// <summary>What everybody sees of a contest's entries.</summary>
public sealed class PhotoGalleryTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Database Database => app.Get<Database>();

    [Fact]
    public async Task Each_person_sees_all_entries_in_an_order_of_their_own_that_stays()
    {
        var contest = await app.NewVotingAsync();
        var entries = await NewEntriesAsync(contest, 45);
        var (one, another) = (await app.NewPhoneAsync(), await app.NewPhoneAsync());

        var pages = await PagesAsync(one, contest);
        var again = await PagesAsync(one, contest);
        var others = await PagesAsync(another, contest);

        Assert.Equal([20, 20, 5], pages.Select(page => page.Count));
        Assert.Equal(entries.Order(), pages.SelectMany(page => page).Order());
        Assert.Equal(pages, again);
        Assert.Equal(entries.Order(), others.SelectMany(page => page).Order());
        Assert.NotEqual(pages[0], others[0]);
        Assert.NotEqual(entries, pages.SelectMany(page => page));
    }

    [Fact]
    public async Task What_comes_and_goes_between_two_pages_moves_no_other()
    {
        var contest = await app.NewVotingAsync();
        var entries = await NewEntriesAsync(contest, 30);
        var phone = await app.NewPhoneAsync();
        var first = await phone.GetAsync(Path(contest));
        var seen = Ids(first);
        await Database.ExecuteAsync(
            "UPDATE contest_entries SET state = 'withdrawn' WHERE id IN {=ids}",
            new { ids = new[] { seen[3], seen[^1] } },
            Ct
        );
        var added = await NewEntriesAsync(contest, 10);
        app.Clock.Advance(TimeSpan.FromSeconds(6));

        var second = Ids(await phone.GetAsync($"{Path(contest)}?after={first.GetProperty("next").GetString()}"));

        Assert.Empty(second.Intersect(seen));
        Assert.Equal(entries.Except(seen).Order(), second.Except(added).Order());
    }

    [Fact]
    public async Task A_group_can_be_seen_alone()
    {
        var contest = await app.NewVotingAsync();
        await app.NewEntryIn(contest);
        var series = await app.NewEntryIn(contest, group: "series", photos: 3);
        var phone = await app.NewPhoneAsync();

        var page = await phone.GetAsync($"{Path(contest)}?group=series");

        var item = Assert.Single(page.GetProperty("items").EnumerateArray());
        Assert.Equal(
            (series, "组照组", 3),
            (item.GetProperty("id").GetInt64(), Text(item, "groupName"), item.GetProperty("photoCount").GetInt32())
        );
        Assert.Equal(JsonValueKind.Null, page.GetProperty("next").ValueKind);
        Assert.Empty((await phone.GetAsync($"{Path(contest)}?group=none")).GetProperty("items").EnumerateArray());
        Assert.Equal(2, (await phone.GetAsync($"{Path(contest)}?group=")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Names_come_with_the_result_and_counts_with_the_count()
    {
        var contest = await app.NewVotingAsync(draft => draft with { VoteClosesAt = app.Now.AddHours(1), VotesEach = 3 });
        var entry = await app.NewEntryIn(contest, title: "石雨田的采场日出", photos: 2);
        await app.VoteAllAsync(await app.NewVotersAsync(4), entry);
        var phone = await app.NewVotingPhoneAsync();
        (await phone.VoteAsync(entry)).EnsureSuccessStatusCode();
        var secret = await BothAsync(phone, contest, entry);
        app.Clock.Advance(TimeSpan.FromHours(1));
        var over = await BothAsync(phone, contest, entry);
        await app.Get<VoteStates>().CloseAsync(Actor.Command, contest, knowsHeld: false, app.Now, Ct);
        var counted = await BothAsync(phone, contest, entry);
        await Database.ExecuteAsync("UPDATE contests SET result = 'noticed' WHERE id = @Id", new { contest.Id }, Ct);
        var noticed = await BothAsync(phone, contest, entry);
        await Database.ExecuteAsync("UPDATE contests SET result = 'announced' WHERE id = @Id", new { contest.Id }, Ct);
        var announced = await BothAsync(phone, contest, entry);

        foreach (var blind in (JsonElement[])[.. secret, .. over, .. counted, .. noticed])
        {
            Assert.DoesNotContain("石雨田", $"{blind}", StringComparison.Ordinal);
            Assert.DoesNotContain("沈一凡", $"{blind}", StringComparison.Ordinal);
            Assert.DoesNotContain("矿业大学", $"{blind}", StringComparison.Ordinal);
        }
        Assert.Equal(["open", "closed", "counted"], new[] { secret, over, counted }.Select(both => Text(both[1], "voting")));
        Assert.All([.. secret, .. over], screen => Assert.Equal(JsonValueKind.Null, screen.GetProperty("votes").ValueKind));
        Assert.All(counted, screen => Assert.Equal(5, screen.GetProperty("votes").GetInt32()));
        Assert.All(announced, screen => Assert.Equal(("石雨田", "某某矿业大学"), (Text(screen, "author"), Text(screen, "unit"))));
        Assert.All(noticed, screen => Assert.Equal("□□的采场日出", Text(screen, "title")));
        Assert.All(announced, screen => Assert.Equal("石雨田的采场日出", Text(screen, "title")));
        Assert.Equal("沈一凡", Text(announced[1].GetProperty("coauthors")[0], "name"));
    }

    [Fact]
    public async Task An_entry_tells_the_person_what_they_gave_and_have_left()
    {
        var contest = await app.NewVotingAsync(draft => draft with { VotesEach = 3 });
        var phone = await app.NewVotingPhoneAsync();
        var (entry, mine) = (await app.NewEntryIn(contest), await app.NewEntryIn(contest, author: await app.PersonIdAsync(phone)));
        (await phone.VoteAsync(entry)).EnsureSuccessStatusCode();

        var voted = await phone.GetAsync($"/api/contests/gallery/{entry}");
        var own = await phone.GetAsync($"/api/contests/gallery/{mine}");
        var page = await phone.GetAsync(Path(contest));

        Assert.Equal((true, false, 2), (voted.GetProperty("myVote").GetBoolean(), voted.GetProperty("isMine").GetBoolean(), Left(voted)));
        Assert.Equal((false, true, 2), (own.GetProperty("myVote").GetBoolean(), own.GetProperty("isMine").GetBoolean(), Left(own)));
        Assert.Equal((2, 3), (Left(page), page.GetProperty("votesEach").GetInt32()));
        Assert.Equal(
            [(entry, true), (mine, false)],
            page.GetProperty("items")
                .EnumerateArray()
                .Select(item => (item.GetProperty("id").GetInt64(), item.GetProperty("myVote").GetBoolean()))
                .Order()
        );
    }

    [Fact]
    public async Task Photos_come_as_signed_addresses_of_copies_with_their_sizes_the_cover_first_in_lists()
    {
        var contest = await app.NewVotingAsync();
        var entry = await app.NewEntryIn(contest, group: "series", photos: 3);
        var photos = await Database.ListAsync<string>(
            "SELECT code FROM contest_photos WHERE entry_id = @entry ORDER BY place",
            new { entry },
            Ct
        );
        await Database.ExecuteAsync(
            "UPDATE contest_entries SET cover_id = (SELECT id FROM contest_photos WHERE code = @cover) WHERE id = @entry",
            new { entry, cover = photos[1] },
            Ct
        );
        await Database.ExecuteAsync("UPDATE contest_photos SET state = 'gone' WHERE code = @gone", new { gone = photos[2] }, Ct);
        var phone = await app.NewPhoneAsync();

        var screen = await phone.GetAsync($"/api/contests/gallery/{entry}");

        var (cover, all) = (screen.GetProperty("cover"), screen.GetProperty("photos").EnumerateArray().ToList());
        Assert.Contains($"photos/{photos[1]}/thumbnail.jpg", Text(cover.GetProperty("thumbnail"), "address"), StringComparison.Ordinal);
        Assert.Equal(
            [photos[0], photos[1]],
            all.Select(photo =>
                photos.Single(code =>
                    Text(photo.GetProperty("preview"), "address").Contains($"photos/{code}/preview.jpg", StringComparison.Ordinal)
                )
            )
        );
        Assert.Equal((320, 213), Size(cover.GetProperty("thumbnail")));
        Assert.Equal((1440, 960), Size(cover.GetProperty("preview")));
        Assert.DoesNotContain("原图", $"{screen}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_shown_is_not_there()
    {
        var phone = await app.NewPhoneAsync();
        var shown = await app.NewVotingAsync();
        var hidden = await app.NewVotingAsync(draft => draft with { IsShown = false, VoteOpensAt = null, VoteClosesAt = null });
        var withdrawn = await app.NewVotingAsync();
        await app.Get<ContestStore>().MoveAsync(Actor.Command, withdrawn, ContestState.Withdrawn, app.Now, Ct);
        long[] entries =
        [
            await app.NewEntryIn(hidden),
            await app.NewEntryIn(withdrawn),
            await app.NewEntryIn(shown, state: "reviewing"),
            987_654_321,
        ];

        foreach (
            var path in (string[])
                [Path(hidden), Path(withdrawn), "/api/contests/987654321/gallery", .. entries.Select(id => $"/api/contests/gallery/{id}")]
        )
        {
            Assert.Equal("not_found", await RefusalOf(await phone.Http.GetAsync(path, Ct), HttpStatusCode.NotFound));
        }
        Assert.Equal(
            "request.invalid",
            await RefusalOf(await phone.Http.GetAsync($"{Path(shown)}?after=x", Ct), HttpStatusCode.BadRequest)
        );
        Assert.Empty((await phone.GetAsync(Path(shown))).GetProperty("items").EnumerateArray());
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.CreateClient().GetAsync(Path(shown), Ct)).StatusCode);
    }

    [Fact]
    public async Task A_page_reads_what_it_shows_however_many_there_are()
    {
        var contest = await app.NewVotingAsync();
        await NewEntriesAsync(contest, 300);
        var phone = await app.NewPhoneAsync();
        var first = await phone.GetAsync(Path(contest));

        var statements = await app.Services.WatchAsync(() =>
            phone.GetAsync($"{Path(contest)}?after={first.GetProperty("next").GetString()}")
        );

        statements.ExamineAtMost(100, ["contest_entries", "contest_photos", "contest_votes"]);
    }

    private static string Path(Contest contest) => $"/api/contests/{contest.Id}/gallery";

    private static string Text(JsonElement item, string field) => item.GetProperty(field).GetString()!;

    private static int Left(JsonElement screen) => screen.GetProperty("votesLeft").GetInt32();

    private static (int, int) Size(JsonElement picture) =>
        (picture.GetProperty("width").GetInt32(), picture.GetProperty("height").GetInt32());

    private static List<long> Ids(JsonElement page) =>
        [.. page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetInt64())];

    private static async Task<List<List<long>>> PagesAsync(TestPhone phone, Contest contest)
    {
        List<List<long>> pages = [];
        var next = "";
        while (next is not null)
        {
            var page = await phone.GetAsync($"{Path(contest)}?after={next}");
            pages.Add(Ids(page));
            next = page.GetProperty("next").GetString();
        }
        return pages;
    }

    /// <summary>As the list and as its own screen have it.</summary>
    private static async Task<JsonElement[]> BothAsync(TestPhone phone, Contest contest, long entry)
    {
        var page = await phone.GetAsync(Path(contest));
        return
        [
            page.GetProperty("items").EnumerateArray().Single(item => item.GetProperty("id").GetInt64() == entry),
            await phone.GetAsync($"/api/contests/gallery/{entry}"),
        ];
    }

    private async Task<List<long>> NewEntriesAsync(Contest contest, int count)
    {
        List<long> ids = [];
        for (var i = 0; i < count; i++)
        {
            ids.Add(await app.NewEntryIn(contest, title: $"作品 {i}"));
        }
        return ids;
    }
}
