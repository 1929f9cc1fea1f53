using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Sheets;
using CsrmeWeChat.Members;
using CsrmeWeChat.People;
using CsrmeWeChat.Roster;

namespace CsrmeWeChat.Tests;

/// <summary>What an import must not do: lose somebody's change, take a member away from a person, or run twice.</summary>
public sealed class RosterSafetyTests(App app) : IClassFixture<App>
{
    private readonly RosterDriver roster = new(app);
    private readonly Database database = app.Get<Database>();

    [Fact]
    public async Task A_member_changed_after_staging_is_not_overwritten_and_is_listed()
    {
        var (changed, added) = (RosterDriver.NewNumber(), RosterDriver.NewNumber());
        await roster.NewMemberAsync(changed, "张三,,,甲,,,");
        var late = await roster.StageLinesAsync($"{changed},张三,,,乙,,,", $"{added},李四,,,乙,,,");
        await roster.ApplyAsync(await roster.StageLinesAsync($"{changed},张三,,,丙,,,", $"{added},李四,,,丙,,,"));

        await roster.ApplyAsync(late);

        Assert.Equal(["丙", "丙"], [(await roster.FieldsAsync(changed)).Unit, (await roster.FieldsAsync(added)).Unit]);
        Assert.Equal(2, (await roster.Store.ListAsync(late, LineOutcome.Changed, 0, 10, Ct)).Count(row => row.OutcomeReason is not ""));
    }

    [Fact]
    public async Task Whoever_read_a_member_before_another_changed_it_neither_replaces_nor_deletes_it()
    {
        var number = RosterDriver.NewNumber();
        var read = await roster.NewMemberAsync(number, "张三,,,甲,,,");
        await roster.ApplyAsync(await roster.StageLinesAsync($"{number},张三,,,乙,,,"));
        var members = app.Get<MemberStore>();
        var row = new MemberRow(number, members.Fields(read), null, null);

        Assert.False(
            await database.TransactAsync(async tx => (true, await members.ReplaceAsync(tx, read.Id, read.Revision, row, app.Now, Ct)), Ct)
        );
        Assert.False(await database.TransactAsync(async tx => (true, await members.DeleteAsync(tx, read.Id, read.Revision, Ct)), Ct));

        Assert.Equal("乙", (await roster.FieldsAsync(number)).Unit);
    }

    [Fact]
    public async Task Undo_leaves_what_was_changed_since()
    {
        var (changed, untouched) = (RosterDriver.NewNumber(), RosterDriver.NewNumber());
        var import = await roster.StageLinesAsync($"{changed},张三,,,甲,,,", $"{untouched},李四,,,甲,,,");
        await roster.ApplyAsync(import);
        await roster.ApplyAsync(await roster.StageLinesAsync($"{changed},张三,,,乙,,,"));

        await roster.UndoAsync(import);

        Assert.Equal("乙", (await roster.FieldsAsync(changed)).Unit);
        Assert.Null(await roster.MemberAsync(untouched));
        Assert.Equal([changed], (await roster.Store.ListAsync(import, LineOutcome.Kept, 0, 10, Ct)).Select(row => row.Number));
    }

    [Theory]
    [InlineData("bound")]
    [InlineData("was bound")]
    [InlineData("has a right")]
    [InlineData("has claimed")]
    public async Task Undo_never_removes_a_member_on_whom_something_hangs(string what)
    {
        var (held, free) = (RosterDriver.NewNumber(), RosterDriver.NewNumber());
        var import = await roster.StageLinesAsync($"{held},张三,,,,,,", $"{free},李四,,,,,,");
        await roster.ApplyAsync(import);
        var member = (await roster.MemberAsync(held))!;
        await HangAsync(what, member.Id);

        await roster.UndoAsync(import);

        Assert.NotNull(await roster.MemberAsync(held));
        Assert.Null(await roster.MemberAsync(free));
        Assert.Contains("予以保留", Assert.Single(await roster.Store.ListAsync(import, LineOutcome.Kept, 0, 10, Ct)).OutcomeReason);
    }

