using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Keys;

namespace CsrmeWeChat.Foundation.Audit;

/// <summary>
/// The trail of all changes by staff and commands. Each row is written in the transaction of the change it tells of, and chained to the
/// row before, so that an altered, removed or truncated row shows.
/// </summary>
public sealed class AuditTrail(Database database, Keyring keyring, ILogger<AuditTrail> log)
{
    public const string MacKind = "audit";

    internal const string Columns =
        "SELECT seq, at, staff_id, actor, action, kind, target_id, name, before_values, after_values, mac FROM audit_events";

    private const int NameLength = 200;

    /// <summary>
    /// Puts changes in order that must not cross, such as two administrators taking the right from each other: they wait for each other
    /// from here on, instead of from where they tell the trail.
    /// </summary>
    public static Task LockAsync(Transaction tx, CancellationToken ct) => tx.LockAsync("audit_head", 1, ct);

    /// <summary>The last statements of a transaction: all changes wait for each other from here to the commit.</summary>
    public async Task AddAsync(Transaction tx, Actor by, Change change, DateTimeOffset now, CancellationToken ct)
    {
        await tx.ExecuteAsync("UPDATE audit_head SET seq = seq + 1 WHERE id = 1", ct: ct);
        var head = (await tx.FindAsync<AuditHead>("SELECT seq, hash FROM audit_head WHERE id = 1", ct: ct))!;
        var row = new AuditEvent
        {
            Seq = head.Seq,
            At = now,
            StaffId = by.StaffId,
            Actor = by.Name,
            Action = change.Action,
            Kind = change.Kind,
            TargetId = change.Id,
            Name = PlainText.Cut(change.Name, NameLength),
            BeforeValues = Change.Write(change.Before),
            AfterValues = Change.Write(change.After),
            Mac = "",
        };
        var hash = row.HashAfter(head.Hash);
        await tx.ExecuteAsync(
            """
            INSERT INTO audit_events (seq, at, staff_id, actor, action, kind, target_id, name, before_values, after_values, mac)
            VALUES (@Seq, @At, @StaffId, @Actor, @Action, @Kind, @TargetId, @Name, @BeforeValues, @AfterValues, @Mac)
            """,
            row with
            {
                Mac = keyring.Hash(MacKind, hash),
            },
            ct
        );
        await tx.ExecuteAsync("UPDATE audit_head SET hash = @hash WHERE id = 1", new { hash }, ct);
        // The log is where the owner of the database cannot reach: what is cut off later stands there.
        tx.OnCommitted(() => log.LogInformation("The audit trail has {Count} rows, its head is {Head}", head.Seq, hash));
    }

    /// <summary>Records what changes nothing in the database, such as an export of the roster.</summary>
    public Task AddAsync(Actor by, Change change, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                await AddAsync(tx, by, change, now, ct);
                return (true, true);
            },
            ct
        );

    /// <summary>Whether the row that was the head once is there still, and the same.</summary>
    public async Task<bool> HoldsAsync(AuditHead seen, CancellationToken ct) =>
        seen.Seq == 0
        || (
            await database.FindAsync<string>("SELECT mac FROM audit_events WHERE seq = @Seq", new { seen.Seq }, ct) is { } mac
            && keyring.Verify(MacKind, seen.Hash, mac)
        );

    public async Task<AuditHead> HeadAsync(CancellationToken ct) =>
        (await database.FindAsync<AuditHead>("SELECT seq, hash FROM audit_head WHERE id = 1", ct: ct))!;
}

/// <summary>How many rows the trail has, and the hash of the last.</summary>
public sealed record AuditHead
{
    public required long Seq { get; init; }
    public required string Hash { get; init; }
}
