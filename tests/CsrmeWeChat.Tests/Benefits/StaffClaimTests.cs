using System.Net;
using CsrmeWeChat.Benefits;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Sheets;
using static CsrmeWeChat.Tests.Support.TestPhone;

namespace CsrmeWeChat.Tests;

/// <summary>Claims as the secretariat sees them, makes them for members and takes them back.</summary>
public sealed class StaffClaimTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_member_without_WeChat_gets_a_ticket_to_print_and_asking_again_gives_the_same()
    {
        var staff = await app.NewStaffAsync(Role.Secretary);
        var benefit = await app.NewBenefitAsync(stock: 1);
        var member = await app.NewRosterMemberAsync("13912345678", name: $"欧阳{Guid.NewGuid():N}"[..12]);

        var found = await staff.GetPageAsync($"/staff/benefits/{benefit}/claim?q={member.Number}");
        Assert.Contains("139****5678", found);
        Assert.Contains(member.Number, await staff.GetPageAsync($"/staff/benefits/{benefit}/claim?q={member.Name}"));
        var page = await staff.FollowAsync(await ClaimAsync(staff, benefit, member.Id));
        Assert.Contains("已代领。", page);
        var again = await staff.FollowAsync(await ClaimAsync(staff, benefit, member.Id));
        Assert.Contains("这是原来的一份", again);

        var claim = (await app.Get<ClaimSearch>().FindAsync(benefit, 1, app.Now, Ct))!;
        Assert.Equal(member.Id, claim.MemberId);
        Assert.Contains($"{claim.Code[..4]}-{claim.Code[4..8]}-{claim.Code[8..]}", again);
        Assert.Equal(
            "image/png",
            (await staff.GetAsync($"/staff/benefits/{benefit}/claims/1?handler=Picture")).Content.Headers.ContentType!.MediaType
        );
        var told = Assert.Single(await app.ListAuditAsync("claim", claim.Id));
        Assert.Equal(("claim.on_behalf", staff.Login, true), (told.Action, told.Actor, told.AfterValues.Contains(member.Number)));
        Assert.Equal("benefit.sold_out", await RefusalOf(await (await app.NewMemberAsync()).ClaimAsync(benefit)));
        await app.ReconcileAsync(benefit);
    }

    [Fact]
    public async Task The_rules_for_all_hold_and_are_told_in_words_for_staff()
    {
        var staff = await app.NewStaffAsync(Role.Admin);
        var member = await app.NewRosterMemberAsync("13912345670");
        async Task RefusesAsync(string why, Func<NewBenefit, NewBenefit> with, int stock = 5, long? who = null)
        {
            var benefit = await app.NewBenefitAsync(stock, with);
            Assert.Contains(why, await TestStaff.PageOf(await ClaimAsync(staff, benefit, who ?? member.Id)));
            Assert.Equal(0, (await app.ReconcileAsync(benefit)).Issued);
        }

        await RefusesAsync("尚未开始领取", b => b with { OpensAt = b.ClosesAt.AddHours(-1) });
        await RefusesAsync("领取已结束或关闭", b => b with { OpensAt = b.OpensAt.AddDays(-2), ClosesAt = b.OpensAt });
        await RefusesAsync("会费未缴或已过期", b => b with { DuesRequired = true });
        await RefusesAsync("没有相应的标签", b => b with { Tags = ["特邀"] });
        await RefusesAsync("名册中没有这位会员", b => b, who: 987654321);
        var full = await app.NewBenefitAsync(stock: 1);
        await JsonOf(await (await app.NewMemberAsync()).ClaimAsync(full));
        Assert.Contains("已领完", await TestStaff.PageOf(await ClaimAsync(staff, full, member.Id)));
    }

    [Fact]
    public async Task On_the_last_pieces_members_and_staff_race_and_not_one_too_many_is_given()
    {
        var phones = await app.NewMembersAsync(12);
        var members = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => app.NewRosterMemberAsync("13912345679")));
        var by = (await app.NewStaffAsync(Role.Secretary)).Actor;
        for (var round = 0; round < 10; round++)
        {
            var stock = 1 + (round % 3);
            var benefit = await app.NewBenefitAsync(stock);

            var answers = await Task.WhenAll(
                Enumerable
                    .Range(0, 24)
                    .Select(async i =>
                        i % 2 == 0
                            ? (await phones[i / 2].ClaimAsync(benefit)).IsSuccessStatusCode
                            : (await app.Get<StaffClaims>().ClaimAsync(by, members[i / 2].Id, benefit, app.Now, Ct)).Outcome
                                is ClaimOutcome.Claimed
                    )
            );

            Assert.Equal(stock, answers.Count(won => won));
            Assert.Equal((stock, stock), ((await app.ReconcileAsync(benefit)).Issued, (await app.ReconcileAsync(benefit)).Held));
        }
    }

    [Fact]
    public async Task One_member_claimed_for_from_many_sides_at_once_has_one_ticket_told_once_at_most()
    {
        var phone = await app.NewMemberAsync();
        var benefit = await app.NewBenefitAsync();
        var by = (await app.NewStaffAsync(Role.Secretary)).Actor;

        var serials = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(async i =>
                    i == 0
                        ? (await JsonOf(await phone.ClaimAsync(benefit))).GetProperty("serial").GetInt32()
                        : (await app.Get<StaffClaims>().ClaimAsync(by, phone.Member.Id, benefit, app.Now, Ct)).Ticket!.Serial
                )
        );

        Assert.Equal([1], serials.Distinct());
        Assert.True((await app.ListClaimAuditAsync(benefit, 1)).Count <= 1);
        await app.ReconcileAsync(benefit);
    }

    [Fact]
    public async Task Without_the_trail_nothing_is_claimed_or_cancelled()
    {
        var benefit = await app.NewBenefitAsync();
        var phone = await app.NewMemberAsync();
        var member = await app.NewRosterMemberAsync("13912345671");
        await JsonOf(await phone.ClaimAsync(benefit));
        var by = (await app.NewStaffAsync(Role.Secretary)).Actor;
        var claims = app.Get<StaffClaims>();

        await app.WithoutTrailAsync(async () =>
        {
            await Assert.ThrowsAnyAsync<Exception>(() => claims.ClaimAsync(by, member.Id, benefit, app.Now, Ct));
            await Assert.ThrowsAnyAsync<Exception>(() => claims.CancelAsync(by, benefit, 1, "试一试", app.Now, Ct));
        });

        var audit = await app.ReconcileAsync(benefit);
        Assert.Equal((1, 1), (audit.Issued, audit.Held));
    }

    [Fact]
    public async Task A_claim_is_taken_back_with_a_reason_and_its_stock_returns()
    {
        var staff = await app.NewStaffAsync(Role.Secretary);
        var benefit = await app.NewBenefitAsync(stock: 1);
        var holder = await app.NewMemberAsync();
        var next = await app.NewMemberAsync();
        await JsonOf(await holder.ClaimAsync(benefit));
        Assert.Contains("请写明取消的原因", await TestStaff.PageOf(await CancelAsync(staff, benefit, " ")));

        Assert.Contains("已取消领取", await staff.FollowAsync(await CancelAsync(staff, benefit, "重复参会")));
        await staff.FollowAsync(await CancelAsync(staff, benefit, "再点一次"));

        Assert.Equal("cancelled", (await holder.GetAsync("/api/claims")).GetProperty("items")[0].GetProperty("state").GetString());
        Assert.Equal(2, (await JsonOf(await next.ClaimAsync(benefit))).GetProperty("serial").GetInt32());
        var told = Assert.Single(await app.ListClaimAuditAsync(benefit, 1));
        Assert.Equal(("claim.cancel", """{"reason":"重复参会"}"""), (told.Action, told.AfterValues));
        Assert.Equal(1, (await app.ReconcileAsync(benefit)).Held);
    }

    [Fact]
    public async Task What_was_redeemed_expired_or_is_a_voucher_is_not_taken_back()
    {
        var staff = await app.NewStaffAsync(Role.Secretary);
        var counter = await app.NewBenefitAsync();
        var voucher = await app.NewBenefitAsync(vouchers: [$"{Guid.NewGuid()}"]);
        var code = (await JsonOf(await (await app.NewMemberAsync()).ClaimAsync(counter))).GetProperty("code").GetString()!;
        await JsonOf(await (await app.NewMemberAsync()).ClaimAsync(counter));
        await JsonOf(await (await app.NewMemberAsync()).ClaimAsync(voucher));
        await app.Get<RedemptionStore>().RedeemAsync(Redeemer.OfStaff(staff.Actor), code, app.Now, Ct);

        Assert.Contains("请先撤销核销", await TestStaff.PageOf(await CancelAsync(staff, counter, "试")));
        Assert.Contains("兑换码已经发出", await TestStaff.PageOf(await CancelAsync(staff, voucher, "试")));
        Assert.Equal(
            CancelOutcome.TooLate,
            await app.Get<StaffClaims>().CancelAsync(staff.Actor, counter, 2, "试", app.Now.AddDays(2), Ct)
        );
        Assert.Equal(HttpStatusCode.NotFound, (await CancelAsync(staff, counter, "试", serial: 77)).StatusCode);
        Assert.Equal(2, (await app.ReconcileAsync(counter)).Held);
    }

    [Fact]
    public async Task Of_a_counter_and_a_secretary_racing_over_one_claim_one_wins()
    {
        var staff = await app.NewStaffAsync(Role.Secretary);
        var phone = await app.NewMemberAsync();
        for (var round = 0; round < 12; round++)
        {
            var benefit = await app.NewBenefitAsync();
            var code = (await JsonOf(await phone.ClaimAsync(benefit))).GetProperty("code").GetString()!;

            var redeem = app.Get<RedemptionStore>().RedeemAsync(Redeemer.OfStaff(staff.Actor), code, app.Now, Ct);
            var cancel = app.Get<StaffClaims>().CancelAsync(staff.Actor, benefit, 1, "抢", app.Now, Ct);

            Assert.NotEqual((await redeem).Outcome is RedeemOutcome.Redeemed, await cancel is CancelOutcome.Cancelled);
            await app.ReconcileAsync(benefit);
        }
    }

    [Fact]
    public async Task Claims_are_found_by_name_number_serial_and_code_filtered_by_state_and_exported()
    {
        var staff = await app.NewStaffAsync(Role.Secretary);
        var benefit = await app.NewBenefitAsync();
        var phones = await app.NewMembersAsync(3);
        var codes = new List<string>();
        foreach (var phone in phones)
        {
            codes.Add((await JsonOf(await phone.ClaimAsync(benefit))).GetProperty("code").GetString()!);
        }
        await app.Get<RedemptionStore>().RedeemAsync(Redeemer.OfStaff(staff.Actor), codes[0], app.Now, Ct);
        (await phones[1].PostAsync($"/api/benefits/{benefit}/claim/cancel")).EnsureSuccessStatusCode();

        await SeesAsync("", 0, 1, 2);
        await SeesAsync($"?q={phones[1].Member.Name}", 1);
        await SeesAsync($"?q={phones[2].Member.Number}", 2);
        await SeesAsync($"?q={codes[2].ToLowerInvariant()}", 2);
        await SeesAsync("?q=1", 0);
        await SeesAsync("?state=Redeemed", 0);
        await SeesAsync("?state=Cancelled", 1);
        await SeesAsync("?state=Held&sort=name", 2);
        await SeesAsync("?q=%25");
        var page = await staff.GetPageAsync($"/staff/benefits/{benefit}/claims?state=Redeemed");
        Assert.Contains($"/staff/members/{phones[0].Member.Id}", page);
        Assert.Contains($"{Show.Beijing(app.Now)} {staff.Login}", page);
        Assert.Equal(
            XlsxWriter.ContentType,
            (await staff.GetAsync($"/staff/benefits/{benefit}/claims?handler=Export&state=Held")).Content.Headers.ContentType!.MediaType
        );
        Assert.Contains(await app.ListAuditAsync("benefit", benefit), row => row.Action == "claim.export");
        Assert.Equal(
            [3],
            await app.Get<ClaimSearch>()
                .ExportAsync(benefit, new ClaimFilter(State: ClaimState.Held), app.Now, Ct)
                .Select(claim => claim.Serial)
                .ToListAsync(Ct)
        );

        async Task SeesAsync(string query, params int[] which)
        {
            var list = await staff.GetPageAsync($"/staff/benefits/{benefit}/claims{query}");
            Assert.All(phones.Index(), phone => Assert.Equal(which.Contains(phone.Index), list.Contains($"/claims/{phone.Index + 1}\"")));
        }
    }

    private static Task<HttpResponseMessage> ClaimAsync(TestStaff staff, long benefit, long member) =>
        staff.PostAsync($"/staff/benefits/{benefit}/claim", ("member", $"{member}"));

    private static Task<HttpResponseMessage> CancelAsync(TestStaff staff, long benefit, string reason, int serial = 1) =>
        staff.PostAsync($"/staff/benefits/{benefit}/claims/{serial}?handler=Cancel", ("Reason", reason));
}
