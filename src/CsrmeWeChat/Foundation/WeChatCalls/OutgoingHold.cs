using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Foundation.WeChatCalls;

/// <summary>
/// Whether nothing may be sent to many by itself: messages and mass sends. A restore sets it, because the backup does not know what has
/// gone out since. Who sends asks before every batch, and staff release it once they have looked.
/// </summary>
public sealed class OutgoingHold(Database database, AuditTrail audit)
{
    public static async Task<DateTimeOffset?> FindAsync(Sql sql, CancellationToken ct) =>
        (await sql.FindAsync<Row>("SELECT since FROM outgoing_hold WHERE id = 1", ct: ct))?.Since;

    /// <summary>Since when; null where things go out.</summary>
    public Task<DateTimeOffset?> FindAsync(CancellationToken ct) => FindAsync(database, ct);

    public Task<bool> HoldAsync(Actor by, DateTimeOffset now, CancellationToken ct) =>
        ChangeAsync(by, "outgoing.hold", "UPDATE outgoing_hold SET since = @now WHERE id = 1 AND since IS NULL", now, ct);

    public Task<bool> ReleaseAsync(Actor by, DateTimeOffset now, CancellationToken ct) =>
        ChangeAsync(by, "outgoing.release", "UPDATE outgoing_hold SET since = NULL WHERE id = 1 AND since IS NOT NULL", now, ct);

    private Task<bool> ChangeAsync(Actor by, string action, string sql, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                var changed = await tx.ExecuteAsync(sql, new { now }, ct) == 1;
                if (changed)
                {
                    await audit.AddAsync(tx, by, new Change(action, "outgoing", 0, "对外发送"), now, ct);
                }
                return (changed, changed);
            },
            ct
        );

    private sealed record Row
    {
        public DateTimeOffset? Since { get; init; }
    }
}
