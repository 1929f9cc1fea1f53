using CsrmeWeChat.Contests;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Media;
using CsrmeWeChat.Foundation.Storage;
using static CsrmeWeChat.Tests.Support.PhotoAuthor;
using static CsrmeWeChat.Tests.Support.TestPhone;

namespace CsrmeWeChat.Tests;

/// <summary>A photo is one node's at a time, and an attempt counts before it is made.</summary>
public sealed class PhotoTurnTests(TestEngine engine) : IAsyncLifetime
{
    private readonly App app = new(engine);
    private readonly string folder = Directory.CreateTempSubdirectory("csrme-turns-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Started => Path.Combine(folder, "started");

    private string Go => Path.Combine(folder, "go");

    private Database Database => app.Get<Database>();

    public ValueTask InitializeAsync() => app.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Two_that_see_the_same_photo_at_once_do_not_both_take_it()
    {
        var (_, photo) = await HandInAsync();

        await using var first = await PhotoTurn.TakeAsync(Database, app.Clock, photo, Ct);
        var second = await PhotoTurn.TakeAsync(Database, app.Clock, photo, Ct);

        Assert.NotNull(first);
        Assert.Null(second);
        Assert.Equal(1, (await FindAsync(photo)).Attempts);
    }

    [Fact]
    public async Task Who_saw_a_photo_before_another_tried_it_does_not_try_again()
    {
        var (_, photo) = await HandInAsync();
        await using (var turn = (await PhotoTurn.TakeAsync(Database, app.Clock, photo, Ct))!)
        {
            await EntryPhotoStates.PostponeAsync(Database, turn.Holder, photo.Id, counts: true, app.Now.AddMinutes(1), Ct);
        }

        Assert.Null(await PhotoTurn.TakeAsync(Database, app.Clock, photo, Ct));
    }

    [Fact]
    public async Task A_turn_that_ends_without_a_result_says_nothing_of_the_photo()
    {
        var (author, photo) = await HandInAsync();
        await using (await PhotoTurn.TakeAsync(Database, app.Clock, photo, Ct)) { }
        var left = await FindAsync(photo);

        await app.WorkOnPhotosAsync();

        Assert.Equal((0, EntryPhotoState.Waiting), (left.Attempts, left.State));
        Assert.Equal("reviewing", await author.StateOfPhotoEntryAsync(photo.EntryId));
    }

    /// <summary>As where the photo ends the process each time, before anything can be written down.</summary>
    [Fact]
    public async Task A_photo_that_ends_the_process_is_given_up_after_three_attempts()
    {
        var (author, photo) = await HandInAsync();
        for (var attempt = 0; attempt < 3; attempt++)
        {
            Assert.NotNull(await PhotoTurn.TakeAsync(Database, app.Clock, await FindAsync(photo), Ct));
            await GiveToAsync("dead", app.Now);
        }

        await app.WorkOnPhotosAsync();

        var screen = await author.GetPhotoEntryAsync(photo.EntryId);
        Assert.Equal(("returned", "photo.stubborn"), (screen.GetProperty("state").GetString(), PhotoField(screen, "faultCode")));
        Assert.Equal(PhotoField(screen, "fault"), screen.GetProperty("reason").GetString());
        Assert.Empty(
            await app.Get<IFileStore>().ListAsync(EntryPhotoKeys.FolderOf(photo.Code), DateTimeOffset.MaxValue, Ct).ToListAsync(Ct)
        );
    }

    [Fact]
    public async Task After_two_such_attempts_a_third_one_may_succeed()
    {
        var (author, photo) = await HandInAsync();
        await Database.ExecuteAsync("UPDATE contest_photos SET attempts = 2 WHERE id = @Id", new { photo.Id }, Ct);

        await app.WorkOnPhotosAsync();

        Assert.Equal("reviewing", await author.StateOfPhotoEntryAsync(photo.EntryId));
    }

    [Fact]
    public async Task A_node_that_has_lost_its_turn_changes_nothing()
    {
        var (author, photo) = await HandInSlowAsync();
        var first = app.Get<PhotoWorkshop>().DevelopNextAsync(Ct);
        await TestTool.LinesAsync(Started, 1);

        await GiveToAsync("another", app.Now.AddMinutes(1));
        await File.WriteAllTextAsync(Go, "", Ct);
        await first;
        var seen = await FindAsync(photo);
        await GiveToAsync("", app.Now);
        await app.WorkOnPhotosAsync();

        Assert.Equal(EntryPhotoState.Waiting, seen.State);
        Assert.Equal("reviewing", await author.StateOfPhotoEntryAsync(photo.EntryId));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Work_that_is_for_nobody_ends_when_its_node_looks_at_the_row(bool dropped)
    {
        var (author, photo) = await HandInSlowAsync();
        var working = app.Get<PhotoWorkshop>().DevelopNextAsync(Ct);
        await TestTool.LinesAsync(Started, 1);
        var program = (await File.ReadAllLinesAsync(Started, Ct))[0];

        await (dropped ? author.WithdrawPhotoEntryAsync(photo.EntryId) : GiveToAsync("another", app.Now.AddMinutes(1)));
        app.Clock.Advance(TimeSpan.FromSeconds(8));

        Assert.True(await working.WaitAsync(TimeSpan.FromSeconds(20), Ct));
        Assert.False(TestTool.IsRunning(program));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_its_author_drops_while_a_node_has_it_is_deleted_whatever_the_node_found(bool isFit)
    {
        var (author, photo) = await HandInAsync();
        var entries = app.Get<PhotoEntryStates>();

        await using (var turn = (await PhotoTurn.TakeAsync(Database, app.Clock, photo, Ct))!)
        {
            await author.WithdrawPhotoEntryAsync(photo.EntryId);
            await (
                isFit
                    ? entries.ReadyAsync(photo, turn.Holder, await DevelopAsync(), app.Now, Ct)
                    : entries.UnfitAsync(photo, turn.Holder, new PhotoRefusal("photo.damaged", "坏了。"), app.Now, Ct)
            );
        }
        await app.Get<RemovePhotos>().RunAsync(Ct);

        Assert.Null(await app.Get<EntryPhotoStore>().FindAsync(photo.Id, Ct));
        Assert.Equal("withdrawn", await author.StateOfPhotoEntryAsync(photo.EntryId));
    }

    [Fact]
    public async Task An_entry_that_was_returned_while_its_photo_was_worked_on_stays_with_its_author()
    {
        var (author, photo) = await HandInAsync();
        await app.ReturnPhotoEntryAsync(photo.EntryId, "请换一个标题。");

        await app.WorkOnPhotosAsync();
        var returned = await author.GetPhotoEntryAsync(photo.EntryId);
        var again = await JsonOf(await author.SubmitPhotoEntryAsync(photo.EntryId));

        Assert.Equal(("returned", "ready"), (returned.GetProperty("state").GetString(), PhotoField(returned, "state")));
        Assert.Equal("reviewing", again.GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_photo_waits_where_the_disk_or_the_store_is_at_fault()
    {
        var (author, photo) = await HandInAsync();
        using (var original = (await app.Get<Uploads.UploadStore>().FetchAsync(photo.UploadId, Ct))!)
        {
            File.Move(original.Path, $"{original.Path}.aside");
            await app.WorkOnPhotosAsync();
            File.Move($"{original.Path}.aside", original.Path);
        }
        var waiting = await FindAsync(photo);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.WorkOnPhotosAsync();

        Assert.Equal((EntryPhotoState.Waiting, 0), (waiting.State, waiting.Attempts));
        Assert.Equal("reviewing", await author.StateOfPhotoEntryAsync(photo.EntryId));
    }

    private Task<int> GiveToAsync(string lease, DateTimeOffset until) =>
        Database.ExecuteAsync("UPDATE contest_photos SET lease = @lease, lease_until = @until", new { lease, until }, Ct);

    private async Task<EntryPhoto> FindAsync(EntryPhoto photo) => (await app.Get<EntryPhotoStore>().FindAsync(photo.Id, Ct))!;

    private async Task<DevelopedPhoto> DevelopAsync()
    {
        var path = Path.Combine(folder, "photo.jpg");
        await File.WriteAllBytesAsync(path, NewPhoto(), Ct);
        return (await app.Get<Photos>().DevelopAsync(path, folder, app.Now, Ct, withLarge: true)).Photo!;
    }

    private async Task<(TestPhone Author, EntryPhoto Photo)> HandInAsync(byte[]? photo = null)
    {
        var author = await app.NewPhotographerAsync();
        var id = await author.HandInPhotoAsync(await app.NewContestAsync(), "岩层", photo ?? NewPhoto());
        return (author, (await app.FindPhotoEntryAsync(id))!.Photos[0]);
    }

    /// <summary>An iPhone's photo, whose program waits where the test wants it to.</summary>
    private async Task<(TestPhone Author, EntryPhoto Photo)> HandInSlowAsync()
    {
        app.Settings["Media:HeifConvert"] = TestTool.Make(
            folder,
            "heif-convert",
            $"echo $$ >> {Started}; until [ -e {Go} ]; do sleep 0.05; done; exec heif-convert \"$@\""
        );
        return await HandInAsync(await PhotoLimitTests.HeicAsync(NewPhoto()));
    }
}
