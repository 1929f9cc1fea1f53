using CsrmeWeChat.Benefits;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using static CsrmeWeChat.Tests.Support.TestPhone;

namespace CsrmeWeChat.Tests;

/// <summary>A pool of vouchers whose database was restored: it does not know what was given out since.</summary>
public sealed class VoucherRestoreTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_may_have_been_given_out_is_set_aside_and_the_rest_follows_without_a_gap()
    {
        var mark = Guid.NewGuid().ToString("N")[..6];
        var codes = Enumerable.Range(1, 8).Select(i => $"{mark}-{i}").ToArray();
        var benefit = await app.NewBenefitAsync(vouchers: codes);
        Assert.Equal((1, codes[0]), await ClaimAsync(benefit));
        var (restore, waiting) = (app.Get<VoucherRestore>(), await app.NewMemberAsync());
        await RestoreAsync(benefit);
        Assert.Equal("benefit.on_hold", await RefusalOf(await waiting.ClaimAsync(benefit)));

        Assert.Equal(VoucherRestoreOutcome.Released, await restore.ReleaseAsync(Actor.Command, benefit, last: 3, app.Now, Ct));

        Assert.Equal((2, codes[3]), await ClaimAsync(benefit));
        Assert.Equal(VoucherRestoreOutcome.NotOnHold, await restore.ReleaseAsync(Actor.Command, benefit, last: 3, app.Now, Ct));
        // And once more: what was set aside before stays aside.
        await RestoreAsync(benefit);
        Assert.Equal(VoucherRestoreOutcome.Released, await restore.ReleaseAsync(Actor.Command, benefit, last: 3, app.Now, Ct));
        Assert.Equal(
            [(3, codes[5]), (4, codes[6]), (5, codes[7])],
            [await ClaimAsync(benefit), await ClaimAsync(benefit), await ClaimAsync(benefit)]
        );
        Assert.Equal("benefit.sold_out", await RefusalOf(await waiting.ClaimAsync(benefit)));
        Assert.True((await app.ReconcileAsync(benefit)).Holds);
        var again = VoucherUpload.FromText(string.Join('\n', codes));
        await app.Get<VoucherStore>().AddAsync(Actor.Command, benefit, again, app.Now, Ct);
        Assert.Equal("benefit.sold_out", await RefusalOf(await waiting.ClaimAsync(benefit)));
    }

    private Task<int> RestoreAsync(long benefit) =>
        app.Get<Database>().ExecuteAsync("UPDATE benefits SET restored_at = @Now WHERE id = @benefit", new { app.Now, benefit }, Ct);

    private async Task<(int Serial, string Code)> ClaimAsync(long benefit)
    {
        var ticket = await JsonOf(await (await app.NewMemberAsync()).ClaimAsync(benefit));
        return (ticket.GetProperty("serial").GetInt32(), ticket.GetProperty("code").GetString()!);
    }
}
