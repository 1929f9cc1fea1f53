using System.Net;
using CsrmeWeChat.Events;
using CsrmeWeChat.Events.Site;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using ZXing;
using ZXing.Common;

namespace CsrmeWeChat.Tests;

/// <summary>What anybody may read of an event.</summary>
public sealed class PublicEventTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_page_says_what_when_where_and_how_to_register_and_nothing_of_people()
    {
        var draft = app.Services.EventDraft(2, 5) with { Organiser = "地下工程分会", OnlineUrl = "https://live.example.org/secret-room" };
        var (one, sessions) = await app.Services.NewEventAsync(draft);
        var phone = await app.NewMemberAsync();
        await TestPhone.JsonOf(await phone.RegisterAsync(sessions[0].Id, phone.Member.Name));
        await TestPhone.JsonOf(await phone.RegisterAsync(sessions[1].Id, "欧阳小雨", "欧阳雪"));

        var (status, page) = await OpenAsync(one.Slug);
        var calendar = (await app.CreateClient().GetStringAsync($"/events/{one.Slug}.ics", Ct)).Replace(
            "\r\n ",
            "",
            StringComparison.Ordinal
        );

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains($"<h1>{one.Title}</h1>", page, StringComparison.Ordinal);
        Assert.Contains("开放日　主办：地下工程分会", page, StringComparison.Ordinal);
        Assert.Contains("报名中，共 2 个名额，还有 1 个", page, StringComparison.Ordinal);
        Assert.Contains("报名中，共 5 个名额，还有 3 个", page, StringComparison.Ordinal);
        Assert.Contains("武汉市小洪山，也可线上参加", page, StringComparison.Ordinal);
        Assert.Contains("打开学会的微信小程序", page, StringComparison.Ordinal);
        Assert.Contains($"/events/{one.Slug}.ics", page, StringComparison.Ordinal);
        Assert.Contains($"<meta property=\"og:title\" content=\"{one.Title}\">", page, StringComparison.Ordinal);
        Assert.Contains("<meta property=\"og:description\" content=\"走进盾构施工现场。\">", page, StringComparison.Ordinal);
        foreach (var secret in (string[])["live.example.org", "secret-room", phone.Member.Name, "欧阳", $"{phone.User.Phone}"[^4..]])
        {
            Assert.DoesNotContain(secret, page, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, calendar, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task It_says_how_each_session_stands()
    {
        var full = await PublishedAsync(capacity: 1, draft => draft);
        var unlisted = await PublishedAsync(capacity: 1, draft => draft with { HasWaiting = false });
        foreach (var (_, session) in new[] { full, unlisted })
        {
            await TestPhone.JsonOf(await (await app.NewMemberAsync()).RegisterAsync(session));
        }
        var closed = await PublishedAsync(3, draft => draft with { RegistersUntil = app.Now.AddMinutes(-1) });
        var later = await PublishedAsync(3, draft => draft with { RegistersFrom = app.Now.AddDays(1) });
        var over = await PublishedAsync(3, draft => draft with { Sessions = [Ended(draft)], RegistersFrom = app.Now.AddDays(-3) });
        var cancelled = await PublishedAsync(3, draft => draft);
        var events = app.Get<EventStore>();
        await events.CancelAsync(Actor.Command, (await events.FindAsync(cancelled.Event.Id, Ct))!, "台风来了", app.Now, Ct);

        Assert.Contains("1 个名额已满，可以候补", await PageOf(full), StringComparison.Ordinal);
        Assert.Matches("1 个名额已满</small>", await PageOf(unlisted));
        Assert.Contains("报名已截止", await PageOf(closed), StringComparison.Ordinal);
        Assert.DoesNotContain("怎样报名", await PageOf(closed), StringComparison.Ordinal);
        Assert.Matches("共 3 个名额，.* 开始报名", await PageOf(later));
        Assert.Contains("<small>已结束</small>", await PageOf(over), StringComparison.Ordinal);
        Assert.DoesNotContain("下载日历文件", await PageOf(over), StringComparison.Ordinal);
        Assert.Contains("台风来了", await PageOf(cancelled), StringComparison.Ordinal);
        Assert.DoesNotContain("怎样报名", await PageOf(cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_draft_and_of_a_hidden_season_nothing_is_told()
    {
        var draft = await app.Services.AddEventAsync(app.Services.EventDraft(3));
        var (hidden, sessions) = await app.Services.NewEventAsync(app.Services.EventDraft(3));
        var season = await HideAsync(hidden.Id);

        try
        {
            foreach (var slug in (string[])[draft.Slug, hidden.Slug, "no-such-event"])
            {
                var (status, page) = await OpenAsync(slug);
                Assert.Equal(HttpStatusCode.NotFound, status);
                Assert.Contains("没有这个活动", page, StringComparison.Ordinal);
                Assert.DoesNotContain(draft.Title, page, StringComparison.Ordinal);
                using var calendar = await app.CreateClient().GetAsync($"/events/{slug}.ics", Ct);
                using var one = await app.CreateClient().GetAsync($"/events/{slug}/{sessions[0].Id}.ics", Ct);
                Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (calendar.StatusCode, one.StatusCode));
            }
        }
        finally
        {
            await app.Get<Database>().ExecuteAsync("UPDATE events SET season_id = @season WHERE id = @Id", new { season, hidden.Id }, Ct);
        }
    }

    [Fact]
    public async Task The_code_is_WeChats_once_the_page_is_released_and_a_QR_of_the_page_before()
    {
        const string Page = "events/event/index";
        app.WeChat.ReleasePage(Pushed.Mini, Page, released: false);
        var (one, _) = await app.Services.NewEventAsync(app.Services.EventDraft(3));
        var staff = await app.NewStaffAsync(Role.Secretary);

        var before = await CodeAsync($"/events/{one.Slug}/code");
        var page = (await OpenAsync(one.Slug)).Page;
        app.WeChat.ReleasePage(Pushed.Mini, Page);
        // WeChat is not asked again so soon.
        Assert.Equal("image/png", (await CodeAsync($"/events/{one.Slug}/code")).Type);
        app.Clock.Advance(TimeSpan.FromMinutes(11));
        var after = await CodeAsync($"/events/{one.Slug}/code");
        var later = (await OpenAsync(one.Slug)).Page;
        using var saved = await staff.GetAsync($"/staff/events/{one.Id}?handler=Code");

        Assert.Equal("image/png", before.Type);
        Assert.Equal($"http://localhost/events/{one.Slug}", QrIn(before.Picture));
        Assert.Contains("本页的二维码", page, StringComparison.Ordinal);
        Assert.Equal("image/jpeg", after.Type);
        Assert.Contains("长按识别下面的小程序码", later, StringComparison.Ordinal);
        Assert.Equal(after.Picture, await saved.Content.ReadAsByteArrayAsync(Ct));
        Assert.Equal($"小程序码-{one.Slug}.jpg", saved.Content.Headers.ContentDisposition!.FileNameStar);
    }

    [Fact]
    public async Task A_place_on_the_map_is_typed_kept_shown_and_linked()
    {
        var (one, _) = await app.Services.NewEventAsync(
            app.Services.EventDraft(3) with
            {
                Place = "报告厅; 二楼: 东",
                Point = MapPoint.Read("30.5412，114.3621"),
            }
        );
        var phone = await app.NewMemberAsync();

        var shown = (await phone.GetAsync($"/api/events/{one.Id}")).GetProperty("point");
        var page = (await OpenAsync(one.Slug)).Page;
        var form = await (await app.NewStaffAsync(Role.Secretary)).GetPageAsync($"/staff/events/{one.Id}/edit");

        Assert.Equal((30.5412, 114.3621), (shown.GetProperty("latitude").GetDouble(), shown.GetProperty("longitude").GetDouble()));
        var marker = Uri.EscapeDataString("coord:30.541200,114.362100;title:报告厅  二楼  东");
        Assert.Contains($"https://apis.map.qq.com/uri/v1/marker?marker={marker}&referer=csrme", page, StringComparison.Ordinal);
        Assert.Contains("value=\"30.541200,114.362100\"", form, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("30.541200,114.362100", "30.541200,114.362100")]
    [InlineData(" ３０．５ ， 114.362101 ", "30.500000,114.362101")]
    [InlineData("114.362100,30.541200", null)]
    [InlineData("30.5412001,114.3621", null)]
    [InlineData("30.5412", null)]
    [InlineData("2.9,114.3", null)]
    [InlineData("30.5,136.1", null)]
    [InlineData("-30.5,114.3", null)]
    [InlineData("小洪山", null)]
    public void A_point_is_in_China_with_the_latitude_first(string typed, string? read) =>
        Assert.Equal(read, MapPoint.Read(typed)?.ToString());

    [Theory]
    [InlineData("2026-06-19T16:30Z", "2026-06-19T18:00Z", "2026年6月20日（星期六）00:30 至 02:00")]
    [InlineData("2026-06-20T14:00Z", "2026-06-20T17:00Z", "2026年6月20日（星期六）22:00 至 2026年6月21日（星期日）01:00")]
    [InlineData("2026-06-20T14:00Z", "2026-06-20T16:00Z", "2026年6月20日（星期六）22:00 至 24:00")]
    [InlineData("2028-02-28T16:30Z", "2028-02-28T18:00Z", "2028年2月29日（星期二）00:30 至 02:00")]
    [InlineData("2028-02-29T14:00Z", "2028-02-29T17:00Z", "2028年2月29日（星期二）22:00 至 2028年3月1日（星期三）01:00")]
    public void Hours_are_Beijings_and_over_midnight_both_days_are_named(string starts, string ends, string words)
    {
        var culture = System.Globalization.CultureInfo.InvariantCulture;
        Assert.Equal(words, EventHours.Of(DateTimeOffset.Parse(starts, culture), DateTimeOffset.Parse(ends, culture)));
    }

    [Fact]
    public void A_digest_ends_before_the_character_that_no_longer_fits()
    {
        var digest = PublicWords.Digest(string.Concat(Enumerable.Repeat("😀", 200)) + "\n岩石");

        Assert.Equal(string.Concat(Enumerable.Repeat("😀", 119)) + "…", digest);
        Assert.Equal("一 二", PublicWords.Digest("一\n二"));
    }

    private static string? QrIn(byte[] picture)
    {
        using var image = NetVips.Image.NewFromBuffer(picture).Colourspace(NetVips.Enums.Interpretation.Srgb);
        using var plain = image.HasAlpha() ? image.Flatten() : image.Copy();
        var pixels = new RGBLuminanceSource(plain.WriteToMemory<byte>(), plain.Width, plain.Height, RGBLuminanceSource.BitmapFormat.RGB24);
        return new BarcodeReaderGeneric { Options = new DecodingOptions { PossibleFormats = [BarcodeFormat.QR_CODE] } }
            .Decode(pixels)
            ?.Text;
    }

    private async Task<(byte[] Picture, string Type)> CodeAsync(string address)
    {
        using var answer = await app.CreateClient().GetAsync(address, Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadAsByteArrayAsync(Ct), answer.Content.Headers.ContentType!.MediaType!);
    }

    private SessionDraft Ended(EventDraft draft) =>
        draft.Sessions[0] with
        {
            StartsAt = app.Now.AddDays(-1),
            EndsAt = app.Now.AddDays(-1).AddHours(2),
        };

    /// <summary>Moves it into a season that is hidden.</summary>
    /// <returns>The season that it was in.</returns>
    private async Task<long> HideAsync(long id)
    {
        var database = app.Get<Database>();
        var season = await database.FindAsync<long>("SELECT season_id FROM events WHERE id = @id", new { id }, Ct);
        await app.Get<Seasons.SeasonStore>().AddAsync(Actor.Command, Seasons.NewSeason.Of(2019, "2019", ""), app.Now, Ct);
        await database.ExecuteAsync("UPDATE seasons SET hidden = 1 WHERE year = 2019", null, Ct);
        await database.ExecuteAsync(
            "UPDATE events SET season_id = (SELECT y.id FROM seasons y WHERE y.year = 2019) WHERE id = @id",
            new { id },
            Ct
        );
        return season;
    }

    private async Task<(Event Event, long Session)> PublishedAsync(int capacity, Func<EventDraft, EventDraft> with)
    {
        var (one, sessions) = await app.Services.NewEventAsync(with(app.Services.EventDraft(capacity)));
        return (one, sessions[0].Id);
    }

    private async Task<string> PageOf((Event Event, long Session) one) => (await OpenAsync(one.Event.Slug)).Page;

    private async Task<(HttpStatusCode Status, string Page)> OpenAsync(string slug)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/events/{slug}");
        request.Headers.Accept.ParseAdd("text/html");
        using var answer = await app.CreateClient().SendAsync(request, Ct);
        return (answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct)));
    }
}
