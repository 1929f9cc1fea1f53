using System.Text;
using CsrmeWeChat.Benefits;

namespace CsrmeWeChat.Tests;

/// <summary>What a partner's file or a pasted text is read as.</summary>
public sealed class VoucherFileTests
{
    private static readonly Encoding Gb18030 = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;

    public static TheoryData<string, string, byte[]> Files =>
        new()
        {
            { "gb18030.txt", "码-甲 码-乙", Gb18030.GetBytes("码-甲\n码-乙") },
            { "bom.txt", "码-甲 码-乙", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("码-甲\r码-乙\r")] },
            { "one-column.csv", "A-1 A-2", Encoding.UTF8.GetBytes("\"A-1\"\r\nA-2,,\r\n") },
            { "heading.csv", "A-1 A-2", Gb18030.GetBytes("序号,券码,有效期\n1,A-1,2026\n2,A-2,2026\n") },
            { "quoted.csv", "A,1 A-2", Encoding.UTF8.GetBytes("\"A,1\"\nA-2") },
        };

    [Theory]
    [MemberData(nameof(Files))]
    public void Files_are_read_in_both_encodings_as_lines_or_as_a_column(string name, string codes, byte[] content)
    {
        var read = VoucherUpload.FromFile(new MemoryStream(content), name);

        Assert.Null(read.Refusal);
        Assert.Equal(codes.Split(' '), read.Codes.Select(line => line.Code));
    }

    [Theory]
    [InlineData("a.csv", "A-1,2026\nA-2,2026", "第 1 行有多列")]
    [InlineData("a.txt", "\n \n", "没有读到兑换码")]
    [InlineData("a.txt", "A\0B", "不是 UTF-8 或 GB18030")]
    public void A_file_that_cannot_be_codes_is_refused_as_a_whole(string name, string text, string why) =>
        Assert.Contains(why, VoucherUpload.FromFile(new MemoryStream(Encoding.UTF8.GetBytes(text)), name).Refusal);

    [Fact]
    public void Too_much_at_once_is_refused()
    {
        Assert.Contains("5 MB", VoucherUpload.FromFile(new MemoryStream(new byte[VoucherUpload.MaxBytes + 1]), "a.txt").Refusal);
        Assert.Contains("最多", VoucherUpload.FromText(string.Join('\n', Enumerable.Range(0, VoucherUpload.MaxCodes + 1))).Refusal);
        Assert.Equal(
            VoucherUpload.MaxCodes,
            VoucherUpload.FromText(string.Join('\n', Enumerable.Range(0, VoucherUpload.MaxCodes))).Codes.Count
        );
    }

    [Theory]
    [InlineData("v01a-card-and-password.csv", "6200000000001/482913 6200000000002/775201")]
    [InlineData("v03a-tab-before.csv", "6901234567890123/ 6901234567890124/")]
    [InlineData("v05-apostrophe.csv", "0012345680/ 0012345681/")]
    [InlineData("r06-equals.csv", null)]
    public void A_partners_file_is_read_without_the_marks_that_keep_numbers_text(string name, string? codes)
    {
        using var file = File.OpenRead(Path.Combine(CsrmeWeChat.Testing.Repository.Root, "tests/CsrmeWeChat.Tests/Cases", name));

        var read = VoucherUpload.FromFile(file, name);

        Assert.Equal(codes is null, read.Refusal is not null);
        Assert.Empty(read.Refused);
        Assert.Equal(codes?.Split(' ') ?? [], read.Codes.Select(voucher => $"{voucher.Code}/{voucher.Password}"));
    }

    [Theory]
    [InlineData("a.csv", "兑换码\n1.23457E+15\n6.90123E+15\n8.00001E+11\n", 3, "科学计数法")]
    [InlineData("a.txt", "1.23457E+15\n", 1, "科学计数法")]
    [InlineData("a.csv", "卡号,密码\nA1,\n,P2\n", 2, "密码")]
    [InlineData("a.csv", "卡号,密码\nA1,1.2E+10\n", 1, "密码是科学计数法")]
    [InlineData("a.csv", "兑换码\nA\uFFFDB\n", 1, "无法识别")]
    public void A_code_that_a_program_has_spoilt_is_refused_with_advice(string name, string text, int refused, string why)
    {
        var read = VoucherUpload.FromFile(new MemoryStream(Encoding.UTF8.GetBytes(text)), name);

        Assert.Empty(read.Codes);
        Assert.Equal(refused, read.Refused.Count);
        Assert.All(read.Refused, refusal => Assert.Contains(why, refusal.Why));
    }

    [Theory]
    [InlineData("=\"000101\"\n=\"000102\"", "000101/ 000102/")]
    [InlineData("卡号\t密码\n0012\t34\n0013\t35", "0012/34 0013/35")]
    [InlineData("1E5\nA-2", "1E5/ A-2/")]
    [InlineData("6901234567.0", "6901234567/")]
    public void Pasted_codes_are_read_as_they_were_meant(string text, string codes) =>
        Assert.Equal(codes.Split(' '), VoucherUpload.FromText(text).Codes.Select(voucher => $"{voucher.Code}/{voucher.Password}"));

    [Fact]
    public void A_workbook_has_codes_and_passwords_in_named_columns()
    {
        var path = new RosterFile()
            .Text("某公司电子卡")
            .Text("序号,卡号,密码,面值")
            .Cells("1", "<c s=\"4\"><v>123</v></c>", "0456", "100")
            .Cells("2", "<c><v>1234567890123456</v></c>", "0457", "100")
            .Text("3,C-3,0458,100")
            .Save();

        var read = VoucherUpload.FromFile(File.OpenRead(path), "卡.xlsx");

        Assert.Equal(["00000123/0456", "C-3/0458"], read.Codes.Select(voucher => $"{voucher.Code}/{voucher.Password}"));
        Assert.Contains("超过 15 位", Assert.Single(read.Refused).Why);
        Assert.Equal("卡.xlsx", read.Source);
    }
}
