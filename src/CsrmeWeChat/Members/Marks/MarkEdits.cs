using System.Data.Common;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Members;

/// <summary>Changes the branches, levels and tags themselves: names, merging, retiring.</summary>
public sealed class MarkEdits(Database database, AuditTrail audit, IEnumerable<IMarkUser> rooms)
{
    public static int MaxLength(MarkKind kind) => kind is MarkKind.Branch ? 100 : MarkStore.TagLength;

    /// <summary>All of a kind, retired ones last, with the number of members of each.</summary>
    public Task<IReadOnlyList<ListedMark>> ListAsync(MarkKind kind, CancellationToken ct) =>
        database.ListAsync<ListedMark>(
            kind switch
            {
                // Those of a rehearsal begin with a control character.
                MarkKind.Tag => """
                SELECT 0 AS id, tag AS name, COUNT(*) AS members, NULL AS retired_at
                  FROM member_tags WHERE tag >= ' ' GROUP BY tag ORDER BY tag
                """,
                _ => $"""
                SELECT k.id, k.name, COUNT(m.id) AS members, k.retired_at
                  FROM {Table(kind)} k LEFT JOIN members m ON m.{Column(kind)} = k.id AND m.name_key > ''
                 GROUP BY k.id, k.name, k.retired_at
                 ORDER BY CASE WHEN k.retired_at IS NULL THEN 0 ELSE 1 END, k.name
                """,
            },
            ct: ct
        );

    /// <summary>Null where there is none.</summary>
    public async Task<Mark?> FindAsync(MarkKind kind, long id, string name, CancellationToken ct) =>
        (kind is MarkKind.Tag ? await TagAsync(name, ct) : await NameAsync(kind, id, ct)) is { } found
            // A tag has no id, whatever a form says: the same tag is the same mark.
            ? new Mark(kind, kind is MarkKind.Tag ? 0 : id, found)
            : null;

    private Task<string?> TagAsync(string name, CancellationToken ct) =>
        database.FindAsync<string>("SELECT tag FROM member_tags WHERE tag = @name AND tag >= ' '", new { name }, ct);

    private Task<string?> NameAsync(MarkKind kind, long id, CancellationToken ct) =>
        database.FindAsync<string>($"SELECT name FROM {Table(kind)} WHERE id = @id", new { id }, ct);

    public async Task<MarkOutcome> AddAsync(Actor by, MarkKind kind, string name, DateTimeOffset now, CancellationToken ct) =>
        await ChangeAsync(
            by,
            "add",
            new Mark(kind, 0, name),
            after: null,
            async tx => await tx.TryInsertAsync($"INSERT INTO {Table(kind)} (name) VALUES (@name)", new { name }, ct) ? 1 : 0,
            now,
            ct
        )
            ? MarkOutcome.Done
            : MarkOutcome.NameTaken;

    /// <summary>Another name for a branch or a level, which is known by its id everywhere, so that nothing else changes.</summary>
    public async Task<MarkOutcome> RenameAsync(Actor by, Mark mark, string name, DateTimeOffset now, CancellationToken ct)
    {
        if (mark.Kind is MarkKind.Tag)
        {
            return await TagAsync(name, ct) is not null
                ? MarkOutcome.NameTaken
                : await MergeAsync(by, "rename", mark, mark with { Name = name }, now, ct);
        }
        try
        {
            return await ChangeAsync(
                by,
                "rename",
                mark,
                after: name,
                tx => tx.ExecuteAsync($"UPDATE {Table(mark.Kind)} SET name = @name WHERE id = @Id", new { name, mark.Id }, ct),
                now,
                ct
            )
                ? MarkOutcome.Done
                : MarkOutcome.NoSuchMark;
        }
        catch (DbException e) when (database.IsDuplicate(e))
        {
            return MarkOutcome.NameTaken;
        }
    }

    /// <summary>Why a mark cannot be merged, or a tag get another name, in words.</summary>
    public async Task<IReadOnlyList<string>> ObstaclesAsync(Mark mark, CancellationToken ct)
    {
        var obstacles = new List<string>();
        foreach (var room in rooms)
        {
            obstacles.AddRange(await room.ObstaclesAsync(database, mark, ct));
        }
        return obstacles;
    }

    /// <summary>Whoever has the one has the other instead, and the one goes.</summary>
    public Task<MarkOutcome> MergeAsync(Actor by, Mark from, Mark to, DateTimeOffset now, CancellationToken ct) =>
        MergeAsync(by, "merge", from, to, now, ct);

