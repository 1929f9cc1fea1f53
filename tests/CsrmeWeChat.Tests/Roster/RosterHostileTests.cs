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

    /// <summary>What a parser would hold whole or follow by recursion, each in the part where it would do that.</summary>
    public static TheoryData<string, string> Traps =>
        new()
        {
            { "xl/worksheets/sheet1.xml", Nested("r") },
            {
                "xl/worksheets/sheet1.xml",
                $"<worksheet><sheetData><row r=\"1\"><c r=\"A1\">{Nested("v")}</c></row></sheetData></worksheet>"
            },
            { "xl/sharedStrings.xml", $"<sst><si>{Nested("r")}</si></sst>" },
            { "xl/styles.xml", $"<styleSheet><cellXfs>{Nested("xf")}</cellXfs></styleSheet>" },
            { "xl/workbook.xml", $"<workbook>{Nested("sheets")}</workbook>" },
            { "xl/worksheets/sheet1.xml", $"<worksheet a=\"{Letters(4 << 20)}\"/>" },
            { "xl/worksheets/sheet1.xml", $"<worksheet>{string.Concat(Enumerable.Range(0, 200_000).Select(i => $"<n{i}/>"))}</worksheet>" },
            { "xl/worksheets/sheet1.xml", $"<worksheet><sheetData><row>{Times("<c/>", 20_000)}</row></sheetData></worksheet>" },
            { "xl/sharedStrings.xml", $"<sst>{Times("<si/>", 1_000_001)}</sst>" },
            {
                "xl/_rels/workbook.xml.rels",
                $"<Relationships>{Times($"<Relationship Id=\"{Letters(60)}\" Type=\"t\" Target=\"x\"/>", 110_000)}</Relationships>"
            },
        };

    [Theory, MemberData(nameof(Traps), DisableDiscoveryEnumeration = true)]
    public void What_would_overflow_the_stack_or_fill_the_memory_is_refused_in_words(string part, string xml)
    {
        var path = new RosterFile().Shared("会员号,姓名").Shared("A1,张三").Save();
        Replace(path, part, xml);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Matches("已损坏|过大|过多", Refusal(path));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 128 << 20);
    }

    [Fact]
    public void A_cell_of_many_megabytes_is_cut_while_it_is_read()
    {
        var path = new RosterFile().Text("会员号,姓名").Text("A1,张三").Save();
        Replace(
            path,
            "xl/worksheets/sheet1.xml",
            "<worksheet><sheetData><row r=\"1\"><c t=\"str\"><v>会员号</v></c><c t=\"str\"><v>姓名</v></c></row><row r=\"2\">"
                + $"<c t=\"str\"><v>A1</v></c><c t=\"inlineStr\"><is>{Times($"<t>{Letters(500_000)}</t>", 40)}</is></c></row>"
                + "</sheetData></worksheet>"
        );
        var before = GC.GetAllocatedBytesForCurrentThread();

        using var sheet = MemberSheet.Open(path);

        Assert.Equal(1_000, Assert.Single(sheet.Lines())[Column.Name].Text.Length);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);
    }

    [Fact]
    public void A_line_of_nothing_but_commas_is_refused_while_it_is_read()
    {
        var path = RosterFile.SaveCsv($"会员号,姓名\nA1,张三\n{new string(',', 19_000_000)}\n");
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Contains("第 3 行的列太多", Refusal(path));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);
    }

    [Fact]
    public void A_line_of_quoted_line_breaks_is_refused_while_it_is_read() =>
        Assert.Contains("列太多", Refusal(RosterFile.SaveCsv($"会员号,姓名\nA1,张三\n{Times("\"\n\",", 100_000)}")));

    [Fact]
    public void As_many_columns_as_a_spreadsheet_program_saves_are_passed_over()
    {
        using var sheet = MemberSheet.Open(RosterFile.SaveCsv($"会员号,姓名{new string(',', 16_000)}\nA1,张三{new string(',', 16_000)}\n"));

        Assert.Single(sheet.Lines());
    }

    [Fact]
    public void Formatted_blank_rows_to_the_end_of_the_sheet_are_passed_over()
    {
        var path = new RosterFile().Text("会员号,姓名").Text("A1,张三").Save();
        var rows = string.Concat(
            Enumerable.Range(3, 300_000).Select(i => $"<row r=\"{i}\"><c r=\"A{i}\" s=\"1\"/><c r=\"B{i}\" s=\"1\"/></row>")
        );
        Replace(
            path,
            "xl/worksheets/sheet1.xml",
            "<worksheet><sheetData><row r=\"1\"><c t=\"str\"><v>会员号</v></c><c t=\"str\"><v>姓名</v></c></row>"
                + $"<row r=\"2\"><c t=\"str\"><v>A1</v></c><c t=\"str\"><v>张三</v></c></row>{rows}</sheetData></worksheet>"
        );

        using var sheet = MemberSheet.Open(path);

        Assert.Single(sheet.Lines());
    }

    [Theory]
    [InlineData("[content_types].xml", "[Content_Types].xml")]
    [InlineData("XL/Workbook.XML", "xl/workbook.xml")]
    [InlineData("xl\\worksheets\\sheet1.xml", "xl/worksheets/sheet1.xml")]
    [InlineData("/xl/sharedStrings.xml", "xl/sharedStrings.xml")]
    public void How_the_names_of_parts_are_written_does_not_matter(string name, string usual)
    {
        var path = new RosterFile().Shared("会员号,姓名").Shared("A1,张三").Save();
        Rename(path, usual, name);

        using var sheet = MemberSheet.Open(path);

        Assert.Equal("张三", Assert.Single(sheet.Lines())[Column.Name].Text);
    }

    [Theory]
    [InlineData("xl/styles.xml")]
    [InlineData("[Content_Types].xml")]
    [InlineData("xl/sharedStrings.xml")]
    public void A_part_that_is_not_needed_may_be_absent(string part)
    {
        var path = new RosterFile().Text("会员号,姓名").Text("A1,张三").Save();
        Rename(path, part, "gone");

        using var sheet = MemberSheet.Open(path);

        Assert.Single(sheet.Lines());
    }

    private static string Nested(string name) => Times($"<{name}>", 200_000) + Times($"</{name}>", 200_000);

    private static string Times(string text, int times) => new StringBuilder().Insert(0, text, times).ToString();

    /// <summary>Letters that compress little, so that no limit of the zip's comes first.</summary>
    private static string Letters(int length) =>
        new Random(length).GetString("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", length);

    private static void Replace(string path, string part, string xml)
    {
        using var zip = ZipFile.Open(path, ZipArchiveMode.Update);
        zip.GetEntry(part)!.Delete();
        using var writer = new StreamWriter(zip.CreateEntry(part, CompressionLevel.Fastest).Open());
        writer.Write(xml);
    }

    private static void Rename(string path, string part, string name)
    {
        using var zip = ZipFile.Open(path, ZipArchiveMode.Update);
        using var content = new MemoryStream();
        using (var old = zip.GetEntry(part)!.Open())
        {
            old.CopyTo(content);
        }
        zip.GetEntry(part)!.Delete();
        using var entry = zip.CreateEntry(name).Open();
        entry.Write(content.ToArray());
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
