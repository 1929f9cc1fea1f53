using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Notices;

namespace CsrmeWeChat.Foundation.Backups;

public enum BackupState
{
    Kept,

    /// <summary>Kept, and its check found something that is not right.</summary>
    Doubtful,
    Failed,
}

public static class BackupLabels
{
    extension(BackupState state)
    {
        public string Key => state.ToString().ToLowerInvariant();
    }
}

/// <summary>What came of the backups, as far as whoever makes them says.</summary>
public sealed class BackupLog(Database database, AuditTrail audit)
{
    public Task<bool> AddAsync(Actor by, BackupState state, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                await tx.ExecuteAsync("INSERT INTO backups (state, at) VALUES (@state, @now)", new { state = state.Key, now }, ct);
                if (state is BackupState.Failed)
                {
                    await Alarms.RaiseAsync(
                        tx,
                        $"backup.failed:{China.Date(now):yyyy-MM-dd}",
                        "数据库备份失败，没有留下今天的备份。以前的备份还在。请技术人员查看备份的输出。",
                        BackupWork.Help,
                        now,
                        ct
                    );
                }
                await audit.AddAsync(tx, by, ChangeOf(state), now, ct);
                return (true, true);
            },
            ct
        );

    /// <summary>When one was last kept, and what came of the very last.</summary>
    public async Task<(DateTimeOffset? KeptAt, BackupState? Last)> FindAsync(CancellationToken ct)
    {
        var last = await database.FindAsync<Row>("SELECT state, at FROM backups ORDER BY at DESC, id DESC LIMIT 1", ct: ct);
        var kept = last is { State: BackupState.Failed }
            ? await database.FindAsync<Row>(
                "SELECT state, at FROM backups WHERE state <> 'failed' ORDER BY at DESC, id DESC LIMIT 1",
                ct: ct
            )
            : last;
        return (kept?.At, last?.State);
    }

    private static Change ChangeOf(BackupState state) =>
        state switch
        {
            BackupState.Kept => new Change("backup.kept", "backup", 0, "数据库"),
            BackupState.Doubtful => new Change("backup.doubtful", "backup", 0, "数据库"),
            BackupState.Failed => new Change("backup.failed", "backup", 0, "数据库"),
        };

    private sealed record Row
    {
        public required BackupState State { get; init; }
        public required DateTimeOffset At { get; init; }
    }
}
