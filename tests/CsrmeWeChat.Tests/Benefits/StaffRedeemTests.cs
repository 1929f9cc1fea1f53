using CsrmeWeChat.Benefits;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Members;
using static CsrmeWeChat.Tests.Support.TestPhone;

namespace CsrmeWeChat.Tests;

/// <summary>核销 at the console.</summary>
public sealed class StaffRedeemTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_scanned_code_is_redeemed_once_and_scanning_it_again_is_harmless()
    {
        var staff = await app.NewStaffAsync(Role.Redeemer);
        var phone = await app.NewMemberAsync();
        var benefit = await app.NewBenefitAsync();
        var code = await CodeAsync(phone, benefit);

        var page = await RedeemAsync(staff, $"CSRME:{code}");
        Assert.Contains("核销成功", page);
        Assert.Contains($"{PersonalName.Mask(phone.Member.Name)}　第 1 号", page);
        Assert.DoesNotContain(phone.Member.Name, page);
        var again = await RedeemAsync(staff, $" {code[..6].ToLowerInvariant()} {code[6..]}");
        Assert.Contains("您已核销过", again);
        Assert.Contains("verdict-again", again);
        Assert.DoesNotContain("verdict-yes", again);

        app.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("redeemed", (await phone.GetAsync($"/api/benefits/{benefit}")).GetProperty("state").GetString());
        var told = Assert.Single(
            (await app.Get<AuditSearch>().ListAsync(new(staff.Id, "redemption.redeem", null, null, "", null, null), "seq DESC", 0, 10, Ct))
        );
        Assert.Contains("\"serial\":1", told.AfterValues);
        Assert.Contains(PersonalName.Mask(phone.Member.Name), await staff.GetPageAsync("/staff/redeem"));
        await app.ReconcileAsync(benefit);
    }

    [Theory]
    [InlineData("https://example.com/pay?x=1", "这不是本系统的福利码")]
    [InlineData("", "这不是本系统的福利码")]
    [InlineData("ABCDEFGHJKLM", "没有找到该福利码")]
    [InlineData("<script>alert(1)</script>", "这不是本系统的福利码")]
    public async Task A_code_of_another_system_is_told(string code, string said) =>
        Assert.Contains(said, await RedeemAsync(await app.NewStaffAsync(Role.Redeemer), code));

    [Fact]
    public async Task Htmx_gets_the_verdict_and_the_list_as_parts_without_the_page()
    {
        var staff = await app.NewStaffAsync(Role.Redeemer);
        var phone = await app.NewMemberAsync();
        var benefit = await app.NewBenefitAsync();
        staff.Http.DefaultRequestHeaders.Add("HX-Request", "true");

        var part = await RedeemAsync(staff, await CodeAsync(phone, benefit));

        Assert.Contains("核销成功", part);
        Assert.Contains("hx-swap-oob", part);
        Assert.DoesNotContain("<html", part);
    }

    [Fact]
    public async Task A_redeemer_undoes_their_own_and_the_secretariat_anybodys()
    {
        var one = await app.NewStaffAsync(Role.Redeemer);
        var other = await app.NewStaffAsync(Role.Redeemer);
        var secretary = await app.NewStaffAsync(Role.Secretary);
        var phone = await app.NewMemberAsync();
        var counter = await app.NewMemberAsync();
        var benefit = await app.NewBenefitAsync();
        await app.Get<MarkStore>().GrantAsync(Actor.Command, counter.Member.Id, Rights.Redeem, app.Now, Ct);
        await counter.SignInAsync();
        var code = await CodeAsync(phone, benefit);
        await RedeemAsync(one, code);
        var id = await StandingAsync(benefit);

        Assert.DoesNotContain("撤销</button>", await RedeemAsync(other, code));
        Assert.Contains($"由 {one.Login} 核销", await RedeemAsync(secretary, code));
        Assert.Contains("不能由您撤销", await UndoAsync(other, id));
        Assert.Contains("已撤销", await UndoAsync(one, id));
        Assert.Contains("已撤销", await UndoAsync(one, id));
        // A member's at the counter, seen and undone by the secretariat; the member at the counter has it as before.
        await JsonOf(await counter.PostAsync("/api/redemptions", new { code }));
        Assert.Contains($"由 {counter.Member.Name} 核销", await RedeemAsync(secretary, code));
        Assert.Equal("redemption.used", await RefusalOf(await (await NewCounterAsync()).PostAsync("/api/redemptions", new { code })));
        Assert.Contains(
            "已撤销核销",
            await secretary.FollowAsync(
                await secretary.PostAsync(
                    $"/staff/benefits/{benefit}/claims/1?handler=Undo",
                    ("redemption", $"{await StandingAsync(benefit)}")
                )
            )
        );
        Assert.NotEqual(
            System.Text.Json.JsonValueKind.Null,
            (await counter.GetAsync("/api/redemptions")).GetProperty("items")[0].GetProperty("undoneAt").ValueKind
        );

        Assert.Contains("核销成功", await RedeemAsync(other, code));
        Assert.Equal(["redemption.redeem", "redemption.undo"], (await app.ListAuditAsync("redemption", id)).Select(row => row.Action));
        await app.ReconcileAsync(benefit);
    }

    [Fact]
    public async Task An_undo_from_an_older_page_does_not_undo_a_later_redemption()
    {
        var secretary = await app.NewStaffAsync(Role.Secretary);
        var phone = await app.NewMemberAsync();
        var benefit = await app.NewBenefitAsync();
        var code = await CodeAsync(phone, benefit);
        await RedeemAsync(secretary, code);
        var first = await StandingAsync(benefit);
        await UndoAsync(secretary, first);
        await RedeemAsync(secretary, code);

        Assert.Contains(
            "又被核销过",
            await TestStaff.PageOf(
                await secretary.PostAsync($"/staff/benefits/{benefit}/claims/1?handler=Undo", ("redemption", $"{first}"))
            )
        );
        Assert.NotEqual(0, await StandingAsync(benefit));
    }

    [Fact]
    public async Task Of_counters_racing_with_one_code_exactly_one_redeems()
    {
        var staff = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => app.NewStaffAsync(Role.Redeemer)));
        var phone = await app.NewMemberAsync();
        for (var round = 0; round < 5; round++)
        {
            var code = await CodeAsync(phone, await app.NewBenefitAsync());

            var pages = await Task.WhenAll(staff.Select(one => RedeemAsync(one, code)));

            Assert.Single(pages, page => page.Contains("核销成功"));
            Assert.Equal(3, pages.Count(page => page.Contains("不能核销")));
        }
    }

    [Fact]
    public async Task Without_the_trail_nothing_is_redeemed()
    {
        var staff = await app.NewStaffAsync(Role.Redeemer);
        var phone = await app.NewMemberAsync();
        var benefit = await app.NewBenefitAsync();
        var code = await CodeAsync(phone, benefit);

        await app.WithoutTrailAsync(() =>
            Assert.ThrowsAnyAsync<Exception>(() => app.Get<RedemptionStore>().RedeemAsync(Redeemer.OfStaff(staff.Actor), code, app.Now, Ct))
        );

        Assert.Equal(0, await StandingAsync(benefit));
        Assert.Contains("核销成功", await RedeemAsync(staff, code));
    }

    private static async Task<string> RedeemAsync(TestStaff staff, string code) =>
        await TestStaff.PageOf(await staff.PostAsync("/staff/redeem", ("Code", code)));

    private static async Task<string> UndoAsync(TestStaff staff, long redemption) =>
        await TestStaff.PageOf(await staff.PostAsync("/staff/redeem?handler=Undo", ("redemption", $"{redemption}")));

    private static async Task<string> CodeAsync(TestPhone phone, long benefit) =>
        (await JsonOf(await phone.ClaimAsync(benefit))).GetProperty("code").GetString()!;

    private async Task<TestPhone> NewCounterAsync()
    {
        var phone = await app.NewMemberAsync();
        await app.Get<MarkStore>().GrantAsync(Actor.Command, phone.Member.Id, Rights.Redeem, app.Now, Ct);
        return phone;
    }

    private Task<long> StandingAsync(long benefit) =>
        app.Get<Database>()
            .FindAsync<long>(
                "SELECT r.id FROM redemptions r JOIN claims c ON c.id = r.claim_id WHERE c.benefit_id = @benefit AND r.undone_at IS NULL",
                new { benefit },
                Ct
            );
}