    [Fact]
    public async Task One_import_at_a_time_is_applied_and_by_one_process()
    {
        var (one, other) = (
            await roster.StageLinesAsync($"{RosterDriver.NewNumber()},张三,,,,,,"),
            await roster.StageLinesAsync($"{RosterDriver.NewNumber()},李四,,,,,,")
        );
        Assert.Equal(TakeOutcome.Taken, await roster.Store.TakeAsync(one, ImportState.Applying, isWanted: false, "somebody", app.Now, Ct));

        Assert.Equal(TakeOutcome.Held, await app.Get<Applying>().ApplyAsync(RosterDriver.By, one, _ => { }, Ct));
        Assert.Equal(TakeOutcome.OtherBusy, await app.Get<Applying>().ApplyAsync(RosterDriver.By, other, _ => { }, Ct));
        Assert.Equal(TakeOutcome.Held, await app.Get<Applying>().UndoAsync(RosterDriver.By, one, _ => { }, Ct));

        app.Clock.Advance(ImportStore.LeaseLength + TimeSpan.FromSeconds(1));
        await roster.ApplyAsync(one);
        await roster.ApplyAsync(other);
        Assert.Equal(TakeOutcome.WrongState, await app.Get<Applying>().ApplyAsync(RosterDriver.By, one, _ => { }, Ct));
    }

    [Fact]
    public async Task Whoever_lost_the_lease_changes_nothing_more()
    {
        var import = await roster.StageLinesAsync($"{RosterDriver.NewNumber()},张三,,,,,,");
        await roster.Store.TakeAsync(import, ImportState.Applying, isWanted: false, "first", app.Now, Ct);
        app.Clock.Advance(ImportStore.LeaseLength + TimeSpan.FromSeconds(1));
        Assert.Equal(TakeOutcome.Taken, await roster.Store.TakeAsync(import, ImportState.Applying, isWanted: false, "second", app.Now, Ct));

        await Assert.ThrowsAsync<ImportTakenOverException>(() =>
            database.TransactAsync(
                async tx =>
                {
                    await roster.Store.RenewAsync(tx, import, ImportState.Applying, "first", app.Now, Ct);
                    return (true, true);
                },
                Ct
            )
        );
        Assert.False(await roster.Store.FinishAsync(RosterDriver.By, import, ImportState.Applying, "second", app.Now, Ct));
        await roster.Store.ReleaseAsync(import, "second", Ct);
        await roster.ApplyAsync(import);
    }

    [Fact]
    public async Task Several_processes_that_apply_one_import_at_once_apply_it_once()
    {
        var numbers = Enumerable.Range(0, 300).Select(_ => RosterDriver.NewNumber()).ToList();
        var import = await roster.StageLinesAsync([.. numbers.Select(number => $"{number},张三,,,,,,")]);

        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(_ =>
                    new Applying(database, app.Get<MemberStore>(), roster.Store, app.Get<LineSeal>(), app.Clock).ApplyAsync(
                        RosterDriver.By,
                        import,
                        _ => { },
                        Ct
                    )
                )
        );

