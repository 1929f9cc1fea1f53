using System.Runtime.CompilerServices;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Foundation.Audit;

/// <summary>The trail for people to search.</summary>
public sealed class AuditSearch(Database database)
{
    private const int Slice = 500;

    /// <param name="order">The columns to order by, of <c>audit_events</c>.</param>
    public Task<IReadOnlyList<AuditEvent>> ListAsync(AuditFilter filter, string order, int skip, int limit, CancellationToken ct) =>
        ListAsync(filter, long.MaxValue, order, skip, limit, ct);

    /// <summary>All of them, the newest first, without holding them.</summary>
    public async IAsyncEnumerable<AuditEvent> AllAsync(AuditFilter filter, [EnumeratorCancellation] CancellationToken ct)
    {
        for (
            var before = long.MaxValue;
            await ListAsync(filter, before, "seq DESC", 0, Slice, ct) is { Count: > 0 } rows;
            before = rows[^1].Seq
        )
        {
            foreach (var row in rows)
            {
                yield return row;
            }
        }
    }

    /// <summary>One thing's own history, the newest first.</summary>
    /// <param name="action">Only this action; null for all.</param>
    public Task<IReadOnlyList<AuditEvent>> LastOfAsync(string kind, long id, int count, CancellationToken ct, string? action = null) =>
        ListAsync(new AuditFilter(null, action, kind, id, "", null, null), "seq DESC", skip: 0, count, ct);

    private Task<IReadOnlyList<AuditEvent>> ListAsync(
        AuditFilter filter,
        long before,
        string order,
        int skip,
        int limit,
        CancellationToken ct
    ) =>
        database.ListAsync<AuditEvent>(
            $"""
            {AuditTrail.Columns}
             WHERE seq < @before{filter.Where}
             ORDER BY {order} LIMIT @limit OFFSET @skip
            """,
            new
            {
                before,
                filter.Staff,
                filter.Action,
                filter.Kind,
                filter.Target,
                filter.From,
                filter.To,
                filter.Named,
                skip,
                limit,
            },
            ct
        );

    /// <summary>What has been done so far, to choose from.</summary>
    public Task<IReadOnlyList<string>> ActionsAsync(CancellationToken ct) =>
        database.ListAsync<string>("SELECT DISTINCT action FROM audit_events ORDER BY action", ct: ct);
}

/// <param name="Staff">Whose; 0 for commands of the shell.</param>
/// <param name="Named">Part of the name of who or what.</param>
/// <param name="Target">With <paramref name="Kind"/>: one thing's own history.</param>
public sealed record AuditFilter(
    long? Staff,
    string? Action,
    string? Kind,
    long? Target,
    string Named,
    DateTimeOffset? From,
    DateTimeOffset? To
)
{
    internal string Where =>
        string.Concat(
            Staff switch
            {
                null => "",
                0 => " AND staff_id IS NULL",
                _ => " AND staff_id = @Staff",
            },
            Action is null ? "" : " AND action = @Action",
            Kind is null ? "" : " AND kind = @Kind",
            Target is null ? "" : " AND target_id = @Target",
            Named is "" ? "" : $" AND ({Sql.Has("name", "@Named")} OR {Sql.Has("actor", "@Named")})",
            From is null ? "" : " AND at >= @From",
            To is null ? "" : " AND at < @To"
        );
}
