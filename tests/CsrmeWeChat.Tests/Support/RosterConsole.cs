using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Roster;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CsrmeWeChat.Tests.Support;

/// <summary>Imports as the console asks for them and the job does them.</summary>
public sealed class RosterConsole(IServiceProvider services)
{
    public static Actor Secretary { get; } = new(7, "王秘书");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public RosterStore Store => services.GetRequiredService<RosterStore>();

    public RosterOrders Orders => services.GetRequiredService<RosterOrders>();

    public Database Database => services.GetRequiredService<Database>();

    public DateTimeOffset Now => services.GetRequiredService<TimeProvider>().GetUtcNow();

    /// <summary>The job, as a node of its own would run it.</summary>
    public RosterWork NewWork() =>
        new(
            Database,
            Orders,
            services.GetRequiredService<RosterImport>(),
            services.GetRequiredService<RosterDesk>(),
            services.GetRequiredService<TimeProvider>(),
            NullLogger<RosterWork>.Instance
        );

    public Task WorkAsync(CancellationToken? ct = null) => NewWork().RunAsync(ct ?? Ct);

    public Task<long> UploadAsync(string path) => Orders.UploadAsync(Secretary, "名册.xlsx", () => File.OpenRead(path), Now, Ct);

    /// <summary>Uploads, and asks for it to be staged with the columns that the header names.</summary>
    public async Task<long> AskToStageAsync(string path, bool tagAbsent = false)
    {
        var batch = await UploadAsync(path);
        using var book = RosterBook.Open(path);
        var (sheet, guess) = RosterGuess.Of(book);
        Assert.True(await Orders.StageAsync(Secretary, batch, new RosterPlan(sheet, guess.Header, tagAbsent), Now, Ct));
        return batch;
    }

    public async Task<long> StagedAsync(string path)
    {
        var batch = await AskToStageAsync(path);
        await WorkAsync();
        Assert.Equal(RosterState.Staged, (await FindAsync(batch)).State);
        return batch;
    }

    /// <summary>Lines of <see cref="RosterFile.Header"/>'s columns as CSV.</summary>
    public static string Csv(params IEnumerable<string> lines) => RosterFile.SaveCsv($"{RosterFile.Header}\n{string.Join('\n', lines)}\n");

    public async Task<RosterBatch> FindAsync(long batchId) => (await Store.FindAsync(batchId, Ct))!;

    public async Task<long> CountAsync(long batchId, RosterOutcome outcome) =>
        (await Store.TallyAsync(batchId, Ct)).Where(tally => tally.Outcome == outcome).Sum(tally => tally.Amount);

    /// <summary>What the trail says of an import, oldest first.</summary>
    public async Task<IReadOnlyList<AuditEvent>> ToldAsync(long batchId) =>
        [
            .. (
                await services
                    .GetRequiredService<AuditSearch>()
                    .ListAsync(new AuditFilter(null, null, "roster", batchId, "", null, null), "seq", 0, 100, Ct)
            ),
        ];

    /// <summary>
    /// The lease of a process that was killed has only so long to run: a soak waits for all of it. By the clock on the wall, as processes have it.
    /// </summary>
    public async Task RunOutAsync(long batchId, TimeSpan left)
    {
        if (!Soak.IsOn)
        {
            Assert.Equal(
                1,
                await Database.ExecuteAsync(
                    "UPDATE roster_batches SET lease_until = @until WHERE id = @batchId AND holder <> ''",
                    new { batchId, until = TimeProvider.System.GetUtcNow() + left },
                    Ct
                )
            );
        }
    }

    public async Task<long> PartsAsync(long batchId) =>
        await Database.FindAsync<long>("SELECT COUNT(*) FROM roster_files WHERE batch_id = @batchId", new { batchId }, Ct);
}
