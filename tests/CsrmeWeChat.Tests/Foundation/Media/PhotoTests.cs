using System.Diagnostics;
using System.Text;
using CsrmeWeChat.Foundation.Media;
using NetVips;

namespace CsrmeWeChat.Tests;

public sealed class PhotoTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 4, 0, 0, TimeSpan.Zero);

    private readonly TestPhoto files = new();
    private readonly Photos photos = TestPhoto.Photos();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => files.Dispose();

    [Fact]
    public async Task What_is_no_photo_is_refused_by_its_bytes_whatever_its_name_is()
    {
        Assert.Equal("photo.empty", await CodeAsync([]));
        Assert.Equal("photo.type", await CodeAsync([.. "MZ"u8, .. new byte[500]]));
        Assert.Equal("photo.type", await CodeAsync([0x7F, .. "ELF"u8, .. new byte[500]]));
        Assert.Equal("photo.type", await CodeAsync([.. "%PDF-1.7\n"u8]));
        Assert.Equal("photo.type", await CodeAsync([.. "PK\u0003\u0004"u8, .. new byte[500]]));
        Assert.Equal("photo.type", await CodeAsync([.. "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>"u8]));
        Assert.Equal("photo.type", await CodeAsync([.. "GIF89a"u8, .. new byte[500]]));
        Assert.Equal("photo.type", await CodeAsync([.. "II*\0"u8, .. new byte[500]]));
        Assert.Equal("photo.type", await CodeAsync([0, 0, 0, 20, .. "ftypisom\0\0\0\0mp42"u8, .. new byte[500]]));
        Assert.Equal("photo.type", await CodeAsync([0, 0, 0, 20, .. "ftypavif\0\0\0\0mif1"u8, .. new byte[500]]));
        Assert.Equal("photo.type", await CodeAsync([0]));
    }

    [Fact]
    public async Task A_photo_that_is_also_something_else_is_refused()
    {
        var jpeg = TestPhoto.Jpeg();
        byte[] zip = [.. "PK\u0005\u0006"u8, .. new byte[18]];

        Assert.Equal("photo.suspicious", await CodeAsync(TestPhoto.WithSegment(jpeg, [.. "%PDF-1.4 "u8])));
        Assert.Equal("photo.suspicious", await CodeAsync(TestPhoto.WithSegment(jpeg, [.. "<script>alert(1)</script>"u8])));
        Assert.Equal("photo.suspicious", await CodeAsync([.. jpeg, .. zip]));
    }

    [Fact]
    public async Task What_a_phone_puts_behind_a_photo_does_no_harm()
    {
        byte[] video = [0, 0, 0, 20, .. "ftypmp42\0\0\0\0isom"u8, .. new byte[200_000]];

        Assert.Null(await CodeAsync([.. TestPhoto.Jpeg(), .. video]));
    }

    [Fact]
    public async Task What_moves_is_refused()
    {
        using var frames = Image.Arrayjoin([TestPhoto.Scene(300, 300, 1), TestPhoto.Scene(300, 300, 2)], across: 1);
        using var paged = frames.Mutate(change => change.Set(GValue.GIntType, "page-height", 300));

        Assert.Equal("photo.moving", await CodeAsync(paged.WebpsaveBuffer()));
        Assert.Equal("photo.moving", await CodeAsync(TestPhoto.EmptyPng(300, 300, moves: true)));
        Assert.Equal("photo.moving", await CodeAsync([0, 0, 0, 20, .. "ftyphevc\0\0\0\0msf1"u8, .. new byte[500]]));
    }

    [Fact]
    public async Task What_breaks_off_is_refused_and_leaves_no_files()
    {
        using var scene = TestPhoto.Scene();
        byte[][] whole = [TestPhoto.Jpeg(), scene.PngsaveBuffer(), scene.WebpsaveBuffer(), scene.JpegsaveBuffer(interlace: true)];

        foreach (var bytes in whole)
        {
            foreach (var share in (double[])[0.02, 0.5, 0.95])
            {
                var copies = files.Copies();

                var (photo, why) = await photos.DevelopAsync(files.File(bytes[..(int)(bytes.Length * share)]), copies, Now, Ct);

                Assert.Null(photo);
                Assert.Equal("photo.damaged", why!.Code);
                Assert.Empty(Directory.EnumerateFileSystemEntries(copies));
            }
        }
    }

    [Fact]
    public async Task Bytes_that_were_overwritten_never_throw()
    {
        using var scene = TestPhoto.Scene(400, 300);
        var chance = new Random(1);
        byte[][] whole = [scene.JpegsaveBuffer(), scene.JpegsaveBuffer(interlace: true), scene.PngsaveBuffer(), scene.WebpsaveBuffer()];

        for (var round = 0; round < 60; round++)
        {
            var bytes = whole[round % whole.Length].ToArray();
            for (var i = 0; i < 20; i++)
            {
                bytes[chance.Next(bytes.Length / (round % 3 is 0 ? 20 : 1))] = (byte)chance.Next(256);
            }
            var (photo, why) = await photos.DevelopAsync(files.File(bytes), files.Copies(), Now, Ct);

            Assert.True(photo is null != why is null);
        }
    }

    [Fact]
    public async Task A_bomb_is_refused_by_its_header_and_takes_no_memory()
    {
        byte[][] bombs =
        [
            TestPhoto.EmptyPng(60_000, 60_000),
            TestPhoto.EmptyPng(15_000, 15_000),
            TestPhoto.Claiming(TestPhoto.Jpeg(), 60_000, 60_000),
            TestPhoto.Claiming(ProgressiveJpeg(), 60_000, 60_000),
        ];
        foreach (var bomb in bombs)
        {
            Assert.Equal("photo.too_large", await CodeAsync(bomb));
            Assert.Equal("photo.too_large", (await photos.DevelopAsync(files.File(bomb), files.Copies(), Now, Ct)).Why!.Code);
        }
        // The smallest of them would be 675 MB of pixels, more than any picture of any test.
        Assert.InRange(Stats.MemHighwater, 0UL, 600UL << 20);
    }

    [Fact]
    public async Task A_photo_stored_in_passes_is_bounded_by_what_it_would_unpack()
    {
        using var scene = TestPhoto.Scene();
        var fine = TestPhoto.Claiming(scene.JpegsaveBuffer(q: 95, interlace: true), 10_000, 10_000);

        Assert.Equal("photo.too_heavy", await CodeAsync(fine));
        Assert.Null(await CodeAsync(TestPhoto.Claiming(scene.JpegsaveBuffer(q: 95), 10_000, 10_000)));
    }

    [Fact]
    public async Task A_photo_that_is_too_small_is_refused()
    {
        Assert.Equal("photo.too_small", await CodeAsync(TestPhoto.Jpeg(Photos.MinSide, Photos.MinSide - 1)));
        Assert.Null(await CodeAsync(TestPhoto.Jpeg(Photos.MinSide, Photos.MinSide)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task A_photo_that_was_taken_any_way_is_upright_in_its_copies(int orientation)
    {
        using var scene = TestPhoto.Scene();
        using var lying = Lying(scene, orientation);
        using var noted = TestPhoto.Noted(lying, ("orientation", $"{orientation}"));

        var photo = await DevelopAsync(noted.JpegsaveBuffer(q: 95));

        Assert.Equal((900, 600), (photo.Facts.Width, photo.Facts.Height));
        foreach (var copy in Copies(photo))
        {
            using var made = Image.NewFromFile(copy.Path);
            Assert.Equal((made.Width, made.Height), (copy.Width, copy.Height));
            Assert.True(made.Width > made.Height);
            AssertColour(made, 0.05, 0.05, [255, 0, 0], 30);
        }
    }

    [Fact]
    public async Task Copies_are_of_the_sizes_that_are_shown_and_never_larger_than_the_photo()
    {
        var large = await DevelopAsync(TestPhoto.Jpeg(3_000, 2_000));
        var small = await DevelopAsync(TestPhoto.Jpeg(300, 280));

        Assert.Equal((1_440, 960), (large.PreviewWebp.Width, large.PreviewWebp.Height));
        Assert.Equal((1_440, 960), (large.PreviewJpeg.Width, large.PreviewJpeg.Height));
        Assert.Equal((320, 213), (large.ThumbnailWebp.Width, large.ThumbnailWebp.Height));
        Assert.All(Copies(small), copy => Assert.Equal((300, 280), (copy.Width, copy.Height)));
        Assert.All(Copies(large), copy => Assert.Equal(new FileInfo(copy.Path).Length, copy.Bytes));
        Assert.Equal("RIFF"u8.ToArray(), (await File.ReadAllBytesAsync(large.PreviewWebp.Path, Ct))[..4]);
        Assert.Equal([0xFF, 0xD8, 0xFF], (await File.ReadAllBytesAsync(large.ThumbnailJpeg.Path, Ct))[..3]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public async Task A_large_copy_is_made_where_it_is_asked_for_and_the_others_stay_as_they_were(int orientation)
    {
        using var scene = TestPhoto.Scene(5_000, 3_000);
        using var lying = Lying(scene, orientation);
        using var noted = TestPhoto.Noted(lying, [.. CameraNotes, ("orientation", $"{orientation}")]);
        var bytes = noted.JpegsaveBuffer(q: 92);
        var without = await DevelopAsync(bytes);
        var (photo, _) = await photos.DevelopAsync(files.File(bytes), files.Copies(), Now, Ct, withLarge: true);
        var (small, _) = await photos.DevelopAsync(files.File(TestPhoto.Jpeg(700, 500)), files.Copies(), Now, Ct, withLarge: true);

        var large = photo!.LargeJpeg!;
        Assert.Null(without.LargeJpeg);
        Assert.Equal((4_096, 2_458), (large.Width, large.Height));
        using var made = Image.NewFromFile(large.Path);
        Assert.Equal((4_096, 2_458), (made.Width, made.Height));
        AssertColour(made, 0.05, 0.05, [255, 0, 0], 30);
        Assert.All(Segments(large.Path), marker => Assert.NotInRange(marker, 0xE1, 0xEF));
        Assert.DoesNotContain("Canon", Encoding.Latin1.GetString(await File.ReadAllBytesAsync(large.Path, Ct)), StringComparison.Ordinal);
        Assert.Equal((1_440, 864), (photo.PreviewJpeg.Width, photo.PreviewJpeg.Height));
        Assert.InRange(photo.Hash.DistanceTo(without.Hash), 0, 2);
        Assert.Equal((700, 500), (small!.LargeJpeg!.Width, small.LargeJpeg.Height));
    }

    [Fact]
    public async Task A_large_copy_of_wide_colours_and_of_an_iphones_photo_is_plain_and_upright()
    {
        using var scene = TestPhoto.Scene();
        using var wide = scene.IccTransform("p3", inputProfile: "srgb");
        var heic = Heic(TestPhoto.Jpeg());

        foreach (var path in (string[])[files.File(wide.JpegsaveBuffer(q: 95)), heic])
        {
            var (photo, why) = await photos.DevelopAsync(path, files.Copies(), Now, Ct, withLarge: true);

            Assert.Null(why);
            using var large = Image.NewFromFile(photo!.LargeJpeg!.Path);
            AssertColour(large, 0.05, 0.05, [255, 0, 0], 30);
            Assert.DoesNotContain("icc-profile-data", large.GetFields());
        }
    }

    [Fact]
    public async Task A_photo_that_breaks_off_leaves_no_large_copy()
    {
        var (bytes, copies) = (TestPhoto.Jpeg(3_000, 2_000), files.Copies());

        var (_, why) = await photos.DevelopAsync(files.File(bytes[..(bytes.Length / 2)]), copies, Now, Ct, withLarge: true);

        Assert.Equal("photo.damaged", why?.Code);
        Assert.Empty(Directory.EnumerateFileSystemEntries(copies));
    }

    [Fact]
    public async Task Copies_hold_nothing_of_what_the_camera_noted()
    {
        var bytes = TestPhoto.JpegWith([
            .. CameraNotes,
            ("xmp-data", "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">SECRETXMP</x:xmpmeta>"),
            ("exif-ifd0-ImageDescription", "SECRETNOTE"),
        ]);
        Assert.Contains("SECRETNOTE", Encoding.Latin1.GetString(bytes));
        Assert.Contains("SECRETXMP", Encoding.Latin1.GetString(bytes));

        var photo = await DevelopAsync(bytes);

        Assert.True(photo.Facts.NotesPlace);
        foreach (var copy in Copies(photo))
        {
            var made = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(copy.Path, Ct));
            foreach (var trace in (string[])["SECRET", "Exif", "EXIF", "xmp", "XMP ", "Photoshop", "8BIM", "ICC_PROFILE", "ICCP", "Canon"])
            {
                Assert.DoesNotContain(trace, made, StringComparison.Ordinal);
            }
            using var image = Image.NewFromFile(copy.Path);
            Assert.DoesNotContain(image.GetFields(), field =>
                field.StartsWith("exif-", StringComparison.Ordinal) || field.EndsWith("-data")
            );
        }
        Assert.All(Segments(photo.PreviewJpeg.Path), marker => Assert.NotInRange(marker, 0xE1, 0xEF));
        Assert.All(Segments(photo.ThumbnailJpeg.Path), marker => Assert.NotInRange(marker, 0xE1, 0xEF));
    }

    [Fact]
    public async Task Inks_deep_colours_profiles_grey_and_transparency_become_plain_colours()
    {
        using var scene = TestPhoto.Scene();
        using var inks = scene.IccExport(outputProfile: "cmyk", depth: 8);
        using var wide = scene.IccTransform("p3", inputProfile: "srgb");
        using var deep = scene.Colourspace(Enums.Interpretation.Rgb16);
        using var grey = scene.Colourspace(Enums.Interpretation.Bw);
        using var clear = scene.Bandjoin(255);
        Assert.Equal(4, inks.Bands);
        Assert.Equal(Enums.BandFormat.Ushort, deep.Format);

        AssertColour(await PreviewAsync(inks.JpegsaveBuffer(q: 95)), 0.05, 0.05, [240, 30, 30], 45);
        AssertColour(await PreviewAsync(wide.JpegsaveBuffer(q: 95)), 0.05, 0.05, [255, 0, 0], 12);
        AssertColour(await PreviewAsync(deep.PngsaveBuffer(bitdepth: 16)), 0.05, 0.05, [255, 0, 0], 8);
        AssertColour(await PreviewAsync(clear.PngsaveBuffer()), 0.05, 0.05, [255, 0, 0], 8);
        AssertColour(await PreviewAsync(clear.WebpsaveBuffer(q: 95)), 0.05, 0.05, [255, 0, 0], 30);
        Assert.Equal(3, (await PreviewAsync(grey.JpegsaveBuffer(q: 95))).Bands);
    }

    [Fact]
    public async Task A_photo_stored_in_passes_is_developed()
    {
        using var scene = TestPhoto.Scene();

        AssertColour(await PreviewAsync(ProgressiveJpeg()), 0.05, 0.05, [255, 0, 0], 12);
        AssertColour(await PreviewAsync(scene.PngsaveBuffer(interlace: true)), 0.05, 0.05, [255, 0, 0], 8);
    }

    [Fact]
    public async Task Many_at_once_are_developed_one_after_the_other()
    {
        var jpegs = Enumerable.Range(1, 8).Select(seed => files.File(TestPhoto.Jpeg(seed: seed))).ToList();

        var made = await Task.WhenAll(jpegs.Select(jpeg => photos.DevelopAsync(jpeg, files.Copies(), Now, Ct)));

        Assert.All(made, one => Assert.Null(one.Why));
        Assert.Equal(8, made.Select(one => one.Photo!.Hash).Distinct().Count());
    }

    [Fact]
    public async Task A_photo_that_takes_too_long_is_given_up_and_the_next_has_its_turn()
    {
        var hasty = TestPhoto.Photos(limit: TimeSpan.FromMilliseconds(1));
        using var large = TestPhoto.Scene(6_000, 4_000);
        var slow = files.File(large.JpegsaveBuffer());
        var copies = files.Copies();

        for (var round = 0; round < 3; round++)
        {
            Assert.Equal("photo.too_slow", (await hasty.DevelopAsync(slow, copies, Now, Ct)).Why?.Code);
        }
        Assert.Empty(Directory.EnumerateFiles(copies));
    }

    [Fact]
    public async Task A_photo_with_thousands_of_passes_ends()
    {
        var passes = TestPhoto.WithPasses(ProgressiveJpeg(), 5_000);

        var (photo, why) = await TestPhoto
            .Photos(limit: TimeSpan.FromSeconds(20))
            .DevelopAsync(files.File(passes), files.Copies(), Now, Ct);

        Assert.Null(photo);
        Assert.Contains(why!.Code, (string[])["photo.damaged", "photo.too_slow"]);
    }

    [Fact]
    public async Task One_who_hangs_up_is_no_refusal()
    {
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            photos.DevelopAsync(files.File(TestPhoto.Jpeg()), files.Copies(), Now, gone.Token)
        );
    }

    [Fact]
    public async Task An_iphones_photo_is_developed_where_there_is_a_program_for_it()
    {
        var heic = Heic(TestPhoto.JpegWith([.. CameraNotes]));

        var (photo, why) = await photos.DevelopAsync(heic, files.Copies(), Now, Ct);

        Assert.Null(why);
        Assert.Equal(PhotoKind.Heic, photo!.Facts.Kind);
        Assert.Equal(("Canon", 900, 600), (photo.Facts.Make, photo.Facts.Width, photo.Facts.Height));
        Assert.NotNull(photo.Facts.Place);
        using var made = Image.NewFromFile(photo.PreviewJpeg.Path);
        AssertColour(made, 0.05, 0.05, [255, 0, 0], 30);
    }

    /// <summary>The container turns such a photo, and its notes still ask to: who heeds both turns it twice.</summary>
    [Theory]
    [InlineData(3, 2)]
    [InlineData(6, 3)]
    [InlineData(8, 1)]
    public async Task An_iphones_photo_that_was_taken_upright_is_turned_once(int orientation, byte quarters)
    {
        using var scene = TestPhoto.Scene();
        using var lying = Lying(scene, orientation);
        using var noted = TestPhoto.Noted(lying, ("orientation", $"{orientation}"));

        var heic = await File.ReadAllBytesAsync(Heic(noted.JpegsaveBuffer(q: 95)), Ct);
        // The encoder does not turn. What it says of the bits of a pixel can be left out, and its place is taken by a turn to the left.
        var place = heic.AsSpan().IndexOf("pixi"u8);
        ((byte[])[.. "irot"u8, quarters]).CopyTo(heic, place);

        var (photo, why) = await photos.DevelopAsync(files.File(heic), files.Copies(), Now, Ct);

        Assert.Null(why);
        Assert.Equal((900, 600), (photo!.Facts.Width, photo.Facts.Height));
        using var made = Image.NewFromFile(photo.PreviewJpeg.Path);
        Assert.Equal((900, 600), (made.Width, made.Height));
        AssertColour(made, 0.05, 0.05, [255, 0, 0], 30);
    }

    [Fact]
    public async Task Without_that_program_an_iphone_is_told_how_to_send_a_jpeg()
    {
        var heic = Heic(TestPhoto.Jpeg());

        foreach (var program in (string[])["", "no-such-program-here"])
        {
            var copies = files.Copies();
            var (_, why) = await TestPhoto.Photos(heifConvert: program).DevelopAsync(heic, copies, Now, Ct);

            Assert.Equal("photo.heic", why?.Code);
            Assert.Contains("最兼容", why!.Why);
            Assert.Empty(Directory.EnumerateFileSystemEntries(copies));
        }
    }

    [Fact]
    public async Task An_iphones_photo_that_breaks_off_is_refused()
    {
        var heic = await File.ReadAllBytesAsync(Heic(TestPhoto.Jpeg()), Ct);

        Assert.Equal("photo.damaged", (await photos.DevelopAsync(files.File(heic[..^500]), files.Copies(), Now, Ct)).Why?.Code);
        Assert.Equal("photo.damaged", await CodeAsync(heic[..60]));
    }

    internal static readonly (string Field, string Value)[] CameraNotes =
    [
        ("exif-ifd0-Make", "Canon"),
        ("exif-ifd0-Model", "Canon EOS R5"),
        ("exif-ifd0-Software", "Adobe Photoshop 24.0"),
        ("exif-ifd2-DateTimeOriginal", "2022:05:30 09:00:00"),
        ("exif-ifd2-OffsetTimeOriginal", "+08:00"),
        ("exif-ifd2-LensModel", "RF24-70mm F2.8 L IS USM"),
        ("exif-ifd2-FNumber", "28/10"),
        ("exif-ifd2-ExposureTime", "1/250"),
        ("exif-ifd2-ISOSpeedRatings", "400"),
        ("exif-ifd2-FocalLength", "35/1"),
        ("exif-ifd2-FocalLengthIn35mmFilm", "52"),
        ("exif-ifd3-GPSLatitude", "30/1 30/1 0/1"),
        ("exif-ifd3-GPSLatitudeRef", "N"),
        ("exif-ifd3-GPSLongitude", "114/1 15/1 3600/100"),
        ("exif-ifd3-GPSLongitudeRef", "E"),
    ];

    private async Task<string?> CodeAsync(byte[] bytes)
    {
        var (facts, why) = await photos.LookAsync(files.File(bytes), Now, Ct);
        Assert.True(facts is null != why is null);
        return why?.Code;
    }

    private async Task<DevelopedPhoto> DevelopAsync(byte[] bytes)
    {
        var (photo, why) = await photos.DevelopAsync(files.File(bytes), files.Copies(), Now, Ct);
        Assert.Null(why);
        return photo!;
    }

    private async Task<Image> PreviewAsync(byte[] bytes)
    {
        var photo = await DevelopAsync(bytes);
        using var preview = Image.NewFromFile(photo.PreviewJpeg.Path);
        Assert.Equal(Enums.BandFormat.Uchar, preview.Format);
        return preview.CopyMemory();
    }

    private static PhotoCopy[] Copies(DevelopedPhoto photo) =>
        [photo.PreviewWebp, photo.PreviewJpeg, photo.ThumbnailWebp, photo.ThumbnailJpeg];

    private static void AssertColour(Image image, double x, double y, double[] colour, double most)
    {
        var found = image.Getpoint((int)(image.Width * x), (int)(image.Height * y));
        Assert.All(colour.Zip(found), pair => Assert.InRange(pair.Second, pair.First - most, pair.First + most));
    }

    private static byte[] ProgressiveJpeg()
    {
        using var scene = TestPhoto.Scene();
        return scene.JpegsaveBuffer(q: 90, interlace: true);
    }

    /// <summary>As the camera would store a scene that this orientation turns upright.</summary>
    private static Image Lying(Image scene, int orientation) =>
        orientation switch
        {
            2 => scene.FlipHor(),
            3 => scene.Rot180(),
            4 => scene.FlipVer(),
            5 => scene.Rot90().FlipHor(),
            6 => scene.Rot270(),
            7 => scene.Rot270().FlipHor(),
            8 => scene.Rot90(),
            _ => scene.Copy(),
        };

    private static List<int> Segments(string jpeg)
    {
        var bytes = File.ReadAllBytes(jpeg);
        var markers = new List<int>();
        for (var at = 2; bytes[at + 1] is not 0xDA; at += 2 + (bytes[at + 2] << 8) + bytes[at + 3])
        {
            markers.Add(bytes[at + 1]);
        }
        return markers;
    }

    private string Heic(byte[] jpeg)
    {
        var (from, to) = (files.Path("scene.jpg"), files.Path("scene.heic"));
        File.WriteAllBytes(from, jpeg);
        using var encoder = Process.Start(
            new ProcessStartInfo("heif-enc", ["-q", "60", from, "-o", to]) { RedirectStandardOutput = true }
        )!;
        encoder.StandardOutput.ReadToEnd();
        encoder.WaitForExit();
        return to;
    }
}
