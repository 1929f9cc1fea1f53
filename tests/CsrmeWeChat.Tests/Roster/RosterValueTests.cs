using CsrmeWeChat.Roster;
using static CsrmeWeChat.Tests.Support.ReadSheet;

namespace CsrmeWeChat.Tests;

/// <summary>What stands in the cells of a roster, as people and programs write it.</summary>
public sealed class RosterValueTests
{
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

    [Fact]
    public void A_name_that_becomes_too_long_once_it_is_written_out_is_refused() =>
        // One character that NFKC writes as four, thirty times.
        Assert.Contains(
            "展开后太长",
            ReasonOf(new RosterFile().Text("会员号,姓名").Text($"A1,{string.Concat(Enumerable.Repeat("㍿", 30))}"))
        );
}
