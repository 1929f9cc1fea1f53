using System.Net;
using CsrmeWeChat.Benefits;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using static CsrmeWeChat.Tests.Support.TestPhone;

namespace CsrmeWeChat.Tests;

/// <summary>What happens to a piece after it was claimed, and to the stock.</summary>
public sealed class StockTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cancelling_returns_the_stock_but_never_the_serial()
    {
        var benefit = await app.NewBenefitAsync(stock: 1);
        var first = await app.NewMemberAsync();
        var second = await app.NewMemberAsync();
        await JsonOf(await first.ClaimAsync(benefit));

        Assert.Equal(HttpStatusCode.NoContent, (await first.PostAsync($"/api/benefits/{benefit}/claim/cancel")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await first.PostAsync($"/api/benefits/{benefit}/claim/cancel")).StatusCode);
        var next = await JsonOf(await second.ClaimAsync(benefit));

        Assert.Equal(2, next.GetProperty("serial").GetInt32());
        Assert.Equal("benefit.sold_out", await RefusalOf(await first.ClaimAsync(benefit)));
        Assert.Equal("cancelled", (await first.GetAsync("/api/claims")).GetProperty("items")[0].GetProperty("state").GetString());
        Assert.Equal(2, (await app.ReconcileAsync(benefit)).Issued);
    }

    [Fact]
    public async Task Who_cancelled_may_claim_again_under_a_new_serial()
    {
        var benefit = await app.NewBenefitAsync();
        var phone = await app.NewMemberAsync();
        var first = await JsonOf(await phone.ClaimAsync(benefit));
        (await phone.PostAsync($"/api/benefits/{benefit}/claim/cancel")).EnsureSuccessStatusCode();

        var second = await JsonOf(await phone.ClaimAsync(benefit));

        Assert.Equal(2, second.GetProperty("serial").GetInt32());
        Assert.NotEqual(first.GetProperty("code").GetString(), second.GetProperty("code").GetString());
        await app.ReconcileAsync(benefit);
    }

    [Fact]
    public async Task A_benefit_is_given_back_three_times_at_most()
    {
        var benefit = await app.NewBenefitAsync();
        var phone = await app.NewMemberAsync();
        for (var time = 0; time < 3; time++)
        {
            await JsonOf(await phone.ClaimAsync(benefit));
            (await phone.PostAsync($"/api/benefits/{benefit}/claim/cancel")).EnsureSuccessStatusCode();
        }
        var last = await JsonOf(await phone.ClaimAsync(benefit));

        Assert.Equal("claim.too_often", await RefusalOf(await phone.PostAsync($"/api/benefits/{benefit}/claim/cancel")));
        Assert.Equal(last.GetRawText(), (await JsonOf(await phone.ClaimAsync(benefit))).GetRawText());
        await app.ReconcileAsync(benefit);
    }

    [Fact]
    public async Task After_closing_nothing_is_cancelled()
    {
        var benefit = await app.NewBenefitAsync();
        var phone = await app.NewMemberAsync();
        await JsonOf(await phone.ClaimAsync(benefit));

        app.Clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal("claim.too_late", await RefusalOf(await phone.PostAsync($"/api/benefits/{benefit}/claim/cancel")));
    }

    [Fact]
    public async Task Claims_cancels_and_new_stock_in_one_rush_keep_the_books_straight()
    {
        var benefit = await app.NewBenefitAsync(stock: 10);
        var phones = await app.NewMembersAsync(24);

        await Task.WhenAll(
            phones.Select(
                async (phone, i) =>
                {
                    var answer = await phone.ClaimAsync(benefit);
                    if (i % 3 == 0 && answer.IsSuccessStatusCode)
                    {
                        (await phone.PostAsync($"/api/benefits/{benefit}/claim/cancel")).EnsureSuccessStatusCode();
                    }
                    if (i % 8 == 0)
                    {
                        Assert.Equal(StockOutcome.Added, await AddStockAsync(benefit, 1));
                    }
                }
            )
        );

        await app.ReconcileAsync(benefit);
        foreach (var phone in phones)
        {
            await phone.ClaimAsync(benefit);
        }
        var audit = await app.ReconcileAsync(benefit);
        Assert.Equal((13, 13), (audit.Stock, audit.Held));
    }

    [Fact]
    public async Task Stock_is_not_taken_below_what_is_held()
    {
        var benefit = await app.NewBenefitAsync(stock: 5);
        await JsonOf(await (await app.NewMemberAsync()).ClaimAsync(benefit));

        Assert.Equal(StockOutcome.Held, await AddStockAsync(benefit, -5));
        Assert.Equal(StockOutcome.TooMuch, await AddStockAsync(benefit, int.MaxValue));
        Assert.Equal(StockOutcome.Added, await AddStockAsync(benefit, -4));
        Assert.Equal("benefit.sold_out", await RefusalOf(await (await app.NewMemberAsync()).ClaimAsync(benefit)));
    }

    [Fact]
    public async Task Voucher_codes_are_handed_out_in_order_and_never_return()
    {
        var benefit = await app.NewBenefitAsync(vouchers: ["V-ONE", "V-TWO", "V-ONE"]);
        var phones = await app.NewMembersAsync(3);

        var first = await JsonOf(await phones[0].ClaimAsync(benefit));
        var second = await JsonOf(await phones[1].ClaimAsync(benefit));

        Assert.Equal(("V-ONE", "V-TWO"), (first.GetProperty("code").GetString(), second.GetProperty("code").GetString()));
        Assert.Equal("benefit.sold_out", await RefusalOf(await phones[2].ClaimAsync(benefit)));
        Assert.Equal("claim.voucher", await RefusalOf(await phones[0].PostAsync($"/api/benefits/{benefit}/claim/cancel")));
        Assert.Equal(
            1,
            (
                await app.Get<VoucherStore>().AddAsync(Actor.Command, benefit, VoucherUpload.FromText("V-TWO\n V-THREE \n\n"), app.Now, Ct)
            )!.Added
        );
        Assert.Equal("V-THREE", (await JsonOf(await phones[2].ClaimAsync(benefit))).GetProperty("code").GetString());
        Assert.Equal(first.GetRawText(), (await JsonOf(await phones[0].ClaimAsync(benefit))).GetRawText());
        await app.ReconcileAsync(benefit);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_not_used_in_time_expires_and_says_whether_stock_returns(bool returns)
    {
        var benefit = await app.NewBenefitAsync(stock: 2, with: b => b with { ExpiryReturnsStock = returns });
        var phone = await app.NewMemberAsync();
        await JsonOf(await phone.ClaimAsync(benefit));

        app.Clock.Advance(TimeSpan.FromDays(2));
        await phone.SignInAsync();
        Assert.Equal("expired", (await phone.GetAsync("/api/claims")).GetProperty("items")[0].GetProperty("state").GetString());
        await new ExpireClaims(app.Get<Database>(), app.Clock).RunAsync(Ct);
        await new ExpireClaims(app.Get<Database>(), app.Clock).RunAsync(Ct);

        Assert.Equal(returns ? 0 : 1, (await app.ReconcileAsync(benefit)).Held);
        Assert.Equal("expired", (await phone.GetAsync("/api/claims")).GetProperty("items")[0].GetProperty("state").GetString());

        // Should the secretariat move the windows, what returned can be claimed anew, by the same member too.
        await app.Get<BenefitStore>()
            .SetWindowsAsync(Actor.Command, benefit, revision: null, app.Now, app.Now.AddDays(1), app.Now.AddDays(1), app.Now, Ct);
        var again = await JsonOf(await phone.ClaimAsync(benefit));
        Assert.Equal(
            returns ? ("held", 2) : ("expired", 1),
            (again.GetProperty("state").GetString(), again.GetProperty("serial").GetInt32())
        );
        await app.ReconcileAsync(benefit);
    }

    private Task<StockOutcome> AddStockAsync(long benefit, int more) =>
        app.Get<BenefitOperations>().AddStockAsync(Actor.Command, benefit, more, seen: null, app.Now, Ct);
}
