using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Demo;

namespace CsrmeWeChat.Rehearsals;

/// <summary>A rehearsal of the day before the season, with figures such as a small machine has.</summary>
public sealed class DemoRehearsal(RehearsalStore rehearsals) : IDemoPart
{
    private const int Phones = 500,
        Stock = 300;

    private const string Holder = "demo";

    public int Place => 95;

    public async Task MakeAsync(DemoRun demo, CancellationToken ct)
    {
        var at = demo.ThisSeason.AddHours(-18);
        await rehearsals.TryAskAsync(demo.Staff[Role.Admin], Phones, Stock, at, ct);
        var rehearsal = (await rehearsals.TakeWantedAsync(Holder, at.AddSeconds(3), ct))!;
        var outcomes = new Dictionary<string, int> { [RehearsalResult.Claimed] = Stock, ["benefit.sold_out"] = Phones - Stock };
        var result = new RehearsalResult(PerSecond: 4_100, P50: 61, P95: 95, P99: 112, Slowest: 121, outcomes, Holds: true);
        await rehearsals.ConcludeAsync(rehearsal.Id, Holder, result, why: "", ct);
        await rehearsals.EndAsync(rehearsal.Id, Holder, at.AddSeconds(20), ct);
    }
}
