using System.Net;
using CsrmeWeChat.Benefits;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Members;
using static CsrmeWeChat.Tests.Support.TestPhone;

namespace CsrmeWeChat.Tests;

public sealed class RedemptionTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_member_claims_shows_the_code_and_has_it_redeemed()
    {
        var (phone, counter, benefit, code) = await NewTicketAsync();

        var redemption = await JsonOf(await RedeemAsync(counter, "CSRME:" + code));

        Assert.Equal(PersonalName.Mask(phone.Member.Name), redemption.GetProperty("holder").GetString());
        Assert.Equal("redeemed", (await phone.GetAsync($"/api/benefits/{benefit}")).GetProperty("state").GetString());
        Assert.Equal("claim.redeemed", await RefusalOf(await phone.PostAsync($"/api/benefits/{benefit}/claim/cancel")));
        Assert.Single((await counter.GetAsync("/api/redemptions")).GetProperty("items").EnumerateArray());
        await app.ReconcileAsync(benefit);
    }

    [Fact]
    public async Task A_code_typed_by_hand_may_have_spaces_hyphens_and_any_case()
    {
        var (_, counter, _, code) = await NewTicketAsync();

        await JsonOf(await RedeemAsync(counter, $" {code[..4].ToLowerInvariant()}-{code[4..8]} {code[8..]}"));
    }

    [Fact]
    public async Task Only_who_has_the_right_redeems()
    {
        var (phone, _, _, code) = await NewTicketAsync();

        Assert.Equal("access.denied", await RefusalOf(await RedeemAsync(phone, code), HttpStatusCode.Forbidden));
    }

    [Theory]
    [InlineData("CSRME:ABCDEFGHJKLM\u001D")]
    [InlineData("\u200BABCDEFGHJKLM\uFEFF")]
    [InlineData("ABCD\u00ADEFGH\u200DJKLM\r\n")]
    [InlineData("\u202AＡＢＣＤ－efgh–jklm\u202C")]
    [InlineData("\uFEFFcsrme:abcd efgh jklm\u0000")]
    public void What_a_scanner_or_a_paste_adds_unseen_does_not_matter(string typed) => Assert.Equal("ABCDEFGHJKLM", ClaimCode.Read(typed));

    [Theory]
    [InlineData("https://example.com/pay?x=1", "redemption.foreign_code")]
    [InlineData("CSRME:", "redemption.foreign_code")]
    [InlineData("ABCDEFGHJKLM", "redemption.unknown_code")]
    [InlineData("'; DROP TABLE claims; --", "redemption.foreign_code")]
    public async Task A_code_of_another_system_is_told_apart(string code, string refusal) =>
        Assert.Equal(refusal, await RefusalOf(await RedeemAsync(await NewRedeemerAsync(), code)));

    [Fact]
    public async Task A_code_is_redeemed_once_and_repeating_it_is_harmless()
    {
        var (_, counter, _, code) = await NewTicketAsync();
        var first = await JsonOf(await RedeemAsync(counter, code));

        var again = await JsonOf(await RedeemAsync(counter, code));
        Assert.Equal(
            (first.GetProperty("id").GetInt64(), false, true),
            (again.GetProperty("id").GetInt64(), first.GetProperty("repeated").GetBoolean(), again.GetProperty("repeated").GetBoolean())
        );
        Assert.Equal("redemption.used", await RefusalOf(await RedeemAsync(await NewRedeemerAsync(), code)));
    }

    [Fact]
    public async Task Of_counters_racing_with_one_code_exactly_one_redeems()
    {
        var (_, first, benefit, code) = await NewTicketAsync();
        var counters = (await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => NewRedeemerAsync()))).Append(first).ToArray();

        var answers = await Task.WhenAll(counters.Select(counter => RedeemAsync(counter, code)));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        await app.ReconcileAsync(benefit);
    }

    [Fact]
    public async Task A_redemption_undone_makes_the_code_good_again()
    {
        var (phone, counter, benefit, code) = await NewTicketAsync();
        var id = (await JsonOf(await RedeemAsync(counter, code))).GetProperty("id").GetInt64();

        Assert.Equal(HttpStatusCode.NotFound, (await (await NewRedeemerAsync()).PostAsync($"/api/redemptions/{id}/undo")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await counter.PostAsync($"/api/redemptions/{id}/undo")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await counter.PostAsync($"/api/redemptions/{id}/undo")).StatusCode);

        Assert.Equal("claimed", (await phone.GetAsync($"/api/benefits/{benefit}")).GetProperty("state").GetString());
        Assert.NotEqual(id, (await JsonOf(await RedeemAsync(counter, code))).GetProperty("id").GetInt64());
        // The first undo, repeated late, does not undo the second redemption.
        Assert.Equal(HttpStatusCode.NoContent, (await counter.PostAsync($"/api/redemptions/{id}/undo")).StatusCode);
        Assert.Equal("redeemed", (await phone.GetAsync($"/api/benefits/{benefit}")).GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_cancelled_or_expired_code_is_no_good()
    {
        var (phone, counter, benefit, cancelled) = await NewTicketAsync();
        (await phone.PostAsync($"/api/benefits/{benefit}/claim/cancel")).EnsureSuccessStatusCode();
        Assert.Equal("redemption.cancelled", await RefusalOf(await RedeemAsync(counter, cancelled)));

        var expired = (await JsonOf(await phone.ClaimAsync(benefit))).GetProperty("code").GetString()!;
        app.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal("redemption.expired", await RefusalOf(await RedeemAsync(counter, expired)));
        await app.ReconcileAsync(benefit);
    }

    [Fact]
    public async Task A_partners_voucher_is_not_redeemed_here()
    {
        var benefit = await app.NewBenefitAsync(vouchers: ["ABCDEFGHJKMN"]);
        var phone = await app.NewMemberAsync();
        await JsonOf(await phone.ClaimAsync(benefit));
        var hidden = await app.Get<Database>()
            .FindAsync<string>("SELECT code FROM claims WHERE benefit_id = @benefit", new { benefit }, Ct);

        Assert.Equal("redemption.voucher", await RefusalOf(await RedeemAsync(await NewRedeemerAsync(), hidden!)));
        Assert.Equal("redemption.unknown_code", await RefusalOf(await RedeemAsync(await NewRedeemerAsync(), "ABCDEFGHJKMN")));
    }

    private static Task<HttpResponseMessage> RedeemAsync(TestPhone counter, string code) =>
        counter.PostAsync("/api/redemptions", new { code });

    private async Task<(TestPhone Phone, TestPhone Counter, long Benefit, string Code)> NewTicketAsync()
    {
        var phone = await app.NewMemberAsync();
        var counter = await NewRedeemerAsync();
        var benefit = await app.NewBenefitAsync();
        // The screens' shared part is up to a second old.
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        return (phone, counter, benefit, (await JsonOf(await phone.ClaimAsync(benefit))).GetProperty("code").GetString()!);
    }

    private async Task<TestPhone> NewRedeemerAsync()
    {
        var phone = await app.NewMemberAsync();
        await app.Get<MarkStore>().GrantAsync(Actor.Command, phone.Member.Id, Rights.Redeem, app.Now, Ct);
        return phone;
    }
}
