using System.Net;
using CsrmeWeChat.Contests;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Messages;
using CsrmeWeChat.Moderation;
using static CsrmeWeChat.Tests.Support.PhotoAuthor;
using static CsrmeWeChat.Tests.Support.TestPhone;

namespace CsrmeWeChat.Tests;

/// <summary>An author's way from the draft to the verdict.</summary>
public sealed class PhotoEntryTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_entry_goes_from_the_draft_to_the_verdict()
    {
        // What others of these tests have left is not to come first.
        await app.WorkOnPhotosAsync();
        var contest = await app.NewContestAsync();
        var author = await app.NewPhotographerAsync();
        var id = await author.BeginPhotoEntryAsync(contest);
        var empty = await author.GetPhotoEntryAsync(id);
        await JsonOf(await author.PutAsync($"{MinePhotos}/{id}", PhotoText(group: "series")));
        foreach (var photo in NewPhotos(2))
        {
            await JsonOf(await author.AddPhotoAsync(id, photo));
        }
        await app.Get<PhotoWorkshop>().DevelopNextAsync(Ct);
        var half = await author.GetPhotoEntryAsync(id);
        var submitted = await JsonOf(await author.SubmitPhotoEntryAsync(id));
        await app.WorkOnPhotosAsync();
        var reviewing = await author.GetPhotoEntryAsync(id);
        var accepted = await app.AcceptPhotoEntryAsync(id);

        Assert.Equal(["照片", "组别", "作品名称", "作品说明", "拍摄地点", "拍摄时间", "作者姓名", "单位"], Lines(empty, "missing"));
        Assert.Equal(("ready", "waiting"), (PhotoField(half, "state"), PhotoField(half, "state", 1)));
        Assert.Empty(Lines(half, "missing"));
        Assert.Equal("submitted", submitted.GetProperty("state").GetString());
        Assert.Equal("reviewing", reviewing.GetProperty("state").GetString());
        Assert.Equal((PhotoReviewOutcome.Done, "accepted"), (accepted, await author.StateOfPhotoEntryAsync(id)));
        foreach (var copy in (string[])["thumbnail", "preview"])
        {
            var picture = reviewing.GetProperty("photos")[1].GetProperty(copy);
            var answer = await author.Http.GetAsync(picture.GetProperty("address").GetString(), Ct);
            Assert.Equal((HttpStatusCode.OK, "image/jpeg"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
            using var image = NetVips.Image.NewFromBuffer(await answer.Content.ReadAsByteArrayAsync(Ct));
            Assert.Equal((image.Width, image.Height), (picture.GetProperty("width").GetInt32(), picture.GetProperty("height").GetInt32()));
        }
    }

    [Fact]
    public async Task WeChat_is_asked_about_each_text_and_each_photo_once()
    {
        var author = await app.NewPhotographerAsync();
        await app.WorkOnPhotosAsync();
        var id = await author.WritePhotoEntryAsync(await app.NewContestAsync(), NewPhotos(3));
        await app.Get<PhotoWorkshop>().DevelopNextAsync(Ct);
        await JsonOf(await author.SubmitPhotoEntryAsync(id));
        var early = (await app.FindPhotoEntryAsync(id))!.Checks;
        await app.WorkOnPhotosAsync();

        var all = (await app.FindPhotoEntryAsync(id))!;

        Assert.Equal(["author", "caption", "photo:1", "place", "title"], early.Select(check => check.Part).Order(StringComparer.Ordinal));
        Assert.Equal(
            ["author", "caption", "photo:1", "photo:2", "photo:3", "place", "title"],
            all.Checks.Select(check => check.Part).Order(StringComparer.Ordinal)
        );
        Assert.Equal(
            all.Photos.Select(photo => EntryPhotoKeys.Preview(photo.Code)),
            all.Checks.Where(check => check.FileKey is not "").OrderBy(check => check.Part).Select(check => check.FileKey)
        );
        Assert.Contains("李石 某某院", all.Checks.Single(check => check.Part is "author").Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_contest_says_what_it_asks_for_and_whether_one_may_enter()
    {
        var contest = await app.NewContestAsync(draft => draft with { MaxEntries = 1, NeedsCamera = true });
        var author = await app.NewPhotographerAsync();

        var free = await author.GetAsync($"/api/contests/{contest}");
        var id = await author.BeginPhotoEntryAsync(contest);
        var begun = await author.GetAsync($"/api/contests/{contest}");
        await JsonOf(await author.PutAsync($"{MinePhotos}/{id}", PhotoText()));
        await JsonOf(await author.AddPhotoAsync(id, NewPhoto()));
        await JsonOf(await author.SubmitPhotoEntryAsync(id));
        var full = await author.GetAsync($"/api/contests/{contest}");
        var listed = await author.GetAsync("/api/contests");

        Assert.Equal(
            ["yes", "draft", "tooMany"],
            new[] { free, begun, full }.Select(screen => screen.GetProperty("mayEnter").GetString()!)
        );
        Assert.Equal(id, begun.GetProperty("draft").GetInt64());
        Assert.Equal((0, 1), (free.GetProperty("myEntries").GetInt32(), full.GetProperty("myEntries").GetInt32()));
        Assert.Equal(8, free.GetProperty("groups")[1].GetProperty("maxPhotos").GetInt32());
        Assert.Equal("科学性", free.GetProperty("criteria")[0].GetProperty("name").GetString());
        Assert.True(free.GetProperty("limits").GetProperty("needsCamera").GetBoolean());
        Assert.Contains(listed.GetProperty("items").EnumerateArray(), item => item.GetProperty("id").GetInt64() == contest);
    }

    [Fact]
    public async Task Who_may_not_enter_reads_why()
    {
        var author = await app.NewPhotographerAsync();
        var members = await app.NewContestAsync(draft => draft with { Entrants = Crowd.Members });
        var soon = await app.NewContestAsync(draft => draft with { OpensAt = app.Now.AddDays(1) });
        var closed = await app.NewContestAsync(draft => draft with { ClosesAt = app.Now });
        var taken = await app.NewContestAsync();
        var seen = await app.FindContestAsync(taken);
        await app.Get<ContestStore>().MoveAsync(Actor.Command, seen, ContestState.Withdrawn, app.Now, Ct);

        Assert.Equal("membersOnly", (await author.GetAsync($"/api/contests/{members}")).GetProperty("mayEnter").GetString());
        Assert.Equal("notOpen", (await author.GetAsync($"/api/contests/{soon}")).GetProperty("mayEnter").GetString());
        Assert.Equal("closed", (await author.GetAsync($"/api/contests/{closed}")).GetProperty("mayEnter").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await author.Http.GetAsync($"/api/contests/{taken}", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await author.PostAsync($"/api/contests/{taken}/entries")).StatusCode);
        Assert.Equal("yes", (await (await app.NewMemberAsync()).GetAsync($"/api/contests/{members}")).GetProperty("mayEnter").GetString());
    }

    [Fact]
    public async Task A_contest_of_members_takes_nothing_from_one_who_is_a_member_no_longer()
    {
        var contest = await app.NewContestAsync(draft => draft with { Entrants = Crowd.Members });
        var author = await app.NewMemberAsync();
        (await author.PutAsync("/api/me/phone", new { phoneCode = app.WeChat.MintPhoneCode(author.OpenId) })).EnsureSuccessStatusCode();
        var id = await author.WritePhotoEntryAsync(contest, [NewPhoto()]);
        await app.Get<Database>().ExecuteAsync("DELETE FROM bindings WHERE member_id = @Id", new { author.Member.Id }, Ct);

        Assert.Equal("contests.members_only", await RefusalOf(await author.SubmitPhotoEntryAsync(id)));
    }

    [Fact]
    public async Task A_draft_begun_twice_is_one()
    {
        var contest = await app.NewContestAsync();
        var author = await app.NewPhotographerAsync();

        var ids = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => author.BeginPhotoEntryAsync(contest)));

        Assert.Single(ids.Distinct());
    }

    [Fact]
    public async Task Nobody_enters_more_than_the_contest_allows()
    {
        var contest = await app.NewContestAsync(draft => draft with { MaxEntries = 1 });
        var author = await app.NewPhotographerAsync();
        var id = await author.HandInPhotoAsync(contest);

        var second = await author.PostAsync($"/api/contests/{contest}/entries");
        await author.WithdrawPhotoEntryAsync(id);
        var instead = await author.PostAsync($"/api/contests/{contest}/entries");

        Assert.Equal("contests.too_many", await RefusalOf(second));
        Assert.Equal(HttpStatusCode.OK, instead.StatusCode);
    }

    [Fact]
    public async Task What_lacks_something_is_not_taken_and_says_what()
    {
        var contest = await app.NewContestAsync(draft => draft with { Subjects = ["岩石", "隧道"] });
        var author = await app.NewPhoneAsync();
        var id = await author.BeginPhotoEntryAsync(contest);
        var noPhoto = await author.SubmitPhotoEntryAsync(id);
        await JsonOf(await author.AddPhotoAsync(id, NewPhoto()));
        var noText = await author.SubmitPhotoEntryAsync(id);
        await JsonOf(await author.PutAsync($"{MinePhotos}/{id}", With("subject", "桥梁")));
        var noSubject = await author.SubmitPhotoEntryAsync(id);
        await JsonOf(await author.PutAsync($"{MinePhotos}/{id}", With("subject", "隧道")));
        var missing = Lines(await author.GetPhotoEntryAsync(id), "missing");
        var notAgreed = await author.PostAsync($"{MinePhotos}/{id}/submit", new { agreesToRules = true, holdsNoSecrets = true });
        var noPhone = await author.SubmitPhotoEntryAsync(id);
        await JsonOf(await author.PutAsync("/api/me/phone", new { phoneCode = app.WeChat.MintPhoneCode(author.OpenId) }));
        var taken = await author.SubmitPhotoEntryAsync(id);

        Assert.Equal("contests.no_photo", await RefusalOf(noPhoto));
        Assert.Equal("contests.incomplete", await RefusalOf(noText));
        Assert.Equal("contests.incomplete", await RefusalOf(noSubject));
        Assert.Equal(["手机号验证"], missing);
        Assert.Equal("contests.not_agreed", await RefusalOf(notAgreed));
        Assert.Equal("contests.no_phone", await RefusalOf(noPhone));
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
    }

    [Theory]
    [InlineData("takenOn", "去年春天", "拍摄时间")]
    [InlineData("takenOn", "2024-12-31", "拍摄时间（须在 2025-01-01 以后）")]
    [InlineData("edit", "composite", "后期处理说明")]
    [InlineData("aiUse", "partly", "AI 使用说明")]
    [InlineData("caption", "这段说明有二十一个字，比大赛许可的多一字。", "作品说明（超过 20 字）")]
    public async Task A_text_that_does_not_fit_the_contest_is_named(string field, string value, string missing)
    {
        var contest = await app.NewContestAsync(draft => draft with { TakenSince = "2025-01-01", MaxCaption = 20 });
        var author = await app.NewPhotographerAsync();
        var id = await author.BeginPhotoEntryAsync(contest);
        await JsonOf(await author.AddPhotoAsync(id, NewPhoto()));

        var screen = await JsonOf(await author.PutAsync($"{MinePhotos}/{id}", With(field, value)));

        Assert.Equal([missing], Lines(screen, "missing"));
        Assert.Equal("contests.incomplete", await RefusalOf(await author.SubmitPhotoEntryAsync(id)));
    }

    [Fact]
    public async Task Nobody_sees_or_changes_the_entry_of_somebody_else()
    {
        var contest = await app.NewContestAsync();
        var (author, other) = (await app.NewPhotographerAsync(), await app.NewPhotographerAsync());
        var id = await author.WritePhotoEntryAsync(contest, NewPhotos(2));
        var photos = await author.PhotosOfAsync(id);

        var answers = new[]
        {
            await other.Http.GetAsync($"{MinePhotos}/{id}", Ct),
            await other.PutAsync($"{MinePhotos}/{id}", PhotoText("别人写的")),
            await other.AddPhotoAsync(id, NewPhoto()),
            await other.RemovePhotoAsync(id, photos[0]),
            await other.OrderPhotosAsync(id, [photos[1], photos[0]]),
            await other.SubmitPhotoEntryAsync(id),
            await other.Http.DeleteAsync($"{MinePhotos}/{id}", Ct),
        };

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode));
        var entry = await author.GetPhotoEntryAsync(id);
        Assert.Equal(
            ("draft", "岩层"),
            (entry.GetProperty("state").GetString(), entry.GetProperty("text").GetProperty("title").GetString())
        );
        Assert.Equal(photos, PhotoIds(entry));
    }

    [Fact]
    public async Task What_is_handed_in_is_not_changed_any_more()
    {
        var author = await app.NewPhotographerAsync();
        var id = await author.HandInPhotoAsync(await app.NewContestAsync(), "岩层", NewPhotos(2));
        var photos = await author.PhotosOfAsync(id);

        var answers = new[]
        {
            await author.PutAsync($"{MinePhotos}/{id}", PhotoText("另一个名字")),
            await author.AddPhotoAsync(id, NewPhoto()),
            await author.RemovePhotoAsync(id, photos[0]),
            await author.OrderPhotosAsync(id, [photos[1], photos[0]]),
        };
        var again = await author.SubmitPhotoEntryAsync(id);

        foreach (var answer in answers)
        {
            Assert.Equal("contests.not_editable", await RefusalOf(answer));
        }
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        var entry = (await app.FindPhotoEntryAsync(id))!;
        Assert.Equal((1, "岩层"), (entry.Entry.Version, entry.Entry.Title));
        Assert.Equal(photos, entry.Photos.Select(photo => photo.Id));
    }

    [Fact]
    public async Task The_deadline_is_the_first_moment_that_is_too_late()
    {
        var contest = await app.NewContestAsync(draft => draft with { ClosesAt = app.Now.AddMinutes(10) });
        var (early, late) = (await app.NewPhotographerAsync(), await app.NewPhotographerAsync());
        var (inTime, tooLate) = (await early.WritePhotoEntryAsync(contest, [NewPhoto()]), await late.BeginPhotoEntryAsync(contest));
        await JsonOf(await late.PutAsync($"{MinePhotos}/{tooLate}", PhotoText()));
        app.Clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromTicks(10));
        var taken = await early.SubmitPhotoEntryAsync(inTime);
        app.Clock.Advance(TimeSpan.FromTicks(10));
        await JsonOf(await late.AddPhotoAsync(tooLate, NewPhoto()));
        var refused = await late.SubmitPhotoEntryAsync(tooLate);
        var begun = await (await app.NewPhotographerAsync()).PostAsync($"/api/contests/{contest}/entries");

        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        Assert.Equal("contests.closed", await RefusalOf(refused));
        Assert.Equal("contests.closed", await RefusalOf(begun));
    }

    [Fact]
    public async Task After_the_deadline_only_a_series_all_of_which_was_on_its_way_is_taken()
    {
        var contest = await app.NewContestAsync(draft => draft with { ClosesAt = app.Now.AddHours(1) });
        var (onItsWay, partly) = (await app.NewPhotographerAsync(), await app.NewPhotographerAsync());
        var ids = new List<long>();
        foreach (var author in new[] { onItsWay, partly })
        {
            ids.Add(await author.WritePhotoEntryAsync(contest, [NewPhoto()]));
            await JsonOf(await author.PutAsync($"{MinePhotos}/{ids[^1]}", PhotoText(group: "series")));
        }
        var photo = NewPhoto();
        var code = await onItsWay.NewUploadAsync(photo.Length, name: "a.jpg", purpose: "photo");
        (await onItsWay.SendChunkAsync(code, 0, photo[..1000])).EnsureSuccessStatusCode();
        app.Clock.Advance(TimeSpan.FromMinutes(61));
        (await onItsWay.SendChunkAsync(code, 1000, photo[1000..])).EnsureSuccessStatusCode();
        await JsonOf(await onItsWay.PostAsync($"{MinePhotos}/{ids[0]}/photos", new { upload = code }));
        await JsonOf(await partly.AddPhotoAsync(ids[1], NewPhoto()));

        var taken = await onItsWay.SubmitPhotoEntryAsync(ids[0]);
        var refused = await partly.SubmitPhotoEntryAsync(ids[1]);

        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        Assert.Equal("contests.closed", await RefusalOf(refused));
    }

    [Fact]
    public async Task A_returned_entry_says_what_to_change_and_is_handed_in_again_after_the_deadline()
    {
        var contest = await app.NewContestAsync(draft => draft with { ClosesAt = app.Now.AddHours(1) });
        var author = await app.NewPhotographerAsync();
        var id = await author.HandInPhotoAsync(contest);
        await app.WorkOnPhotosAsync();
        app.Clock.Advance(TimeSpan.FromHours(2));
        var returned = await app.ReturnPhotoEntryAsync(id, "请补充拍摄地点。");
        var screen = await author.GetPhotoEntryAsync(id);
        await JsonOf(await author.PutAsync($"{MinePhotos}/{id}", PhotoText("新的名字")));
        var again = await JsonOf(await author.SubmitPhotoEntryAsync(id));

        Assert.Equal(PhotoReviewOutcome.Done, returned);
        Assert.Equal(("returned", "请补充拍摄地点。"), (screen.GetProperty("state").GetString(), screen.GetProperty("reason").GetString()));
        Assert.Equal(app.Now.AddDays(3), screen.GetProperty("fixUntil").GetDateTimeOffset());
        Assert.Equal("reviewing", again.GetProperty("state").GetString());
        var entry = (await app.FindPhotoEntryAsync(id))!;
        Assert.Equal(2, entry.Entry.Version);
        Assert.Contains(entry.Checks, check => check is { Part: "photo:1", State: CheckState.Waiting });
    }

    [Fact]
    public async Task A_returned_entry_is_closed_once_its_time_is_over()
    {
        var contest = await app.NewContestAsync(draft => draft with { ClosesAt = app.Now.AddHours(1) });
        var author = await app.NewPhotographerAsync();
        var id = await author.HandInPhotoAsync(contest);
        await app.WorkOnPhotosAsync();
        await app.ReturnPhotoEntryAsync(id);
        app.Clock.Advance(TimeSpan.FromDays(3));

        // The photo itself was there in time, so the grace of a slow line is all that is left.
        app.Clock.Advance(TimeSpan.FromHours(4));
        Assert.Equal("contests.closed", await RefusalOf(await author.SubmitPhotoEntryAsync(id)));
    }

    [Fact]
    public async Task A_draft_is_not_handed_in_to_a_contest_that_was_put_off_or_taken_back()
    {
        var contest = await app.NewContestAsync();
        var author = await app.NewPhotographerAsync();
        var id = await author.WritePhotoEntryAsync(contest, [NewPhoto()]);

        await app.EditContestAsync(contest, draft => draft with { OpensAt = app.Now.AddHours(1) });
        var tooEarly = await author.SubmitPhotoEntryAsync(id);
        app.Clock.Advance(TimeSpan.FromHours(2));
        var seen = await app.FindContestAsync(contest);
        await app.Get<ContestStore>().MoveAsync(Actor.Command, seen, ContestState.Withdrawn, app.Now, Ct);
        var takenBack = await author.SubmitPhotoEntryAsync(id);

        Assert.Equal("contests.not_open", await RefusalOf(tooEarly));
        Assert.Equal("contests.closed", await RefusalOf(takenBack));
    }

    [Fact]
    public async Task A_withdrawn_entry_leaves_no_file()
    {
        var author = await app.NewPhotographerAsync();
        var id = await author.HandInPhotoAsync(await app.NewContestAsync());
        await app.WorkOnPhotosAsync();
        var screen = await author.GetPhotoEntryAsync(id);
        var address = screen.GetProperty("photos")[0].GetProperty("preview").GetProperty("address").GetString();
        var photo = (await app.FindPhotoEntryAsync(id))!.Photos[0];

        await author.WithdrawPhotoEntryAsync(id);
        await app.Get<RemovePhotos>().RunAsync(Ct);
        await app.Get<Uploads.ExpireUploads>().RunAsync(Ct);

        var left = await author.GetPhotoEntryAsync(id);
        Assert.Equal("withdrawn", left.GetProperty("state").GetString());
        Assert.Empty(PhotoIds(left));
        Assert.Empty((await app.FindPhotoEntryAsync(id))!.Checks);
        Assert.Equal(HttpStatusCode.NotFound, (await author.Http.GetAsync(address, Ct)).StatusCode);
        Assert.Null(await app.Get<EntryPhotoStore>().FindAsync(photo.Id, Ct));
        Assert.Null(await app.Get<Uploads.UploadStore>().FetchAsync(photo.UploadId, Ct));
    }

    [Fact]
    public async Task A_draft_that_its_author_drops_is_gone()
    {
        var author = await app.NewPhotographerAsync();
        var id = await author.WritePhotoEntryAsync(await app.NewContestAsync(), [NewPhoto()]);

        await author.WithdrawPhotoEntryAsync(id);

        Assert.Equal(HttpStatusCode.NotFound, (await author.Http.GetAsync($"{MinePhotos}/{id}", Ct)).StatusCode);
    }

    [Fact]
    public async Task A_draft_that_was_left_goes_a_month_after_its_contest_with_its_photos()
    {
        var contest = await app.NewContestAsync(draft => draft with { ClosesAt = app.Now.AddDays(1) });
        var id = await (await app.NewPhotographerAsync()).WritePhotoEntryAsync(contest, NewPhotos(2));
        var handedIn = await (await app.NewPhotographerAsync()).HandInPhotoAsync(contest);

        app.Clock.Advance(TimeSpan.FromDays(30));
        await app.Get<RemovePhotos>().RunAsync(Ct);
        var kept = await CountAsync(id);
        app.Clock.Advance(TimeSpan.FromDays(2));
        await app.Get<RemovePhotos>().RunAsync(Ct);

        Assert.Equal((1, 0, 1), (kept, await CountAsync(id), await CountAsync(handedIn)));
        Assert.Equal(
            0,
            await app.Get<Database>().FindAsync<int>("SELECT COUNT(*) FROM contest_photos WHERE entry_id = @id", new { id }, Ct)
        );
    }

    [Fact]
    public async Task A_draft_that_is_handed_in_just_when_old_ones_go_stays()
    {
        var contest = await app.NewContestAsync(draft => draft with { ClosesAt = app.Now.AddDays(1) });
        var id = await (await app.NewPhotographerAsync()).WritePhotoEntryAsync(contest, [NewPhoto()]);
        app.Clock.Advance(TimeSpan.FromDays(32));

        await app.Services.JustBeforeAsync(
            "UPDATE contest_entries",
            "UPDATE contest_entries SET state = 'submitted' WHERE id = @id",
            new { id },
            () => app.Get<PhotoEntryStates>().DropOldDraftsAsync(app.Now, 100, Ct)
        );

        Assert.Equal(1, await CountAsync(id));
    }

    [Fact]
    public async Task The_author_is_told_of_names_coordinates_and_a_place_in_the_file()
    {
        var author = await app.NewPhotographerAsync();
        var id = await author.BeginPhotoEntryAsync(await app.NewContestAsync());
        await JsonOf(await author.PutAsync($"{MinePhotos}/{id}", With("caption", "张 岩摄于 30.592812, 114.305521 的硐室")));
        await JsonOf(await author.AddPhotoAsync(id, NewPhoto(notes: [.. PhotoTests.CameraNotes])));
        await app.WorkOnPhotosAsync();

        var screen = await author.GetPhotoEntryAsync(id);

        var hints = Lines(screen, "hints");
        Assert.Equal(3, hints.Length);
        Assert.Equal("说明里写了作者姓名或单位，评审时会遮去。", hints[0]);
        Assert.Contains("坐标", hints[1], StringComparison.Ordinal);
        Assert.Contains("拍摄地点", hints[2], StringComparison.Ordinal);
        Assert.Empty(Lines(screen, "missing"));
    }

    [Fact]
    public async Task Authors_are_told_once_what_became_of_each_handing_in()
    {
        var told = new Dictionary<string, MessageTemplate>();
        foreach (var kind in PhotoEntryNotices.Kinds)
        {
            told[kind.Key] = await app.ChooseNoticeAsync(kind.Key, ("thing1", "{作品}：{说明}"), ("time2", "{时间}"));
        }
        var author = await app.NewPhotographerAsync();
        await app.AcceptNoticesAsync(author, 2, [.. told.Values]);
        var id = await author.WritePhotoEntryAsync(await app.NewContestAsync(), [NewPhoto()], "岩层");

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => author.SubmitPhotoEntryAsync(id)));
        await app.WorkOnPhotosAsync();
        await app.ReturnPhotoEntryAsync(id, "请换一张。");
        await JsonOf(await author.SubmitPhotoEntryAsync(id));
        await app.AcceptPhotoEntryAsync(id);
        await app.SendDueAsync();
        await app.SendDueAsync();

        Assert.Equal(["岩层：作品已收到，审核后会通知您。", "岩层：作品已收到，审核后会通知您。"], await WordsAsync("contest.received"));
        Assert.Equal(["岩层：请换一张。"], await WordsAsync("contest.returned"));
        Assert.Equal(["岩层：您的作品已通过审核，将参加评审。"], await WordsAsync("contest.accepted"));

        async Task<IReadOnlyList<string>> WordsAsync(string kind)
        {
            var notices = await app.ListNoticesAsync(told[kind]);
            Assert.Equal(notices.Count, app.WeChat.Delivered(told[kind].WechatId).Count(one => one.OpenId == author.OpenId));
            return [.. notices.Select(notice => notice.Values["thing1"])];
        }
    }

    public static readonly TheoryData<string, int> Odd = new()
    {
        { "{}", 200 },
        { """{"title":null,"coauthors":null,"avoid":null,"aiNote":null}""", 200 },
        { """{"title":"岩","coauthors":[null,{"name":null,"unit":"院"}],"avoid":[null,"","王导师","王导师"]}""", 200 },
        { """{"title":"../../etc/passwd\u0000\u202E","caption":"一\r\n\r\n\r\n\r\n二"}""", 200 },
        { $$"""{"title":"{{new string('岩', 31)}}"}""", 400 },
        { $$"""{"caption":"{{new string('岩', 1001)}}"}""", 400 },
        { $$"""{"coauthors":[{{string.Join(',', Enumerable.Repeat("""{"name":"李","unit":""}""", 11))}}]}""", 400 },
        { $$"""{"avoid":[{{string.Join(',', Enumerable.Repeat("\"李\"", 11))}}]}""", 400 },
        { """{"edit":"perhaps"}""", 400 },
        { """{"aiUse":1}""", 400 },
        { """["a"]""", 400 },
        { "null", 400 },
    };

    [Theory, MemberData(nameof(Odd))]
    public async Task Odd_texts_are_kept_clean_or_refused(string body, int status)
    {
        var author = await app.NewPhotographerAsync();
        var id = await author.BeginPhotoEntryAsync(await app.NewContestAsync());

        var answer = await author.Http.PutAsync(
            $"{MinePhotos}/{id}",
            new StringContent(body, System.Text.Encoding.UTF8, "application/json"),
            Ct
        );

        Assert.True((int)answer.StatusCode == status, $"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(Ct)}");
        var text = (await author.GetPhotoEntryAsync(id)).GetProperty("text");
        Assert.DoesNotContain(text.GetProperty("title").GetString()!, char.IsControl);
        Assert.DoesNotContain("\n\n\n", text.GetProperty("caption").GetString()!, StringComparison.Ordinal);
        Assert.True(text.GetProperty("avoid").GetArrayLength() <= 1);
    }

    [Fact]
    public async Task Letters_beyond_the_first_plane_fit_wherever_their_number_does()
    {
        var (wide, name) = (string.Concat(Enumerable.Repeat("😀", 30)), string.Concat(Enumerable.Repeat("𠮷", 15)));
        var author = await app.NewPhotographerAsync();
        var id = await author.BeginPhotoEntryAsync(await app.NewContestAsync());
        var text = PhotoText();
        (text["coauthors"], text["caption"]) = (
            Enumerable.Repeat(new { name, unit = wide }, 10),
            string.Concat(Enumerable.Repeat("𠮷", 500))
        );
        text["avoid"] = Enumerable.Range(0, 10).Select(i => $"{string.Concat(Enumerable.Repeat("𬒈", 14))}{i}");

        var saved = (await JsonOf(await author.PutAsync($"{MinePhotos}/{id}", text))).GetProperty("text");

        Assert.Equal(wide, saved.GetProperty("coauthors")[9].GetProperty("unit").GetString());
        Assert.Equal(10, saved.GetProperty("avoid").GetArrayLength());
        Assert.Equal(text["caption"], saved.GetProperty("caption").GetString());
    }

    private static Dictionary<string, object?> With(string field, string value)
    {
        var text = PhotoText();
        text[field] = value;
        return text;
    }

    private Task<int> CountAsync(long entry) =>
        app.Get<Database>().FindAsync<int>("SELECT COUNT(*) FROM contest_entries WHERE id = @entry", new { entry }, Ct);
}
