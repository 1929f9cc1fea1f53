using System.Net;
using System.Text.Json;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Uploads;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using static CsrmeWeChat.Tests.Support.TestPhone;
using static CsrmeWeChat.Tests.Support.UploadArrange;

namespace CsrmeWeChat.Tests;

/// <summary>What an upload is to the phone that sends it.</summary>
public sealed class UploadTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void Who_sets_one_limit_of_a_purpose_leaves_the_others_as_its_room_has_them()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("Uploads:Purposes:film:MaxOpen", "2")]).Build();
        using var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(settings)
            .AddUploadPurpose("film", new UploadPurpose { MaxBytes = 7, MaxOpen = 3 })
            .BuildServiceProvider();

        var film = services.GetRequiredService<IOptions<UploadOptions>>().Value.Purposes["film"];

        Assert.Equal((7, 2), (film.MaxBytes, film.MaxOpen));
    }

    [Fact]
    public async Task A_file_in_chunks_is_complete_with_its_hash_and_a_receipt()
    {
        var phone = await app.NewPhoneAsync();
        var bytes = NewBytes(200_000);
        var begun = await phone.BeginUploadAsync(bytes.Length, Sha256(bytes));
        var code = (await JsonOf(begun)).GetProperty("code").GetString()!;

        var first = await phone.SendChunkAsync(code, 0, bytes[..65_536]);
        var half = await phone.GetUploadAsync(code);
        var second = await phone.SendChunkAsync(code, 65_536, bytes[65_536..]);
        var whole = await phone.GetUploadAsync(code);

        Assert.Equal((HttpStatusCode.Created, $"/api/uploads/{code}"), (begun.StatusCode, begun.Headers.Location?.OriginalString));
        Assert.Equal((HttpStatusCode.NoContent, "65536"), (first.StatusCode, Header(first, "Upload-Offset")));
        Assert.Equal(("open", 65_536), (half.GetProperty("state").GetString(), half.GetProperty("received").GetInt64()));
        Assert.Equal((HttpStatusCode.NoContent, "200000"), (second.StatusCode, Header(second, "Upload-Offset")));
        Assert.Equal("complete", whole.GetProperty("state").GetString());
        Assert.Equal(Sha256(bytes), whole.GetProperty("sha256").GetString());
        Assert.Equal(app.Now, whole.GetProperty("completedAt").GetDateTimeOffset());
        Assert.Equal("岩石.mp4", whole.GetProperty("fileName").GetString());
        var facts = app.Get<UploadReceipts>().Read(whole.GetProperty("receipt").GetString()!)!;
        Assert.Equal((code, 200_000, Sha256(bytes)), (facts.Code, facts.Size, facts.Sha256));
        Assert.Equal(bytes, await TakenBytesAsync(code));
    }

    [Fact]
    public async Task A_chunk_sent_again_is_told_where_to_go_on()
    {
        var phone = await app.NewPhoneAsync();
        var bytes = NewBytes(3_000);
        var code = await phone.NewUploadAsync(bytes.Length);
        (await phone.SendChunkAsync(code, 0, bytes[..1_000])).EnsureSuccessStatusCode();

        var again = await phone.SendChunkAsync(code, 0, bytes[..1_000]);
        var beyond = await phone.SendChunkAsync(code, 2_000, bytes[2_000..]);

        Assert.Equal("1000", Header(again, "Upload-Offset"));
        Assert.Equal("uploads.offset", await RefusalOf(again));
        Assert.Equal("uploads.offset", await RefusalOf(beyond));
        (await phone.SendChunkAsync(code, 1_000, bytes[1_000..])).EnsureSuccessStatusCode();
        Assert.Equal(Sha256(bytes), (await phone.GetUploadAsync(code)).GetProperty("sha256").GetString());
    }

    [Fact]
    public async Task Who_sent_the_same_file_before_need_not_send_it_again()
    {
        var phone = await app.NewPhoneAsync();
        var bytes = NewBytes(5_000);
        var first = await phone.UploadAsync(bytes);

        var again = await phone.BeginUploadAsync(bytes.Length, Sha256(bytes));
        var other = await (await app.NewPhoneAsync()).BeginUploadAsync(bytes.Length, Sha256(bytes));
        var whole = await phone.SendWholeAsync(bytes);
        var afterwards = await phone.UploadAsync(bytes);

        Assert.Equal((HttpStatusCode.OK, "5000"), (again.StatusCode, Header(again, "Upload-Offset")));
        Assert.Equal(first.GetProperty("code").GetString(), (await JsonOf(again)).GetProperty("code").GetString());
        Assert.Equal(HttpStatusCode.Created, other.StatusCode);
        Assert.Equal(HttpStatusCode.OK, whole.StatusCode);
        Assert.Equal(first.GetProperty("receipt").GetString(), (await JsonOf(whole)).GetProperty("receipt").GetString());
        Assert.Equal(first.GetProperty("code").GetString(), afterwards.GetProperty("sameAs").GetString());
    }

    [Fact]
    public async Task An_app_that_forgot_its_upload_goes_on_with_it()
    {
        var phone = await app.NewPhoneAsync();
        var bytes = NewBytes(5_000);
        var code = await phone.NewUploadAsync(bytes.Length, Sha256(bytes));
        (await phone.SendChunkAsync(code, 0, bytes[..2_000])).EnsureSuccessStatusCode();

        var listed = (await phone.GetAsync("/api/uploads")).GetProperty("items");
        var again = await phone.BeginUploadAsync(bytes.Length, Sha256(bytes));

        Assert.Equal(code, listed[0].GetProperty("code").GetString());
        Assert.Equal((HttpStatusCode.OK, "2000"), (again.StatusCode, Header(again, "Upload-Offset")));
        Assert.Equal(code, (await JsonOf(again)).GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_small_file_comes_whole_with_its_fields_before_or_after_it()
    {
        var phone = await app.NewPhoneAsync();
        foreach (var fieldsFirst in (bool[])[true, false])
        {
            var bytes = NewBytes(70_000);

            var sent = await phone.SendWholeAsync(
                bytes,
                fieldsFirst,
                ("purpose", "video"),
                ("filename", "a.jpg"),
                ("sha256", Sha256(bytes))
            );

            Assert.Equal(HttpStatusCode.Created, sent.StatusCode);
            var upload = await JsonOf(sent);
            Assert.Equal(("complete", "a.jpg"), (upload.GetProperty("state").GetString(), upload.GetProperty("fileName").GetString()));
            Assert.Equal(bytes, await TakenBytesAsync(upload.GetProperty("code").GetString()!));
        }
    }

    [Fact]
    public async Task A_whole_file_that_does_not_fit_is_refused_and_leaves_nothing()
    {
        var phone = await app.NewPhoneAsync();
        var bytes = NewBytes(1_000);

        Assert.Equal("uploads.purpose", await WhyAsync(phone.SendWholeAsync(bytes, true, ("purpose", "other")), 400));
        Assert.Equal("uploads.empty", await WhyAsync(phone.SendWholeAsync([]), 400));
        Assert.Equal(
            "uploads.hash_differs",
            await WhyAsync(phone.SendWholeAsync(bytes, true, ("purpose", "video"), ("sha256", new('0', 64))), 460)
        );
        Assert.Equal("uploads.too_large", await WhyAsync(phone.SendWholeAsync(new byte[11 << 20]), 413));
        Assert.Equal("uploads.malformed", await WhyAsync(phone.PostAsync("/api/uploads/whole", new { purpose = "video" }), 400));
        var twice = new MultipartFormDataContent
        {
            { new ByteArrayContent(bytes), "file", "a" },
            { new ByteArrayContent(bytes), "file", "b" },
        };
        Assert.Equal("uploads.malformed", await WhyAsync(phone.Http.PostAsync("/api/uploads/whole", twice, Ct), 400));
        Assert.Empty((await phone.GetAsync("/api/uploads")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Another_s_upload_is_not_found_by_any_method()
    {
        var code = await (await app.NewPhoneAsync()).NewUploadAsync(1_000);
        var other = await app.NewPhoneAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await other.Http.GetAsync($"/api/uploads/{code}", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.SendChunkAsync(code, 0, new byte[10])).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.Http.TusAsync("HEAD", $"/api/uploads/{code}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.Http.TusAsync("DELETE", $"/api/uploads/{code}")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.CreateClient().TusAsync("HEAD", $"/api/uploads/{code}")).StatusCode);
    }

    [Theory]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData(@"C:\videos\a.mp4", "a.mp4")]
    [InlineData("a\u0000\u202Eb\r\n.mp4", "ab  .mp4")]
    [InlineData("..", "")]
    public async Task A_name_is_a_text_for_people_and_no_path(string name, string kept)
    {
        var begun = await (await app.NewPhoneAsync()).BeginUploadAsync(10, name: name);

        Assert.Equal(kept, (await JsonOf(begun)).GetProperty("fileName").GetString());
    }

    [Fact]
    public async Task A_name_of_300_characters_keeps_its_ending()
    {
        var begun = await (await app.NewPhoneAsync()).BeginUploadAsync(10, name: new string('岩', 300) + ".mp4");

        var name = (await JsonOf(begun)).GetProperty("fileName").GetString()!;
        Assert.Equal((200, true), (name.Length, name.EndsWith("岩.mp4", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_is_not_the_announced_file_is_refused_and_its_address_is_gone()
    {
        var phone = await app.NewPhoneAsync();
        var code = await phone.NewUploadAsync(1_000, Sha256(NewBytes(1_000)));

        Assert.Equal("uploads.hash_differs", await WhyAsync(phone.SendChunkAsync(code, 0, NewBytes(1_000)), 460));
        Assert.Equal("uploads.gone", await WhyAsync(phone.Http.GetAsync($"/api/uploads/{code}", Ct), 410));
        Assert.Equal(0, await FilesOfAsync(code));
    }

    [Fact]
    public async Task A_room_takes_a_complete_upload_once_and_its_person_no_longer_removes_it()
    {
        var phone = await app.NewPhoneAsync();
        var code = (await phone.UploadAsync(NewBytes(1_000))).GetProperty("code").GetString()!;
        var open = await phone.NewUploadAsync(1_000);
        var person = await PersonAsync(phone);

        Assert.Null(await TakeAsync(person, open));
        Assert.Null(await TakeAsync(person + 1, code));
        var taken = await TakeAsync(person, code);
        Assert.Null(await TakeAsync(person, code));

        Assert.Equal((code, 1_000), (taken!.Code, taken.Size));
        Assert.Equal("uploads.taken", await RefusalOf(await phone.Http.TusAsync("DELETE", $"/api/uploads/{code}")));
        app.Clock.Advance(TimeSpan.FromDays(30));
        await app.Get<ExpireUploads>().RunAsync(Ct);
        Assert.Equal(1, await FilesOfAsync(code));
        await app.Get<Database>()
            .TransactAsync(
                async tx =>
                {
                    await UploadStore.GiveBackAsync(tx, taken.Id, app.Now, Ct);
                    return (true, 0);
                },
                Ct
            );
        await app.Get<ExpireUploads>().RunAsync(Ct);
        Assert.Equal(0, await FilesOfAsync(code));
    }

    [Fact]
    public async Task A_room_takes_no_upload_for_another_purpose_and_none_that_has_expired()
    {
        var phone = await app.NewPhoneAsync();
        var code = (await phone.UploadAsync(NewBytes(1_000))).GetProperty("code").GetString()!;
        var person = await PersonAsync(phone);

        Assert.Null(await TakeAsync(person, code, "picture"));
        app.Clock.Advance(TimeSpan.FromDays(8));
        Assert.Null(await TakeAsync(person, code));
    }

    [Fact]
    public async Task What_a_room_took_after_it_was_seen_is_neither_removed_nor_expired()
    {
        var phone = await app.NewPhoneAsync();
        var code = (await phone.UploadAsync(NewBytes(1_000))).GetProperty("code").GetString()!;
        var person = await PersonAsync(phone);
        var uploads = app.Get<UploadStore>();
        var seen = (await uploads.FindAsync(person, code, Ct))!;
        Assert.NotNull(await TakeAsync(person, code));

        Assert.Equal(RemoveOutcome.Busy, await uploads.RemoveAsync(seen, app.Now, Ct));
        Assert.False(await uploads.EndAsync(seen, UploadState.Expired, app.Now, Ct));

        Assert.Equal(1, await FilesOfAsync(code));
        Assert.Equal("complete", (await phone.GetUploadAsync(code)).GetProperty("state").GetString());
    }

    [Fact]
    public async Task What_went_on_after_it_was_seen_does_not_expire()
    {
        var (phone, bytes) = (await app.NewPhoneAsync(), NewBytes(1_000));
        var code = await phone.NewUploadAsync(bytes.Length);
        var seen = (await app.Get<UploadStore>().FindAsync(await PersonAsync(phone), code, Ct))!;
        (await phone.SendChunkAsync(code, 0, bytes[..500])).EnsureSuccessStatusCode();

        Assert.False(await app.Get<UploadStore>().EndAsync(seen, UploadState.Expired, app.Now, Ct));

        (await phone.SendChunkAsync(code, 500, bytes[500..])).EnsureSuccessStatusCode();
        Assert.Equal(Sha256(bytes), (await phone.GetUploadAsync(code)).GetProperty("sha256").GetString());
    }

    [Fact]
    public void Who_began_before_the_deadline_has_the_grace_after_it()
    {
        var deadline = app.Now;
        TakenUpload Upload(int begun, int completed) => new(1, "c", "", 1, "", deadline.AddMinutes(begun), deadline.AddMinutes(completed));

        Assert.True(Upload(-10, -1).IsInTime(deadline, TimeSpan.Zero));
        Assert.True(Upload(-10, 29).IsInTime(deadline, TimeSpan.FromMinutes(30)));
        Assert.False(Upload(-10, 30).IsInTime(deadline, TimeSpan.FromMinutes(30)));
        Assert.False(Upload(0, 1).IsInTime(deadline, TimeSpan.FromMinutes(30)));
    }

    [Fact]
    public async Task Without_a_bucket_files_go_in_chunks_and_what_is_taken_stays_where_it_is()
    {
        var phone = await app.NewPhoneAsync();
        var bytes = NewBytes(1_000);
        var code = (await phone.UploadAsync(bytes)).GetProperty("code").GetString()!;
        var taken = (await TakeAsync(await PersonAsync(phone), code))!;

        var answer = await JsonOf(await phone.Http.BeginDirectAsync(1_000));
        await app.Get<MoveUploads>().RunAsync(Ct);

        Assert.Equal("chunks", answer.GetProperty("way").GetString());
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("upload").ValueKind);
        Assert.Equal(1, await FilesOfAsync(code));
        using (var file = (await app.Get<UploadStore>().FetchAsync(taken.Id, Ct))!)
        {
            Assert.Equal(bytes, await File.ReadAllBytesAsync(file.Path, Ct));
        }
        Assert.Equal(1, await FilesOfAsync(code));
        var address = await app.Get<UploadStore>().AddressOfAsync(taken.Id, TimeSpan.FromMinutes(5), app.Now, Ct);
        using var saved = await app.CreateClient().GetAsync(address, Ct);
        Assert.Equal(bytes, await saved.Content.ReadAsByteArrayAsync(Ct));
        Assert.Equal("岩石.mp4", saved.Content.Headers.ContentDisposition?.FileNameStar);
        Assert.Equal(HttpStatusCode.NotFound, (await app.CreateClient().GetAsync(address + "1", Ct)).StatusCode);
    }

    private async Task<byte[]> TakenBytesAsync(string code)
    {
        var id = await app.Get<Database>().FindAsync<long>("SELECT id FROM uploads WHERE code = @code", new { code }, Ct);
        await using var file = (await app.Get<UploadStore>().OpenAsync(id, Ct))!;
        var bytes = new byte[file.Length];
        await file.ReadExactlyAsync(bytes, Ct);
        return bytes;
    }

    private Task<TakenUpload?> TakeAsync(long person, string code, string purpose = "video") =>
        app.Get<Database>().TransactAsync(async tx => (true, await UploadStore.TakeAsync(tx, person, code, purpose, app.Now, Ct)), Ct);

    private Task<long> PersonAsync(TestPhone phone) =>
        app.Get<Database>().FindAsync<long>("SELECT person_id FROM openids WHERE open_id = @OpenId", new { phone.OpenId }, Ct);

    private Task<int> FilesOfAsync(string code) =>
        Task.FromResult(app.Get<UploadFolder>().FilesBefore(DateTime.MaxValue).Count(file => file.Code == code));

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? values.Single() : null;

    private static async Task<string> WhyAsync(Task<HttpResponseMessage> answer, int status) =>
        await RefusalOf(await answer, (HttpStatusCode)status);
}
