using System.Net;
using System.Text;
using System.Text.Json;
using CsrmeWeChat.Contests;
using CsrmeWeChat.Foundation.Media;
using CsrmeWeChat.Foundation.Storage;
using CsrmeWeChat.Uploads;
using NetVips;
using static CsrmeWeChat.Tests.Support.PhotoAuthor;
using static CsrmeWeChat.Tests.Support.TestPhone;

namespace CsrmeWeChat.Tests;

/// <summary>What the workshop makes of a photo, and what a contest asks of it.</summary>
public sealed class PhotoLimitTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static readonly TheoryData<string, byte[]> Unfit = new()
    {
        { "photo.few_pixels", NewPhoto(1_200, 800) },
        { "photo.too_many_bytes", [.. NewPhoto(1_500, 1_000), .. new byte[3 << 20]] },
        { "photo.too_old", NewPhoto(1_500, 1_000, [Camera[0], ("exif-ifd2-DateTimeOriginal", "2024:12:31 23:59:59")]) },
        { "photo.no_camera", NewPhoto(1_500, 1_000, ("exif-ifd2-DateTimeOriginal", "2026:04:30 09:00:00")) },
        { "photo.damaged", NewPhoto(1_500, 1_000)[..40_000] },
        { "photo.type", Encoding.UTF8.GetBytes("这不是照片") },
        { "photo.suspicious", [0xFF, 0xD8, 0xFF, .. "<script>alert(1)</script>"u8] },
    };

    [Theory, MemberData(nameof(Unfit))]
    public async Task A_photo_that_does_not_fit_says_so_before_and_goes_back_after_it_was_handed_in(string code, byte[] photo)
    {
        var contest = await NewStrictAsync();
        var (early, late) = (await app.NewPhotographerAsync(), await app.NewPhotographerAsync());
        var draft = await early.WritePhotoEntryAsync(contest, [photo]);
        await app.WorkOnPhotosAsync();
        var screen = await early.GetPhotoEntryAsync(draft);
        var refused = await early.SubmitPhotoEntryAsync(draft);
        var id = await late.WritePhotoEntryAsync(contest, [NewPhoto(1_500, 1_000), [.. photo, 0]]);
        var handedIn = await late.SubmitPhotoEntryAsync(id);
        await app.WorkOnPhotosAsync();

        Assert.Equal(("unfit", code), (PhotoField(screen, "state"), PhotoField(screen, "faultCode")));
        Assert.Contains(PhotoField(screen, "fault"), letter => letter >= 0x4E00);
        Assert.Equal(["照片（有的不能用，请更换）"], Lines(screen, "missing"));
        Assert.Equal("contests.photo_unfit", await RefusalOf(refused));
        if (code is "photo.too_many_bytes")
        {
            // What it weighs is known before anybody looks at it.
            Assert.Equal("contests.photo_unfit", await RefusalOf(handedIn));
            return;
        }
        var returned = await late.GetPhotoEntryAsync(id);
        Assert.Equal("returned", returned.GetProperty("state").GetString());
        Assert.Equal($"第 2 张：{PhotoField(returned, "fault", 1)}", returned.GetProperty("reason").GetString());
    }

    public static readonly TheoryData<byte[]> Fit =
    [
        // A camera of so many million pixels makes a little less.
        NewPhoto(1_480, 999),
        NewPhoto(1_500, 1_000, [Camera[0], ("exif-ifd2-DateTimeOriginal", "2025:01:01 00:00:00")]),
        // A clock that is wrong proves nothing.
        NewPhoto(1_500, 1_000, [Camera[1], ("exif-ifd2-DateTimeOriginal", "1970:01:01 00:00:00")]),
        NewPhoto(1_500, 1_000, Camera[0]),
    ];

    [Theory, MemberData(nameof(Fit))]
    public async Task What_keeps_to_the_limits_is_taken(byte[] photo)
    {
        var author = await app.NewPhotographerAsync();
        var id = await author.HandInPhotoAsync(await NewStrictAsync(), "岩层", photo);
        await app.WorkOnPhotosAsync();

        Assert.Equal("reviewing", await author.StateOfPhotoEntryAsync(id));
    }

    [Fact]
    public async Task Who_chose_a_small_copy_reads_to_choose_the_original()
    {
        var author = await app.NewPhotographerAsync();
        var id = await author.WritePhotoEntryAsync(await NewStrictAsync(), [TestPicture.Photo(7, 1_500, 1_000)]);
        await app.WorkOnPhotosAsync();

        Assert.Equal(
            "这张照片没有相机信息，可能是聊天软件压缩过的。请在选择照片时勾选“原图”，或从相机、手机相册里直接选择。",
            PhotoField(await author.GetPhotoEntryAsync(id), "fault")
        );
    }

    [Fact]
    public async Task Limits_that_were_edited_count_as_they_are_when_it_is_handed_in()
    {
        var contest = await app.NewContestAsync();
        var author = await app.NewPhotographerAsync();
        var id = await author.WritePhotoEntryAsync(contest, [NewPhoto()]);
        await app.WorkOnPhotosAsync();

        await app.EditContestAsync(contest, draft => draft with { MinMegapixels = 1 });
        var (unfit, refused) = (await author.GetPhotoEntryAsync(id), await author.SubmitPhotoEntryAsync(id));
        await app.EditContestAsync(contest, draft => draft with { MinMegapixels = 0 });
        var (fit, taken) = (await author.GetPhotoEntryAsync(id), await author.SubmitPhotoEntryAsync(id));

        Assert.Equal(("unfit", "photo.few_pixels"), (PhotoField(unfit, "state"), PhotoField(unfit, "faultCode")));
        Assert.Contains("900 × 600", PhotoField(unfit, "fault"), StringComparison.Ordinal);
        Assert.Equal("contests.photo_unfit", await RefusalOf(refused));
        Assert.Equal("ready", PhotoField(fit, "state"));
        Assert.Equal("reviewing", (await JsonOf(taken)).GetProperty("state").GetString());
    }

    [Fact]
    public async Task An_iphones_photo_is_developed()
    {
        var author = await app.NewPhotographerAsync();
        var id = await author.HandInPhotoAsync(await app.NewContestAsync(), "岩层", await HeicAsync(NewPhoto(1_500, 1_000)));
        await app.WorkOnPhotosAsync();

        var screen = await author.GetPhotoEntryAsync(id);

        Assert.Equal(("reviewing", "ready"), (screen.GetProperty("state").GetString(), PhotoField(screen, "state")));
        Assert.Equal(PhotoKind.Heic, (await app.FindPhotoEntryAsync(id))!.Photos[0].KnownFacts!.Kind);
    }

    [Fact]
    public async Task Copies_are_of_three_sizes_and_hold_nothing_of_what_the_camera_noted()
    {
        var author = await app.NewPhotographerAsync();
        var id = await author.HandInPhotoAsync(await app.NewContestAsync(), "岩层", NewPhoto(5_000, 3_000));
        await app.WorkOnPhotosAsync();

        var photo = (await app.FindPhotoEntryAsync(id))!.Photos[0];

        Assert.Equal((5_000, 3_000), (photo.Width, photo.Height));
        Assert.Equal((4_096, 2_458), (photo.CopyWidth, photo.CopyHeight));
        Assert.Equal(("Canon", new DateTime(2026, 4, 30, 9, 0, 0)), (photo.KnownFacts!.Make, photo.KnownFacts.TakenAt));
        var sizes = new List<(int, int)>();
        foreach (
            var key in (string[])
                [EntryPhotoKeys.Large(photo.Code), EntryPhotoKeys.Preview(photo.Code), EntryPhotoKeys.Thumbnail(photo.Code)]
        )
        {
            using var file = (await app.Get<IFileStore>().FetchAsync(key, Ct))!;
            var bytes = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file.Path, Ct));
            Assert.DoesNotContain("SECRET", bytes, StringComparison.Ordinal);
            Assert.DoesNotContain("Exif", bytes, StringComparison.Ordinal);
            Assert.DoesNotContain("Canon", bytes, StringComparison.Ordinal);
            using var image = Image.NewFromFile(file.Path);
            sizes.Add((image.Width, image.Height));
        }
        Assert.Equal([(4_096, 2_458), (1_440, 864), (320, 192)], sizes);
    }

    [Fact]
    public async Task Nothing_that_an_author_is_answered_leads_to_the_original_or_tells_of_the_camera()
    {
        var author = await app.NewPhotographerAsync();
        var id = await author.HandInPhotoAsync(await app.NewContestAsync(), "岩层", NewPhoto(notes: [.. PhotoTests.CameraNotes]));
        await app.WorkOnPhotosAsync();
        var photo = (await app.FindPhotoEntryAsync(id))!.Photos[0];
        using var original = (await app.Get<UploadStore>().FetchAsync(photo.UploadId, Ct))!;
        var name = Path.GetFileName(original.Path);

        var screen = $"{await author.GetPhotoEntryAsync(id)}{await author.GetAsync(MinePhotos)}";
        var guessed = await author.Http.GetAsync($"/files/{Upload.KeyPrefix}{name}", Ct);
        var copy = EntryPhotoKeys.Large(photo.Code);
        var unsigned = await author.Http.GetAsync($"/files/{copy}?until=99999999999&mark=x", Ct);

        Assert.DoesNotContain(name.Split('.')[0], screen, StringComparison.Ordinal);
        Assert.DoesNotContain("Canon", screen, StringComparison.Ordinal);
        Assert.DoesNotContain("uploads/", screen, StringComparison.Ordinal);
        Assert.DoesNotContain("114.", screen, StringComparison.Ordinal);
        Assert.True(guessed.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest, $"{guessed.StatusCode}");
        Assert.Equal(HttpStatusCode.NotFound, unsigned.StatusCode);
    }

    /// <summary>The longest that a file may say of itself is no more than its column takes on either engine.</summary>
    [Fact]
    public async Task A_file_may_say_of_itself_as_much_as_it_likes()
    {
        var (wide, plain) = (string.Concat(Enumerable.Repeat("岩", 200)), new string('"', 200));
        var author = await app.NewPhotographerAsync();
        var id = await author.HandInPhotoAsync(
            await app.NewContestAsync(),
            "岩层",
            NewPhoto(
                900,
                600,
                [
                    .. PhotoTests.CameraNotes.Where(note => !note.Field.Contains("Ma") && !note.Field.Contains("Mo")),
                    ("exif-ifd0-Make", wide),
                    ("exif-ifd0-Model", plain),
                    ("exif-ifd2-LensModel", wide),
                    ("exif-ifd0-Software", plain),
                ]
            )
        );
        await app.WorkOnPhotosAsync();

        var photo = (await app.FindPhotoEntryAsync(id))!.Photos[0];

        Assert.Equal(EntryPhotoState.Ready, photo.State);
        Assert.True(photo.Facts.Length is > 1_000 and <= 4_000, $"{photo.Facts.Length}");
    }

    /// <summary>What the reader of notes cuts off is all that keeps the facts within their column.</summary>
    [Fact]
    public void The_facts_of_the_worst_file_fit_their_column()
    {
        var worst = string.Concat(Enumerable.Repeat("𠮷", 50));
        var facts = new PhotoFacts
        {
            Kind = PhotoKind.Heic,
            Width = int.MaxValue,
            Height = int.MaxValue,
            Make = worst,
            Model = worst,
            Lens = worst,
            Software = worst,
            TakenAt = DateTime.MaxValue,
            TakenAtOffset = TimeSpan.FromMinutes(-839),
            IsTakenAtDoubtful = true,
            Aperture = double.MinValue,
            ExposureSeconds = double.MinValue,
            Iso = int.MinValue,
            FocalLength = double.MinValue,
            FocalLengthOn35 = double.MinValue,
            NotesPlace = true,
            Place = new PhotoPlace(-double.Epsilon, -double.Epsilon),
            LooksEdited = true,
            LooksGenerated = true,
        };

        Assert.InRange(JsonSerializer.Serialize(facts).Length, 2_500, 4_000);
    }

    private Task<long> NewStrictAsync() =>
        app.NewContestAsync(draft => draft with { MinMegapixels = 1, MaxMegabytes = 3, TakenSince = "2025-01-01", NeedsCamera = true });

    internal static async Task<byte[]> HeicAsync(byte[] jpeg)
    {
        var folder = Directory.CreateTempSubdirectory("csrme-heic-");
        var (from, to) = (Path.Combine(folder.FullName, "a.jpg"), Path.Combine(folder.FullName, "a.heic"));
        await File.WriteAllBytesAsync(from, jpeg, Ct);
        using var encoder = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo("heif-enc", ["-q", "60", from, "-o", to]) { RedirectStandardOutput = true }
        )!;
        await encoder.StandardOutput.ReadToEndAsync(Ct);
        await encoder.WaitForExitAsync(Ct);
        var heic = await File.ReadAllBytesAsync(to, Ct);
        folder.Delete(recursive: true);
        return heic;
    }
}
