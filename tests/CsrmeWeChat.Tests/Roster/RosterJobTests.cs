using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Members;
using CsrmeWeChat.Roster;
using CsrmeWeChat.Testing;

namespace CsrmeWeChat.Tests;

/// <summary>The job does what the console asks for, and each line once, whoever dies and however many run.</summary>
public sealed class RosterJobTests(App app, TestEngine engine) : IClassFixture<App>
{
    private readonly RosterConsole console = new(app.Services);
    private readonly RosterDriver roster = new(app);
    private readonly Database database = app.Get<Database>();

    [Fact]
    public async Task An_uploaded_file_is_sealed_until_it_is_staged_and_then_gone()
    {
        var number = RosterDriver.NewNumber();

        var import = await console.AskToStageAsync(RosterConsole.Csv($"{number},张三,13877778888,,,,,"));

        var parts = await database.ListAsync<string>(
            "SELECT content_sealed FROM roster_files WHERE import_id = @import",
            new { import },
            Ct
        );
        Assert.All(parts, part => Assert.StartsWith("k1:", part));
        Assert.DoesNotContain(Convert.ToBase64String("13877778888"u8)[..12], string.Concat(parts));
        await console.WorkAsync();
        Assert.Equal(0, await console.PartsAsync(import));
        Assert.Equal((ImportState.Staged, null), ((await console.FindAsync(import)).State, (await console.FindAsync(import)).Wanted));
        Assert.Equal(LineVerdict.New, (await roster.LineOfAsync(import, number)).Verdict);
        Assert.Null(await roster.MemberAsync(number));
    }

    [Fact]
    public async Task Each_step_is_audited_once_in_the_name_of_whoever_asked()
    {
        var import = await console.StagedAsync(
            RosterConsole.Csv($"{RosterDriver.NewNumber()},张三,,,,,,", $"{RosterDriver.NewNumber()},,,,李四,,,")
        );
        Assert.True(await console.Store.RequestApplyingAsync(RosterConsole.Secretary, import, app.Now, Ct));
        Assert.False(await console.Store.RequestApplyingAsync(RosterConsole.Secretary, import, app.Now, Ct));
        await console.WorkAsync();
        Assert.True(await console.Store.RequestUndoingAsync(new(8, "李秘书"), import, app.Now, Ct));
        await console.WorkAsync();
        await console.WorkAsync();

        Assert.Equal(
            [("roster.upload", "王秘书"), ("roster.stage", "王秘书"), ("roster.apply", "王秘书"), ("roster.undo", "李秘书")],
            (await console.AuditedAsync(import)).Select(audited => (audited.Action, audited.Actor))
        );
        Assert.Equal("""{"invalid":1,"new":1}""", (await console.AuditedAsync(import))[1].AfterValues);
        Assert.Equal("""{"applied":1}""", (await console.AuditedAsync(import))[2].AfterValues);
    }

