using Dapper;

namespace CsrmeWeChat.Foundation.Data;

/// <summary>
/// Work on a row that one process at a time may do, for as long as it keeps saying so: the columns <c>lease</c> (who; empty for nobody)
/// and <c>lease_until</c>. A dead process no longer renews its lease, and the next one takes it. The row decides, never a clock or a
/// lock of a process. (A queue of rows that many workers take at once has no lease of this kind: there it is a postponed <c>due_at</c>.)
/// </summary>
/// <param name="Table">The table that has the two columns.</param>
/// <param name="Row">The condition that names the row, such as <c>id = @id</c>.</param>
/// <param name="Length">How long a lease lasts that is not renewed.</param>
public sealed record Lease(string Table, string Row, TimeSpan Length)
{
    /// <summary>A name for a worker that no other has.</summary>
    public static string NewHolder() => Guid.CreateVersion7().ToString("N");

    /// <summary>Takes the row where nobody has it. False where somebody does, or the row does not fit.</summary>
    /// <param name="args">The parameters of the row's condition, of <paramref name="set"/> and of <paramref name="and"/>.</param>
    /// <param name="set">What changes with it, such as <c>state = @state</c>.</param>
    /// <param name="and">What the row must be besides.</param>
    public Task<bool> TakeAsync(
        Sql sql,
        string holder,
        object args,
        DateTimeOffset now,
        CancellationToken ct,
        string set = "",
        string and = ""
    ) =>
        ChangeAsync(
            sql,
            "lease = @lease, lease_until = @leaseUntil",
            set,
            "(lease = '' OR lease_until <= @now)",
            and,
            holder,
            args,
            now,
            ct
        );

    /// <summary>Prolongs the lease. False where another has taken it meanwhile: then what this worker did last must not be kept.</summary>
    public Task<bool> RenewAsync(
        Sql sql,
        string holder,
        object args,
        DateTimeOffset now,
        CancellationToken ct,
        string set = "",
        string and = ""
    ) => ChangeAsync(sql, "lease_until = @leaseUntil", set, "lease = @lease", and, holder, args, now, ct);

    /// <summary>Gives the row back. False where another has taken it meanwhile.</summary>
    public Task<bool> ReleaseAsync(Sql sql, string holder, object args, CancellationToken ct, string set = "", string and = "") =>
        ChangeAsync(sql, "lease = '', lease_until = NULL", set, "lease = @lease", and, holder, args, now: default, ct);

    private async Task<bool> ChangeAsync(
        Sql sql,
        string leaseTo,
        string set,
        string leaseIs,
        string and,
        string holder,
        object args,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var values = new DynamicParameters(args);
        values.AddDynamicParams(
            new
            {
                lease = holder,
                now,
                leaseUntil = now + Length,
            }
        );
        var statement = $"""
            UPDATE {Table}
               SET {leaseTo}{(set is "" ? "" : $", {set}")}
             WHERE {Row} AND {leaseIs}{(and is "" ? "" : $" AND {and}")}
            """;
        return await sql.ExecuteAsync(statement, values, ct) == 1;
    }
}
