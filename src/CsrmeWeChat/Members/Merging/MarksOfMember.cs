using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Members;

/// <summary>Tags and rights: the kept member has those of both.</summary>
public sealed class MarksOfMember : IMemberData
{
    public IReadOnlyCollection<string> Columns { get; } = ["member_tags.member_id", "member_rights.member_id", "merged_members.member_id"];

    public async Task<string> WhatMovesAsync(Sql sql, MemberPair pair, CancellationToken ct) =>
        string.Join(
            "、",
            await sql.ListAsync<string>(
                """
                SELECT tag FROM member_tags
                 WHERE member_id = @GoneId AND tag NOT IN (SELECT tag FROM member_tags WHERE member_id = @KeptId) ORDER BY tag
                """,
                pair,
                ct
            )
        )
            is { Length: > 0 } tags
            ? $"标签 {tags}"
            : "";

    public async Task MergeAsync(Transaction tx, Actor by, MemberPair pair, DateTimeOffset now, CancellationToken ct)
    {
        await tx.ExecuteAsync(
            """
            INSERT INTO member_tags (member_id, tag)
            SELECT @KeptId, t.tag FROM member_tags t
             WHERE t.member_id = @GoneId AND t.tag NOT IN (SELECT o.tag FROM member_tags o WHERE o.member_id = @KeptId)
            """,
            pair,
            ct
        );
        await tx.ExecuteAsync("DELETE FROM member_tags WHERE member_id = @GoneId", pair, ct);
        await tx.ExecuteAsync(
            """
            INSERT INTO member_rights (member_id, name, granted_at)
            SELECT @KeptId, r.name, r.granted_at FROM member_rights r
             WHERE r.member_id = @GoneId AND r.name NOT IN (SELECT o.name FROM member_rights o WHERE o.member_id = @KeptId)
            """,
            pair,
            ct
        );
        await tx.ExecuteAsync("DELETE FROM member_rights WHERE member_id = @GoneId", pair, ct);
        await tx.ExecuteAsync("UPDATE merged_members SET member_id = @KeptId WHERE member_id = @GoneId", pair, ct);
    }
}
