using System.Net;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Storage;
using CsrmeWeChat.Uploads;
using static CsrmeWeChat.Tests.Support.UploadArrange;

namespace CsrmeWeChat.Tests;

/// <summary>What rooms have taken goes from the folder to the bucket.</summary>
public sealed class UploadMovingTests(App app) : IClassFixture<App>, IAsyncLifetime
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private UploadStore Uploads => app.Get<UploadStore>();

    public async ValueTask InitializeAsync() => await app.UseBucketAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_taken_upload_moves_to_the_store_and_is_read_there_until_it_is_given_back()
    {
        var bytes = NewBytes(100_000);
        var (code, id) = await NewTakenAsync(bytes);
        var waiting = (await (await app.NewPhoneAsync()).UploadAsync(NewBytes(10))).GetProperty("code").GetString()!;
        var before = (await Uploads.AddressOfAsync(id, TimeSpan.FromMinutes(5), app.Now, Ct))!;
        Assert.StartsWith("/files/uploads/", before, StringComparison.Ordinal);
        Assert.Equal(bytes, await app.CreateClient().GetByteArrayAsync(before, Ct));

        await app.Get<MoveUploads>().RunAsync(Ct);

        Assert.Equal((false, true), (HasFile(code), HasFile(waiting)));
        Assert.Equal(bytes, await app.Services.BytesOfAsync(code));
        using (var file = (await Uploads.FetchAsync(id, Ct))!)
        {
            Assert.Equal(bytes, await File.ReadAllBytesAsync(file.Path, Ct));
        }
        using var http = new HttpClient();
        using var answer = await http.GetAsync(await Uploads.AddressOfAsync(id, TimeSpan.FromMinutes(5), app.Now, Ct), Ct);
        Assert.Equal(bytes, await answer.Content.ReadAsByteArrayAsync(Ct));
        Assert.Equal("岩石.mp4", answer.Content.Headers.ContentDisposition?.FileNameStar);
        await GiveBackAsync(id);
        Assert.Null(await app.Get<IFileStore>().OpenAsync($"uploads/{code}.0", Ct));
    }

    [Fact]
    public async Task An_address_from_before_the_move_leads_on_to_the_store()
    {
        var (code, id) = await NewTakenAsync(NewBytes(10));
        var before = (await Uploads.AddressOfAsync(id, TimeSpan.FromMinutes(5), app.Now, Ct))!;

        await app.Get<MoveUploads>().RunAsync(Ct);
        using var answer = await app.CreateClient(new() { AllowAutoRedirect = false }).GetAsync(before, Ct);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        using var http = new HttpClient();
        Assert.Equal(await app.Services.BytesOfAsync(code), await http.GetByteArrayAsync(answer.Headers.Location, Ct));
    }

    [Fact]
    public async Task Killed_between_two_steps_of_the_move_nothing_is_lost_and_nothing_stays()
    {
        var (first, second) = (NewBytes(1_000), NewBytes(1_000));
        var ((copied, _), (named, _)) = (await NewTakenAsync(first), await NewTakenAsync(second));
        // Copied, and the row not changed: half a copy even.
        var path = Path.GetTempFileName();
        await app.Get<IFileStore>().AddAsync($"uploads/{copied}.0", path, Ct);
        // The row changed, and the file still there.
        await app.Get<IFileStore>().AddAsync($"uploads/{named}.0", app.Get<UploadFolder>().FindPath(named, 0)!, Ct);
        Assert.True(await Uploads.MoveAsync(await app.Services.UploadOfAsync(named), Ct));
        File.Delete(path);

        // A sweep in between takes away nothing that is about to be named.
        app.Clock.Advance(SweepFiles.Young + TimeSpan.FromMinutes(1));
        await app.Get<SweepFiles>().RunAsync(Ct);
        await app.Get<SweepUploads>().RunAsync(Ct);
        app.UseRealTime();
        Assert.Equal((true, false), (HasFile(copied), HasFile(named)));
        Assert.NotNull(await app.Get<IFileStore>().OpenAsync($"uploads/{copied}.0", Ct));
        await app.Get<MoveUploads>().RunAsync(Ct);

        Assert.False(HasFile(copied));
        Assert.Equal(first, await app.Services.BytesOfAsync(copied));
        Assert.Equal(second, await app.Services.BytesOfAsync(named));
    }

    [Fact]
    public async Task Two_nodes_that_move_at_once_lose_nothing()
    {
        var taken = new List<(string Code, byte[] Bytes)>();
        for (var i = 0; i < 6; i++)
        {
            var bytes = NewBytes(50_000);
            taken.Add(((await NewTakenAsync(bytes)).Code, bytes));
        }

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => app.Get<MoveUploads>().RunAsync(Ct), Ct)));

        foreach (var (code, bytes) in taken)
        {
            Assert.Equal(bytes, await app.Services.BytesOfAsync(code));
            Assert.False(HasFile(code));
        }
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_or_has_lost_bytes_stays_and_holds_up_no_other()
    {
        var ((locked, _), (cut, _), (fine, _)) = (
            await NewTakenAsync(NewBytes(1_000)),
            await NewTakenAsync(NewBytes(1_000)),
            await NewTakenAsync(NewBytes(1_000))
        );
        using (var file = File.OpenWrite(app.Get<UploadFolder>().FindPath(cut, 0)!))
        {
            file.SetLength(900);
        }

        using (File.Open(app.Get<UploadFolder>().FindPath(locked, 0)!, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            await app.Get<MoveUploads>().RunAsync(Ct);
            Assert.Equal((true, true, false), (HasFile(locked), HasFile(cut), HasFile(fine)));
        }
        await app.Get<MoveUploads>().RunAsync(Ct);

        Assert.Equal((false, true), (HasFile(locked), HasFile(cut)));
    }

    [Fact]
    public async Task What_is_given_back_while_it_moves_is_deleted_in_both_places()
    {
        var (code, id) = await NewTakenAsync(NewBytes(1_000));
        var upload = await app.Services.UploadOfAsync(code);
        await app.Get<IFileStore>().AddAsync(upload.Key, app.Get<UploadFolder>().FindPath(code, 0)!, Ct);

        await GiveBackAsync(id);
        Assert.False(await Uploads.MoveAsync(upload, Ct));
        app.Clock.Advance(SweepFiles.Young + TimeSpan.FromMinutes(1));
        await app.Get<SweepFiles>().RunAsync(Ct);
        app.UseRealTime();

        Assert.False(HasFile(code));
        Assert.Null(await app.Get<IFileStore>().OpenAsync(upload.Key, Ct));
    }

    private async Task<(string Code, long Id)> NewTakenAsync(byte[] bytes)
    {
        var code = (await (await app.NewPhoneAsync()).UploadAsync(bytes)).GetProperty("code").GetString()!;
        return (code, (await app.Services.TakeUploadAsync(code, app.Now))!.Id);
    }

    private async Task GiveBackAsync(long id)
    {
        await app.Get<Database>()
            .TransactAsync(
                async tx =>
                {
                    await UploadStore.GiveBackAsync(tx, id, app.Now, Ct);
                    return (true, 0);
                },
                Ct
            );
        await app.Get<ExpireUploads>().RunAsync(Ct);
    }

    private bool HasFile(string code) => app.Get<UploadFolder>().FindPath(code, 0) is not null;
}
