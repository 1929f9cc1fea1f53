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
    [InlineData("2026-12-31 00:00:00.000")]
    [InlineData("2026-12-31 00:00:00.0000000")]
    [InlineData("2026-12-31T00:00:00")]
    [InlineData("2026-12-31T00:00:00.000Z")]
    [InlineData("2026-12-30T16:00:00.000Z")]
    [InlineData("2026-12-31T00:00:00+08:00")]
    [InlineData("Thu Dec 31 00:00:00 CST 2026")]
    [InlineData("Dec 31 2026 12:00AM")]
    [InlineData("Dec 31 2026 12:00:00:000AM")]
    [InlineData("1798646400000")]
    [InlineData("/Date(1798646400000)/")]
    [InlineData("2026年12月31日 星期四")]
    [InlineData("=\"2026-12-31\"")]
    [InlineData("\t2026-12-31\t")]
    public void A_date_is_read_as_people_write_it(string text) =>
        Assert.Equal(
            new DateOnly(2026, 12, 31),
            EntryOf(new RosterFile().Text("会员号,姓名,会费有效期").Text($"A1,张三,{text}")).PaidUntil
        );

    [Theory]
    [InlineData("2026", "没有写明哪一天")]
    [InlineData("2026年12月", "没有写明哪一天")]
    [InlineData("2026.12", "没有写明哪一天")]
    [InlineData("2026-02-30", "无法识别")]
    [InlineData("12/31/26", "无法识别")]
    [InlineData("已缴", "无法识别")]
    [InlineData("2.02E+07", "无法识别")]
    public void What_is_no_date_becomes_a_note_and_the_line_is_taken(string text, string note)
    {
        var (entry, reason) = ReadOne(new RosterFile().Text("会员号,姓名,会费有效期,单位").Text($"A1,张三,{text},甲"));

        Assert.Equal(new Entry("A1", "张三", null, null, "甲", null, null, null), entry);
        Assert.Contains(note, reason);
        Assert.Contains("2026-12-31", reason);
        Assert.EndsWith("未采用", reason);
    }

    [Theory]
    [InlineData("长期")]
    [InlineData("终身")]
    [InlineData("永久")]
    [InlineData("长期有效")]
    [InlineData("9999-12-31")]
    public void Dues_without_an_end_last_until_the_last_day_there_is(string text) =>
        Assert.Equal(DateOnly.MaxValue, EntryOf(new RosterFile().Text("会员号,姓名,会费有效期").Text($"A1,张三,{text}")).PaidUntil);

    [Fact]
    public void Days_that_all_stand_at_16_o_clock_are_midnight_in_Beijing_of_the_day_after()
    {
        var (lines, notes) = Sheet(
            new RosterFile()
                .Text("会员号,姓名,会费有效期")
                .Cells("A1", "张三", "<c s=\"1\"><v>46386.66666666667</v></c>")
                .Cells("A2", "李四", "2027-12-30 15:54:17")
                .Cells("A3", "王五", "长期")
                .Save()
        );

        Assert.Equal(
            [new DateOnly(2026, 12, 31), new DateOnly(2027, 12, 31), DateOnly.MaxValue],
            lines.Select(line => Entry.Read(line).Entry!.PaidUntil!.Value)
        );
        Assert.Contains(notes, note => note.Contains("已按次日读取"));
    }

    [Fact]
    public void Days_at_several_hours_are_taken_as_they_stand_and_those_in_doubt_are_noted()
    {
        var (lines, notes) = Sheet(
            new RosterFile()
                .Text("会员号,姓名,会费有效期")
                .Cells("A1", "张三", "<c s=\"1\"><v>46386.66666666667</v></c>")
                .Cells("A2", "李四", "<c s=\"1\"><v>46387</v></c>")
                .Cells("A3", "王五", "<c s=\"1\"><v>46387.99998842593</v></c>")
                .Save()
        );

        Assert.Equal(
            [new DateOnly(2026, 12, 30), new DateOnly(2026, 12, 31), new DateOnly(2026, 12, 31)],
            lines.Select(line => Entry.Read(line).Entry!.PaidUntil!.Value)
        );
        Assert.Contains("可能早了一天", Entry.Read(lines[0]).Reason);
        Assert.Equal("", Entry.Read(lines[2]).Reason);
        Assert.Empty(notes);
    }

    [Theory]
    [InlineData("<c s=\"1\"><v>46387</v></c>", false)]
    [InlineData("<c s=\"2\"><v>46387</v></c>", false)]
    [InlineData("<c s=\"3\"><v>46387.75</v></c>", false)]
    [InlineData("<c><v>46387</v></c>", false)]
    [InlineData("<c><v>20261231</v></c>", false)]
    [InlineData("<c s=\"1\"><v>44925</v></c>", true)]
    [InlineData("<c><v>20261231</v></c>", true)]
    [InlineData("<c t=\"d\"><v>2026-12-31T00:00:00</v></c>", false)]
    [InlineData("<c t=\"d\"><v>2026-12-31T00:00:00.000Z</v></c>", false)]
    [InlineData("<c t=\"d\"><v>2026-12-30T16:00:00Z</v></c>", false)]
    [InlineData("<c t=\"d\"><v>2026-12-31</v></c>", false)]
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
    [InlineData("138OO138OOO", "字母")]
    [InlineData("1380O138OO2", "字母")]
    [InlineData("13800l38OO3", "字母")]
    [InlineData("13800008004 (Axel)", "字母")]
    [InlineData("1380000ext805", "字母")]
    [InlineData("138ОО138ООО", "手机号")]
    [InlineData("13800008007转801", "手机号有误")]
    [InlineData("13800000000/13900000000", "手机号有误")]
    [InlineData("85212345", "+852")]
    public void What_is_no_phone_becomes_a_note_and_the_line_is_taken(string text, string note)
    {
        var (entry, reason) = ReadOne(new RosterFile().Text("会员号,姓名,手机,单位").Text($"A1,张三,{text},甲"));

        Assert.Equal(new Entry("A1", "张三", null, null, "甲", null, null, null), entry);
        Assert.Contains(note, reason);
    }

    [Theory]
    [InlineData("85268326366", "+85268326366")]
    [InlineData("852-6832-6367", "+85268326367")]
    [InlineData("(852) 68326367", "+85268326367")]
    [InlineData("00852 68326368", "+85268326368")]
    [InlineData("+852 68326369", "+85268326369")]
    [InlineData("85366123456", "+85366123456")]
    [InlineData("886912345678", "+886912345678")]
    [InlineData("8613800000000", "+8613800000000")]
    [InlineData("13800012003.0", "+8613800012003")]
    [InlineData("手机：13800000000（微信同号）", "+8613800000000")]
    public void A_phone_of_Hong_Kong_Macao_or_Taiwan_needs_no_plus(string text, string phone) =>
        Assert.Equal(phone, EntryOf(new RosterFile().Text("会员号,姓名,手机").Text($"A1,张三,{text}")).Phone);

    [Theory]
    [InlineData("NULL")]
    [InlineData("null")]
    [InlineData("(Null)")]
    [InlineData("(NULL)")]
    [InlineData("\\N")]
    [InlineData("无")]
    [InlineData("暂无")]
    [InlineData("/")]
    [InlineData("-")]
    [InlineData("—")]
    [InlineData("——")]
    [InlineData("N/A")]
    [InlineData("#N/A")]
    [InlineData("'-")]
    public void What_says_that_there_is_nothing_is_blank(string text)
    {
        Assert.Equal(
            new Entry("A1", "张三", null, null, null, null, null, null),
            EntryOf(new RosterFile().Text(RosterFile.Header).Cells("A1", "张三", text, text, text, text, text, text))
        );
        Assert.Contains("缺少姓名", ReasonOf(new RosterFile().Text("会员号,姓名").Cells("A1", text)));
        Assert.Contains("缺少会员号", ReasonOf(new RosterFile().Text("会员号,姓名").Cells(text, "张三")));
    }

    [Fact]
    public void Each_bad_optional_cell_becomes_a_note_and_the_rest_of_the_line_is_taken()
    {
        var (entry, reason) = ReadOne(
            new RosterFile()
                .Text(RosterFile.Header)
                .Cells("A1", "张三", "1", "x@", new string('甲', 201), new string('乙', 101), "<c t=\"e\"><v>#REF!</v></c>", "明年")
        );

        Assert.Equal(new Entry("A1", "张三", null, null, null, null, null, null), entry);
        foreach (var part in (string[])["手机号有误", "邮箱有误", "单位超过 200 字", "分支机构超过 100 字", "#REF!", "会费有效期"])
        {
            Assert.Contains(part, reason);
        }
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

    [Theory]
    [InlineData("<c s=\"4\"><v>123</v></c>", "00000123")]
    [InlineData("<c><v>123</v></c>", "123")]
    [InlineData("'０１２３ ", "0123")]
    [InlineData("<c t=\"s\"><v>0</v></c>", "S-17")]
    [InlineData("=\"000101\"", "000101")]
    [InlineData("\t000101", "000101")]
    [InlineData("10023.0", "10023")]
    [InlineData("'0012", "0012")]
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

    private static (List<SheetLine> Lines, IReadOnlyList<string> Notes) Sheet(string path)
    {
        using var sheet = MemberSheet.Open(path);
        return ([.. sheet.Lines()], sheet.Notes);
    }

    private static (Entry? Entry, string Reason) ReadOne(RosterFile file) => Entry.Read(Assert.Single(Lines(file.Save())));

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
