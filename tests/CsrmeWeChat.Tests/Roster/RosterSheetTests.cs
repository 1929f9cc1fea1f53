using System.Text;
using CsrmeWeChat.Foundation.Sheets;
using CsrmeWeChat.Roster;
using static CsrmeWeChat.Tests.Support.ReadSheet;

namespace CsrmeWeChat.Tests;

/// <summary>What a roster's file is read as: its columns, rows and encodings.</summary>
public sealed class RosterSheetTests
{
    [Fact]
    public void Columns_may_stand_in_any_order_under_other_names_and_below_a_title()
    {
        var entry = EntryOf(
            new RosterFile()
                .Text("中国岩石力学与工程学会会员名册")
                .Text("序号,真实姓名,工作单位,手机号码（必填）,会员编号*,备注")
                .Text("1,李 四,北京大学,13800000000,A001,无")
        );

        Assert.Equal(new Entry("A001", "李四", "+8613800000000", null, "北京大学", null, null, null), entry);
    }

    [Theory]
    [InlineData("姓名,手机,单位", "会员号")]
    [InlineData("会员号,手机,单位", "姓名")]
    [InlineData("手机,单位,邮箱", "会员号、姓名")]
    [InlineData("甲,乙,丙", "没有找到表头")]
    public void A_missing_header_is_refused_by_name(string header, string named) =>
        Assert.Contains(named, RefusalOf(new RosterFile().Text(header).Text("1,2,3").Save()));

    [Fact]
    public void A_header_that_is_there_twice_is_refused_by_name_and_column()
    {
        var refusal = RefusalOf(new RosterFile().Text("会员号,姓名,手机,手机号码").Text("A1,张三,1,2").Save());

        Assert.Contains("“手机”出现了 2 次", refusal);
        Assert.Contains("C 列", refusal);
        Assert.Contains("D 列", refusal);
    }

    [Fact]
    public void A_vaguer_header_counts_only_where_the_exact_one_is_missing()
    {
        Assert.Equal(
            "+8613800000000",
            EntryOf(new RosterFile().Text("会员号,姓名,电话,手机").Text("A1,张三,010-62561234,13800000000")).Phone
        );
        Assert.Equal("+8613800000000", EntryOf(new RosterFile().Text("会员号,姓名,联系电话").Text("A1,张三,13800000000")).Phone);
    }

    [Fact]
    public void A_header_in_two_rows_is_read_as_one()
    {
        var file = new RosterFile()
            .Text("会员号,姓名,联系方式,,会员级别")
            .Text(",,电子邮箱,手机号,")
            .Text("A1,张三,z@example.org,13800000000,普通会员")
            .Save();

        var (entry, reason) = Entry.Read(Assert.Single(Lines(file)));

        Assert.Equal((new Entry("A1", "张三", "+8613800000000", "z@example.org", null, null, "普通会员", null), ""), (entry, reason));
        using var book = Workbook.Open(file);
        Assert.Equal([0, 1, 3, 2, -1, -1, 4, -1], Preview.Of(book, 0, 2).Guess.Header.Columns);
    }

    [Theory]
    [InlineData("必填,必填,11 位手机号")]
    [InlineData("文本,文本,文本")]
    [InlineData("合计,3 人,")]
    public void A_row_of_instructions_or_sums_is_no_member(string row) =>
        Assert.Contains("像是说明或合计的行", ReasonOf(new RosterFile().Text("会员号,姓名,手机").Text(row)));

    [Fact]
    public void A_column_that_counts_the_lines_is_not_the_member_number_where_another_is()
    {
        var lines = Lines(new RosterFile().Text("编号,证号,姓名").Text("1,S-7,张三").Text("2,S-9,李四").Text("3,S-12,王五").Save());

        Assert.Equal(["S-7", "S-9", "S-12"], lines.Select(line => Entry.Read(line).Entry!.Number));
        Assert.Equal("1", EntryOf(new RosterFile().Text("编号,姓名").Text("1,张三")).Number);
    }

    [Fact]
    public void Hidden_rows_and_columns_that_are_left_out_are_named()
    {
        var (lines, notes) = Sheet(
            new RosterFile().Text("序号,会员号,姓名,备注,单位").Text("1,A1,张三,x,甲").Hidden().Text("2,A2,李四,y,乙").Save()
        );

        Assert.Equal(2, lines.Count);
        Assert.Contains(notes, note => note.Contains("有 1 行在文件里被隐藏或筛选掉了"));
        Assert.Contains("没有读取的列：序号、备注", notes);
    }

