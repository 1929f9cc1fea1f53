using System.Text;
using CsrmeWeChat.Foundation.Sheets;
using CsrmeWeChat.Roster;

namespace CsrmeWeChat.Tests;

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

        Assert.Contains("「手机」出现了 2 次", refusal);
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

    [Theory]
    [InlineData("2026-12-31")]
    [InlineData("2026/12/31")]
    [InlineData("2026.12.31")]
    [InlineData("2026年12月31日")]
    [InlineData("2026 年 12 月 31 日")]
    [InlineData("20261231")]
    [InlineData("２０２６－１２－３１")]
    [InlineData("2026/12/31 0:00:00")]
    public void A_date_is_read_as_people_write_it(string text) =>
        Assert.Equal(
            new DateOnly(2026, 12, 31),
            EntryOf(new RosterFile().Text("会员号,姓名,会费有效期").Text($"A1,张三,{text}")).PaidUntil
        );

    [Theory]
    [InlineData("2026")]
    [InlineData("2026年12月")]
    [InlineData("2026-02-30")]
    [InlineData("12/31/26")]
    [InlineData("长期")]
    public void What_is_no_date_is_refused(string text) =>
        Assert.Contains("会费有效期无法识别", ReasonOf(new RosterFile().Text("会员号,姓名,会费有效期").Text($"A1,张三,{text}")));

    [Theory]
    [InlineData("<c s=\"1\"><v>46387</v></c>", false)]
    [InlineData("<c s=\"2\"><v>46387</v></c>", false)]
    [InlineData("<c s=\"3\"><v>46387.75</v></c>", false)]
    [InlineData("<c><v>46387</v></c>", false)]
    [InlineData("<c><v>20261231</v></c>", false)]
    [InlineData("<c s=\"1\"><v>44925</v></c>", true)]
    [InlineData("<c><v>20261231</v></c>", true)]
    [InlineData("<c t=\"d\"><v>2026-12-31T00:00:00</v></c>", false)]
    public void A_date_is_read_as_Excel_keeps_it(string cell, bool since1904) =>
        Assert.Equal(
            new DateOnly(2026, 12, 31),
            EntryOf(
                new RosterFile { BookProperties = since1904 ? "<workbookPr date1904=\"1\"/>" : "" }
                    .Text("会员号,姓名,会费有效期")
                    .Cells("A1", "张三", cell)
            ).PaidUntil
        );

    [Theory]
    [InlineData("<c><v>13800000000</v></c>")]
    [InlineData("<c><v>1.38E+10</v></c>")]
    [InlineData("１３８　００００　００００")]
    [InlineData("'138-0000-0000 ")]
    [InlineData("+86 138 0000 0000")]
    public void A_phone_is_read_however_its_cell_keeps_it(string cell) =>
        Assert.Equal("+8613800000000", EntryOf(new RosterFile().Text("会员号,姓名,手机").Cells("A1", "张三", cell)).Phone);

    [Theory]
    [InlineData("1.38E+10", "科学计数法")]
    [InlineData("138****0000", "打码")]
    [InlineData("1380000", "手机号有误")]
    public void What_is_no_phone_is_refused_with_the_reason(string text, string reason) =>
        Assert.Contains(reason, ReasonOf(new RosterFile().Text("会员号,姓名,手机").Text($"A1,张三,{text}")));

    [Theory]
    [InlineData("<c s=\"4\"><v>123</v></c>", "00000123")]
    [InlineData("<c><v>123</v></c>", "123")]
    [InlineData("'０１２３ ", "0123")]
    [InlineData("<c t=\"s\"><v>0</v></c>", "S-17")]
    public void A_member_number_is_what_one_sees(string cell, string number) =>
        Assert.Equal(
            number,
            EntryOf(
                new RosterFile { SharedTexts = "<si><t>S-17</t></si>" }
                    .Text("会员号,姓名")
                    .Cells(cell, "张三")
            ).Number
        );

    [Theory]
    [InlineData("<c><v>1234567890123456</v></c>", "超过 15 位")]
    [InlineData("<c s=\"1\"><v>46387</v></c>", "日期格式")]
    [InlineData("<c t=\"e\"><v>#N/A</v></c>", "#N/A")]
    [InlineData("<c><f>B1</f></c>", "公式没有计算结果")]
    [InlineData("1.0E+05", "科学计数法")]
    [InlineData("A=1", "不允许的字符")]
    public void A_member_number_that_the_sheet_has_spoilt_is_refused(string cell, string reason) =>
        Assert.Contains(reason, ReasonOf(new RosterFile().Text("会员号,姓名").Cells(cell, "张三")));

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

    [Fact]
    public void A_name_is_read_without_its_pronunciation_and_control_characters() =>
        Assert.Equal(
            "张三",
            EntryOf(
                new RosterFile { SharedTexts = "<si><r><t>张</t></r><r><t>三_x0007_</t></r><rPh sb=\"0\" eb=\"1\"><t>ZHANG</t></rPh></si>" }
                    .Text("会员号,姓名")
                    .Cells("A1", "<c t=\"s\"><v>0</v></c>")
            ).Name
        );

    [Theory]
    [InlineData("张　三", "张三")]
    [InlineData("John  Smith", "John Smith")]
    [InlineData("O'Brien", "O'Brien")]
    [InlineData("阿卜杜拉·买买提", "阿卜杜拉·买买提")]
    public void A_name_keeps_the_spaces_that_belong_to_it(string written, string name) =>
        Assert.Equal(name, EntryOf(new RosterFile().Text("会员号,姓名").Text($"A1,{written}")).Name);

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

    private static List<SheetLine> Lines(string path)
    {
        using var sheet = MemberSheet.Open(path);
        return [.. sheet.Lines()];
    }

    private static string RefusalOf(string path) => Assert.Throws<UnreadableFileException>(() => Lines(path)).Reason;

    private static Entry EntryOf(RosterFile file)
    {
        var (entry, reason) = Entry.Read(Assert.Single(Lines(file.Save())));
        Assert.Equal("", reason);
        return entry!;
    }

    private static string ReasonOf(RosterFile file)
    {
        var (entry, reason) = Entry.Read(Assert.Single(Lines(file.Save())));
        Assert.Null(entry);
        return reason;
    }
}
