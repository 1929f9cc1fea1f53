using System.Security.Cryptography;
using CsrmeWeChat.Foundation.Keys;
using CsrmeWeChat.Roster;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Tests;

/// <summary>What becomes of an uploaded file that is odd, unreadable or forgotten.</summary>
public sealed class RosterUploadTests(App app) : IClassFixture<App>
{
    private readonly RosterConsole console = new(app.Services);
    private readonly RosterDriver roster = new(app);

    [Fact]
    public async Task A_file_comes_back_as_it_was_however_many_parts_it_took()
    {
        foreach (var length in (int[])[1, 16 * 1024, (16 * 1024) + 1, 3_000_001])
        {
            var content = RandomNumberGenerator.GetBytes(length);
            var batch = await console.Store.BeginAsync(RosterConsole.Secretary, RosterState.Uploading, "x", "", "", app.Now, Ct);
            await app.Get<RosterFiles>().AddAsync(batch, new MemoryStream(content), Ct);

            Assert.Equal(content, (await app.Get<RosterFiles>().OpenAsync(batch, Ct))!.ToArray());
            Assert.Equal((length + (16 * 1024) - 1) / (16 * 1024), await console.PartsAsync(batch));
        }
        Assert.Null(await app.Get<RosterFiles>().OpenAsync(987654321, Ct));
    }

    [Fact]
    public async Task A_file_that_proves_unreadable_halfway_goes_back_with_the_reason_and_may_be_read_another_way()
    {
        var path = RosterFile.SaveCsv(
            "会员号,姓名\n" + string.Concat(Enumerable.Range(0, 600).Select(i => $"U{i},张三\n")) + "X,\"" + new string('x', 30_000)
        );
        var batch = await console.AskToStageAsync(path);

        await console.WorkAsync();

        var found = await console.FindAsync(batch);
        Assert.Equal((RosterState.Uploaded, null, true), (found.State, found.Wanted, found.Notes.Contains("引号不成对")));
        Assert.Empty(await console.Store.TallyAsync(batch, Ct));
        Assert.True(await console.PartsAsync(batch) > 0);
        Assert.Equal(["roster.upload"], (await console.ToldAsync(batch)).Select(told => told.Action));
        Assert.True(await console.Store.DiscardAsync(RosterConsole.Secretary, batch, app.Now, Ct));
        await console.WorkAsync();
        Assert.Equal(0, await console.PartsAsync(batch));
    }

    [Fact]
    public async Task A_file_that_no_key_opens_stops_at_once_and_keeps_no_other_import_waiting()
    {
        var (lost, good) = (
            await console.AskToStageAsync(RosterConsole.Csv($"{RosterDriver.NewNumber()},张三,,,,,,")),
            await console.AskToStageAsync(RosterConsole.Csv($"{RosterDriver.NewNumber()},李四,,,,,,"))
        );
        var stranger = new Keyring(
            Options.Create(
                new KeyOptions
                {
                    Current = "k1",
                    Ring = new() { ["k1"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) },
                }
            )
        );
        await console.Database.ExecuteAsync(
            "UPDATE roster_files SET content_sealed = @content WHERE batch_id = @lost",
            new { lost, content = stranger.Seal(RosterFiles.Place(lost, 1), "x") },
            Ct
        );

        await console.WorkAsync();

        Assert.Equal(RosterState.Staged, (await console.FindAsync(good)).State);
        var found = await console.FindAsync(lost);
        Assert.Equal((RosterState.Uploaded, null, ""), (found.State, found.Wanted, found.Holder));
        Assert.Contains("系统出错", found.Notes);
        await console.Store.DiscardAsync(RosterConsole.Secretary, lost, app.Now, Ct);
    }

    [Fact]
    public async Task Whoever_discards_stops_a_staging_that_is_under_way()
    {
        var numbers = Enumerable.Range(0, 1_500).Select(_ => RosterDriver.NewNumber()).ToList();
        var batch = await console.AskToStageAsync(RosterConsole.Csv(numbers.Select(number => $"{number},张三,,,,,,")));

        var working = console.WorkAsync();
        while (await console.CountAsync(batch, RosterOutcome.Pending) == 0)
        {
            await Task.Delay(5, Ct);
        }
        Assert.True(await console.Store.DiscardAsync(RosterConsole.Secretary, batch, app.Now, Ct));
        await working;
        await console.WorkAsync();

        Assert.Equal((RosterState.Discarded, null), ((await console.FindAsync(batch)).State, (await console.FindAsync(batch)).Wanted));
        Assert.Equal((0, 0), (await console.PartsAsync(batch), (await console.Store.TallyAsync(batch, Ct)).Count));
        Assert.Equal(["roster.upload", "roster.discard"], (await console.ToldAsync(batch)).Select(told => told.Action));
    }

    [Fact]
    public async Task What_is_discarded_or_was_never_wholly_uploaded_is_swept()
    {
        var staged = await console.StagedAsync(RosterConsole.Csv($"{RosterDriver.NewNumber()},张三,,,,,,"));
        await console.Store.DiscardAsync(RosterConsole.Secretary, staged, app.Now, Ct);
        var broken = await console.Store.BeginAsync(RosterConsole.Secretary, RosterState.Uploading, "x", "", "", app.Now, Ct);
        await app.Get<RosterFiles>().AddAsync(broken, new MemoryStream([1]), Ct);

        await console.WorkAsync();
        Assert.Equal((0, 1), ((await console.Store.TallyAsync(staged, Ct)).Count, await console.PartsAsync(broken)));
        app.Clock.Advance(TimeSpan.FromHours(2));
        await console.WorkAsync();

        Assert.Equal((RosterState.Discarded, 0), ((await console.FindAsync(broken)).State, await console.PartsAsync(broken)));
    }

    [Fact]
    public async Task A_sheet_line_and_columns_that_somebody_chose_are_read_as_chosen()
    {
        var number = RosterDriver.NewNumber();
        var path = RosterFile.SaveCsv($"甲,乙,丙\n{number},8888,张三\n");
        var batch = await console.UploadAsync(path);
        using var book = RosterBook.Open(path);

        var (sheet, guess) = RosterGuess.Of(book);
        Assert.Contains("没有找到表头", guess.Doubt);
        int[] columns = [0, 2, -1, -1, -1, -1, -1, -1];
        Assert.True(
            await console.Orders.StageAsync(
                RosterConsole.Secretary,
                batch,
                new RosterPlan(sheet, new RosterHeader(1, columns), false),
                app.Now,
                Ct
            )
        );
        await console.WorkAsync();

        Assert.Equal(
            (RosterVerdict.New, "张三"),
            ((await roster.RowAsync(batch, number)).Verdict, (await roster.RowAsync(batch, number)).Name)
        );
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
