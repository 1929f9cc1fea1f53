using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Members;

/// <summary>Changes the marks that staff give a member: rights and tags.</summary>
public sealed class MarkStore(Database database, AuditTrail audit)
{
    public const int TagLength = 50;

    public const string TagManyAction = "member.tagMany",
        UntagManyAction = "member.untagMany";

    private const int Slice = 500,
        MaxNamed = 30;

    /// <summary>Gives a right. The result is false if the member has it already.</summary>
    public Task<bool> GrantAsync(Actor by, long memberId, string right, DateTimeOffset now, CancellationToken ct) =>
        ChangeAsync(
            by,
            "member.grant",
            memberId,
            before: null,
            after: new { right = Rights.Name(right) },
            now,
            tx =>
                tx.TryInsertAsync(
                    "INSERT INTO member_rights (member_id, name, granted_at) VALUES (@memberId, @right, @now)",
                    new
                    {
                        memberId,
                        right,
                        now,
                    },
                    ct
                ),
            ct
        );

    /// <summary>Takes a right away. The result is false if the member does not have it.</summary>
    public Task<bool> RevokeAsync(Actor by, long memberId, string right, DateTimeOffset now, CancellationToken ct) =>
        ChangeAsync(
            by,
            "member.revoke",
            memberId,
            before: new { right = Rights.Name(right) },
            after: null,
            now,
            async tx =>
                await tx.ExecuteAsync(
                    "DELETE FROM member_rights WHERE member_id = @memberId AND name = @right",
                    new { memberId, right },
                    ct
                ) == 1,
            ct
        );

    /// <summary>Adds a tag. The result is false if the member has it already.</summary>
    public Task<bool> TagAsync(Actor by, long memberId, string tag, DateTimeOffset now, CancellationToken ct) =>
        ChangeAsync(
            by,
            "member.tag",
            memberId,
            before: null,
            after: new { tag },
            now,
            tx => tx.TryInsertAsync("INSERT INTO member_tags (member_id, tag) VALUES (@memberId, @tag)", new { memberId, tag }, ct),
            ct
        );

    /// <summary>Removes a tag. The result is false if the member does not have it.</summary>
    public Task<bool> UntagAsync(Actor by, long memberId, string tag, DateTimeOffset now, CancellationToken ct) =>
        ChangeAsync(
            by,
            "member.untag",
            memberId,
            before: new { tag },
            after: null,
            now,
            async tx => await UntagAsync(tx, memberId, tag, ct) == 1,
            ct
        );

    /// <summary>Gives many members a tag, or takes it from them. The number of those for whom that changed something.</summary>
    /// <param name="chosen">How they were chosen, in words for the trail.</param>
    public async Task<int> TagManyAsync(
        Actor by,
        IReadOnlyList<long> memberIds,
        string tag,
        bool add,
        string chosen,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var changed = 0;
        foreach (var slice in memberIds.Chunk(Slice))
        {
            changed += await database.TransactAsync(tx => TagSliceAsync(tx, by, slice, tag, add, chosen, now, ct), ct);
        }
        return changed;
    }

    private async Task<(bool Commit, int Changed)> TagSliceAsync(
        Transaction tx,
        Actor by,
        long[] ids,
        string tag,
        bool add,
        string chosen,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        // Held, so that two who tag the same members wait for each other instead of adding a tag twice.
        await tx.LockAsync("members", "id", ids, ct);
        var has = add ? "NOT EXISTS" : "EXISTS";
        var told = await tx.ListAsync<Told>(
            $$"""
            SELECT m.id, m.number, m.name FROM members m
             WHERE m.id IN {=ids} AND m.name_key > ''
               AND {{has}} (SELECT 1 FROM member_tags t WHERE t.member_id = m.id AND t.tag = @tag)
             ORDER BY m.id
            """,
            new { ids, tag },
            ct
        );
        if (told.Count == 0)
        {
            return (false, 0);
        }
        if (add)
        {
            await tx.InsertManyAsync(
                "INSERT INTO member_tags (member_id, tag)",
                [.. told.Select(one => new object?[] { one.Id, tag })],
                ct
            );
        }
        else
        {
            var changed = told.Select(one => one.Id).ToArray();
            await tx.ExecuteAsync("DELETE FROM member_tags WHERE tag = @tag AND member_id IN {=changed}", new { tag, changed }, ct);
        }
        var more = told.Count > MaxNamed ? $" 等 {told.Count} 位" : "";
        var after = new
        {
            tag,
            count = told.Count,
            filter = chosen,
            members = string.Join("、", told.Take(MaxNamed).Select(one => $"{one.Number} {one.Name}")) + more,
        };
        await audit.AddAsync(tx, by, new Change(add ? TagManyAction : UntagManyAction, "member", 0, tag, After: after), now, ct);
        return (true, told.Count);
    }

    private sealed record Told
    {
        public required long Id { get; init; }
        public required string Number { get; init; }
        public required string Name { get; init; }
    }

    /// <summary>Tags a member who does not have the tag yet. The import writes its own audit trail.</summary>
    public static Task<int> TagAsync(Transaction tx, long memberId, string tag, CancellationToken ct) =>
        tx.ExecuteAsync(
            """
            INSERT INTO member_tags (member_id, tag)
            SELECT id, @tag FROM members
             WHERE id = @memberId AND NOT EXISTS (SELECT 1 FROM member_tags t WHERE t.member_id = @memberId AND t.tag = @tag)
            """,
            new { memberId, tag },
            ct
        );

    public static Task<int> UntagAsync(Transaction tx, long memberId, string tag, CancellationToken ct) =>
        tx.ExecuteAsync("DELETE FROM member_tags WHERE member_id = @memberId AND tag = @tag", new { memberId, tag }, ct);

    /// <summary>Makes a change and writes it to the audit trail, if there was something to change.</summary>
    private Task<bool> ChangeAsync(
        Actor by,
        string action,
        long memberId,
        object? before,
        object? after,
        DateTimeOffset now,
        Func<Transaction, Task<bool>> change,
        CancellationToken ct
    ) =>
        database.TransactAsync(
            async tx =>
            {
                if (!await change(tx))
                {
                    return (false, false);
                }
                await audit.AddAsync(
                    tx,
                    by,
                    new Change(action, "member", memberId, await MemberStore.TitleAsync(tx, memberId, ct), before, after),
                    now,
                    ct
                );
                return (true, true);
            },
            ct
        );
}
