using System.Text;
using CsrmeWeChat.Certificates;
using CsrmeWeChat.Certificates.Printing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NetVips;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Graphics.Operations.TextShowing;
using ZXing;
using ZXing.Common;

namespace CsrmeWeChat.Tests;

/// <summary>What is drawn: the page as it is laid out, the PDF as another program reads it, the picture as a phone scans it.</summary>
public sealed class CertificatePaperTests
{
    private const string Address = "https://wx.example.org/certificates/7K2MPQ9RTXYZ";

    /// <summary>With characters that the first font lacks (㐼, 𪛖), and others beyond the first plane.</summary>
    private const string Rare = "阿卜杜拉·买买提、欧阳𠮷㐼、𪛖砚秋、𬒈㛃、John O’Neill-Müller、〇一";

    private static readonly CertificateFonts Fonts = new(Options.Create(new CertificateOptions()));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string> Texts =>
        new()
        {
            { "丁一", "", "光" },
            { "张三", "中国科学院武汉岩土力学研究所", "掌子面上的晨光" },
            { Rare, "中国矿业大学（北京）深部岩土力学与地下工程国家重点实验室", "一块岩芯的旅行：从两千四百米深处到显微镜下" },
            { "古丽巴哈尔·阿卜杜热合曼·买买提明·吐尔逊江", "Institute of Geomechanics, University of Somewhere", "Under the mountain" },
            { new string('长', 100), new string('位', 100), new string('题', 100) },
            { string.Concat(Enumerable.Repeat("司马相如、", 59)) + "完", new string('位', 200), new string('题', 200) },
            { new string('W', 300), new string('M', 200), new string('Q', 200) },
            { "张\u200d三\ufe00", "a b c d e f g h", "《《《》》》……——" },
        };

    [Theory, MemberData(nameof(Texts))]
    public void Whatever_is_printed_stands_within_the_frame_and_beside_nothing_else(string name, string unit, string work)
    {
        var award = new string('奖', work.Length);
        var sheet = SheetOf(CertificateArrange.Draft(name, unit, work, award.Length > 100 ? award[..100] : award));

        var boxes = sheet.Marks.OfType<Words>().Select(BoxOf).ToList();

        Assert.All(boxes, box =>
            Assert.True(box is { X: > 100, Y: > 50, Right: < 742, Bottom: < 498 } && box.Width > 0 && double.IsFinite(box.Width), $"{box}")
        );
        foreach (var (at, box) in boxes.Index())
        {
            Assert.DoesNotContain(boxes.Skip(at + 1), other => Meet(box, other));
        }
    }

    [Theory, MemberData(nameof(Texts))]
    public void Another_program_reads_every_character_that_was_printed(string name, string unit, string work)
    {
        var draft = CertificateArrange.Draft(name, unit, work);

        using var pdf = PdfDocument.Open(PdfOf(draft));
        var page = pdf.GetPage(1);
        var read = Characters(page.Text);

        var expected = Characters($"{draft.Heading}{draft.Name}{draft.Unit}{draft.Words}{draft.Issuer}二〇二六年五月三十日7K2M-PQ9R-TXYZ");
        Assert.Equal("", string.Concat(expected.Where(character => !read.Contains(character))));
        // Glyph 0 is the empty box. PDFsharp writes glyphs as two bytes each.
        var shown = page.Operations.OfType<ShowText>().ToList();
        Assert.NotEmpty(shown);
        Assert.All(shown, text => Assert.DoesNotContain(text.Bytes.ToArray().Chunk(2), glyph => glyph is [0, 0]));
    }

