using System.Net;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Videos;
using static CsrmeWeChat.Tests.Support.TestPhone;
using static CsrmeWeChat.Tests.Support.VideoAuthor;

namespace CsrmeWeChat.Tests;

/// <summary>An author's way from the draft to the verdict.</summary>
public sealed class EntryTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_entry_goes_from_the_draft_to_everybodys_screen()
    {
        var call = await app.NewCallAsync();
        var author = await app.NewAuthorAsync();
        var id = await author.BeginEntryAsync(call);
        var empty = await author.GetEntryAsync(id);
        await JsonOf(await author.PutAsync($"{Mine}/{id}", Text()));
        var attached = await JsonOf(await author.AttachAsync(id, await TestVideo.SmallAsync()));
        await app.Get<ExamineVideos>().RunAsync(Ct);
        var examined = await author.GetEntryAsync(id);
        var submitted = await JsonOf(await author.SubmitAsync(id));
        await app.WorkOnVideosAsync();
        var waiting = await author.GetEntryAsync(id);
        var entry = (await app.FindEntryAsync(id))!.Entry;
        await app.Get<ReviewDesk>().AcceptAsync(Foundation.Audit.Actor.Command, entry, isAware: true, app.Now, Ct);
        entry = (await app.FindEntryAsync(id))!.Entry;
        await app.Get<ReviewDesk>().ShowAsync(Foundation.Audit.Actor.Command, entry, app.Now, Ct);
        var reader = await app.NewPhoneAsync();
        var gallery = await reader.GetAsync($"/api/videos/calls/{call}/entries");
        var shown = await reader.GetAsync($"/api/videos/entries/{id}");

        Assert.Equal(["视频", "作品名称", "创作说明", "作者姓名", "单位"], Strings(empty, "missing"));
        Assert.Equal("waiting", attached.GetProperty("video").GetProperty("state").GetString());
        Assert.Equal("checked", examined.GetProperty("video").GetProperty("state").GetString());
        Assert.Equal(2, examined.GetProperty("video").GetProperty("seconds").GetInt32());
        Assert.Empty(Strings(examined, "missing"));
        Assert.Equal("submitted", submitted.GetProperty("state").GetString());
        Assert.Equal("reviewing", waiting.GetProperty("state").GetString());
        Assert.Equal("ready", waiting.GetProperty("video").GetProperty("state").GetString());
        Assert.Equal(id, gallery.GetProperty("items")[0].GetProperty("id").GetInt64());
        Assert.Equal("file", shown.GetProperty("play").GetProperty("way").GetString());
        var played = await reader.Http.GetAsync(shown.GetProperty("play").GetProperty("address").GetString(), Ct);
        Assert.Equal((HttpStatusCode.OK, "video/mp4"), (played.StatusCode, played.Content.Headers.ContentType?.MediaType));
        var poster = await reader.Http.GetAsync(shown.GetProperty("poster").GetProperty("address").GetString(), Ct);
        Assert.Equal((HttpStatusCode.OK, "image/jpeg"), (poster.StatusCode, poster.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task Whoever_was_returned_reads_the_later_of_the_two_deadlines()
    {
        var author = await app.NewAuthorAsync();
        var call = await app.NewCallAsync();
        var id = await author.HandInAsync(call, await TestVideo.SmallAsync());
        await app.WorkOnVideosAsync();
        var entry = (await app.FindEntryAsync(id))!;

        await app.Get<ReviewDesk>().ReturnAsync(Foundation.Audit.Actor.Command, entry.Entry, "请换一段。", app.Now, Ct);

        Assert.Equal(entry.Call.ClosesAt, (await author.GetEntryAsync(id)).GetProperty("fixUntil").GetDateTimeOffset());
    }

    [Fact]
    public async Task What_can_no_longer_be_played_is_no_longer_shown()
    {
        var author = await app.NewAuthorAsync();
        var call = await app.NewCallAsync(draft => draft with { ChannelUser = "sphCsrme530" });
        var (alone, fed) = (await app.NewShownAsync(author, call), await app.NewShownAsync(author, call));
        await app.Get<ReviewDesk>()
            .SetFeedAsync(Foundation.Audit.Actor.Command, (await app.FindEntryAsync(fed))!.Entry, "export/1", app.Now, Ct);
        var seen = (await app.Get<CallStore>().FindAsync(call, Ct))!;
        var closed = new CallDraft(
            seen.Title,
            seen.Theme,
            [],
            seen.OpensAt,
            seen.ClosesAt,
            seen.MinSeconds,
            seen.MaxSeconds,
            seen.MaxEntries,
            IsPublic: false,
            seen.ChannelUser
        );

        var hidden = await app.Get<CallStore>().EditAsync(Foundation.Audit.Actor.Command, seen, closed, app.Now, Ct);
        var gallery = await author.GetAsync($"/api/videos/calls/{call}/entries");
        await app.Get<ReviewDesk>().SetFeedAsync(Foundation.Audit.Actor.Command, (await app.FindEntryAsync(fed))!.Entry, "", app.Now, Ct);
        var empty = await author.GetAsync($"/api/videos/calls/{call}/entries");

        Assert.Equal(1, hidden);
        Assert.Equal(fed, gallery.GetProperty("items").EnumerateArray().Single().GetProperty("id").GetInt64());
        Assert.Equal(0, empty.GetProperty("items").GetArrayLength());
        Assert.Equal(("accepted", "accepted"), (await author.StateOfAsync(alone), await author.StateOfAsync(fed)));
    }

    [Fact]
    public async Task Letters_beyond_the_first_plane_fit_wherever_their_number_does()
    {
        var (wide, name) = (string.Concat(Enumerable.Repeat("😀", 30)), string.Concat(Enumerable.Repeat("𠮷", 15)));
        var categories = Enumerable.Range(0, 20).Select(i => $"{string.Concat(Enumerable.Repeat("𬒈", 9))}{i:00}").ToList();
        var call = await app.NewCallAsync(draft => draft with { Categories = categories });
        var author = await app.NewAuthorAsync();
        var id = await author.BeginEntryAsync(call);

        var saved = await author.PutAsync(
            $"{Mine}/{id}",
            new
            {
                title = "题",
                statement = "文",
                author = "张岩",
                unit = "院",
                collaborators = Enumerable.Repeat(new { name, unit = wide }, 10),
                category = categories[3],
                aiUse = "none",
                aiNote = "",
            }
        );

        var text = (await JsonOf(saved)).GetProperty("text");
        Assert.Equal(wide, text.GetProperty("collaborators")[9].GetProperty("unit").GetString());
    }

    [Fact]
    public async Task A_draft_begun_twice_is_one()
    {
        var call = await app.NewCallAsync();
        var author = await app.NewAuthorAsync();

        var ids = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => author.BeginEntryAsync(call)));

        Assert.Single(ids.Distinct());
    }

    [Fact]
    public async Task Nobody_enters_more_than_the_call_allows()
    {
        var call = await app.NewCallAsync(draft => draft with { MaxEntries = 1 });
        var author = await app.NewAuthorAsync();
        var id = await author.HandInAsync(call, await TestVideo.SmallAsync());

        var second = await author.PostAsync($"/api/videos/calls/{call}/entries");
        (await author.Http.DeleteAsync($"{Mine}/{id}", Ct)).EnsureSuccessStatusCode();
        var instead = await author.PostAsync($"/api/videos/calls/{call}/entries");

        Assert.Equal("videos.too_many", await RefusalOf(second));
        Assert.Equal(HttpStatusCode.OK, instead.StatusCode);
    }

    [Fact]
    public async Task What_lacks_something_is_not_taken_and_says_what()
    {
        var call = await app.NewCallAsync(draft => draft with { Categories = ["科普", "现场"] });
        var author = await app.NewPhoneAsync();
        var id = await author.BeginEntryAsync(call);
        var noVideo = await author.SubmitAsync(id);
        await JsonOf(await author.AttachAsync(id, await TestVideo.SmallAsync()));
        var noText = await author.SubmitAsync(id);
        await JsonOf(await author.PutAsync($"{Mine}/{id}", Text(category: "别的")));
        var noCategory = await author.SubmitAsync(id);
        await JsonOf(await author.PutAsync($"{Mine}/{id}", Text(category: "现场")));
        var notAgreed = await author.PostAsync($"{Mine}/{id}/submit", new { agreesToRules = true, holdsNoSecrets = false });
        var noPhone = await author.SubmitAsync(id);
        await JsonOf(await author.PutAsync("/api/me/phone", new { phoneCode = app.WeChat.MintPhoneCode(author.OpenId) }));
        var taken = await author.SubmitAsync(id);

        Assert.Equal("videos.no_video", await RefusalOf(noVideo));
        Assert.Equal("videos.incomplete", await RefusalOf(noText));
        Assert.Equal("videos.incomplete", await RefusalOf(noCategory));
        Assert.Equal("videos.not_agreed", await RefusalOf(notAgreed));
        Assert.Equal("videos.no_phone", await RefusalOf(noPhone));
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
    }

    [Fact]
    public async Task Nobody_uses_the_upload_of_somebody_else_or_one_upload_twice()
    {
        var call = await app.NewCallAsync();
        var (author, other) = (await app.NewAuthorAsync(), await app.NewAuthorAsync());
        var upload = (await author.UploadAsync(await TestVideo.SmallAsync())).GetProperty("code").GetString();
        var (mine, theirs) = (await author.BeginEntryAsync(call), await other.BeginEntryAsync(call));

        var stolen = await other.PutAsync($"{Mine}/{theirs}/video", new { upload });
        var taken = await author.PutAsync($"{Mine}/{mine}/video", new { upload });
        var again = await author.PutAsync($"{Mine}/{mine}/video", new { upload });
        var foreign = await other.PutAsync($"{Mine}/{mine}/video", new { upload });

        Assert.Equal("videos.upload_gone", await RefusalOf(stolen));
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
        Assert.Equal(
            1,
            await app.Get<Database>().FindAsync<int>("SELECT COUNT(*) FROM video_files WHERE entry_id = @mine", new { mine }, Ct)
        );
    }

    [Fact]
    public async Task Nobody_sees_or_changes_the_entry_of_somebody_else()
    {
        var call = await app.NewCallAsync();
        var (author, other) = (await app.NewAuthorAsync(), await app.NewAuthorAsync());
        var id = await author.WriteEntryAsync(call, await TestVideo.SmallAsync());

        var answers = new[]
        {
            await other.Http.GetAsync($"{Mine}/{id}", Ct),
            await other.PutAsync($"{Mine}/{id}", Text("别人写的")),
            await other.SubmitAsync(id),
            await other.Http.DeleteAsync($"{Mine}/{id}", Ct),
        };

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode));
        var entry = await author.GetEntryAsync(id);
        Assert.Equal("draft", entry.GetProperty("state").GetString());
        Assert.Equal("掌子面上的一天", entry.GetProperty("text").GetProperty("title").GetString());
    }

    [Fact]
    public async Task What_is_handed_in_is_not_changed_any_more()
    {
        var call = await app.NewCallAsync();
        var author = await app.NewAuthorAsync();
        var id = await author.HandInAsync(call, await TestVideo.SmallAsync());

        var written = await author.PutAsync($"{Mine}/{id}", Text("另一个名字"));
        var attached = await author.AttachAsync(id, [.. await TestVideo.SmallAsync(), 0]);
        var again = await author.SubmitAsync(id);

        Assert.Equal("videos.not_editable", await RefusalOf(written));
        Assert.Equal("videos.not_editable", await RefusalOf(attached));
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Equal(1, (await app.FindEntryAsync(id))!.Entry.Version);
    }

    [Fact]
    public async Task After_the_deadline_only_what_was_on_its_way_is_taken()
    {
        var call = await app.NewCallAsync(draft => draft with { ClosesAt = app.Now.AddHours(1) });
        var (onItsWay, tooLate) = (await app.NewAuthorAsync(), await app.NewAuthorAsync());
        var video = await TestVideo.SmallAsync();
        var (first, second) = (await onItsWay.BeginEntryAsync(call), await tooLate.BeginEntryAsync(call));
        foreach (var (author, id) in new[] { (onItsWay, first), (tooLate, second) })
        {
            await JsonOf(await author.PutAsync($"{Mine}/{id}", Text()));
        }
        var code = await onItsWay.NewUploadAsync(video.Length);
        (await onItsWay.SendChunkAsync(code, 0, video[..1000])).EnsureSuccessStatusCode();
        app.Clock.Advance(TimeSpan.FromMinutes(61));
        (await onItsWay.SendChunkAsync(code, 1000, video[1000..])).EnsureSuccessStatusCode();
        await JsonOf(await onItsWay.PutAsync($"{Mine}/{first}/video", new { upload = code }));
        await JsonOf(await tooLate.AttachAsync(second, video));

        var taken = await onItsWay.SubmitAsync(first);
        var refused = await tooLate.SubmitAsync(second);
        var begun = await (await app.NewAuthorAsync()).PostAsync($"/api/videos/calls/{call}/entries");

        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        Assert.Equal("videos.closed", await RefusalOf(refused));
        Assert.Equal("videos.closed", await RefusalOf(begun));
    }

    [Fact]
    public async Task A_returned_entry_says_what_to_change_and_is_handed_in_again()
    {
        var call = await app.NewCallAsync(draft => draft with { ClosesAt = app.Now.AddHours(1) });
        var author = await app.NewAuthorAsync();
        var id = await author.HandInAsync(call, await TestVideo.SmallAsync());
        await app.WorkOnVideosAsync();
        app.Clock.Advance(TimeSpan.FromHours(2));
        var entry = (await app.FindEntryAsync(id))!.Entry;
        var returned = await app.Get<ReviewDesk>().ReturnAsync(Foundation.Audit.Actor.Command, entry, "请遮住井号。", app.Now, Ct);
        var screen = await author.GetEntryAsync(id);
        await JsonOf(await author.PutAsync($"{Mine}/{id}", Text("新的名字")));
        var again = await JsonOf(await author.SubmitAsync(id));

        Assert.Equal(ReviewOutcome.Done, returned);
        Assert.Equal(("returned", "请遮住井号。"), (screen.GetProperty("state").GetString(), screen.GetProperty("reason").GetString()));
        Assert.Equal(app.Now.AddDays(3), screen.GetProperty("fixUntil").GetDateTimeOffset());
        // The video is as it was and was worked on before: only the human looks again.
        Assert.Equal("reviewing", again.GetProperty("state").GetString());
        Assert.Equal(2, (await app.FindEntryAsync(id))!.Entry.Version);
    }

    [Fact]
    public async Task An_entry_that_was_returned_while_its_video_was_worked_on_stays_with_its_author()
    {
        var author = await app.NewAuthorAsync();
        var id = await author.HandInAsync(await app.NewCallAsync(), await TestVideo.SmallAsync());
        await app.Get<ExamineVideos>().RunAsync(Ct);
        var entry = (await app.FindEntryAsync(id))!.Entry;
        await app.Get<ReviewDesk>().ReturnAsync(Foundation.Audit.Actor.Command, entry, "请换一个标题。", app.Now, Ct);

        await app.Get<ConvertVideos>().RunAsync(Ct);
        var (state, video) = (await author.StateOfAsync(id), (await app.FindEntryAsync(id))!.Video!);
        var again = await JsonOf(await author.SubmitAsync(id));

        Assert.Equal(("returned", VideoFileState.Ready), (state, video.State));
        Assert.Equal("reviewing", again.GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_draft_is_not_handed_in_to_a_call_that_was_put_off_or_taken_back()
    {
        var call = await app.NewCallAsync();
        var (author, calls) = (await app.NewAuthorAsync(), app.Get<CallStore>());
        var id = await author.WriteEntryAsync(call, await TestVideo.SmallAsync());
        var later = new CallDraft("青年说岩", "说说你的工作。", [], app.Now.AddHours(1), app.Now.AddDays(10), 0, 60, 3, true, "");

        await calls.EditAsync(Foundation.Audit.Actor.Command, (await calls.FindAsync(call, Ct))!, later, app.Now, Ct);
        var tooEarly = await author.SubmitAsync(id);
        app.Clock.Advance(TimeSpan.FromHours(2));
        var seen = (await calls.FindAsync(call, Ct))!;
        await calls.MoveAsync(Foundation.Audit.Actor.Command, seen, CallState.Withdrawn, app.Now, Ct);
        var takenBack = await author.SubmitAsync(id);

        Assert.Equal("videos.not_open", await RefusalOf(tooEarly));
        Assert.Equal("videos.closed", await RefusalOf(takenBack));
    }

    [Fact]
    public async Task A_withdrawn_entry_leaves_no_file()
    {
        var call = await app.NewCallAsync();
        var author = await app.NewAuthorAsync();
        var id = await author.HandInAsync(call, await TestVideo.SmallAsync());
        await app.WorkOnVideosAsync();
        var address = (await author.GetEntryAsync(id)).GetProperty("video").GetProperty("address").GetString();
        var video = (await app.FindEntryAsync(id))!.Video!;

        (await author.Http.DeleteAsync($"{Mine}/{id}", Ct)).EnsureSuccessStatusCode();
        await app.Get<RemoveVideos>().RunAsync(Ct);
        await app.Get<Uploads.ExpireUploads>().RunAsync(Ct);

        Assert.Equal("withdrawn", await author.StateOfAsync(id));
        Assert.Empty((await app.FindEntryAsync(id))!.Checks);
        Assert.Equal(HttpStatusCode.NotFound, (await author.Http.GetAsync(address, Ct)).StatusCode);
        Assert.Null(await app.Get<VideoFileStore>().FindAsync(video.Id, Ct));
        Assert.Null(await app.Get<Uploads.UploadStore>().FetchAsync(video.UploadId, Ct));
    }

    [Fact]
    public async Task A_draft_that_its_author_drops_is_gone()
    {
        var call = await app.NewCallAsync();
        var author = await app.NewAuthorAsync();
        var id = await author.WriteEntryAsync(call, await TestVideo.SmallAsync());

        (await author.Http.DeleteAsync($"{Mine}/{id}", Ct)).EnsureSuccessStatusCode();

        Assert.Equal(HttpStatusCode.NotFound, (await author.Http.GetAsync($"{Mine}/{id}", Ct)).StatusCode);
    }

    public static readonly TheoryData<string, int> Odd = new()
    {
        { "{}", 200 },
        { """{"title":null,"collaborators":null,"aiNote":null}""", 200 },
        { """{"title":"岩","collaborators":[null,{"name":null,"unit":"院"}]}""", 200 },
        { """{"title":"../../etc/passwd\u0000\u202E","statement":"一\r\n\r\n\r\n\r\n二"}""", 200 },
        { $$"""{"title":"{{new string('岩', 31)}}"}""", 400 },
        { $$"""{"statement":"{{new string('岩', 1001)}}"}""", 400 },
        { $$"""{"collaborators":[{{string.Join(',', Enumerable.Repeat("""{"name":"李","unit":""}""", 11))}}]}""", 400 },
        { $$"""{"collaborators":[{"name":"{{new string('李', 31)}}","unit":""}]}""", 400 },
        { """{"aiUse":"perhaps"}""", 400 },
        { """{"aiUse":1}""", 400 },
        { """["a"]""", 400 },
        { "null", 400 },
    };

    [Theory, MemberData(nameof(Odd))]
    public async Task Odd_texts_are_kept_clean_or_refused(string body, int status)
    {
        var author = await app.NewAuthorAsync();
        var id = await author.BeginEntryAsync(await app.NewCallAsync());

        var answer = await author.Http.PutAsync($"{Mine}/{id}", new StringContent(body, System.Text.Encoding.UTF8, "application/json"), Ct);

        Assert.True((int)answer.StatusCode == status, $"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(Ct)}");
        var entry = (await author.GetEntryAsync(id)).GetProperty("text");
        Assert.DoesNotContain(entry.GetProperty("title").GetString()!, char.IsControl);
        Assert.DoesNotContain("\n\n\n", entry.GetProperty("statement").GetString()!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_deadline_is_the_first_moment_that_is_too_late()
    {
        var call = await app.NewCallAsync(draft => draft with { ClosesAt = app.Now.AddMinutes(10) });
        var (early, late) = (await app.NewAuthorAsync(), await app.NewAuthorAsync());
        app.Clock.Advance(TimeSpan.FromMinutes(9));
        var inTime = await early.WriteEntryAsync(call, await TestVideo.SmallAsync());
        var tooLate = await late.BeginEntryAsync(call);
        await JsonOf(await late.PutAsync($"{Mine}/{tooLate}", Text()));
        app.Clock.Advance(TimeSpan.FromSeconds(59));
        var taken = await early.SubmitAsync(inTime);
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        await JsonOf(await late.AttachAsync(tooLate, await TestVideo.SmallAsync()));
        var refused = await late.SubmitAsync(tooLate);

        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        Assert.Equal("videos.closed", await RefusalOf(refused));
    }

    [Fact]
    public async Task A_draft_that_was_left_goes_a_month_after_its_call_with_its_file()
    {
        var call = await app.NewCallAsync(draft => draft with { ClosesAt = app.Now.AddDays(1) });
        var author = await app.NewAuthorAsync();
        var id = await author.WriteEntryAsync(call, await TestVideo.SmallAsync());
        var handedIn = await (await app.NewAuthorAsync()).HandInAsync(call, await TestVideo.SmallAsync());

        app.Clock.Advance(TimeSpan.FromDays(30));
        await app.Get<RemoveVideos>().RunAsync(Ct);
        var kept = await CountAsync(id);
        app.Clock.Advance(TimeSpan.FromDays(2));
        await app.Get<RemoveVideos>().RunAsync(Ct);

        Assert.Equal((1, 0, 1), (kept, await CountAsync(id), await CountAsync(handedIn)));
        Assert.Equal(0, await app.Get<Database>().FindAsync<int>("SELECT COUNT(*) FROM video_files WHERE entry_id = @id", new { id }, Ct));

        Task<int> CountAsync(long entry) =>
            app.Get<Database>().FindAsync<int>("SELECT COUNT(*) FROM video_entries WHERE id = @entry", new { entry }, Ct);
    }

    [Fact]
    public async Task A_draft_that_is_handed_in_just_when_old_ones_go_stays()
    {
        var call = await app.NewCallAsync(draft => draft with { ClosesAt = app.Now.AddDays(1) });
        var id = await (await app.NewAuthorAsync()).WriteEntryAsync(call, await TestVideo.SmallAsync());
        app.Clock.Advance(TimeSpan.FromDays(32));

        await app.Services.JustBeforeAsync(
            "UPDATE video_entries",
            "UPDATE video_entries SET state = 'submitted' WHERE id = @id",
            new { id },
            () => app.Get<EntryStates>().DropOldDraftsAsync(app.Now, 100, Ct)
        );

        Assert.Equal(1, await app.Get<Database>().FindAsync<int>("SELECT COUNT(*) FROM video_entries WHERE id = @id", new { id }, Ct));
    }

    [Fact]
    public async Task The_author_is_told_of_coordinates_and_of_a_place_in_the_file()
    {
        var call = await app.NewCallAsync();
        var author = await app.NewAuthorAsync();
        var video = await TestVideo.MakeAsync(
            "mov",
            TestVideo.Picture(1) + "-c:v libx264 -pix_fmt yuv420p -movflags use_metadata_tags -metadata location=+30.5928+114.3055/"
        );
        var id = await author.BeginEntryAsync(call);
        await JsonOf(await author.PutAsync($"{Mine}/{id}", Text(statement: "位于 30.592812, 114.305521 的硐室")));
        await JsonOf(await author.AttachAsync(id, video));
        await app.Get<ExamineVideos>().RunAsync(Ct);

        var hints = Strings(await author.GetEntryAsync(id), "hints");

        Assert.Equal(2, hints.Length);
        Assert.Contains("坐标", hints[0], StringComparison.Ordinal);
        Assert.Contains("拍摄地点", hints[1], StringComparison.Ordinal);
    }

    private static string[] Strings(System.Text.Json.JsonElement from, string name) =>
        [.. from.GetProperty(name).EnumerateArray().Select(one => one.GetString()!)];
}
