using System.Text;
using CsrmeWeChat.Foundation.Media;
using NetVips;

namespace CsrmeWeChat.Tests;

public sealed class PhotoFactTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 4, 0, 0, TimeSpan.Zero);

    private readonly TestPhoto files = new();
    private readonly Photos photos = TestPhoto.Photos();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => files.Dispose();

    [Fact]
    public async Task A_photo_tells_how_it_was_taken()
    {
        var facts = await FactsAsync(TestPhoto.JpegWith(PhotoTests.CameraNotes));

        Assert.Equal(
            new PhotoFacts
            {
                Kind = PhotoKind.Jpeg,
                Width = 900,
                Height = 600,
                Make = "Canon",
                Model = "Canon EOS R5",
                Lens = "RF24-70mm F2.8 L IS USM",
                TakenAt = new DateTime(2022, 5, 30, 9, 0, 0),
                TakenAtOffset = TimeSpan.FromHours(8),
                Aperture = 2.8,
                ExposureSeconds = 0.004,
                Iso = 400,
                FocalLength = 35,
                FocalLengthOn35 = 52,
                NotesPlace = true,
                Place = new PhotoPlace(30.5, 114.26),
                Software = "Adobe Photoshop 24.0",
                LooksEdited = true,
            },
            facts
        );
    }

    [Fact]
    public async Task A_photo_without_notes_tells_its_size_only()
    {
        var facts = await FactsAsync(TestPhoto.Jpeg());

        Assert.Equal(
            new PhotoFacts
            {
                Kind = PhotoKind.Jpeg,
                Width = 900,
                Height = 600,
            },
            facts
        );
    }

    [Fact]
    public async Task Png_and_WebP_tell_the_same()
    {
        using var scene = TestPhoto.Scene();
        using var noted = TestPhoto.Noted(scene, PhotoTests.CameraNotes);

        foreach (var bytes in (byte[][])[noted.PngsaveBuffer(), noted.WebpsaveBuffer()])
        {
            var facts = await FactsAsync(bytes);

            Assert.Equal(("Canon", new PhotoPlace(30.5, 114.26)), (facts.Make, facts.Place));
        }
    }

    [Theory]
    [InlineData("2026:11:29 12:05:00", "+08:00", false)]
    [InlineData("2026:11:29 12:15:00", "+08:00", true)]
    [InlineData("2026:11:29 12:15:00", null, false)]
    [InlineData("2026:11:30 09:00:00", null, true)]
    [InlineData("2099:01:01 00:00:00", null, true)]
    [InlineData("1970:01:01 00:00:00", null, true)]
    [InlineData("0001:01:01 00:00:00", "+08:00", true)]
    [InlineData("9999:12:31 23:59:59", "-08:00", true)]
    public async Task A_moment_that_cannot_be_is_doubtful_and_no_refusal(string at, string? offset, bool isDoubtful)
    {
        (string, string)[] offsets = offset is null ? [] : [("exif-ifd2-OffsetTimeOriginal", offset)];

        var facts = await FactsAsync(TestPhoto.JpegWith([("exif-ifd2-DateTimeOriginal", at), .. offsets]));

        Assert.NotNull(facts.TakenAt);
        Assert.Equal(isDoubtful, facts.IsTakenAtDoubtful);
    }

    [Theory]
    [InlineData("0000:00:00 00:00:00")]
    [InlineData("    :  :     :  :  ")]
    [InlineData("2022:13:45 99:00:00")]
    [InlineData("五月三十日")]
    public async Task A_moment_that_is_none_is_absent(string at)
    {
        var facts = await FactsAsync(TestPhoto.JpegWith(("exif-ifd2-DateTimeOriginal", at)));

        Assert.Null(facts.TakenAt);
        Assert.False(facts.IsTakenAtDoubtful);
    }

    [Theory]
    [InlineData("200/1 0/1 0/1", "114/1 0/1 0/1")]
    [InlineData("30/1 0/1 0/1", "181/1 0/1 0/1")]
    [InlineData("30/0 0/0 0/0", "114/1 0/1 0/1")]
    [InlineData("30/1 99/1 0/1", "114/1 0/1 0/1")]
    public async Task A_place_that_is_none_is_absent_and_still_noted(string latitude, string longitude)
    {
        var facts = await FactsAsync(
            TestPhoto.JpegWith(
                ("exif-ifd3-GPSLatitude", latitude),
                ("exif-ifd3-GPSLongitude", longitude),
                ("exif-ifd3-GPSLatitudeRef", "N")
            )
        );

        Assert.Null(facts.Place);
        Assert.True(facts.NotesPlace);
    }

    [Fact]
    public async Task South_and_west_are_negative()
    {
        var facts = await FactsAsync(
            TestPhoto.JpegWith(
                ("exif-ifd3-GPSLatitude", "30/1 30/1 0/1"),
                ("exif-ifd3-GPSLatitudeRef", "S"),
                ("exif-ifd3-GPSLongitude", "114/1 30/1 0/1"),
                ("exif-ifd3-GPSLongitudeRef", "W")
            )
        );

        Assert.Equal(new PhotoPlace(-30.5, -114.5), facts.Place);
    }

    [Fact]
    public async Task Notes_of_ten_megabytes_are_read_or_absent()
    {
        using var scene = TestPhoto.Scene();
        var noted = TestPhoto.JpegWith(("exif-ifd0-Make", "Canon"));
        byte[] tiff = [.. Exif(noted), .. new byte[10 << 20]];
        var png = TestPhoto.WithChunk(scene.PngsaveBuffer(), "eXIf", tiff);

        var facts = await FactsAsync(png);
        var (photo, why) = await photos.DevelopAsync(files.File(png), files.Copies(), Now, Ct);

        Assert.True(facts.Make is null or "Canon");
        Assert.Null(why);
        Assert.True(photo!.PreviewWebp.Bytes < 1 << 20);
    }

    [Fact]
    public async Task Broken_notes_never_throw()
    {
        var whole = TestPhoto.JpegWith(PhotoTests.CameraNotes);
        var exif = whole.AsSpan().IndexOf("Exif\0\0"u8);
        var chance = new Random(7);

        for (var round = 0; round < 150; round++)
        {
            var bytes = whole.ToArray();
            for (var i = 0; i < 12; i++)
            {
                bytes[exif + 6 + chance.Next(500)] = (byte)chance.Next(256);
            }
            var (facts, why) = await photos.LookAsync(files.File(bytes), Now, Ct);

            Assert.True(facts is null != why is null);
        }
    }

    [Fact]
    public async Task Texts_of_notes_are_bounded_and_clean()
    {
        var facts = await FactsAsync(
            TestPhoto.JpegWith(
                ("exif-ifd0-Make", new string('x', 5_000)),
                ("exif-ifd0-Model", "a\u0007b \u202Ec"),
                ("exif-ifd2-LensModel", "  ")
            )
        );

        Assert.Equal(100, facts.Make!.Length);
        Assert.DoesNotContain(facts.Model!, char.IsControl);
        Assert.Null(facts.Lens);
    }

    [Fact]
    public async Task What_an_editor_or_a_model_left_in_XMP_is_a_hint()
    {
        var edited = await FactsAsync(TestPhoto.JpegWith(("xmp-data", "<rdf:Description xmp:CreatorTool=\"Adobe Lightroom 12\"/>")));
        var generated = await FactsAsync(
            TestPhoto.JpegWith(
                (
                    "xmp-data",
                    "<a Iptc4xmpExt:DigitalSourceType=\"http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia\"/>"
                )
            )
        );
        var plain = await FactsAsync(TestPhoto.JpegWith(("exif-ifd0-Software", "HarmonyOS 4.0")));

        Assert.Equal(("Adobe Lightroom 12", true), (edited.Software, edited.LooksEdited));
        Assert.True(generated.LooksGenerated);
        Assert.Equal(("HarmonyOS 4.0", false, false), (plain.Software, plain.LooksEdited, plain.LooksGenerated));
    }

    /// <summary>Written by hand, because NetVips cuts a text at its first bracket when it writes one.</summary>
    [Theory]
    [InlineData("EOS R5 (C)")]
    [InlineData("a, b (c, d), e")]
    [InlineData("华为 P60（标准版）")]
    [InlineData("(")]
    public async Task A_text_may_hold_brackets_commas_and_Chinese(string model)
    {
        byte[] text = [.. Encoding.UTF8.GetBytes(model), 0, 0, 0, 0];
        byte[] exif =
        [
            .. "Exif\0\0II*\0"u8,
            .. (byte[])[8, 0, 0, 0, 1, 0, 0x10, 0x01, 2, 0, (byte)text.Length, 0, 0, 0, 26, 0, 0, 0, 0, 0, 0, 0],
            .. text,
        ];

        var facts = await FactsAsync(TestPhoto.WithSegment(TestPhoto.Jpeg(), exif));

        Assert.Equal(model, facts.Model);
    }

    private static byte[] Exif(byte[] jpeg)
    {
        using var image = Image.NewFromBuffer(jpeg);
        var bytes = (byte[])image.Get("exif-data");
        return bytes.AsSpan().StartsWith("Exif\0\0"u8) ? bytes[6..] : bytes;
    }

    private async Task<PhotoFacts> FactsAsync(byte[] bytes)
    {
        var (facts, why) = await photos.LookAsync(files.File(bytes), Now, Ct);
        Assert.Null(why);
        return facts!;
    }
}