    [Fact]
    public void A_line_of_several_fonts_is_read_as_it_was_written()
    {
        using var pdf = PdfDocument.Open(PdfOf(CertificateArrange.Draft("欧阳𠮷㐼㛃𪛖", "武汉岩土所")));

        Assert.Contains("欧阳𠮷㐼㛃𪛖（武汉岩土所）：", pdf.GetPage(1).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_the_fonts_there_is_only_what_is_used_and_of_the_makers_nothing()
    {
        var bytes = PdfOf(CertificateArrange.Draft(Rare, "中国科学院武汉岩土力学研究所"));

        using var pdf = PdfDocument.Open(bytes);
        var text = Encoding.Latin1.GetString(bytes);

        Assert.InRange(bytes.Length, 10_000, 300_000);
        Assert.Equal(("中国岩石力学与工程学会", null, null), (pdf.Information.Author, pdf.Information.Producer, pdf.Information.Creator));
        Assert.StartsWith("荣誉证书", pdf.Information.Title, StringComparison.Ordinal);
        Assert.DoesNotContain("PDFsharp", text, StringComparison.Ordinal);
        Assert.DoesNotContain("/Metadata", text, StringComparison.Ordinal);
        Assert.Equal(text.Split("/FontFile2").Length, text.Split("/FontName/CSRMEC+").Length);
    }

    [Fact]
    public void The_same_certificate_is_the_same_file_and_another_is_another()
    {
        var draft = CertificateArrange.Draft(Rare);

        Assert.Equal(PdfOf(draft), PdfOf(draft));
        Assert.NotEqual(PdfOf(draft), PdfOf(draft with { Name = "张三" }));
        Assert.Equal(PictureDrawer.Draw(SheetOf(draft)), PictureDrawer.Draw(SheetOf(draft)));
    }

    [Fact]
    public void The_picture_has_the_code_that_a_phone_scans_and_the_glyphs_of_the_page()
    {
        var (drawn, other) = (PictureOf("张三"), PictureOf("李四"));
        using var image = Image.NewFromBuffer(drawn);

        var pixels = new RGBLuminanceSource(image.WriteToMemory<byte>(), image.Width, image.Height, RGBLuminanceSource.BitmapFormat.RGB24);
        var scanned = new BarcodeReaderGeneric
        {
            Options = new DecodingOptions { TryHarder = true, PossibleFormats = [BarcodeFormat.QR_CODE] },
        }.Decode(pixels);

        Assert.Equal((2_000, 1_413), (image.Width, image.Height));
        Assert.Equal(Address, scanned?.Text);
        Assert.True(drawn.Length < 1_000_000, $"{drawn.Length} bytes");
        Assert.NotEqual(drawn, other);
    }

    [Fact]
    public void A_character_of_the_last_font_has_an_outline()
    {
        var letters = Fonts.Letters("张𪛖㐼é", isBold: true).ToList();

        Assert.Equal(2, letters.Select(letter => letter.Font).Distinct().Count());
        Assert.All(letters, letter => Assert.StartsWith("M", letter.Font.OutlineOf(letter.Character), StringComparison.Ordinal));
        Assert.Equal("", letters[0].Font.OutlineOf(new Rune(' ')));
    }

    [Fact]
    public void What_no_font_has_is_told_and_is_no_empty_box()
    {
        Assert.Equal(["ئ", "ى"], Fonts.WhatCannotBeDrawn("张三ئى𠮷ئ·\u200d"));
        Assert.Empty(Fonts.WhatCannotBeDrawn(Rare));

        using var pdf = PdfDocument.Open(PdfOf(CertificateArrange.Draft("张ئ三")));
        Assert.Contains("张〓三", pdf.GetPage(1).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("张三", "同志")]
    [InlineData("欧阳震华", "同志")]
    [InlineData("阿卜杜拉·买买提", "同志")]
    [InlineData("𠮷㛃", "同志")]
    [InlineData("张三、李四", "")]
    [InlineData("John Smith", "")]
    [InlineData("岩石力学摄影小组", "")]
    public void One_person_is_addressed_as_one(string name, string expected) => Assert.Equal(expected, CertificateNames.Address(name));

    [Theory]
    [InlineData(2026, 5, 30, "二〇二六年五月三十日")]
    [InlineData(2030, 12, 1, "二〇三〇年十二月一日")]
    [InlineData(2026, 10, 20, "二〇二六年十月二十日")]
    [InlineData(2026, 11, 11, "二〇二六年十一月十一日")]
    [InlineData(2026, 1, 29, "二〇二六年一月二十九日")]
    public void The_date_is_written_in_Chinese(int year, int month, int day, string expected) =>
        Assert.Equal(expected, CertificateSheet.ChineseDate(new DateOnly(year, month, day)));

    [Fact]
    public void The_sentence_says_what_was_awarded_and_to_how_many()
    {
        Assert.StartsWith("您的作品《光》在第二届", CertificateArrange.Draft("张三", work: "光").Words, StringComparison.Ordinal);
        Assert.StartsWith("你们的作品《光》在", CertificateArrange.Draft("张三、李四", work: "光").Words, StringComparison.Ordinal);
        Assert.StartsWith("您在第二届", CertificateArrange.Draft("张三", work: "").Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_fonts_nothing_is_made_and_staff_are_told_which()
    {
        var none = new CertificateFonts(Options.Create(new CertificateOptions { Fallback = "/nowhere/font.ttf" }));
        using var press = new CertificatePress(none, NullLogger<CertificatePress>.Instance);
        var row = CertificateArrange.Row(CertificateArrange.Draft());

        Assert.Null(await press.PdfAsync(row, Address, Ct));
        Assert.Null(await press.PictureAsync(row, Address, Ct));
        Assert.Contains("/nowhere/font.ttf", press.WhyNotReady, StringComparison.Ordinal);
        Assert.Contains("fonts-babelstone-han", press.WhyNotReady, StringComparison.Ordinal);
    }

    private static Sheet SheetOf(CertificateDraft draft) => new CertificateSheet(Fonts).Of(CertificateArrange.Row(draft), Address);

    private static byte[] PdfOf(CertificateDraft draft) =>
        PdfDrawer.Draw(SheetOf(draft), $"{draft.Heading} {draft.Name}", CertificateDraft.Society, draft.DatedOn);

    private static byte[] PictureOf(string name) => PictureDrawer.Draw(SheetOf(CertificateArrange.Draft(name)));

    private static HashSet<string> Characters(string text) =>
        [
            .. text.EnumerateRunes()
                .Where(rune => !Rune.IsWhiteSpace(rune) && rune.Value is not (0x200D or 0xFE00))
                .Select(rune => $"{rune}"),
        ];

    /// <summary>Where the ink of most characters is.</summary>
    private static Box BoxOf(Words words) => new(words.X, words.Y - (0.8 * words.Size), words.Width, words.Size);

    private static bool Meet(Box one, Box other) =>
        one.X < other.Right - 0.01 && other.X < one.Right - 0.01 && one.Y < other.Bottom - 0.01 && other.Y < one.Bottom - 0.01;
}
