using System.Net;
using CsrmeWeChat.Members;
using static CsrmeWeChat.Tests.Support.TestPhone;

namespace CsrmeWeChat.Tests;

public sealed class BenefitTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_member_claims_shows_the_code_and_has_it_redeemed()
    {
        var benefit = await app.NewBenefitAsync();
        var (phone, counter) = (await app.NewMemberAsync(), await NewRedeemerAsync());

        var ticket = await JsonOf(await phone.ClaimAsync(benefit));
        var redemption = await JsonOf(await counter.PostAsync("/api/redemptions", new { code = "CSRME:" + ticket.GetProperty("code").GetString() }));

        Assert.Equal("held", ticket.GetProperty("state").GetString());
        Assert.Equal(PersonalName.Mask(phone.Member.Name), redemption.GetProperty("holder").GetString());
        var card = await phone.GetAsync($"/api/benefits/{benefit}");
        Assert.Equal("redeemed", card.GetProperty("state").GetString());
        await app.AuditAsync(benefit);
    }

    [Fact]
    public async Task Repeating_a_claim_returns_the_same_ticket_even_when_sold_out()
    {
        var benefit = await app.NewBenefitAsync(stock: 1);
        var phone = await app.NewMemberAsync();

        var first = await JsonOf(await phone.ClaimAsync(benefit));
        var again = await JsonOf(await phone.ClaimAsync(benefit));

        Assert.Equal(first.GetRawText(), again.GetRawText());
        Assert.Equal("benefit.sold_out", await RefusalOf(await (await app.NewMemberAsync()).ClaimAsync(benefit)));
        Assert.Equal(1, (await app.AuditAsync(benefit)).Issued);
    }

    [Fact]
    public async Task Of_many_members_racing_for_the_last_one_exactly_one_wins()
    {
        var benefit = await app.NewBenefitAsync(stock: 1);
        var phones = await app.NewMembersAsync(8);

        var answers = await Task.WhenAll(phones.Select(phone => phone.ClaimAsync(benefit)));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.Equal(7, answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict));
        await app.AuditAsync(benefit);
    }

    private async Task<TestPhone> NewRedeemerAsync()
    {
        var phone = await app.NewMemberAsync();
        await app.Get<MemberStore>().GrantAsync(phone.Member.Id, Rights.Redeem, app.Now, Ct);
        return phone;
    }
}
