using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using CsrmeWeChat.Foundation.Sheets;
using CsrmeWeChat.Roster;

namespace CsrmeWeChat.Tests;

public sealed class RosterHostileTests
{
    [Theory]
    [InlineData("D0CF11E0A1B11AE1", "已加密，或是旧版 .xls")]
    [InlineData("255044462D312E37", "PDF")]
    [InlineData("3C68746D6C3E", "网页")]
    [InlineData("504B030414000000", "已损坏")]
    [InlineData("", "空的")]
    [InlineData("89504E470D0A1A0A00000000", "UTF-8 或 GB18030")]
    public void What_is_no_sheet_is_refused_in_words_whatever_its_name(string hex, string word)
    {
        var path = RosterFile.NewPath();
        File.WriteAllBytes(path, Convert.FromHexString(hex));

        Assert.Contains(word, Refusal(path));
    }

    [Fact]
    public void A_zip_without_a_workbook_is_refused()
    {
        var path = RosterFile.NewPath();
        using (var zip = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            zip.CreateEntry("a.txt");
        }

        Assert.Contains("这不是 .xlsx", Refusal(path));
    }

    [Fact]
    public void A_sheet_without_a_row_is_refused() => Assert.Contains("没有找到表头", Refusal(new RosterFile().Save()));

    [Theory]
    [InlineData("xl/worksheets/sheet2.xml", 300)]
    [InlineData("xl/styles2.xml", 20)]
    public void A_bomb_is_refused_quickly_and_without_holding_it(string name, int megabytes)
    {
        var path = new RosterFile().Text("会员号,姓名").Text("A1,张三").Save();
        Inflate(path, name, megabytes);
        var (before, taken) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.StartNew());

        Assert.Contains("解压后过大", Refusal(path));

        Assert.InRange(taken.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 20);
    }

    [Fact]
    public void A_bomb_that_declares_itself_small_is_inflated_no_further_than_that()
    {
        var path = new RosterFile().Text("会员号,姓名").Text("A1,张三").Save();
        Inflate(path, "xl/worksheets/sheet2.xml", 300);
        var bytes = File.ReadAllBytes(path);
        // The uncompressed size, 300 MB, wherever the zip says it.
        Span<byte> truth = stackalloc byte[4],
            lie = stackalloc byte[4];
        BitConverter.TryWriteBytes(truth, 300 << 20);
        BitConverter.TryWriteBytes(lie, 1_000);
        var lies = 0;
        for (var at = bytes.AsSpan().IndexOf(truth); at >= 0; at = bytes.AsSpan().IndexOf(truth))
        {
            lie.CopyTo(bytes.AsSpan(at));
            lies++;
        }
        File.WriteAllBytes(path, bytes);

        var before = GC.GetAllocatedBytesForCurrentThread();
        using var sheet = MemberSheet.Open(path);

        Assert.True(lies > 0);
        Assert.Single(sheet.Lines());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 20);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_over_20_MB_is_refused_unread(bool zip)
    {
        var path = RosterFile.NewPath();
        using (var file = File.Create(path))
        {
            file.Write(zip ? "PK"u8 : "会员号"u8);
            file.SetLength(200 << 20);
        }
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Contains("超过 20 MB", Refusal(path));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void An_entity_bomb_is_refused()
    {
        var path = new RosterFile { Prolog = "<!DOCTYPE x [<!ENTITY a \"AAAA\"><!ENTITY b \"&a;&a;&a;\">]>" }
            .Text("会员号,姓名")
            .Text("A1,张三")
            .Save();

        Assert.Contains("已损坏或内容不合规范", Refusal(path));
    }

    [Fact]
    public void More_than_a_hundred_thousand_lines_are_refused()
    {
        var text = new StringBuilder("会员号,姓名\n");
        for (var i = 0; i <= MemberSheet.MaxLines; i++)
        {
            text.Append('A').Append(i).Append(",张三\n");
        }

        Assert.Contains("超过 100,000 行", Refusal(RosterFile.SaveCsv(text.ToString())));
    }

    [Fact]
    public void A_cell_far_out_costs_nothing()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var sheet = MemberSheet.Open(
            new RosterFile { AfterData = "<mergeCells><mergeCell ref=\"A1:XFD1048576\"/></mergeCells>" }
                .Text("会员号,姓名")
                .Text("A1,张三")
                .Raw(1_048_576, "<c r=\"XFD1048576\" t=\"inlineStr\"><is><t>x</t></is></c>")
                .Save()
        );

        Assert.Single(sheet.Lines());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 20);
    }

    private static void Inflate(string path, string name, int megabytes)
    {
        using var zip = ZipFile.Open(path, ZipArchiveMode.Update);
        using var entry = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
        var blank = new byte[1 << 20];
        blank.AsSpan().Fill((byte)' ');
        for (var i = 0; i < megabytes; i++)
        {
            entry.Write(blank);
        }
    }

    private static string Refusal(string path) =>
        Assert
            .Throws<UnreadableFileException>(() =>
            {
                using var sheet = MemberSheet.Open(path);
                foreach (var _ in sheet.Lines()) { }
            })
            .Reason;
}
