using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Rehearsals;
using CsrmeWeChat.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CsrmeWeChat.Tests;

/// <summary>A synthetic rush on the real service, and what is left of it.</summary>
[Collection(nameof(Timed))]
public sealed class RehearsalTests(TestEngine engine)
{
    private static readonly Actor Admin = new(null, "王主任");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_rehearsal_goes_through_the_real_endpoint_is_measured_and_leaves_nothing()
    {
        await using var backstage = await Backstage.NewAsync(engine);
        await backstage.Services.NewCrowdAsync(3);
        var before = await CountAsync(backstage);
        // Limits far below what a crowd from one address would need.
        await using var service = await ServiceProcess.StartAsync(
            Backstage.ServiceDll,
            new Dictionary<string, string?>(backstage.Configuration) { ["Jobs:Run"] = "true", ["Limits:PerAddress"] = "40" }
        );
        var store = backstage.Services.GetRequiredService<RehearsalStore>();

        Assert.True(await store.TryAskAsync(Admin, phones: 600, stock: 400, Now(backstage), Ct));
        Assert.False(await store.TryAskAsync(Admin, phones: 600, stock: 400, Now(backstage), Ct));
        var rehearsal = await EndAsync(store);

        Assert.Equal((RehearsalState.Done, ""), (rehearsal.State, rehearsal.Why));
        var result = rehearsal.Outcome!;
        Assert.Equal(new Dictionary<string, int> { ["claimed"] = 400, ["benefit.sold_out"] = 200 }, result.Outcomes);
        Assert.True(result.Holds);
        Assert.True(
            result.PerSecond > 0 && 0 < result.P50 && result.P50 <= result.P95 && result.P95 <= result.P99 && result.P99 <= result.Slowest,
            result.ToString()
        );
        Assert.Equal(before, await CountAsync(backstage));
        Assert.Equal(
            1,
            await backstage
                .Services.GetRequiredService<Database>()
                .FindAsync<long>("SELECT COUNT(*) FROM audit_events WHERE action = 'rehearsal.start'", ct: Ct)
        );
    }

    [Theory]
    [InlineData("SELECT COUNT(*) FROM members WHERE number LIKE '~%'")]
    [InlineData("SELECT COUNT(*) FROM claims")]
    [InlineData("SELECT COUNT(*) FROM rehearsals WHERE state = 'removing' AND step = 'removing'")]
    public async Task What_a_killed_rehearsal_leaves_another_start_removes(string killWhen)
    {
        await using var backstage = await Backstage.NewAsync(engine);
        await backstage.Services.NewCrowdAsync(3);
        var before = await CountAsync(backstage);
        await using var service = await ServiceProcess.StartAsync(
            Backstage.ServiceDll,
            new Dictionary<string, string?>(backstage.Configuration) { ["Jobs:Run"] = "true" }
        );
        var store = backstage.Services.GetRequiredService<RehearsalStore>();
        var database = backstage.Services.GetRequiredService<Database>();

        await store.TryAskAsync(Admin, phones: 800, stock: 500, Now(backstage), Ct);
        while (await database.FindAsync<long>(killWhen, ct: Ct) == 0)
        {
            await Task.Delay(1, Ct);
        }
        await service.KillAsync();

        Assert.NotEqual(before, await CountAsync(backstage));
        // The lease runs out.
        Assert.Equal(
            1,
            await database.ExecuteAsync("UPDATE rehearsals SET lease_until = @past", new { past = Now(backstage).AddSeconds(-1) }, Ct)
        );
        await service.UpAsync();
        var rehearsal = await EndAsync(store);
        Assert.Equal(before, await CountAsync(backstage));
        Assert.True(
            rehearsal is { State: RehearsalState.Failed, Why.Length: > 0 } or { State: RehearsalState.Done, Outcome: not null },
            rehearsal.ToString()
        );
    }

    [Fact]
    public async Task A_rehearsal_stopped_with_the_service_is_removed_at_the_next_start()
    {
        await using var backstage = await Backstage.NewAsync(engine);
        var before = await CountAsync(backstage);
        await using var service = await ServiceProcess.StartAsync(
            Backstage.ServiceDll,
            new Dictionary<string, string?>(backstage.Configuration) { ["Jobs:Run"] = "true" }
        );
        var store = backstage.Services.GetRequiredService<RehearsalStore>();
        var database = backstage.Services.GetRequiredService<Database>();

        await store.TryAskAsync(Admin, phones: 2_000, stock: 500, Now(backstage), Ct);
        while (await database.FindAsync<long>("SELECT COUNT(*) FROM sessions", ct: Ct) == 0)
        {
            await Task.Delay(1, Ct);
        }
        Assert.Equal(0, await service.StopAsync());
        await service.UpAsync();

        Assert.Equal(RehearsalState.Failed, (await EndAsync(store)).State);
        Assert.Equal(before, await CountAsync(backstage));
    }

    private static DateTimeOffset Now(Backstage backstage) => backstage.Services.GetRequiredService<TimeProvider>().GetUtcNow();

    private static async Task<Rehearsal> EndAsync(RehearsalStore store)
    {
        for (var tries = 0; tries < 600; tries++)
        {
            if (await store.ListAsync(1, Ct) is [{ IsUnderWay: false } rehearsal])
            {
                return rehearsal;
            }
            await Task.Delay(100, Ct);
        }
        throw new TimeoutException("The rehearsal does not end.");
    }

    /// <summary>The rows of every table, but for those that tell of the rehearsal itself.</summary>
    private static async Task<SortedDictionary<string, long>> CountAsync(Backstage backstage)
    {
        var database = backstage.Services.GetRequiredService<Database>();
        var tables = await database.ListAsync<string>(
            TestEngine.IsMySql
                ? "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()"
                : "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'sqlite_sequence'",
            ct: Ct
        );
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var table in tables.Except(["rehearsals", "audit_events", "data_protection_keys", "key_rings"]))
        {
            counts.Add(table, await database.FindAsync<long>($"SELECT COUNT(*) FROM {table}", ct: Ct));
        }
        Assert.True(counts.Count > 25, $"{counts.Count} tables");
        return counts;
    }
}
