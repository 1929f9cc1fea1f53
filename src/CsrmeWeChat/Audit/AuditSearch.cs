using CsrmeWeChat.Data;

namespace CsrmeWeChat.Audit;

/// <summary>The trail for people to search.</summary>
public sealed class AuditSearch(Database database)
{
    /// <summary>The newest first.</summary>
    public Task<IReadOnlyList<AuditEvent>> ListAsync(AuditFilter filter, long before, int skip, int limit, CancellationToken ct) =>
        database.ListAsync<AuditEvent>($"""
            {AuditTrail.Columns}
             WHERE seq < @before{filter.Where}
             ORDER BY seq DESC LIMIT @limit OFFSET @skip
            """, new { before, filter.Staff, filter.Action, filter.Kind, filter.Target, filter.From, filter.To, like = Sql.Part(filter.Named), skip, limit }, ct);

    /// <summary>What has been done so far, to choose from.</summary>
    public Task<IReadOnlyList<string>> ActionsAsync(CancellationToken ct) => database.ListAsync<string>("SELECT DISTINCT action FROM audit_events ORDER BY action", ct: ct);
}

/// <param name="Staff">Whose; 0 for commands of the shell.</param>
/// <param name="Named">Part of the name of who or what.</param>
/// <param name="Target">With <paramref name="Kind"/>: one thing's own history.</param>
public sealed record AuditFilter(long? Staff, string? Action, string? Kind, long? Target, string Named, DateTimeOffset? From, DateTimeOffset? To)
{
    internal string Where => string.Concat(
        Staff switch { null => "", 0 => " AND staff_id IS NULL", _ => " AND staff_id = @Staff" },
        Action is null ? "" : " AND action = @Action",
        Kind is null ? "" : " AND kind = @Kind",
        Target is null ? "" : " AND target_id = @Target",
        Named is "" ? "" : " AND (name LIKE @like ESCAPE '!' OR actor LIKE @like ESCAPE '!')",
        From is null ? "" : " AND at >= @From",
        To is null ? "" : " AND at < @To");
}