    [Fact]
    public async Task Several_jobs_at_once_stage_apply_and_undo_each_line_once()
    {
        var numbers = Enumerable.Range(0, 600).Select(_ => RosterDriver.NewNumber()).ToList();
        var import = await console.AskToStageAsync(RosterConsole.Csv(numbers.Select(number => $"{number},张三,,,,,,")));

        await AtOnceAsync();
        Assert.Equal(600, (await console.Store.TallyAsync(import, Ct)).Sum(tally => tally.Amount));
        await console.Store.RequestApplyingAsync(RosterConsole.Secretary, import, app.Now, Ct);
        await AtOnceAsync();
        Assert.Equal(600, (await app.Get<MemberStore>().ListByNumbersAsync(numbers, Ct)).Count(member => member.Revision == 1));
        await console.Store.RequestUndoingAsync(RosterConsole.Secretary, import, app.Now, Ct);
        await AtOnceAsync();
        Assert.Empty(await app.Get<MemberStore>().ListByNumbersAsync(numbers, Ct));

        Assert.Equal(
            ["roster.upload", "roster.stage", "roster.apply", "roster.undo"],
            (await console.AuditedAsync(import)).Select(audited => audited.Action)
        );

        Task AtOnceAsync() => Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => console.WorkAsync())));
    }

    [Theory]
    [InlineData(ImportState.Staging)]
    [InlineData(ImportState.Applying)]
    [InlineData(ImportState.Undoing)]
    public async Task A_job_that_is_stopped_midway_is_gone_on_with(ImportState work)
    {
        var numbers = Enumerable.Range(0, 1_000).Select(_ => RosterDriver.NewNumber()).ToList();
        var import = await AskForAsync(work, RosterConsole.Csv(numbers.Select(number => $"{number},张三,,,,,,")));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);

        var working = console.WorkAsync(stop.Token);
        while (await DoneAsync(import, work) == 0)
        {
            await Task.Delay(5, Ct);
        }
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => working);
        Assert.InRange(await DoneAsync(import, work), 1, 999);
        await console.WorkAsync();

        Assert.Equal(1_000, await DoneAsync(import, work));
        Assert.Null((await console.FindAsync(import)).Wanted);
        Assert.Equal(
            work is ImportState.Applying ? 1_000 : 0,
            (await app.Get<MemberStore>().ListByNumbersAsync(numbers, Ct)).Count(member => member.Revision == 1)
        );
    }

    [Theory]
    [InlineData(ImportState.Staging)]
    [InlineData(ImportState.Applying)]
    public async Task What_a_dead_node_holds_is_taken_up_after_its_lease(ImportState work)
    {
        var import = await AskForAsync(work, RosterConsole.Csv($"{RosterDriver.NewNumber()},张三,,,,,,"));
        Assert.Equal(TakeOutcome.Taken, await console.Store.TakeAsync(import, work, isWanted: true, "dead", app.Now, Ct));

        await console.WorkAsync();
        Assert.Equal((work, "dead"), ((await console.FindAsync(import)).State, (await console.FindAsync(import)).Lease));
        app.Clock.Advance(ImportStore.LeaseLength + TimeSpan.FromSeconds(1));
        await console.WorkAsync();

        Assert.Equal(work is ImportState.Staging ? ImportState.Staged : ImportState.Applied, (await console.FindAsync(import)).State);
        // A process that comes back from the dead changes nothing.
        await Assert.ThrowsAsync<ImportTakenOverException>(() => console.Store.AddLinesAsync(import, "dead", [], app.Now, Ct));
    }

    [Theory]
    [InlineData(ImportState.Staging)]
    [InlineData(ImportState.Applying)]
    public async Task What_was_begun_twice_and_never_ended_is_not_begun_a_third_time_and_says_so(ImportState work)
    {
        var number = RosterDriver.NewNumber();
        var import = await AskForAsync(work, RosterConsole.Csv($"{number},张三,,,,,,"));
        for (var times = 0; times < 2; times++)
        {
            Assert.Equal(TakeOutcome.Taken, await console.Store.TakeAsync(import, work, isWanted: true, $"dead{times}", app.Now, Ct));
            // While the lease lasts, whoever holds it may be alive.
            await console.WorkAsync();
            Assert.Equal((work, $"dead{times}"), ((await console.FindAsync(import)).State, (await console.FindAsync(import)).Lease));
            app.Clock.Advance(ImportStore.LeaseLength + TimeSpan.FromSeconds(1));
        }

        Assert.NotEqual(TakeOutcome.Taken, await console.Store.TakeAsync(import, work, isWanted: true, "third", app.Now, Ct));
        await console.WorkAsync();

        var found = await console.FindAsync(import);
        Assert.Equal((work is ImportState.Staging ? ImportState.Uploaded : work, null, ""), (found.State, found.Wanted, found.Lease));
        Assert.Contains("系统两次中途停止，不再自动重试", found.Notes);
        var secretary = await app.NewStaffAsync(CsrmeWeChat.Foundation.Console.Role.Secretary);
        Assert.Contains("系统两次中途停止", await secretary.GetPageAsync($"/staff/roster/{import}"));
        // Somebody who was told may ask once more.
        Assert.True(await AskAgainAsync(import, work));
        await console.WorkAsync();
        Assert.Equal(work is ImportState.Staging ? ImportState.Staged : ImportState.Applied, (await console.FindAsync(import)).State);
    }

    [Fact]
    public async Task A_node_that_is_stopped_in_good_order_does_not_count_as_one_that_died()
    {
        var import = await AskForAsync(ImportState.Staging, RosterConsole.Csv($"{RosterDriver.NewNumber()},张三,,,,,,"));
        for (var times = 0; times < 5; times++)
        {
            Assert.Equal(
                TakeOutcome.Taken,
                await console.Store.TakeAsync(import, ImportState.Staging, isWanted: true, "node", app.Now, Ct)
            );
            await console.Store.ReleaseAsync(import, "node", Ct);
        }
        await console.WorkAsync();

        Assert.Equal(ImportState.Staged, (await console.FindAsync(import)).State);
    }

    private async Task<bool> AskAgainAsync(long import, ImportState work)
    {
        int[] columns = [0, 1, -1, -1, -1, -1, -1, -1];
        return work is ImportState.Staging
            ? await console.Store.RequestStagingAsync(
                RosterConsole.Secretary,
                import,
                new ReadingPlan(0, new Header(1, columns), TagAbsent: false),
                app.Now,
                Ct
            )
            : await console.Store.RequestApplyingAsync(RosterConsole.Secretary, import, app.Now, Ct);
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
        var import = await other.AskToStageAsync(RosterConsole.Csv(Enumerable.Range(0, Some).Select(i => $"K{i:D5},张三,,,甲,,,")));

        await KillAndRaiseAsync(async () => (await other.Store.TallyAsync(import, Ct)).Sum(tally => tally.Amount), ImportState.Staged);
        Assert.Equal(Some, (await other.Store.TallyAsync(import, Ct)).Sum(tally => tally.Amount));
        await other.Store.RequestApplyingAsync(RosterConsole.Secretary, import, other.Now, Ct);
        await KillAndRaiseAsync(() => other.CountAsync(import, LineOutcome.Applied), ImportState.Applied);

        Assert.Equal(Some, await other.CountAsync(import, LineOutcome.Applied));
        Assert.Equal(Some, await other.Database.FindAsync<long>("SELECT COUNT(*) FROM members WHERE revision = 1", ct: Ct));
        Assert.Equal(
            ["roster.upload", "roster.stage", "roster.apply"],
            (await other.AuditedAsync(import)).Select(audited => audited.Action)
        );

        async Task KillAndRaiseAsync(Func<Task<long>> done, ImportState end)
        {
            // The service is killed as soon as the change is seen in the lines. If what they stand for were not written
            // in the same moment, the kill would fall between the two.
            while (await done() < Some / 4)
            {
                await Task.Delay(1, Ct);
            }
            await service.KillAsync();
            Assert.InRange(await done(), 1, Some - 1);
            await other.RunOutAsync(import, TimeSpan.Zero);
            await service.UpAsync();
            while ((await other.FindAsync(import)).State != end)
            {
                await Task.Delay(100, Ct);
            }
        }
    }

    [Fact]
    public async Task What_a_command_was_interrupted_at_no_job_goes_on_with()
    {
        var import = await roster.StageLinesAsync($"{RosterDriver.NewNumber()},张三,,,,,,");
        await console.Store.TakeAsync(import, ImportState.Applying, isWanted: false, "command", app.Now, Ct);
        app.Clock.Advance(ImportStore.LeaseLength + TimeSpan.FromSeconds(1));

        await console.WorkAsync();
        Assert.Equal(ImportState.Applying, (await console.FindAsync(import)).State);

        Assert.True(await console.Store.RequestApplyingAsync(RosterConsole.Secretary, import, app.Now, Ct));
        await console.WorkAsync();
        Assert.Equal(ImportState.Applied, (await console.FindAsync(import)).State);
    }

    [Fact]
    public async Task What_a_command_does_first_the_job_does_not_do_again()
    {
        var import = await console.StagedAsync(RosterConsole.Csv($"{RosterDriver.NewNumber()},张三,,,,,,"));
        await console.Store.RequestApplyingAsync(RosterConsole.Secretary, import, app.Now, Ct);

        await roster.ApplyAsync(import);
        await roster.UndoAsync(import);
        await console.WorkAsync();

        Assert.Equal((ImportState.Undone, null), ((await console.FindAsync(import)).State, (await console.FindAsync(import)).Wanted));
        Assert.Equal(
            [RosterDriver.By.Name, RosterDriver.By.Name],
            (await console.AuditedAsync(import)).Skip(2).Select(audited => audited.Actor)
        );
    }

    [Fact]
    public async Task One_import_waits_for_another_and_may_be_taken_back_meanwhile()
    {
        var (one, other) = (
            await console.StagedAsync(RosterConsole.Csv($"{RosterDriver.NewNumber()},张三,,,,,,")),
            await console.StagedAsync(RosterConsole.Csv($"{RosterDriver.NewNumber()},李四,,,,,,"))
        );
        await console.Store.TakeAsync(one, ImportState.Applying, isWanted: false, "somebody", app.Now, Ct);
        await console.Store.RequestApplyingAsync(RosterConsole.Secretary, other, app.Now, Ct);

        await console.WorkAsync();
        Assert.Equal(
            (ImportState.Staged, ImportState.Applying),
            ((await console.FindAsync(other)).State, (await console.FindAsync(other)).Wanted!.Value)
        );
        Assert.True(await console.Store.WithdrawAsync(other, Ct));
        await console.Store.RequestApplyingAsync(RosterConsole.Secretary, other, app.Now, Ct);
        app.Clock.Advance(ImportStore.LeaseLength + TimeSpan.FromSeconds(1));
        await roster.ApplyAsync(one);
        await console.WorkAsync();

        Assert.Equal(ImportState.Applied, (await console.FindAsync(other)).State);
        Assert.False(await console.Store.WithdrawAsync(other, Ct));
    }

    [Fact]
    public async Task What_was_taken_back_before_the_job_came_to_it_is_not_done()
    {
        var import = await console.StagedAsync(RosterConsole.Csv($"{RosterDriver.NewNumber()},张三,,,,,,"));
        await console.Store.RequestApplyingAsync(RosterConsole.Secretary, import, app.Now, Ct);
        Assert.True(await console.Store.WithdrawAsync(import, Ct));

        // The job had listed the request before it was withdrawn.
        await app.Get<Applying>().RunWantedAsync(import, ImportState.Applying, Ct);

        Assert.Equal(ImportState.Staged, (await console.FindAsync(import)).State);
    }

    private async Task<long> AskForAsync(ImportState work, string path)
    {
        if (work is ImportState.Staging)
        {
            return await console.AskToStageAsync(path);
        }
        var import = await console.StagedAsync(path);
        await console.Store.RequestApplyingAsync(RosterConsole.Secretary, import, app.Now, Ct);
        if (work is ImportState.Undoing)
        {
            await console.WorkAsync();
            await console.Store.RequestUndoingAsync(RosterConsole.Secretary, import, app.Now, Ct);
        }
        return import;
    }

    private Task<long> DoneAsync(long import, ImportState work) =>
        work switch
        {
            ImportState.Applying => console.CountAsync(import, LineOutcome.Applied),
            ImportState.Undoing => console.CountAsync(import, LineOutcome.Undone),
            _ => console.CountAsync(import, LineOutcome.Pending),
        };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
