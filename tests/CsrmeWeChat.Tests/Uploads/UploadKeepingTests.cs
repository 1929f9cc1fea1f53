using System.Net;
using System.Security.Cryptography;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Keys;
using CsrmeWeChat.Uploads;
using Microsoft.Extensions.Options;
using static CsrmeWeChat.Tests.Support.TestPhone;
using static CsrmeWeChat.Tests.Support.UploadArrange;

namespace CsrmeWeChat.Tests;

/// <summary>How long uploads are kept, what remains of them, and what is too much.</summary>
public sealed class UploadKeepingTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private UploadFolder Folder => app.Get<UploadFolder>();

    [Fact]
    public async Task The_job_deletes_what_nobody_finished_or_used_and_forgets_it_later()
    {
        var phone = await app.NewPhoneAsync();
        var open = await phone.NewUploadAsync(10);
        (await phone.SendChunkAsync(open, 0, new byte[5])).EnsureSuccessStatusCode();
        var complete = (await phone.UploadAsync(NewBytes(10))).GetProperty("code").GetString()!;

        app.Clock.Advance(TimeSpan.FromDays(2));
        await ExpireAsync();
        Assert.Equal((true, true), (HasFile(open), HasFile(complete)));
        app.Clock.Advance(TimeSpan.FromDays(1));
        await ExpireAsync();
        Assert.Equal((false, true), (HasFile(open), HasFile(complete)));
        app.Clock.Advance(TimeSpan.FromDays(4));
        await ExpireAsync();
        Assert.False(HasFile(complete));
        Assert.Equal("expired", await StateAsync(complete));
        Assert.Null(await StateAsync(open));
        app.Clock.Advance(TimeSpan.FromDays(2));
        await ExpireAsync();
        Assert.Null(await StateAsync(complete));
    }

    [Fact]
    public async Task Files_that_are_no_upload_s_are_swept_and_others_stay()
    {
        var phone = await app.NewPhoneAsync();
        var open = await phone.NewUploadAsync(10);
        (await phone.SendChunkAsync(open, 0, new byte[5])).EnsureSuccessStatusCode();
        var complete = (await phone.UploadAsync(NewBytes(10))).GetProperty("code").GetString()!;
        var stray = UploadAdmission.NewCode();
        Folder.OpenToWrite(stray, 0).Dispose();
        // What was written on in vain after another took the lease.
        Folder.OpenToWrite(complete, 1).Dispose();

        // By this clock the files are of the future, and young ones may still get their row.
        await app.Get<SweepUploads>().RunAsync(Ct);
        Assert.True(HasFile(stray));
        foreach (var path in Directory.GetFiles(app.Get<IOptions<UploadOptions>>().Value.Folder!, "*", SearchOption.AllDirectories))
        {
            File.SetLastWriteTimeUtc(path, app.Now.UtcDateTime.AddHours(-2));
        }
        await app.Get<SweepUploads>().RunAsync(Ct);

        Assert.Equal((false, true, true), (HasFile(stray), HasFile(open), HasFile(complete)));
        Assert.DoesNotContain((complete, 1), Folder.FilesBefore(DateTime.MaxValue));
    }

    [Fact]
    public async Task With_the_person_their_files_go()
    {
        var phone = await app.NewPhoneAsync();
        var complete = (await phone.UploadAsync(NewBytes(10))).GetProperty("code").GetString()!;
        var export = await phone.GetAsync("/api/me/export");

        (await phone.Http.DeleteAsync("/api/me", Ct)).EnsureSuccessStatusCode();

        Assert.Equal("岩石.mp4", export.GetProperty("uploads")[0].GetProperty("fileName").GetString());
        Assert.False(HasFile(complete));
        Assert.Null(await StateAsync(complete));
    }

    /// <summary>The node died between the last byte and the hash.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_hash_that_nobody_lived_to_compute_is_computed(bool byJob)
    {
        var phone = await app.NewPhoneAsync();
        var bytes = NewBytes(1_000);
        var code = (await phone.UploadAsync(bytes)).GetProperty("code").GetString()!;
        var before = await phone.GetUploadAsync(code);
        await app.Get<Database>()
            .ExecuteAsync(
                "UPDATE uploads SET state = 'checking', sha256 = '', lease = 'dead', lease_until = @until WHERE code = @code",
                new { code, until = app.Now.AddSeconds(5) },
                Ct
            );

        var meanwhile = await phone.GetUploadAsync(code);
        app.Clock.Advance(TimeSpan.FromSeconds(6));
        if (byJob)
        {
            await app.Get<CheckUploads>().RunAsync(Ct);
            Assert.Equal("complete", await StateAsync(code));
        }

        Assert.Equal("checking", meanwhile.GetProperty("state").GetString());
        var after = await phone.GetUploadAsync(code);
        Assert.Equal(before.GetProperty("receipt").GetString(), after.GetProperty("receipt").GetString());
    }

    [Fact]
    public async Task A_receipt_holds_after_a_rotation_and_not_with_a_digit_changed()
    {
        var phone = await app.NewPhoneAsync();
        var receipt = (await phone.UploadAsync(NewBytes(10))).GetProperty("receipt").GetString()!;
        var keys = app.Get<IOptions<KeyOptions>>().Value;
        var rotated = new KeyOptions
        {
            Current = "k2",
            Ring = new(keys.Ring) { ["k2"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) },
        };
        var foreign = new KeyOptions
        {
            Current = "k1",
            Ring = new() { ["k1"] = rotated.Ring["k2"] },
        };

        Assert.Equal(10, ReceiptsOf(rotated).Read(receipt)?.Size);
        Assert.Null(ReceiptsOf(foreign).Read(receipt));
        for (var place = 0; place < receipt.Length; place++)
        {
            var changed = $"{receipt[..place]}{(receipt[place] == '1' ? '2' : '1')}{receipt[(place + 1)..]}";
            Assert.True(app.Get<UploadReceipts>().Read(changed) is null, changed);
        }
        var said = await CommandProcess.RunAsync(app, "uploads", "receipt", receipt);
        var refused = await CommandProcess.RunAsync(app, "uploads", "receipt", receipt[..^1]);
        Assert.Equal((0, 1), (said.ExitCode, refused.ExitCode));
        Assert.Contains("回执有效", said.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_at_once_do_not_go_beyond_a_limit()
    {
        var phone = await app.NewPhoneAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => phone.BeginUploadAsync(10)));

        Assert.Equal(5, answers.Count(answer => answer.StatusCode is HttpStatusCode.Created));
        Assert.All(await Task.WhenAll(answers.Where(answer => !answer.IsSuccessStatusCode).Select(answer => RefusalOf(answer))), code =>
            Assert.Equal("uploads.too_many_open", code)
        );
    }

    private static UploadReceipts ReceiptsOf(KeyOptions keys) => new(new Keyring(Options.Create(keys)));

    private Task ExpireAsync() => app.Get<ExpireUploads>().RunAsync(Ct);

    private bool HasFile(string code) => Folder.FilesBefore(DateTime.MaxValue).Any(file => file.Code == code);

    private Task<string?> StateAsync(string code) =>
        app.Get<Database>().FindAsync<string>("SELECT state FROM uploads WHERE code = @code", new { code }, Ct);
}

/// <summary>The disk of the uploads keeps its reserve.</summary>
public sealed class UploadReserveTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task A_disk_below_its_reserve_is_a_clear_refusal()
    {
        app.Settings["Uploads:ReserveMegabytes"] = "1000000000";
        var phone = await app.NewPhoneAsync();

        Assert.Equal("uploads.disk_full", await RefusalOf(await phone.BeginUploadAsync(10), HttpStatusCode.InsufficientStorage));
        Assert.Equal("uploads.disk_full", await RefusalOf(await phone.SendWholeAsync(new byte[10]), HttpStatusCode.InsufficientStorage));
    }
}
