using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Sheets;
using CsrmeWeChat.Roster;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CsrmeWeChat.Tests.Support;

/// <summary>Imports as the console asks for them and the job does them.</summary>
public sealed class RosterConsole(IServiceProvider services)
{
    public static Actor Secretary { get; } = new(7, "王秘书");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ImportStore Store => services.GetRequiredService<ImportStore>();

    public Staging Staging => services.GetRequiredService<Staging>();

    public Database Database => services.GetRequiredService<Database>();

    public DateTimeOffset Now => services.GetRequiredService<TimeProvider>().GetUtcNow();

    /// <summary>The job, as a node of its own would run it.</summary>
    public ImportJob NewJob() =>
        new(
            Database,
            Store,
            Staging,
            services.GetRequiredService<Applying>(),
            services.GetRequiredService<TimeProvider>(),
            NullLogger<ImportJob>.Instance
        );

    public Task WorkAsync(CancellationToken? ct = null) => NewJob().RunAsync(ct ?? Ct);

    public Task<long> UploadAsync(string path) => Staging.UploadAsync(Secretary, "名册.xlsx", () => File.OpenRead(path), Now, Ct);

    /// <summary>Uploads, and asks for it to be staged with the columns that the header names.</summary>
    public async Task<long> AskToStageAsync(string path, bool tagAbsent = false)
    {
        var import = await UploadAsync(path);
        using var workbook = Workbook.Open(path);
        var (sheet, guess) = HeaderGuess.Of(workbook);
        Assert.True(await Store.RequestStagingAsync(Secretary, import, new ReadingPlan(sheet, guess.Header, tagAbsent), Now, Ct));
        return import;
    }

    public async Task<long> StagedAsync(string path)
    {
        var import = await AskToStageAsync(path);
        await WorkAsync();
        Assert.Equal(ImportState.Staged, (await FindAsync(import)).State);
        return import;
    }

    /// <summary>Lines of <see cref="RosterFile.Header"/>'s columns as CSV.</summary>
    public static string Csv(params IEnumerable<string> lines) => RosterFile.SaveCsv($"{RosterFile.Header}\n{string.Join('\n', lines)}\n");

    public async Task<Import> FindAsync(long importId) => (await Store.FindAsync(importId, Ct))!;

    public async Task<long> CountAsync(long importId, LineOutcome outcome) =>
        (await Store.TallyAsync(importId, Ct)).Where(tally => tally.Outcome == outcome).Sum(tally => tally.Amount);

    /// <summary>What the audit trail says of an import, oldest first.</summary>
    public async Task<IReadOnlyList<AuditEvent>> AuditedAsync(long importId) =>
        [
            .. (
                await services
                    .GetRequiredService<AuditSearch>()
                    .ListAsync(new AuditFilter(null, null, "roster", importId, "", null, null), "seq", 0, 100, Ct)
            ),
        ];

    /// <summary>
    /// Shortens the lease of a process that was killed; a soak waits for all of it instead.
    /// The time is that of the real clock, which processes go by.
    /// </summary>
    public async Task RunOutAsync(long importId, TimeSpan left)
    {
        if (!Soak.IsOn)
        {
            Assert.Equal(
                1,
                await Database.ExecuteAsync(
                    "UPDATE roster_imports SET lease_until = @until WHERE id = @importId AND lease <> ''",
                    new { importId, until = TimeProvider.System.GetUtcNow() + left },
                    Ct
                )
            );
        }
    }

    public async Task<long> PartsAsync(long importId) =>
        await Database.FindAsync<long>("SELECT COUNT(*) FROM roster_files WHERE import_id = @importId", new { importId }, Ct);
}
