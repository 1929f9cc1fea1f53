using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Members;
using CsrmeWeChat.Roster;
using CsrmeWeChat.Testing;

namespace CsrmeWeChat.Tests;

/// <summary>What the job does of what the console asks for: each line once, whoever dies and however many run.</summary>
public sealed class RosterWorkTests(App app, TestEngine engine) : IClassFixture<App>
{
    private readonly RosterConsole console = new(app.Services);
    private readonly RosterDriver roster = new(app);
    private readonly Database database = app.Get<Database>();

    [Fact]
    public async Task An_uploaded_file_is_sealed_until_it_is_staged_and_then_gone()
    {
        var number = RosterDriver.NewNumber();

        var batch = await console.AskToStageAsync(RosterConsole.Csv($"{number},张三,13877778888,,,,,"));

        var parts = await database.ListAsync<string>("SELECT content_sealed FROM roster_files WHERE batch_id = @batch", new { batch }, Ct);
        Assert.All(parts, part => Assert.StartsWith("k1:", part));
        Assert.DoesNotContain(Convert.ToBase64String("13877778888"u8)[..12], string.Concat(parts));
        await console.WorkAsync();
        Assert.Equal(0, await console.PartsAsync(batch));
        Assert.Equal((RosterState.Staged, null), ((await console.FindAsync(batch)).State, (await console.FindAsync(batch)).Wanted));
        Assert.Equal(RosterVerdict.New, (await roster.RowAsync(batch, number)).Verdict);
        Assert.Null(await roster.MemberAsync(number));
    }

    [Fact]
    public async Task Each_step_is_told_once_in_the_name_of_whoever_asked()
    {
        var batch = await console.StagedAsync(
            RosterConsole.Csv($"{RosterDriver.NewNumber()},张三,,,,,,", $"{RosterDriver.NewNumber()},李四,无,,,,,")
        );
        Assert.True(await console.Orders.ApplyAsync(RosterConsole.Secretary, batch, app.Now, Ct));
        Assert.False(await console.Orders.ApplyAsync(RosterConsole.Secretary, batch, app.Now, Ct));
        await console.WorkAsync();
        Assert.True(await console.Orders.UndoAsync(new(8, "李秘书"), batch, app.Now, Ct));
        await console.WorkAsync();
        await console.WorkAsync();

        Assert.Equal(
            [("roster.upload", "王秘书"), ("roster.stage", "王秘书"), ("roster.apply", "王秘书"), ("roster.undo", "李秘书")],
            (await console.ToldAsync(batch)).Select(told => (told.Action, told.Actor))
        );
        Assert.Equal("""{"invalid":1,"new":1}""", (await console.ToldAsync(batch))[1].AfterValues);
        Assert.Equal("""{"applied":1}""", (await console.ToldAsync(batch))[2].AfterValues);
    }

