using System.Text;
using CsrmeWeChat.Benefits;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Tests;

/// <summary>A partner's codes on their way into the pool.</summary>
public sealed class VoucherTests(App app) : IClassFixture<App>
{
    private static readonly Encoding Gb18030 = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_line_that_is_not_added_is_told_with_its_reason_and_the_others_go_in_in_order()
    {
        var mark = Guid.NewGuid().ToString("N")[..6];
        var other = await app.NewBenefitAsync(with: b => b with { Title = "别处的福利" }, vouchers: [$"{mark}-OTHER"]);
        var benefit = await app.NewBenefitAsync(vouchers: [$"{mark}-OUT", $"{mark}-IN"]);
        await TestPhone.JsonOf(await (await app.NewMemberAsync()).ClaimAsync(benefit));
        var staff = await app.NewStaffAsync(Role.Secretary);
        var text =
            $"兑换码\r\n{mark}-A\r\n\r\n  {mark}-B  \r\n{mark}-A\r\n{mark}-OUT\r\n{mark}-IN\r\n{mark}-OTHER\r\n"
            + $"{new string('X', 101)}\r\n{mark}\tC\r\n{mark}-C";

        var page = await TestStaff.PageOf(
            await staff.UploadAsync($"/staff/benefits/{benefit}/vouchers", "Codes", "codes.txt", Encoding.UTF8.GetBytes(text))
        );

        Assert.Contains("加入 3 个兑换码，6 行没有加入", page);
        foreach (
            var (line, why) in new[]
            {
                (5, "与第 2 行重复"),
                (6, "已在本福利中（第 1 号，已发给会员）"),
                (7, "已在本福利中（第 2 号，尚未发出）"),
                (8, "已在福利《别处的福利》中（第 1 号，尚未发出）"),
                (9, "超过 100 个字符"),
                (10, "含有制表符"),
            }
        )
        {
            Assert.Matches(
                $"""
                <td data-label="行" class="num">{line}</td>\s*<td data-label="兑换码"><code>[^<]*</code></td>\s*<td data-label="原因">{why}
                """,
                page
            );
        }
        Assert.Equal([$"{mark}-OUT", $"{mark}-IN", $"{mark}-A", $"{mark}-B", $"{mark}-C"], await CodesAsync(benefit));
        Assert.Contains(
            "加入 0 个兑换码，9 行没有加入",
            await TestStaff.PageOf(
                await staff.UploadAsync($"/staff/benefits/{benefit}/vouchers", "Codes", "codes.txt", Encoding.UTF8.GetBytes(text))
            )
        );
        Assert.Equal([$"{mark}-OTHER"], await CodesAsync(other));
        Assert.Equal(2, (await app.ListAuditAsync("benefit", benefit)).Count(row => row.Action == "benefit.vouchers"));
        await app.ReconcileAsync(benefit);
    }

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

    [Fact]
    public async Task One_code_uploaded_to_two_benefits_at_once_is_in_one_of_them()
    {
        for (var round = 0; round < 10; round++)
        {
            var mark = Guid.NewGuid().ToString("N")[..8];
            var benefits = new[] { await app.NewBenefitAsync(vouchers: [$"{mark}-a"]), await app.NewBenefitAsync(vouchers: [$"{mark}-b"]) };
            var lines = VoucherUpload.FromText(string.Join('\n', Enumerable.Range(0, 40).Select(i => $"{mark}-{i}")));

            var reports = await Task.WhenAll(
                benefits.Concat(benefits).Select(benefit => app.Get<VoucherStore>().AddAsync(Actor.Command, benefit, lines, app.Now, Ct))
            );

            Assert.Equal(40, reports.Sum(report => report!.Added));
            Assert.Equal(120, reports.Sum(report => report!.Refused.Count));
            foreach (var benefit in benefits)
            {
                var codes = await CodesAsync(benefit);
                Assert.Equal((codes.Count, codes.Count), ((await app.SheetAsync(benefit)).Benefit.Stock, codes.Distinct().Count()));
            }
        }
    }

    [Fact]
    public async Task Codes_can_be_pasted_and_a_counter_benefit_takes_none()
    {
        var staff = await app.NewStaffAsync(Role.Secretary);
        var benefit = await app.NewBenefitAsync(vouchers: ["paste-0"]);
        var counter = await app.NewBenefitAsync();

        Assert.Contains(
            "加入 2 个兑换码。",
            await TestStaff.PageOf(await staff.PostAsync($"/staff/benefits/{benefit}/vouchers", ("Pasted", "paste-1\npaste-2")))
        );
        Assert.Contains(
            "请选择文件",
            await TestStaff.PageOf(await staff.PostAsync($"/staff/benefits/{benefit}/vouchers", ("Pasted", " ")))
        );
        Assert.Equal(
            System.Net.HttpStatusCode.NotFound,
            (await staff.PostAsync($"/staff/benefits/{counter}/vouchers", ("Pasted", "x"))).StatusCode
        );
        var large = Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, 20_000).Select(i => $"LARGE-{i:D8}")));
        Assert.Contains(
            "加入 20,000 个兑换码。",
            await TestStaff.PageOf(await staff.UploadAsync($"/staff/benefits/{benefit}/vouchers", "Codes", "large.txt", large))
        );
        Assert.Equal(20_003, (await app.SheetAsync(benefit)).Benefit.Stock);
    }

    private Task<IReadOnlyList<string>> CodesAsync(long benefit) =>
        app.Get<Database>().ListAsync<string>("SELECT code FROM vouchers WHERE benefit_id = @benefit ORDER BY serial", new { benefit }, Ct);
}