    [Fact]
    public void A_damaged_cell_costs_that_line_and_not_the_file()
    {
        var gb = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;
        var path = RosterFile.NewPath("csv");
        byte[] half = [.. gb.GetBytes("岩土"), 0xCD];
        File.WriteAllBytes(
            path,
            [
                .. gb.GetBytes("会员号,姓名,单位\nA1,张三,"),
                .. half,
                .. gb.GetBytes("\nA2,李"),
                0xCD,
                .. gb.GetBytes(",北京大学\nA3,王五,清华大学\n"),
            ]
        );

        var read = Lines(path).Select(Entry.Read).ToList();

        Assert.Equal(
            (new Entry("A1", "张三", null, null, null, null, null, null), true),
            (read[0].Entry, read[0].Reason.Contains("编码已损坏"))
        );
        Assert.Equal((null, true), (read[1].Entry, read[1].Reason.Contains("姓名：含有无法识别的字符")));
        Assert.Equal((new Entry("A3", "王五", null, null, "清华大学", null, null, null), ""), read[2]);
    }

    [Fact]
    public void Tabs_that_keep_numbers_text_do_not_part_columns() =>
        Assert.Equal(
            new Entry("000101", "张三", "+8613800000000", null, null, null, null, null),
            Entry
                .Read(Assert.Single(Lines(RosterFile.SaveCsv("\t会员号\t,\t姓名\t,\t手机\t\n\t000101\t,\t张三\t,\t13800000000\t\n"))))
                .Entry
        );

    [Fact]
    public void A_formula_counts_as_what_it_last_gave()
    {
        var entry = EntryOf(
            new RosterFile()
                .Text("会员号,姓名,单位,会费有效期")
                .Cells(
                    "A1",
                    "<c t=\"str\"><f>B9</f><v>张三</v></c>",
                    "<c t=\"str\"><f>C9</f><v></v></c>",
                    "<c s=\"1\"><f>TODAY()</f><v>46387</v></c>"
                )
        );

        Assert.Equal(new Entry("A1", "张三", null, null, null, null, null, new DateOnly(2026, 12, 31)), entry);
    }

    [Fact]
    public void A_merged_cell_has_its_value_in_the_first_line_only()
    {
        var lines = Lines(
            new RosterFile { AfterData = "<mergeCells><mergeCell ref=\"B2:B3\"/><mergeCell ref=\"C2:C4\"/></mergeCells>" }
                .Text("会员号,姓名,单位")
                .Text("A1,张三,北京大学")
                .Text("A2")
                .Text("A3,王五")
                .Save()
        );

        Assert.Equal("北京大学", Entry.Read(lines[0]).Entry!.Unit);
        Assert.Contains("缺少姓名（该格已合并", Entry.Read(lines[1]).Reason);
        Assert.Null(Entry.Read(lines[2]).Entry!.Unit);
        Assert.Contains("单位在合并的单元格里", Entry.Read(lines[2]).Reason);
    }

    [Theory]
    [InlineData(",张三", "缺少会员号")]
    [InlineData("A1,", "缺少姓名")]
    [InlineData("会员号,姓名", "重复的表头")]
    [InlineData("合计,,1", "缺少姓名")]
    public void A_line_without_number_or_name_is_refused(string line, string reason) =>
        Assert.Contains(reason, ReasonOf(new RosterFile().Text("会员号,姓名,单位").Text($"{line},x")));

    [Fact]
    public void Blank_lines_and_rows_that_are_only_formatted_count_for_nothing() =>
        Assert.Equal(
            [2, 5],
            Lines(new RosterFile().Text("会员号,姓名").Text("A1,张三").Text(" ,　").Cells("<c s=\"1\"/>").Text("A2,李四").Save())
                .Select(line => line.Line)
        );

    [Theory]
    [InlineData("utf-8", true)]
    [InlineData("utf-8", false)]
    [InlineData("GB18030", false)]
    public void A_csv_is_read_in_UTF8_and_GB18030(string encoding, bool mark)
    {
        var path = RosterFile.NewPath("csv");
        var bytes = encoding == "utf-8" ? new UTF8Encoding(mark) : CodePagesEncodingProvider.Instance.GetEncoding(encoding)!;
        File.WriteAllBytes(path, [.. bytes.GetPreamble(), .. bytes.GetBytes("会员号,姓名,单位\r\nA1,䶮𠮷,\"北京,\"\"大学\"\"\"\r\n")]);

        var line = Assert.Single(Lines(path));

        Assert.Equal(new Entry("A1", "䶮𠮷", null, null, "北京,\"大学\"", null, null, null), Entry.Read(line).Entry);
    }

    [Fact]
    public void A_csv_in_another_encoding_is_refused_in_words()
    {
        Assert.Contains("UTF-8 或 GB18030", RefusalOf(RosterFile.SaveCsv("会员号,姓名\nA1,张三\n", Encoding.Unicode)));
        Assert.Contains(
            "UTF-8 或 GB18030",
            RefusalOf(RosterFile.SaveCsv("會員號,姓名\nA1,張三\n", CodePagesEncodingProvider.Instance.GetEncoding("big5")))
        );
    }

    [Fact]
    public void A_quote_that_is_never_closed_does_not_swallow_the_rest_of_the_file() =>
        Assert.Contains(
            "引号不成对",
            RefusalOf(RosterFile.SaveCsv("会员号,姓名\nA1,\"张三\n" + string.Concat(Enumerable.Repeat("A2,李四\n", 5_000))))
        );
}
