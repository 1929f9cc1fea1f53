using System.Net;
using System.Text.Json;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Storage;
using CsrmeWeChat.Uploads;
using static CsrmeWeChat.Tests.Support.DirectArrange;
using static CsrmeWeChat.Tests.Support.TestPhone;
using static CsrmeWeChat.Tests.Support.UploadArrange;

namespace CsrmeWeChat.Tests;

/// <summary>Files that go from the phone straight to a real S3 server.</summary>
public sealed class DirectUploadTests(App app) : IClassFixture<App>, IAsyncLifetime
{
    private const int Small = 300_000,
        InParts = 12 << 20;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await app.UseBucketAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData(Small, "form")]
    [InlineData(InParts, "parts")]
    public async Task A_file_goes_straight_to_the_store_and_is_complete_with_hash_and_receipt(int size, string way)
    {
        var (phone, bytes) = (await app.NewPhoneAsync(), NewBytes(size));
        var begun = await JsonOf(await phone.Http.BeginDirectAsync(size, Sha256(bytes)));
        var code = CodeOf(begun.GetProperty("upload"));

        await phone.Http.SendDirectAsync(begun.GetProperty("upload"), bytes);
        var whole = await JsonOf(await phone.CompleteDirectAsync(code));
        var again = await JsonOf(await phone.CompleteDirectAsync(code));

        Assert.Equal(way, begun.GetProperty("way").GetString());
        Assert.Equal(("complete", Sha256(bytes)), (StateOf(whole), whole.GetProperty("sha256").GetString()));
        Assert.Equal(app.Now, whole.GetProperty("completedAt").GetDateTimeOffset());
        Assert.Equal(JsonValueKind.Null, whole.GetProperty("direct").ValueKind);
        Assert.Equal(whole.GetProperty("receipt").GetString(), again.GetProperty("receipt").GetString());
        Assert.Equal(bytes, await app.Services.BytesOfAsync(code));
        Assert.Equal([(await app.Services.UploadOfAsync(code)).Key], await LeftOfAsync(code));
        Assert.Equal(0, app.Get<UploadFolder>().FilesBefore(DateTime.MaxValue).Count(file => file.Code == code));
    }

    [Fact]
    public async Task Without_a_purpose_it_is_refused()
    {
        using var answer = await (await app.NewPhoneAsync()).PostAsync("/api/uploads/direct", new { size = 5 });

        Assert.Equal("uploads.purpose", await RefusalOf(answer, HttpStatusCode.BadRequest));
    }

    [Theory]
    [InlineData("岩石.MP4", "岩石.MP4")]
    [InlineData("report.hta", "report.hta.bin")]
    [InlineData("a.mp4.exe", "a.mp4.exe.bin")]
    [InlineData("noending", "noending.bin")]
    public void Staff_save_no_program_under_a_name_that_its_sender_chose(string name, string saved) =>
        Assert.Equal(saved, UploadFiles.HarmlessName(name));

    [Fact]
    public async Task An_app_that_was_killed_is_told_which_parts_are_there_and_sends_the_others()
    {
        var (phone, bytes) = (await app.NewPhoneAsync(), NewBytes(InParts));
        var begun = await phone.NewDirectAsync(InParts, Sha256(bytes));
        var code = CodeOf(begun);
        (await PutPartAsync(PartOf(begun, 2), bytes)).EnsureSuccessStatusCode();
        app.Clock.Advance(TimeSpan.FromMinutes(1));

        var shown = await phone.GetUploadAsync(code);
        var listed = (await phone.GetAsync("/api/uploads")).GetProperty("items")[0];
        var again = await phone.NewDirectAsync(InParts, Sha256(bytes));

        Assert.Equal((code, code), (CodeOf(listed), CodeOf(again)));
        Assert.Equal(("parts", 5 << 20), (listed.GetProperty("way").GetString(), listed.GetProperty("received").GetInt64()));
        var parts = shown.GetProperty("direct").GetProperty("parts").EnumerateArray().ToList();
        Assert.Equal([5 << 20, 5 << 20, 2 << 20], parts.Select(part => part.GetProperty("size").GetInt32()));
        Assert.Equal([false, true, false], parts.Select(part => part.GetProperty("isHere").GetBoolean()));
        Assert.Equal(JsonValueKind.Null, parts[1].GetProperty("url").ValueKind);
        Assert.True(shown.GetProperty("expiresAt").GetDateTimeOffset() > begun.GetProperty("expiresAt").GetDateTimeOffset());
        await phone.Http.SendDirectAsync(again, bytes);
        Assert.Equal("complete", StateOf(await JsonOf(await phone.CompleteDirectAsync(code))));
    }

    [Fact]
    public async Task A_large_file_is_hashed_by_the_job_while_the_phone_asks()
    {
        var (phone, bytes) = (await app.NewPhoneAsync(), NewBytes(17 << 20));
        var upload = await phone.NewDirectAsync(bytes.Length);
        await phone.Http.SendDirectAsync(upload, bytes);

        var asked = await JsonOf(await phone.CompleteDirectAsync(CodeOf(upload)));
        var meanwhile = await phone.GetUploadAsync(CodeOf(upload));
        var received = app.Now;
        app.Clock.Advance(TimeSpan.FromSeconds(5));
        await app.Get<CheckUploads>().RunAsync(Ct);

        Assert.Equal(("checking", "checking"), (StateOf(asked), StateOf(meanwhile)));
        var whole = await phone.GetUploadAsync(CodeOf(upload));
        Assert.Equal(("complete", Sha256(bytes)), (StateOf(whole), whole.GetProperty("sha256").GetString()));
        Assert.Equal(received, whole.GetProperty("completedAt").GetDateTimeOffset());
    }

    [Fact]
    public async Task What_is_missing_at_the_store_is_not_complete_whatever_the_phone_says()
    {
        var (phone, bytes) = (await app.NewPhoneAsync(), NewBytes(InParts));
        var (one, other) = (await phone.NewDirectAsync(InParts), await phone.NewDirectAsync(InParts));
        var form = await phone.NewDirectAsync(Small);
        foreach (var number in (int[])[1, 2])
        {
            (await PutPartAsync(PartOf(one, number), bytes)).EnsureSuccessStatusCode();
        }
        // The part that is missing goes to the other upload.
        (await PutPartAsync(PartOf(other, 3), bytes)).EnsureSuccessStatusCode();

        Assert.Equal("uploads.incomplete", await RefusalOf(await phone.CompleteDirectAsync(CodeOf(one))));
        Assert.Equal("uploads.incomplete", await RefusalOf(await phone.CompleteDirectAsync(CodeOf(other))));
        Assert.Equal("uploads.incomplete", await RefusalOf(await phone.CompleteDirectAsync(CodeOf(form))));
        (await PutPartAsync(PartOf(one, 3), bytes)).EnsureSuccessStatusCode();
        Assert.Equal("complete", StateOf(await JsonOf(await phone.CompleteDirectAsync(CodeOf(one)))));
    }

    [Fact]
    public async Task The_store_takes_nothing_but_what_was_signed_for()
    {
        var (phone, bytes) = (await app.NewPhoneAsync(), NewBytes(InParts));
        var (parts, form) = (await phone.NewDirectAsync(InParts), await phone.NewDirectAsync(Small));
        var url = PartOf(parts, 1).GetProperty("url").GetString()!;
        var (code, other) = (CodeOf(parts), CodeOf(await phone.NewDirectAsync(InParts)));
        var fields = form.GetProperty("direct").GetProperty("form");

        Assert.Equal(HttpStatusCode.Forbidden, (await PutAsync(url, bytes[..(6 << 20)])).StatusCode);
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await PutAsync(url.Replace("partNumber=1", "partNumber=2"), bytes[..(5 << 20)])).StatusCode
        );
        Assert.Equal(HttpStatusCode.Forbidden, (await PutAsync(url.Replace(code, other), bytes[..(5 << 20)])).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await PutAsync(url.Split('?')[0], bytes[..10])).StatusCode);
        Assert.False((await PostFormAsync(fields, bytes[..(Small - 1)])).IsSuccessStatusCode);
        Assert.False((await PostFormAsync(fields, bytes[..(Small + 1)])).IsSuccessStatusCode);
        var elsewhere = fields.GetRawText().Replace(CodeOf(form), other, StringComparison.Ordinal);
        Assert.False((await PostFormAsync(JsonDocument.Parse(elsewhere).RootElement, bytes[..Small])).IsSuccessStatusCode);
        Assert.Equal("uploads.incomplete", await RefusalOf(await phone.CompleteDirectAsync(CodeOf(form))));
    }

    [Fact]
    public async Task What_is_signed_for_sending_is_good_for_a_quarter_of_an_hour()
    {
        var (phone, bytes) = (await app.NewPhoneAsync(), NewBytes(InParts));
        app.Clock.AdjustTime(app.Now.AddMinutes(-16));
        var (parts, form) = (await phone.NewDirectAsync(InParts), await phone.NewDirectAsync(Small));

        Assert.Equal(HttpStatusCode.Forbidden, (await PutPartAsync(PartOf(parts, 1), bytes)).StatusCode);
        Assert.False((await PostFormAsync(form.GetProperty("direct").GetProperty("form"), bytes[..Small])).IsSuccessStatusCode);
        app.UseRealTime();
        var fresh = await phone.GetUploadAsync(CodeOf(parts));
        Assert.Equal(HttpStatusCode.OK, (await PutPartAsync(PartOf(fresh, 1), bytes)).StatusCode);
    }

    /// <summary>The form is good for some minutes more.</summary>
    [Fact]
    public async Task Who_posts_another_file_by_the_form_afterwards_changes_nothing()
    {
        var (phone, bytes) = (await app.NewPhoneAsync(), NewBytes(Small));
        var upload = await phone.NewDirectAsync(Small);
        await phone.Http.SendDirectAsync(upload, bytes);
        (await phone.CompleteDirectAsync(CodeOf(upload))).EnsureSuccessStatusCode();

        await phone.Http.SendDirectAsync(upload, NewBytes(Small));
        var again = await JsonOf(await phone.CompleteDirectAsync(CodeOf(upload)));

        Assert.Equal(Sha256(bytes), again.GetProperty("sha256").GetString());
        Assert.Equal(bytes, await app.Services.BytesOfAsync(CodeOf(upload)));
        await SweepAsync();
        Assert.Equal([(await app.Services.UploadOfAsync(CodeOf(upload))).Key], await LeftOfAsync(CodeOf(upload)));
    }

    [Theory]
    [InlineData(Small)]
    [InlineData(InParts)]
    public async Task What_is_not_the_announced_file_is_refused_and_deleted(int size)
    {
        var phone = await app.NewPhoneAsync();
        var upload = await phone.NewDirectAsync(size, Sha256(NewBytes(size)));
        await phone.Http.SendDirectAsync(upload, NewBytes(size));

        Assert.Equal("uploads.hash_differs", await RefusalOf(await phone.CompleteDirectAsync(CodeOf(upload)), (HttpStatusCode)460));
        Assert.Equal("uploads.gone", await RefusalOf(await phone.CompleteDirectAsync(CodeOf(upload)), HttpStatusCode.Gone));
        Assert.Empty(await LeftOfAsync(CodeOf(upload)));
    }

    [Theory]
    [InlineData(Small, false)]
    [InlineData(InParts, false)]
    [InlineData(Small, true)]
    [InlineData(InParts, true)]
    public async Task What_expired_or_was_given_up_leaves_nothing_at_the_store(int size, bool givenUp)
    {
        var (phone, bytes) = (await app.NewPhoneAsync(), NewBytes(size));
        var upload = await phone.NewDirectAsync(size);
        await phone.Http.SendDirectAsync(upload, bytes);
        if (givenUp)
        {
            Assert.Equal(HttpStatusCode.NoContent, (await phone.Http.TusAsync("DELETE", $"/api/uploads/{CodeOf(upload)}")).StatusCode);
        }
        else
        {
            app.Clock.Advance(TimeSpan.FromDays(4));
        }

        Assert.Equal("uploads.gone", await RefusalOf(await phone.CompleteDirectAsync(CodeOf(upload)), HttpStatusCode.Gone));
        await app.Get<ExpireUploads>().RunAsync(Ct);
        Assert.Empty(await LeftOfAsync(CodeOf(upload)));
    }

    [Fact]
    public async Task Another_s_upload_is_not_found_and_none_goes_both_ways()
    {
        var (phone, other) = (await app.NewPhoneAsync(), await app.NewPhoneAsync());
        var (direct, chunks) = (CodeOf(await phone.NewDirectAsync(Small)), await phone.NewUploadAsync(Small));

        Assert.Equal(HttpStatusCode.NotFound, (await other.CompleteDirectAsync(direct)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await phone.CompleteDirectAsync(chunks)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await phone.SendChunkAsync(direct, 0, new byte[10])).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.CreateClient().CompleteDirectAsync(direct)).StatusCode);
    }

    [Fact]
    public async Task Both_ways_have_one_limit_and_know_each_other_s_files()
    {
        var (phone, bytes) = (await app.NewPhoneAsync(), NewBytes(Small));
        var first = CodeOf(await phone.DirectAsync(bytes));

        var known = await JsonOf(await phone.Http.BeginDirectAsync(Small, Sha256(bytes)));
        var byChunks = await JsonOf(await phone.BeginUploadAsync(Small, Sha256(bytes)));
        // An unfinished one goes on by its own way alone.
        var unfinished = Sha256(NewBytes(Small));
        var chunks = await phone.NewUploadAsync(Small, unfinished);
        var direct = CodeOf(await phone.NewDirectAsync(Small, unfinished));
        Assert.NotEqual(chunks, direct);
        Assert.Equal(
            (chunks, direct),
            (await phone.NewUploadAsync(Small, unfinished), CodeOf(await phone.NewDirectAsync(Small, unfinished)))
        );
        for (var i = 0; i < 3; i++)
        {
            await phone.NewDirectAsync(Small);
        }

        Assert.Equal((first, first), (CodeOf(known.GetProperty("upload")), CodeOf(byChunks)));
        Assert.Equal("complete", StateOf(known.GetProperty("upload")));
        Assert.Equal("uploads.too_many_open", await RefusalOf(await phone.Http.BeginDirectAsync(Small)));
        Assert.Equal("uploads.too_many_open", await RefusalOf(await phone.BeginUploadAsync(Small)));
        Assert.Equal("uploads.purpose", await RefusalOf(await phone.Http.BeginDirectAsync(1, purpose: "x"), HttpStatusCode.BadRequest));
        Assert.Equal("uploads.empty", await RefusalOf(await phone.Http.BeginDirectAsync(-1), HttpStatusCode.BadRequest));
        Assert.Equal(
            "uploads.too_large",
            await RefusalOf(await phone.Http.BeginDirectAsync(1L << 40), HttpStatusCode.RequestEntityTooLarge)
        );
    }

    [Theory]
    [InlineData(Small)]
    [InlineData(InParts)]
    public async Task Of_many_who_complete_one_upload_at_once_all_are_told_the_same_file(int size)
    {
        var (phone, bytes) = (await app.NewPhoneAsync(), NewBytes(size));
        var upload = await phone.NewDirectAsync(size);
        await phone.Http.SendDirectAsync(upload, bytes);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => phone.CompleteDirectAsync(CodeOf(upload))));

        Assert.All(answers, answer => Assert.Contains(answer.StatusCode, (HttpStatusCode[])[HttpStatusCode.OK, HttpStatusCode.Locked]));
        Assert.Contains(answers, answer => answer.StatusCode is HttpStatusCode.OK);
        var whole = await JsonOf(await phone.CompleteDirectAsync(CodeOf(upload)));
        Assert.Equal(("complete", Sha256(bytes)), (StateOf(whole), whole.GetProperty("sha256").GetString()));
        Assert.Equal([(await app.Services.UploadOfAsync(CodeOf(upload))).Key], await LeftOfAsync(CodeOf(upload)));
    }

    [Fact]
    public async Task Of_two_who_begin_the_same_file_at_once_both_send_to_one_session()
    {
        var (phone, bytes) = (await app.NewPhoneAsync(), NewBytes(InParts));

        var begun = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => phone.NewDirectAsync(InParts, Sha256(bytes))));
        for (var number = 1; number <= 3; number++)
        {
            (await PutPartAsync(PartOf(begun[number], number), bytes)).EnsureSuccessStatusCode();
        }

        Assert.Single(begun.Select(CodeOf).Distinct());
        Assert.Single(await LeftOfAsync(CodeOf(begun[0])));
        Assert.Equal("complete", StateOf(await JsonOf(await phone.CompleteDirectAsync(CodeOf(begun[0])))));
    }

    [Fact]
    public async Task Who_read_an_upload_before_another_began_its_session_takes_that_one()
    {
        var code = CodeOf(await (await app.NewPhoneAsync()).NewDirectAsync(InParts));
        var begun = await app.Services.UploadOfAsync(code);
        await app.Get<DirectIntake>().AbortAsync(begun.Key, begun.StoreSession, Ct);
        await app.Get<Database>().ExecuteAsync("UPDATE uploads SET store_session = '' WHERE code = @code", new { code }, Ct);
        var read = await app.Services.UploadOfAsync(code);

        var (first, _) = await app.Get<DirectUploads>().PrepareAsync(read, Ct);
        var (second, _) = await app.Get<DirectUploads>().PrepareAsync(read, Ct);

        Assert.Equal(first.StoreSession, second.StoreSession);
        Assert.Equal([$"{begun.Key} {first.StoreSession}"], await LeftOfAsync(code));
    }

    [Theory]
    [InlineData(Small)]
    [InlineData(InParts)]
    public async Task Who_read_an_upload_before_another_had_a_turn_has_none(int size)
    {
        var code = CodeOf(await (await app.NewPhoneAsync()).NewDirectAsync(size));
        var read = await app.Services.UploadOfAsync(code);

        var (first, _) = await app.Get<DirectUploads>().CompleteAsync(read, Ct);
        var (second, _) = await app.Get<DirectUploads>().CompleteAsync(read, Ct);

        Assert.Equal((DirectOutcome.Incomplete, DirectOutcome.Busy), (first, second));
    }

    /// <summary>The store made the file of its parts, and then the node died, with the lease.</summary>
    [Fact]
    public async Task A_file_that_the_store_has_made_and_no_row_knows_is_complete_when_asked_again()
    {
        var (phone, bytes) = (await app.NewPhoneAsync(), NewBytes(InParts));
        var code = CodeOf(await phone.NewDirectAsync(InParts));
        await phone.Http.SendDirectAsync(await phone.GetUploadAsync(code), bytes);
        var upload = await app.Services.UploadOfAsync(code);
        var parts = (await app.Get<DirectIntake>().ListPartsAsync(upload.Key, upload.StoreSession, Ct))!;
        Assert.True(await app.Get<DirectIntake>().CompleteAsync(upload.Key, upload.StoreSession, parts, Ct));
        await LeaseAsync(code, "dead", app.Now.AddSeconds(30));

        Assert.Equal("uploads.busy", await RefusalOf(await phone.CompleteDirectAsync(code), HttpStatusCode.Locked));
        app.Clock.Advance(TimeSpan.FromSeconds(31));
        var shown = await phone.GetUploadAsync(code);
        var whole = await JsonOf(await phone.CompleteDirectAsync(code));

        Assert.All(shown.GetProperty("direct").GetProperty("parts").EnumerateArray(), part =>
            Assert.True(part.GetProperty("isHere").GetBoolean())
        );
        Assert.Equal(("complete", Sha256(bytes)), (StateOf(whole), whole.GetProperty("sha256").GetString()));
    }

    /// <summary>The rule of a bucket about what is abandoned was quicker.</summary>
    [Fact]
    public async Task A_session_that_the_store_has_ended_is_begun_anew()
    {
        var (phone, bytes) = (await app.NewPhoneAsync(), NewBytes(InParts));
        var code = CodeOf(await phone.NewDirectAsync(InParts));
        var upload = await app.Services.UploadOfAsync(code);
        await app.Get<DirectIntake>().AbortAsync(upload.Key, upload.StoreSession, Ct);

        Assert.Equal("uploads.incomplete", await RefusalOf(await phone.CompleteDirectAsync(code)));
        await phone.Http.SendDirectAsync(await phone.GetUploadAsync(code), bytes);

        Assert.Equal("complete", StateOf(await JsonOf(await phone.CompleteDirectAsync(code))));
    }

    [Fact]
    public async Task What_no_upload_has_at_the_store_is_swept_and_what_one_has_stays()
    {
        var (phone, bytes) = (await app.NewPhoneAsync(), NewBytes(InParts));
        var (open, form, whole) = (await phone.NewDirectAsync(InParts), await phone.NewDirectAsync(Small), await phone.DirectAsync(bytes));
        (await PutPartAsync(PartOf(open, 1), bytes)).EnsureSuccessStatusCode();
        await phone.Http.SendDirectAsync(form, bytes[..Small]);
        var stray = $"{Upload.KeyPrefix}{UploadAdmission.NewCode()}.0";
        await app.Get<DirectIntake>().BeginAsync(stray, Ct);
        // A copy of a turn that lost its lease.
        var path = Path.GetTempFileName();
        await app.Get<IFileStore>().AddAsync($"{Upload.KeyPrefix}{CodeOf(whole)}.7", path, Ct);
        File.Delete(path);

        await SweepAsync();

        Assert.Empty(await LeftOfAsync(stray.Split('/')[1].Split('.')[0]));
        Assert.Single(await LeftOfAsync(CodeOf(open)));
        Assert.Equal([$"uploads/incoming/{CodeOf(form)}"], await LeftOfAsync(CodeOf(form)));
        Assert.Equal([(await app.Services.UploadOfAsync(CodeOf(whole))).Key], await LeftOfAsync(CodeOf(whole)));
    }

    [Fact]
    public async Task With_the_person_goes_what_lies_in_the_store()
    {
        var phone = await app.NewPhoneAsync();
        var (whole, open) = (await phone.DirectAsync(NewBytes(Small)), await phone.NewDirectAsync(InParts));

        (await phone.Http.DeleteAsync("/api/me", Ct)).EnsureSuccessStatusCode();
        await SweepAsync();

        Assert.Empty(await LeftOfAsync(CodeOf(whole)));
        Assert.Empty(await LeftOfAsync(CodeOf(open)));
    }

    private static string CodeOf(JsonElement upload) => upload.GetProperty("code").GetString()!;

    private static string StateOf(JsonElement upload) => upload.GetProperty("state").GetString()!;

    private static JsonElement PartOf(JsonElement upload, int number) => upload.GetProperty("direct").GetProperty("parts")[number - 1];

    /// <summary>The keys of this upload, and the sessions of it.</summary>
    private async Task<List<string>> LeftOfAsync(string code)
    {
        var keys = await app.Get<IFileStore>().ListAsync(Upload.KeyPrefix, DateTimeOffset.MaxValue, Ct).ToListAsync(Ct);
        var sessions = await app.Get<DirectIntake>().ListSessionsAsync(Upload.KeyPrefix, DateTimeOffset.MaxValue, Ct).ToListAsync(Ct);
        return [.. keys.Concat(sessions.Select(session => $"{session.Key} {session.Session}")).Where(key => key.Contains(code))];
    }

    private async Task SweepAsync()
    {
        app.Clock.Advance(SweepFiles.Young + TimeSpan.FromMinutes(1));
        await app.Get<SweepFiles>().RunAsync(Ct);
        await app.Get<SweepUploads>().RunAsync(Ct);
        app.UseRealTime();
    }

    private Task LeaseAsync(string code, string lease, DateTimeOffset until) =>
        app.Get<Database>()
            .ExecuteAsync(
                "UPDATE uploads SET lease = @lease, lease_until = @until WHERE code = @code",
                new
                {
                    code,
                    lease,
                    until,
                },
                Ct
            );
}