        Assert.Equal(1, outcomes.Count(outcome => outcome is TakeOutcome.Taken));
        Assert.Equal(300, (await app.Get<MemberStore>().ListByNumbersAsync(numbers, Ct)).Count(member => member.Revision == 1));
    }

    [Fact]
    public async Task An_interrupted_apply_may_be_undone_instead()
    {
        var numbers = Enumerable.Range(0, 250).Select(_ => RosterDriver.NewNumber()).ToList();
        var import = await roster.StageLinesAsync([.. numbers.Select(number => $"{number},张三,,,,,,")]);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            app.Get<Applying>().ApplyAsync(RosterDriver.By, import, _ => stop.Cancel(), stop.Token)
        );
        Assert.Equal(100, (await app.Get<MemberStore>().ListByNumbersAsync(numbers, Ct)).Count);

        await roster.UndoAsync(import);

        Assert.Empty(await app.Get<MemberStore>().ListByNumbersAsync(numbers, Ct));
    }

    [Fact]
    public async Task Members_the_file_does_not_name_are_left_alone_unless_a_tag_is_asked_for()
    {
        var (named, absent, spoilt) = (RosterDriver.NewNumber(), RosterDriver.NewNumber(), RosterDriver.NewNumber());
        foreach (var number in (string[])[named, absent, spoilt])
        {
            await roster.NewMemberAsync(number, "张三,,,甲,,,2026-12-31");
        }
        var path = RosterFile.SaveCsv($"会员号,姓名,手机\n{named},张三,\n{spoilt},,13800000001\n");

        var quiet = await roster.StageAsync(path);
        Assert.Empty(await roster.Store.ListAsync(quiet, LineVerdict.Absent, 0, 10, Ct));
        var import = await roster.StageAsync(path, tagAbsent: true);
        await roster.ApplyAsync(import);
        Assert.Equal([false, true, false], await TaggedAsync(named, absent, spoilt));

        var back = await roster.StageAsync(RosterFile.SaveCsv($"会员号,姓名\n{absent},张三\n"), tagAbsent: true);
        await roster.ApplyAsync(back);
        Assert.Equal([true, false], await TaggedAsync(named, absent));

        await roster.UndoAsync(back);
        await roster.UndoAsync(import);
        Assert.Equal([false, false], await TaggedAsync(named, absent));
        Assert.Equal(new DateOnly(2026, 12, 31), (await roster.FieldsAsync(absent)).PaidUntil);
    }

    [Fact]
    public async Task Discarding_leaves_nothing_of_the_file_and_an_applied_import_cannot_be_discarded()
    {
        var import = await roster.StageLinesAsync($"{RosterDriver.NewNumber()},张三,13800000000,,,,,");
        var applied = await roster.StageLinesAsync($"{RosterDriver.NewNumber()},张三,13800000000,,,,,");
        await roster.ApplyAsync(applied);

        Assert.True(await app.Get<Staging>().DiscardAsync(RosterDriver.By, import, app.Now, Ct));
        Assert.False(await app.Get<Staging>().DiscardAsync(RosterDriver.By, applied, app.Now, Ct));

        Assert.Empty(await roster.Store.TallyAsync(import, Ct));
        Assert.NotEmpty(await roster.Store.TallyAsync(applied, Ct));
        Assert.Equal(TakeOutcome.WrongState, await app.Get<Applying>().ApplyAsync(RosterDriver.By, import, _ => { }, Ct));
    }

    [Fact]
    public async Task A_file_that_proves_unreadable_halfway_leaves_nothing_staged()
    {
        var path = RosterFile.SaveCsv(
            "会员号,姓名\n" + string.Concat(Enumerable.Range(0, 600).Select(i => $"H{i},张三\n")) + "X,\"" + new string('x', 30_000)
        );

        await Assert.ThrowsAsync<UnreadableFileException>(() => roster.StageAsync(path));

        var import = (await roster.Store.ListAsync(1, Ct))[0];
        Assert.Equal(ImportState.Discarded, import.State);
        Assert.Empty(await roster.Store.TallyAsync(import.Id, Ct));
    }

    private async Task HangAsync(string what, long member)
    {
        var person = await app.Get<PersonStore>().SignInAsync("app", $"o{member}", null, app.Now, Ct);
        switch (what)
        {
            case "bound":
                await app.Get<BindingStore>().TryBindAsync(person, member, "", app.Now, Ct);
                break;
            case "was bound":
                await app.Get<BindingStore>().TryBindAsync(person, member, "", app.Now, Ct);
                await app.Get<PersonStore>().EraseAsync(person, app.Now, Ct);
                break;
            case "has a right":
                await app.Get<MarkStore>().GrantAsync(Actor.Command, member, Rights.Redeem, app.Now, Ct);
                break;
            default:
                await ClaimAsync(member);
                break;
        }
    }

    private async Task ClaimAsync(long member)
    {
        var season = await database.InsertAsync(
            "INSERT INTO seasons (year, name, theme, created_at) VALUES (@year, '', '', @Now)",
            new { year = 3000 + member, app.Now },
            Ct
        );
        var benefit = await database.InsertAsync(
            """
            INSERT INTO benefits (season_id, kind, title, summary, usage_note, partner, state, opens_at, closes_at, use_until,
                                  expiry_returns_stock, dues_required, stock, issued, held, created_at)
            VALUES (@season, 'k', 't', '', '', '', 'open', @Now, @Now, @Now, 0, 0, 1, 1, 1, @Now)
            """,
            new { season, app.Now },
            Ct
        );
        await database.ExecuteAsync(
            """
            INSERT INTO claims (benefit_id, member_id, holder, serial, code, state, claimed_at)
            VALUES (@benefit, @member, @member, 1, @code, 'held', @Now)
            """,
            new
            {
                benefit,
                member,
                code = $"C{member}",
                app.Now,
            },
            Ct
        );
    }

    private async Task<List<bool>> TaggedAsync(params string[] numbers)
    {
        var tagged = new List<bool>();
        foreach (var number in numbers)
        {
            tagged.Add(
                (await app.Get<MemberStore>().ListMarksAsync((await roster.MemberAsync(number))!.Id, Ct)).Tags.Contains(Import.AbsentTag)
            );
        }
        return tagged;
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