    private async Task<MarkOutcome> MergeAsync(Actor by, string what, Mark from, Mark to, DateTimeOffset now, CancellationToken ct) =>
        await ChangeAsync(
            by,
            what,
            from,
            after: to.Name,
            async tx =>
            {
                foreach (var room in rooms)
                {
                    await room.ReplaceAsync(tx, from, to, ct);
                }
                return await (from.Kind is MarkKind.Tag ? MoveTagAsync(tx, from.Name, to.Name, ct) : MoveAsync(tx, from, to, ct));
            },
            now,
            ct
        )
            ? MarkOutcome.Done
            : MarkOutcome.NoSuchMark;

    private static async Task<int> MoveTagAsync(Transaction tx, string from, string to, CancellationToken ct)
    {
        await tx.ExecuteAsync(
            """
            INSERT INTO member_tags (member_id, tag)
            SELECT t.member_id, @to FROM member_tags t
             WHERE t.tag = @from AND t.member_id NOT IN (SELECT o.member_id FROM member_tags o WHERE o.tag = @to)
            """,
            new { from, to },
            ct
        );
        return await tx.ExecuteAsync("DELETE FROM member_tags WHERE tag = @from", new { from }, ct);
    }

    private static async Task<int> MoveAsync(Transaction tx, Mark from, Mark to, CancellationToken ct)
    {
        var (table, column) = (Table(from.Kind), Column(from.Kind));
        if (await tx.LockAsync(table, "id", [from.Id, to.Id], ct) != 2)
        {
            return 0;
        }
        await tx.ExecuteAsync(
            $"UPDATE members SET {column} = @to, revision = revision + 1 WHERE {column} = @from",
            new { from = from.Id, to = to.Id },
            ct
        );
        return await tx.ExecuteAsync($"DELETE FROM {table} WHERE id = @from", new { from = from.Id }, ct);
    }

    /// <summary>No form offers a retired branch or level any more; whoever has it keeps it. A tag is taken from everybody.</summary>
    public Task<bool> RetireAsync(Actor by, Mark mark, DateTimeOffset now, CancellationToken ct) =>
        ChangeAsync(
            by,
            "retire",
            mark,
            after: null,
            tx =>
                mark.Kind is MarkKind.Tag
                    ? tx.ExecuteAsync("DELETE FROM member_tags WHERE tag = @Name", new { mark.Name }, ct)
                    : tx.ExecuteAsync(
                        $"UPDATE {Table(mark.Kind)} SET retired_at = @now WHERE id = @Id AND retired_at IS NULL",
                        new { mark.Id, now },
                        ct
                    ),
            now,
            ct
        );

    public Task<bool> RestoreAsync(Actor by, Mark mark, DateTimeOffset now, CancellationToken ct) =>
        ChangeAsync(
            by,
            "restore",
            mark,
            after: null,
            tx =>
                tx.ExecuteAsync(
                    $"UPDATE {Table(mark.Kind)} SET retired_at = NULL WHERE id = @Id AND retired_at IS NOT NULL",
                    new { mark.Id },
                    ct
                ),
            now,
            ct
        );

    /// <summary>Makes a change and writes it to the audit trail, if there was something to change.</summary>
    private Task<bool> ChangeAsync(
        Actor by,
        string what,
        Mark mark,
        string? after,
        Func<Transaction, Task<int>> change,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        database.TransactAsync(
            async tx =>
            {
                if (await change(tx) is var changed && changed == 0)
                {
                    return (false, false);
                }
                var kind = mark.Kind.ToString().ToLowerInvariant();
                var told = after is null
                    ? new Change($"{kind}.{what}", "mark", mark.Id, mark.Name)
                    : new Change($"{kind}.{what}", "mark", mark.Id, mark.Name, new { name = mark.Name }, new { name = after });
                await audit.AddAsync(tx, by, told, now, ct);
                return (true, true);
            },
            ct
        );

    private static string Table(MarkKind kind) => kind is MarkKind.Branch ? "branches" : "levels";

    private static string Column(MarkKind kind) => kind is MarkKind.Branch ? "branch_id" : "level_id";
}

public enum MarkOutcome
{
    Done,
    NameTaken,

    /// <summary>Somebody merged or removed it meanwhile.</summary>
    NoSuchMark,
}

public sealed record ListedMark
{
    public required long Id { get; init; }
    public required string Name { get; init; }
    public required long Members { get; init; }
    public DateTimeOffset? RetiredAt { get; init; }
}
