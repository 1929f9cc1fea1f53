using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Members;

namespace CsrmeWeChat.People;

/// <summary>Requests, open and decided, for people to look through.</summary>
public sealed class BindRequestSearch(Database database)
{
    public static IReadOnlyDictionary<string, string> Columns { get; } =
        new Dictionary<string, string>
        {
            ["asked"] = "r.id",
            ["name"] = "r.name, r.id",
            ["decided"] = "r.decided_at, r.id",
        };

    public Task<IReadOnlyList<ListedRequest>> ListAsync(
        BindRequestFilter filter,
        string orderBy,
        int skip,
        int limit,
        CancellationToken ct
    ) =>
        database.ListAsync<ListedRequest>(
            $"""
            SELECT r.id, r.name, r.number, r.unit, r.note, r.state, r.reason, r.created_at, r.decided_at, r.decided_by,
                   m.id AS member_id, m.number AS member_number, m.name AS member_name
              FROM bind_requests r
              LEFT JOIN members m ON m.id = r.member_id AND r.state = 'accepted'
             WHERE r.id > 0{filter.Where}
             ORDER BY {orderBy} LIMIT @limit OFFSET @skip
            """,
            new
            {
                filter.State,
                filter.Text,
                number = MemberNumber.Of(filter.Text),
                limit,
                skip,
            },
            ct
        );

    public Task<long> CountOpenAsync(CancellationToken ct) =>
        database.FindAsync<long>("SELECT COUNT(*) FROM bind_requests WHERE state = 'open'", ct: ct);
}

/// <param name="State">open, accepted or rejected; null for all.</param>
/// <param name="Text">Part of the name or unit of who asked, what the number begins with, or who decided; '' for all.</param>
public sealed record BindRequestFilter(string? State, string Text)
{
    internal string Where =>
        string.Concat(
            State is null ? "" : " AND r.state = @State",
            Text is ""
                ? ""
                : $"""
                 AND ({Sql.Has("r.name", "@Text")} OR {Sql.Has("r.unit", "@Text")} OR {Sql.Has("r.decided_by", "@Text")}
                      OR INSTR(LOWER(r.number), LOWER(@number)) = 1)
                """
        );
}

public sealed record ListedRequest
{
    public required long Id { get; init; }
    public required string Name { get; init; }
    public required string Number { get; init; }
    public required string Unit { get; init; }
    public required string Note { get; init; }
    public required string State { get; init; }
    public required string Reason { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }
    public required string DecidedBy { get; init; }

    /// <summary>Whom the person was bound to.</summary>
    public long? MemberId { get; init; }
    public string? MemberNumber { get; init; }
    public string? MemberName { get; init; }
}
