using System.Diagnostics;
using CsrmeWeChat.Data;
using CsrmeWeChat.Roster;

namespace CsrmeWeChat.Tests;

public sealed class RosterCommandTests(App app) : IClassFixture<App>
{
    private const int Lines = 20_000;

    private readonly RosterDriver roster = new(app);

    [Fact]
    public async Task Twenty_thousand_members_are_staged_applied_and_undone_within_a_minute_each_in_little_memory()
    {
        var path = NewFile("T", Lines);

        var staged = await RunAsync("import", path);
        var batch = (await roster.Store.ListAsync(1, Ct))[0].Id;
        Assert.Contains($"新增 {Lines} 行", staged.Output);
        var applied = await RunAsync("apply", $"{batch}");
        Assert.Contains($"已应用 {Lines} 行", applied.Output);
        Assert.Equal(Lines, await CountAsync("T"));
        var undone = await RunAsync("undo", $"{batch}");
        Assert.Contains($"已撤销 {Lines} 行", undone.Output);
        Assert.Equal(0, await CountAsync("T"));

        foreach (var (name, end) in (ReadOnlySpan<(string, CommandEnd)>)[("stage", staged), ("apply", applied), ("undo", undone)])
        {
            TestContext.Current.TestOutputHelper!.WriteLine($"{app.Get<DataOptions>().Engine} {name} {Lines}: {end.Taken.TotalSeconds:F1} s, VmHWM {end.PeakMegabytes} MB");
            Assert.InRange(end.Taken, TimeSpan.Zero, TimeSpan.FromSeconds(60));
            Assert.InRange(end.PeakMegabytes, 1, 300);
        }
    }

    [Fact]
    public async Task An_apply_and_an_undo_that_are_killed_go_on_where_they_stopped()
    {
        const int Some = 3_000;
        await roster.StageAsync(NewFile("K", Some));
        var batch = (await roster.Store.ListAsync(1, Ct))[0].Id;

        await KillMidwayAsync("apply", batch, RosterOutcome.Applied, Some);
        var half = await CountAsync("K");
        Assert.InRange(half, 1, Some - 1);
        Assert.Contains($"已应用 {Some} 行", (await RunAsync("apply", $"{batch}")).Output);
        Assert.Equal(Some, await CountAsync("K"));
        Assert.Equal(Some, await app.Get<Database>().FindAsync<long>("SELECT COUNT(*) FROM members WHERE number LIKE 'K%' AND version = 1", ct: Ct));

        await KillMidwayAsync("undo", batch, RosterOutcome.Undone, Some);
        Assert.InRange(await CountAsync("K"), 1, Some - 1);
        Assert.Contains($"已撤销 {Some} 行", (await RunAsync("undo", $"{batch}")).Output);
        Assert.Equal(0, await CountAsync("K"));
    }

    [Fact]
    public async Task The_service_goes_on_writing_while_the_roster_is_imported()
    {
        const int Some = 5_000;
        var database = app.Get<Database>();
        var season = await database.InsertAsync("INSERT INTO seasons (year, name, theme, created_at) VALUES (2026, '', '', @Now)", new { app.Now }, Ct);
        var path = NewFile("P", Some);
        using var stop = new CancellationTokenSource();
        var writer = WriteUntilAsync(database, season, stop.Token);

        await RunAsync("import", "--apply", path);
        await RunAsync("undo", $"{(await roster.Store.ListAsync(1, Ct))[0].Id}");
        await stop.CancelAsync();

        var waits = await writer;
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{app.Get<DataOptions>().Engine} {waits.Count} writes beside the import: median {waits[waits.Count / 2].TotalMilliseconds:F1} ms, 99% {waits[waits.Count * 99 / 100].TotalMilliseconds:F0} ms, longest {waits[^1].TotalMilliseconds:F0} ms");
        Assert.InRange(waits[^1], TimeSpan.Zero, TimeSpan.FromMilliseconds(500));
    }

    private static async Task<List<TimeSpan>> WriteUntilAsync(Database database, long season, CancellationToken stop)
    {
        var waits = new List<TimeSpan>();
        while (!stop.IsCancellationRequested)
        {
            var wait = Stopwatch.StartNew();
            await database.TransactAsync(async tx => (await tx.ExecuteAsync("UPDATE seasons SET theme = @theme WHERE id = @season", new { season, theme = $"{waits.Count}" }, Ct) == 1, true), Ct);
            waits.Add(wait.Elapsed);
            await Task.Delay(5, CancellationToken.None);
        }
        waits.Sort();
        return waits;
    }

    private async Task KillMidwayAsync(string verb, long batch, RosterOutcome done, int all)
    {
        await using var command = CommandProcess.Start(app, "roster", verb, $"{batch}");
        while ((await roster.Store.TallyAsync(batch, Ct)).Where(tally => tally.Outcome == done).Sum(tally => tally.Amount) < all / 4)
        {
            await Task.Delay(20, Ct);
        }
        await command.KillAsync();
    }

    private static string NewFile(string prefix, int lines)
    {
        var file = new RosterFile().Shared(RosterFile.Header);
        for (var i = 0; i < lines; i++)
        {
            file.Shared($"{prefix}{i:D6},会员{i},139{i:D8},m{i}@example.org,岩土工程研究所{i % 700},第{i % 40}专业委员会,{(i % 3 == 0 ? "高级会员" : "普通会员")},2026-12-31");
        }
        return file.Save();
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
