using System.Security.Cryptography;
using CsrmeWeChat.Foundation.Keys;
using CsrmeWeChat.Foundation.Sheets;
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
            var import = await console.Store.BeginAsync(RosterConsole.Secretary, ImportState.Uploading, "x", "", "", app.Now, Ct);
            await app.Get<ImportStore>().AddFileAsync(import, new MemoryStream(content), Ct);

            Assert.Equal(content, (await app.Get<ImportStore>().OpenFileAsync(import, Ct))!.ToArray());
            Assert.Equal((length + (16 * 1024) - 1) / (16 * 1024), await console.PartsAsync(import));
        }
        Assert.Null(await app.Get<ImportStore>().OpenFileAsync(987654321, Ct));
    }

    [Fact]
    public async Task A_file_unreadable_halfway_goes_back_with_the_reason_and_may_be_read_anew()
    {
        var path = RosterFile.SaveCsv(
            "会员号,姓名\n" + string.Concat(Enumerable.Range(0, 600).Select(i => $"U{i},张三\n")) + "X,\"" + new string('x', 30_000)
        );
        var import = await console.AskToStageAsync(path);

        await console.WorkAsync();

        var found = await console.FindAsync(import);
        Assert.Equal((ImportState.Uploaded, null, true), (found.State, found.Wanted, found.Notes.Contains("引号不成对")));
        Assert.Empty(await console.Store.TallyAsync(import, Ct));
        Assert.True(await console.PartsAsync(import) > 0);
        Assert.Equal(["roster.upload"], (await console.AuditedAsync(import)).Select(audited => audited.Action));
        Assert.True(await console.Store.DiscardAsync(RosterConsole.Secretary, import, app.Now, Ct));
        await console.WorkAsync();
        Assert.Equal(0, await console.PartsAsync(import));
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
            "UPDATE roster_files SET content_sealed = @content WHERE import_id = @lost",
            new { lost, content = stranger.Seal(ImportStore.FilePlace(lost, 1), "x") },
            Ct
        );

        await console.WorkAsync();

        Assert.Equal(ImportState.Staged, (await console.FindAsync(good)).State);
        var found = await console.FindAsync(lost);
        Assert.Equal((ImportState.Uploaded, null, ""), (found.State, found.Wanted, found.Lease));
        Assert.Contains("系统出错", found.Notes);
        await console.Store.DiscardAsync(RosterConsole.Secretary, lost, app.Now, Ct);
    }

    [Fact]
    public async Task Whoever_discards_stops_a_staging_that_is_under_way()
    {
        var numbers = Enumerable.Range(0, 1_500).Select(_ => RosterDriver.NewNumber()).ToList();
        var import = await console.AskToStageAsync(RosterConsole.Csv(numbers.Select(number => $"{number},张三,,,,,,")));

        var working = console.WorkAsync();
        while (await console.CountAsync(import, LineOutcome.Pending) == 0)
        {
            await Task.Delay(5, Ct);
        }
        Assert.True(await console.Store.DiscardAsync(RosterConsole.Secretary, import, app.Now, Ct));
        await working;
        await console.WorkAsync();

        Assert.Equal((ImportState.Discarded, null), ((await console.FindAsync(import)).State, (await console.FindAsync(import)).Wanted));
        Assert.Equal((0, 0), (await console.PartsAsync(import), (await console.Store.TallyAsync(import, Ct)).Count));
        Assert.Equal(["roster.upload", "roster.discard"], (await console.AuditedAsync(import)).Select(audited => audited.Action));
    }

    [Fact]
    public async Task What_is_discarded_or_was_never_wholly_uploaded_is_swept()
    {
        var staged = await console.StagedAsync(RosterConsole.Csv($"{RosterDriver.NewNumber()},张三,,,,,,"));
        await console.Store.DiscardAsync(RosterConsole.Secretary, staged, app.Now, Ct);
        var broken = await console.Store.BeginAsync(RosterConsole.Secretary, ImportState.Uploading, "x", "", "", app.Now, Ct);
        await app.Get<ImportStore>().AddFileAsync(broken, new MemoryStream([1]), Ct);

        await console.WorkAsync();
        Assert.Equal((0, 1), ((await console.Store.TallyAsync(staged, Ct)).Count, await console.PartsAsync(broken)));
        app.Clock.Advance(TimeSpan.FromHours(2));
        await console.WorkAsync();

        Assert.Equal((ImportState.Discarded, 0), ((await console.FindAsync(broken)).State, await console.PartsAsync(broken)));
    }

    [Fact]
    public async Task A_sheet_line_and_columns_that_somebody_chose_are_read_as_chosen()
    {
        var number = RosterDriver.NewNumber();
        var path = RosterFile.SaveCsv($"甲,乙,丙\n{number},8888,张三\n");
        var import = await console.UploadAsync(path);
        using var book = Workbook.Open(path);

        var (sheet, guess) = HeaderGuess.Of(book);
        Assert.Contains("没有找到表头", guess.Doubt);
        int[] columns = [0, 2, -1, -1, -1, -1, -1, -1];
        Assert.True(
            await console.Store.RequestStagingAsync(
                RosterConsole.Secretary,
                import,
                new ReadingPlan(sheet, new Header(1, columns), false),
                app.Now,
                Ct
            )
        );
        await console.WorkAsync();

        Assert.Equal(
            (LineVerdict.New, "张三"),
            ((await roster.LineOfAsync(import, number)).Verdict, (await roster.LineOfAsync(import, number)).Name)
        );
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
