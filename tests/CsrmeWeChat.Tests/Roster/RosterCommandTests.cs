using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Testing;

namespace CsrmeWeChat.Tests;

public sealed class RosterCommandTests(App app, TestEngine engine) : IClassFixture<App>
{
    /// <summary>A whole society's 20,000 are staged and applied by the page, and undone by a command, in RosterLoadTests.</summary>
    private static readonly int Lines = Soak.Of(3_000, 20_000);

    private readonly RosterDriver roster = new(app);
    private readonly RosterConsole console = new(app.Services);

    [Fact]
    [Trait("Soak", "roster")]
    public async Task Members_by_the_thousand_are_staged_applied_and_undone_within_a_minute_each_in_little_memory()
    {
        var path = RosterFile.NewMembers("T", Lines);

        var staged = await RunAsync("import", path);
        var import = (await roster.Store.ListAsync(1, Ct))[0].Id;
        Assert.Contains($"新增 {Lines} 行", staged.Output);
        var applied = await RunAsync("apply", $"{import}");
        Assert.Contains($"已应用 {Lines} 行", applied.Output);
        Assert.Equal(Lines, await CountAsync("T"));
        var undone = await RunAsync("undo", $"{import}");
        Assert.Contains($"已撤销 {Lines} 行", undone.Output);
        Assert.Equal(0, await CountAsync("T"));

        foreach (var (name, end) in (ReadOnlySpan<(string, CommandEnd)>)[("stage", staged), ("apply", applied), ("undo", undone)])
        {
            TestContext.Current.TestOutputHelper!.WriteLine(
                $"{app.Get<DataOptions>().Engine} {name} {Lines}: {end.Taken.TotalSeconds:F1} s, VmHWM {end.PeakMegabytes} MB"
            );
            Assert.InRange(end.Taken, TimeSpan.Zero, TimeSpan.FromSeconds(60));
            Assert.InRange(end.PeakMegabytes, 1, 300);
        }
    }

    [Fact]
    [Trait("Soak", "roster")]
    public async Task An_apply_and_an_undo_that_are_killed_go_on_where_they_stopped()
    {
        const int Some = 2_000;
        await roster.StageAsync(RosterFile.NewMembers("K", Some));
        var import = (await roster.Store.ListAsync(1, Ct))[0].Id;

        await KillWhenAsync("apply", import, members => members >= Some / 4);
        Assert.InRange(await CountAsync("K"), 1, Some - 1);
        // The lease has yet to run out when the next command looks.
        await console.RunOutAsync(import, TimeSpan.FromSeconds(4));
        Assert.Contains($"已应用 {Some} 行", (await RunAsync("apply", $"{import}")).Output);
        Assert.Equal(Some, await CountAsync("K"));
        Assert.Equal(
            Some,
            await app.Get<Database>().FindAsync<long>("SELECT COUNT(*) FROM members WHERE number LIKE 'K%' AND revision = 1", ct: Ct)
        );

        await KillWhenAsync("undo", import, members => members <= Some * 3 / 4);
        Assert.InRange(await CountAsync("K"), 1, Some - 1);
        await console.RunOutAsync(import, TimeSpan.Zero);
        Assert.Contains($"已撤销 {Some} 行", (await RunAsync("undo", $"{import}")).Output);
        Assert.Equal(0, await CountAsync("K"));
    }

    [Fact]
    public async Task The_service_goes_on_answering_claims_while_the_roster_is_imported_and_undone()
    {
        const int Some = 2_000,
            PerSecond = 20,
            Minute = 60 * PerSecond;
        await using var backstage = await Backstage.NewAsync(engine);
        var tokens = await backstage.Services.NewCrowdAsync(Minute);
        var (benefit, other) = (
            await backstage.Services.NewBenefitAsync(stock: Minute),
            await backstage.Services.NewBenefitAsync(stock: Minute)
        );
        await using var service = await ServiceProcess.StartAsync(Backstage.ServiceDll, backstage.Configuration);
        // The first claims compile the service's code; those after them say how slow the machine is today.
        await ClaimAsync(connections: 4, tokens[..200]);
        var alone = (await ClaimAsync(connections: 1, tokens[200..300])).Within(1);

        var callers = SteadyCallers.Start(service.BaseUrl, ClaimOf(benefit), tokens, PerSecond);
        await RunAsync(backstage, "import", "--apply", RosterFile.NewMembers("P", Some));
        await RunAsync(backstage, "undo", "1");
        var run = await callers.EndAsync();

        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{(TestEngine.IsMySql ? "MySql" : "Sqlite")} {run.Answers.Count} claims beside the import: "
                + $"median {run.Within(0.5).TotalMilliseconds:F1} ms, 99% {run.Within(0.99).TotalMilliseconds:F0} ms, "
                + $"longest {run.Within(1).TotalMilliseconds:F0} ms; alone before it {alone.TotalMilliseconds:F0} ms"
        );
        Assert.All(run.Answers, answer => Assert.Equal(200, answer.Status));
        Assert.Equal(run.Answers.Count, (await backstage.Services.ReconcileAsync(benefit)).Issued);
        // Twice what the benchmark asks for: tests run on busy machines.
        Assert.InRange(run.Within(1), TimeSpan.Zero, alone + TimeSpan.FromMilliseconds(1_000));

        static string ClaimOf(long id) => $"/api/benefits/{id}/claim";

        Task<LoadRun> ClaimAsync(int connections, string[] some) =>
            new LoadClient(service.BaseUrl, connections).RunAsync(
                [.. some.Select(token => LoadClient.Post(ClaimOf(other), token))],
                TimeSpan.FromMinutes(1)
            );
    }

    /// <summary>
    /// Kills as soon as the change is seen in the members.
    /// If their lines were not marked in the same moment, the kill would fall between the two.
    /// </summary>
    private async Task KillWhenAsync(string verb, long import, Func<long, bool> isSeen)
    {
        await using var command = CommandProcess.Start(app, "roster", verb, $"{import}");
        while (!isSeen(await CountAsync("K")))
        {
            await Task.Delay(1, Ct);
        }
        await command.KillAsync();
    }

    private static async Task RunAsync(Backstage backstage, params string[] arguments)
    {
        await using var command = ServiceCommand.Start(Backstage.ServiceDll, backstage.Configuration, ["roster", .. arguments]);
        var end = await command.EndAsync(Ct);
        Assert.True(end.ExitCode == 0, end.Output + end.Error);
    }

    private async Task<CommandEnd> RunAsync(params string[] arguments)
    {
        var end = await CommandProcess.RunAsync(app, ["roster", .. arguments]);
        Assert.True(end.ExitCode == 0, end.Output + end.Error);
        return end;
    }

    private async Task<long> CountAsync(string prefix) =>
        await app.Get<Database>().FindAsync<long>("SELECT COUNT(*) FROM members WHERE number LIKE @like", new { like = $"{prefix}%" }, Ct);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