    [Fact]
    public async Task Several_jobs_at_once_stage_apply_and_undo_each_line_once()
    {
        var numbers = Enumerable.Range(0, 600).Select(_ => RosterDriver.NewNumber()).ToList();
        var batch = await console.AskToStageAsync(RosterConsole.Csv(numbers.Select(number => $"{number},张三,,,,,,")));

        await AtOnceAsync();
        Assert.Equal(600, (await console.Store.TallyAsync(batch, Ct)).Sum(tally => tally.Amount));
        await console.Orders.ApplyAsync(RosterConsole.Secretary, batch, app.Now, Ct);
        await AtOnceAsync();
        Assert.Equal(600, (await app.Get<MemberStore>().ListByNumbersAsync(numbers, Ct)).Count(member => member.Version == 1));
        await console.Orders.UndoAsync(RosterConsole.Secretary, batch, app.Now, Ct);
        await AtOnceAsync();
        Assert.Empty(await app.Get<MemberStore>().ListByNumbersAsync(numbers, Ct));

        Assert.Equal(
            ["roster.upload", "roster.stage", "roster.apply", "roster.undo"],
            (await console.ToldAsync(batch)).Select(told => told.Action)
        );

        Task AtOnceAsync() => Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => console.WorkAsync())));
    }

    [Theory]
    [InlineData(RosterState.Staging)]
    [InlineData(RosterState.Applying)]
    [InlineData(RosterState.Undoing)]
    public async Task A_job_that_is_stopped_midway_is_gone_on_with(RosterState work)
    {
        var numbers = Enumerable.Range(0, 1_000).Select(_ => RosterDriver.NewNumber()).ToList();
        var batch = await AskForAsync(work, RosterConsole.Csv(numbers.Select(number => $"{number},张三,,,,,,")));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);

        var working = console.WorkAsync(stop.Token);
        while (await DoneAsync(batch, work) == 0)
        {
            await Task.Delay(5, Ct);
        }
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => working);
        Assert.InRange(await DoneAsync(batch, work), 1, 999);
        await console.WorkAsync();

        Assert.Equal(1_000, await DoneAsync(batch, work));
        Assert.Null((await console.FindAsync(batch)).Wanted);
        Assert.Equal(
            work is RosterState.Applying ? 1_000 : 0,
            (await app.Get<MemberStore>().ListByNumbersAsync(numbers, Ct)).Count(member => member.Version == 1)
        );
    }

    [Theory]
    [InlineData(RosterState.Staging)]
    [InlineData(RosterState.Applying)]
    public async Task What_a_dead_node_holds_is_taken_up_after_its_lease(RosterState work)
    {
        var batch = await AskForAsync(work, RosterConsole.Csv($"{RosterDriver.NewNumber()},张三,,,,,,"));
        Assert.Equal(TakeOutcome.Taken, await console.Store.TakeAsync(batch, work, isAsked: true, "dead", app.Now, Ct));

        await console.WorkAsync();
        Assert.Equal((work, "dead"), ((await console.FindAsync(batch)).State, (await console.FindAsync(batch)).Holder));
        app.Clock.Advance(RosterStore.Lease + TimeSpan.FromSeconds(1));
        await console.WorkAsync();

        Assert.Equal(work is RosterState.Staging ? RosterState.Staged : RosterState.Applied, (await console.FindAsync(batch)).State);
        // And whoever comes back from the dead changes nothing.
        await Assert.ThrowsAsync<RosterLeaseLostException>(() => console.Store.StageAsync(batch, "dead", [], app.Now, Ct));
    }

    [Fact]
    [Trait("Soak", "roster")]
    public async Task A_node_that_is_killed_midway_leaves_nothing_undone_and_nothing_done_twice()
    {
        const int Some = 3_000;
        await using var backstage = await Backstage.NewAsync(engine);
        var other = new RosterConsole(backstage.Services);
        var configuration = new Dictionary<string, string?>(backstage.Configuration) { ["Jobs:Run"] = "true" };
        await using var service = await ServiceProcess.StartAsync(Backstage.ServiceDll, configuration);
        var batch = await other.AskToStageAsync(RosterConsole.Csv(Enumerable.Range(0, Some).Select(i => $"K{i:D5},张三,,,甲,,,")));

        await KillAndRaiseAsync(async () => (await other.Store.TallyAsync(batch, Ct)).Sum(tally => tally.Amount), RosterState.Staged);
        Assert.Equal(Some, (await other.Store.TallyAsync(batch, Ct)).Sum(tally => tally.Amount));
        await other.Orders.ApplyAsync(RosterConsole.Secretary, batch, other.Now, Ct);
        await KillAndRaiseAsync(() => other.CountAsync(batch, RosterOutcome.Applied), RosterState.Applied);

        Assert.Equal(Some, await other.CountAsync(batch, RosterOutcome.Applied));
        Assert.Equal(Some, await other.Database.FindAsync<long>("SELECT COUNT(*) FROM members WHERE version = 1", ct: Ct));
        Assert.Equal(["roster.upload", "roster.stage", "roster.apply"], (await other.ToldAsync(batch)).Select(told => told.Action));

        async Task KillAndRaiseAsync(Func<Task<long>> done, RosterState end)
        {
            // At once when it is seen in the lines: if what they stand for were not written in the same moment, the kill would fall between.
            while (await done() < Some / 4)
            {
                await Task.Delay(1, Ct);
            }
            await service.KillAsync();
            Assert.InRange(await done(), 1, Some - 1);
            await other.RunOutAsync(batch, TimeSpan.Zero);
            await service.UpAsync();
            while ((await other.FindAsync(batch)).State != end)
            {
                await Task.Delay(100, Ct);
            }
        }
    }

    [Fact]
    public async Task What_a_command_was_interrupted_at_no_job_goes_on_with()
    {
        var batch = await roster.StageLinesAsync($"{RosterDriver.NewNumber()},张三,,,,,,");
        await console.Store.TakeAsync(batch, RosterState.Applying, isAsked: false, "command", app.Now, Ct);
        app.Clock.Advance(RosterStore.Lease + TimeSpan.FromSeconds(1));

        await console.WorkAsync();
        Assert.Equal(RosterState.Applying, (await console.FindAsync(batch)).State);

        Assert.True(await console.Orders.ApplyAsync(RosterConsole.Secretary, batch, app.Now, Ct));
        await console.WorkAsync();
        Assert.Equal(RosterState.Applied, (await console.FindAsync(batch)).State);
    }

    [Fact]
    public async Task What_a_command_does_first_the_job_does_not_do_again()
    {
        var batch = await console.StagedAsync(RosterConsole.Csv($"{RosterDriver.NewNumber()},张三,,,,,,"));
        await console.Orders.ApplyAsync(RosterConsole.Secretary, batch, app.Now, Ct);

        await roster.ApplyAsync(batch);
        await roster.UndoAsync(batch);
        await console.WorkAsync();

        Assert.Equal((RosterState.Undone, null), ((await console.FindAsync(batch)).State, (await console.FindAsync(batch)).Wanted));
        Assert.Equal([RosterDriver.By.Name, RosterDriver.By.Name], (await console.ToldAsync(batch)).Skip(2).Select(told => told.Actor));
    }

    [Fact]
    public async Task One_import_waits_for_another_and_may_be_taken_back_meanwhile()
    {
        var (one, other) = (
            await console.StagedAsync(RosterConsole.Csv($"{RosterDriver.NewNumber()},张三,,,,,,")),
            await console.StagedAsync(RosterConsole.Csv($"{RosterDriver.NewNumber()},李四,,,,,,"))
        );
        await console.Store.TakeAsync(one, RosterState.Applying, isAsked: false, "somebody", app.Now, Ct);
        await console.Orders.ApplyAsync(RosterConsole.Secretary, other, app.Now, Ct);

        await console.WorkAsync();
        Assert.Equal(
            (RosterState.Staged, RosterState.Applying),
            ((await console.FindAsync(other)).State, (await console.FindAsync(other)).Wanted!.Value)
        );
        Assert.True(await console.Orders.WithdrawAsync(other, Ct));
        await console.Orders.ApplyAsync(RosterConsole.Secretary, other, app.Now, Ct);
        app.Clock.Advance(RosterStore.Lease + TimeSpan.FromSeconds(1));
        await roster.ApplyAsync(one);
        await console.WorkAsync();

        Assert.Equal(RosterState.Applied, (await console.FindAsync(other)).State);
        Assert.False(await console.Orders.WithdrawAsync(other, Ct));
    }

    [Fact]
    public async Task What_was_taken_back_before_the_job_came_to_it_is_not_done()
    {
        var batch = await console.StagedAsync(RosterConsole.Csv($"{RosterDriver.NewNumber()},张三,,,,,,"));
        await console.Orders.ApplyAsync(RosterConsole.Secretary, batch, app.Now, Ct);
        Assert.True(await console.Orders.WithdrawAsync(batch, Ct));

        // The job had seen the order.
        await app.Get<RosterDesk>().RunAskedAsync(batch, RosterState.Applying, Ct);

        Assert.Equal(RosterState.Staged, (await console.FindAsync(batch)).State);
    }

    private async Task<long> AskForAsync(RosterState work, string path)
    {
        if (work is RosterState.Staging)
        {
            return await console.AskToStageAsync(path);
        }
        var batch = await console.StagedAsync(path);
        await console.Orders.ApplyAsync(RosterConsole.Secretary, batch, app.Now, Ct);
        if (work is RosterState.Undoing)
        {
            await console.WorkAsync();
            await console.Orders.UndoAsync(RosterConsole.Secretary, batch, app.Now, Ct);
        }
        return batch;
    }

    private Task<long> DoneAsync(long batch, RosterState work) =>
        work switch
        {
            RosterState.Applying => console.CountAsync(batch, RosterOutcome.Applied),
            RosterState.Undoing => console.CountAsync(batch, RosterOutcome.Undone),
            _ => console.CountAsync(batch, RosterOutcome.Pending),
        };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
