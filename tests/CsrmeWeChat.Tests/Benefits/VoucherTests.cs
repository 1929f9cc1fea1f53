using System.Text;
using CsrmeWeChat.Benefits;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Tests;

/// <summary>A partner's codes on their way into the pool.</summary>
public sealed class VoucherTests(App app) : IClassFixture<App>
{
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

    [Fact]
    public async Task Card_and_password_are_one_voucher_and_both_are_shown_to_the_member()
    {
        var mark = Guid.NewGuid().ToString("N")[..8];
        var benefit = await app.NewBenefitAsync(vouchers: [$"{mark}-0"]);
        var staff = await app.NewStaffAsync(Role.Secretary);
        var phones = await app.NewMembersAsync(2);

        await staff.UploadAsync(
            $"/staff/benefits/{benefit}/vouchers",
            "Codes",
            "卡.csv",
            Encoding.UTF8.GetBytes($"卡号,密码\n{mark}-1,482913\n{mark}-2,775201\n")
        );

        var none = await TestPhone.JsonOf(await phones[0].ClaimAsync(benefit));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, none.GetProperty("password").ValueKind);
        var (won, again) = (
            await TestPhone.JsonOf(await phones[1].ClaimAsync(benefit)),
            await TestPhone.JsonOf(await phones[1].ClaimAsync(benefit))
        );
        var listed = (await phones[1].GetAsync("/api/claims")).GetProperty("items")[0];
        foreach (var ticket in (System.Text.Json.JsonElement[])[won, again, listed])
        {
            Assert.Equal(($"{mark}-1", "482913"), (ticket.GetProperty("code").GetString(), ticket.GetProperty("password").GetString()));
        }
        Assert.Contains("482913", await staff.GetPageAsync($"/staff/benefits/{benefit}/claims/2"));
        await app.ReconcileAsync(benefit);
    }

    [Fact]
    public async Task A_wrong_upload_is_taken_back_while_nothing_of_it_is_given_out()
    {
        var mark = Guid.NewGuid().ToString("N")[..8];
        var benefit = await app.NewBenefitAsync(vouchers: [$"{mark}-0"]);
        var store = app.Get<VoucherStore>();
        var staff = await app.NewStaffAsync(Role.Secretary);
        var path = $"/staff/benefits/{benefit}/vouchers";
        await staff.UploadAsync(path, "Codes", "错.txt", Encoding.UTF8.GetBytes($"{mark}-1\n{mark}-2"));
        await staff.PostAsync(path, ("Pasted", $"{mark}-3"));
        var uploads = await store.ListUploadsAsync(benefit, 10, Ct);
        Assert.Equal(
            [("粘贴", 4, 4), ("错.txt", 2, 3), ("粘贴", 1, 1)],
            uploads.Select(upload => (upload.Source, upload.First, upload.Last))
        );

        Assert.Contains(
            "请先撤回后来的",
            await TestStaff.PageOf(await staff.PostAsync($"{path}?handler=TakeBack", ("upload", $"{uploads[1].Id}")))
        );
        Assert.Contains(
            "已撤回",
            await staff.FollowAsync(await staff.PostAsync($"{path}?handler=TakeBack", ("upload", $"{uploads[0].Id}")))
        );
        Assert.Contains(
            "已撤回",
            await staff.FollowAsync(await staff.PostAsync($"{path}?handler=TakeBack", ("upload", $"{uploads[1].Id}")))
        );
        Assert.Contains(
            "已经撤回了",
            await staff.FollowAsync(await staff.PostAsync($"{path}?handler=TakeBack", ("upload", $"{uploads[1].Id}")))
        );
        Assert.Equal([$"{mark}-0"], await CodesAsync(benefit));

        // What was taken back may be uploaded again, and is given out in order; what a member has seen stays.
        await staff.PostAsync(path, ("Pasted", $"{mark}-2\n{mark}-1"));
        var phones = await app.NewMembersAsync(2);
        await TestPhone.JsonOf(await phones[0].ClaimAsync(benefit));
        Assert.Equal($"{mark}-2", (await TestPhone.JsonOf(await phones[1].ClaimAsync(benefit))).GetProperty("code").GetString());
        var last = (await store.ListUploadsAsync(benefit, 10, Ct))[0].Id;
        Assert.Equal(TakeBackOutcome.GivenOut, await store.TakeBackAsync(Actor.Command, benefit, last, app.Now, Ct));
        Assert.Equal(3, (await app.SheetAsync(benefit)).Benefit.Stock);
        Assert.Equal(2, (await app.ListAuditAsync("benefit", benefit)).Count(row => row.Action == "benefit.vouchers_back"));
        await app.ReconcileAsync(benefit);
    }

    [Fact]
    public async Task Claims_and_a_take_back_at_once_give_out_nothing_that_is_gone()
    {
        for (var round = 0; round < 5; round++)
        {
            var mark = Guid.NewGuid().ToString("N")[..8];
            var benefit = await app.NewBenefitAsync(vouchers: [$"{mark}-0", $"{mark}-1"]);
            var store = app.Get<VoucherStore>();
            await store.AddAsync(Actor.Command, benefit, VoucherUpload.FromText($"{mark}-2\n{mark}-3"), app.Now, Ct);
            var upload = (await store.ListUploadsAsync(benefit, 1, Ct))[0].Id;
            var phones = await app.NewMembersAsync(4);

            var taking = store.TakeBackAsync(Actor.Command, benefit, upload, app.Now, Ct);
            var answers = await Task.WhenAll(phones.Select(phone => phone.ClaimAsync(benefit)));

            Assert.Equal(
                await taking is TakeBackOutcome.TakenBack ? 2 : 4,
                answers.Count(answer => answer.StatusCode is System.Net.HttpStatusCode.OK)
            );
            await app.ReconcileAsync(benefit);
        }
    }

    private Task<IReadOnlyList<string>> CodesAsync(long benefit) =>
        app.Get<Database>().ListAsync<string>("SELECT code FROM vouchers WHERE benefit_id = @benefit ORDER BY serial", new { benefit }, Ct);
}
