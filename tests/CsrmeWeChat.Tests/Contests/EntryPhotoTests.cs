using System.Net;
using CsrmeWeChat.Contests;
using CsrmeWeChat.Foundation.Data;
using static CsrmeWeChat.Tests.Support.PhotoAuthor;
using static CsrmeWeChat.Tests.Support.TestPhone;

namespace CsrmeWeChat.Tests;

/// <summary>Which photos an entry has, in which order, and which one stands for it.</summary>
public sealed class EntryPhotoTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_ninth_photo_is_refused_and_loses_nothing()
    {
        var (author, id) = await NewSeriesAsync(8);
        var upload = await author.UploadPhotoAsync(NewPhoto());

        var ninth = await author.PostAsync($"{MinePhotos}/{id}/photos", new { upload });
        var photos = await author.PhotosOfAsync(id);
        await JsonOf(await author.RemovePhotoAsync(id, photos[3]));
        var instead = await author.PostAsync($"{MinePhotos}/{id}/photos", new { upload });

        Assert.Equal("contests.too_many_photos", await RefusalOf(ninth));
        Assert.Equal(8, photos.Length);
        long[] others = [.. photos[..3], .. photos[4..]];
        Assert.Equal(others, PhotoIds(await JsonOf(instead))[..7]);
    }

    [Fact]
    public async Task Of_photos_added_at_once_no_more_than_fit_are_taken_and_each_has_its_place()
    {
        var (author, id) = await NewSeriesAsync(5);
        var uploads = new List<string>();
        foreach (var photo in NewPhotos(6))
        {
            uploads.Add(await author.UploadPhotoAsync(photo));
        }

        var answers = await Task.WhenAll(uploads.Select(upload => author.PostAsync($"{MinePhotos}/{id}/photos", new { upload })));

        Assert.Equal(3, answers.Count(answer => answer.StatusCode is HttpStatusCode.OK));
        Assert.Equal(Enumerable.Range(1, 8), (await PlacesAsync(id)).Select(photo => photo.Place));
    }

    [Fact]
    public async Task A_single_photo_has_room_for_one()
    {
        var author = await app.NewPhotographerAsync();
        var id = await author.WritePhotoEntryAsync(await app.NewContestAsync(), [NewPhoto()]);

        Assert.Equal("contests.too_many_photos", await RefusalOf(await author.AddPhotoAsync(id, NewPhoto())));
    }

    [Fact]
    public async Task The_same_upload_once_more_adds_nothing_and_the_same_file_is_refused()
    {
        var (author, id) = await NewSeriesAsync(1);
        var photo = NewPhoto();
        var upload = await author.UploadPhotoAsync(photo);

        var first = await JsonOf(await author.PostAsync($"{MinePhotos}/{id}/photos", new { upload }));
        var again = await JsonOf(await author.PostAsync($"{MinePhotos}/{id}/photos", new { upload }));
        var copy = await author.UploadPhotoAsync(photo);
        var same = await author.PostAsync($"{MinePhotos}/{id}/photos", new { upload = copy });
        await JsonOf(await author.RemovePhotoAsync(id, PhotoIds(first)[1]));
        var instead = await author.PostAsync($"{MinePhotos}/{id}/photos", new { upload = copy });

        Assert.Equal(PhotoIds(first), PhotoIds(again));
        Assert.Equal("contests.same_photo", await RefusalOf(same));
        Assert.Equal(HttpStatusCode.OK, instead.StatusCode);
    }

    [Fact]
    public async Task Nobody_uses_the_upload_of_somebody_else_or_one_upload_twice()
    {
        var contest = await app.NewContestAsync();
        var (author, other) = (await app.NewPhotographerAsync(), await app.NewPhotographerAsync());
        var upload = await author.UploadPhotoAsync(NewPhoto());
        var (mine, theirs) = (await author.BeginPhotoEntryAsync(contest), await other.BeginPhotoEntryAsync(contest));

        var stolen = await other.PostAsync($"{MinePhotos}/{theirs}/photos", new { upload });
        var taken = await author.PostAsync($"{MinePhotos}/{mine}/photos", new { upload });
        var elsewhere = await author.BeginPhotoEntryAsync(await app.NewContestAsync());
        var twice = await author.PostAsync($"{MinePhotos}/{elsewhere}/photos", new { upload });
        var video = (await author.UploadAsync(NewPhoto())).GetProperty("code").GetString();
        var forVideos = await author.PostAsync($"{MinePhotos}/{elsewhere}/photos", new { upload = video });

        Assert.Equal("contests.upload_gone", await RefusalOf(stolen));
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        Assert.Equal("contests.upload_gone", await RefusalOf(twice));
        Assert.Equal("contests.upload_gone", await RefusalOf(forVideos));
    }

    [Fact]
    public async Task Where_the_cover_is_removed_the_first_photo_stands_for_the_series()
    {
        var (author, id) = await NewSeriesAsync(4);
        var photos = await author.PhotosOfAsync(id);
        var chosen = await JsonOf(await author.OrderPhotosAsync(id, photos, cover: photos[2]));

        var removed = await JsonOf(await author.RemovePhotoAsync(id, photos[2]));
        var repeated = await JsonOf(await author.RemovePhotoAsync(id, photos[2]));
        var other = await JsonOf(await author.RemovePhotoAsync(id, photos[0]));

        Assert.Equal(photos[2], chosen.GetProperty("cover").GetInt64());
        Assert.Equal(photos[0], removed.GetProperty("cover").GetInt64());
        Assert.Equal([photos[0], photos[1], photos[3]], PhotoIds(repeated));
        Assert.Equal(photos[1], other.GetProperty("cover").GetInt64());
        Assert.Equal([(photos[1], 1), (photos[3], 2)], await PlacesAsync(id));
        await JsonOf(await author.SubmitPhotoEntryAsync(id));
        await app.WorkOnPhotosAsync();
        Assert.Equal(photos[1], (await app.FindPhotoEntryAsync(id))!.Own.Cover!.Id);
    }

    [Fact]
    public async Task Another_photo_that_is_removed_leaves_the_cover()
    {
        var (author, id) = await NewSeriesAsync(3);
        var photos = await author.PhotosOfAsync(id);
        await JsonOf(await author.OrderPhotosAsync(id, photos, cover: photos[2]));

        var removed = await JsonOf(await author.RemovePhotoAsync(id, photos[0]));

        Assert.Equal(photos[2], removed.GetProperty("cover").GetInt64());
    }

    [Fact]
    public async Task Photos_stand_in_the_order_that_their_author_wants()
    {
        var (author, id) = await NewSeriesAsync(3);
        var photos = await author.PhotosOfAsync(id);

        var ordered = await JsonOf(await author.OrderPhotosAsync(id, [photos[2], photos[0], photos[1]], cover: photos[1]));

        Assert.Equal([photos[2], photos[0], photos[1]], PhotoIds(ordered));
        Assert.Equal(photos[1], ordered.GetProperty("cover").GetInt64());
        Assert.Equal([(photos[2], 1), (photos[0], 2), (photos[1], 3)], await PlacesAsync(id));
    }

    [Fact]
    public async Task An_order_that_does_not_name_the_photos_that_are_there_changes_nothing()
    {
        var (author, id) = await NewSeriesAsync(3);
        var photos = await author.PhotosOfAsync(id);
        var foreign = (await (await NewSeriesAsync(1)).Author.GetAsync(MinePhotos)).GetProperty("items")[0];
        long[][] orders =
        [
            [],
            photos[..2],
            [photos[0], photos[0], photos[1]],
            [.. photos, photos[0]],
            [photos[0], photos[1], PhotoIds(foreign)[0]],
        ];

        foreach (var order in orders)
        {
            Assert.Equal("contests.wrong_order", await RefusalOf(await author.OrderPhotosAsync(id, order)));
        }
        var wrongCover = await author.OrderPhotosAsync(id, photos, cover: PhotoIds(foreign)[0]);
        var tooMany = await author.OrderPhotosAsync(id, [.. Enumerable.Range(1, 9).Select(number => (long)number)]);

        Assert.Equal("contests.wrong_order", await RefusalOf(wrongCover));
        Assert.Equal(HttpStatusCode.BadRequest, tooMany.StatusCode);
        Assert.Equal(photos, await author.PhotosOfAsync(id));
    }

    [Fact]
    public async Task A_group_that_does_not_fit_the_photos_any_more_is_only_said_until_it_is_handed_in()
    {
        var (author, id) = await NewSeriesAsync(3);

        var single = await JsonOf(await author.PutAsync($"{MinePhotos}/{id}", PhotoText(group: "single")));
        var refused = await author.SubmitPhotoEntryAsync(id);
        var photos = PhotoIds(single);
        await JsonOf(await author.PutAsync($"{MinePhotos}/{id}", PhotoText(group: "series")));
        await JsonOf(await author.RemovePhotoAsync(id, photos[0]));
        var few = await JsonOf(await author.RemovePhotoAsync(id, photos[1]));
        var tooFew = await author.SubmitPhotoEntryAsync(id);

        Assert.Equal(3, photos.Length);
        Assert.Equal(["照片（单幅只能有 1 张）"], Lines(single, "missing"));
        Assert.Equal("contests.photo_count", await RefusalOf(refused));
        Assert.Equal(["照片（组照须 2 至 8 张）"], Lines(few, "missing"));
        Assert.Equal("contests.photo_count", await RefusalOf(tooFew));
    }

    [Fact]
    public async Task A_photo_that_is_taken_out_leaves_no_file()
    {
        var (author, id) = await NewSeriesAsync(2);
        await app.WorkOnPhotosAsync();
        var screen = await author.GetPhotoEntryAsync(id);
        var photo = (await app.Get<EntryPhotoStore>().FindAsync(PhotoIds(screen)[0], Ct))!;
        var address = screen.GetProperty("photos")[0].GetProperty("thumbnail").GetProperty("address").GetString();

        await JsonOf(await author.RemovePhotoAsync(id, photo.Id));
        await app.Get<RemovePhotos>().RunAsync(Ct);
        await app.Get<Uploads.ExpireUploads>().RunAsync(Ct);

        Assert.Equal(HttpStatusCode.NotFound, (await author.Http.GetAsync(address, Ct)).StatusCode);
        Assert.Null(await app.Get<EntryPhotoStore>().FindAsync(photo.Id, Ct));
        Assert.Null(await app.Get<Uploads.UploadStore>().FetchAsync(photo.UploadId, Ct));
    }

    private async Task<(TestPhone Author, long Id)> NewSeriesAsync(int photos)
    {
        var author = await app.NewPhotographerAsync();
        var id = await author.BeginPhotoEntryAsync(await app.NewContestAsync());
        await JsonOf(await author.PutAsync($"{MinePhotos}/{id}", PhotoText(group: "series")));
        foreach (var photo in NewPhotos(photos))
        {
            await JsonOf(await author.AddPhotoAsync(id, photo));
        }
        return (author, id);
    }

    private async Task<IEnumerable<(long Id, int Place)>> PlacesAsync(long entry) =>
        (await EntryPhotoStates.ListAsync(app.Get<Database>(), entry, Ct)).Select(photo => (photo.Id, photo.Place));
}
