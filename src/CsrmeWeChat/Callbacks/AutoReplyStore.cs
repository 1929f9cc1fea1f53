using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Callbacks;

/// <summary>The replies that staff write. A keyword has one reply, however the keyword is typed.</summary>
public sealed class AutoReplyStore(Database database, AuditTrail audit)
{
    private const string Columns = "SELECT id, kind, keyword, matching, reply, enabled FROM auto_replies";

    public Task<IReadOnlyList<AutoReply>> ListAsync(CancellationToken ct) =>
        database.ListAsync<AutoReply>($"{Columns} ORDER BY kind, keyword", ct: ct);

    public Task<AutoReply?> FindAsync(long id, CancellationToken ct) => FindAsync(database, id, ct);

    /// <summary>False where the keyword has a reply already, or where the one reply of its kind exists.</summary>
    public async Task<bool> AddAsync(Actor by, AutoReplyFields fields, DateTimeOffset now, CancellationToken ct)
    {
        try
        {
            return await database.TransactAsync(
                async tx =>
                {
                    var id = await tx.InsertAsync(
                        """
                        INSERT INTO auto_replies (kind, keyword_key, keyword, matching, reply, enabled)
                        VALUES (@kind, @key, @keyword, @matching, @reply, @enabled)
                        """,
                        RowOf(0, fields),
                        ct
                    );
                    await audit.AddAsync(tx, by, new Change("reply.add", "reply", id, fields.AuditName(), After: fields), now, ct);
                    return (true, true);
                },
                ct
            );
        }
        catch (Exception e) when (database.IsDuplicate(e))
        {
            return false;
        }
    }

    public async Task<AutoReplyEdit> EditAsync(Actor by, long id, AutoReplyFields fields, DateTimeOffset now, CancellationToken ct)
    {
        try
        {
            return await database.TransactAsync(
                async tx =>
                {
                    await tx.LockAsync("auto_replies", id, ct);
                    if (await FindAsync(tx, id, ct) is not { } before || before.Kind != fields.Kind)
                    {
                        return (false, AutoReplyEdit.NoSuchReply);
                    }
                    await tx.ExecuteAsync(
                        """
                        UPDATE auto_replies
                           SET keyword_key = @key, keyword = @keyword, matching = @matching, reply = @reply, enabled = @enabled
                         WHERE id = @id
                        """,
                        RowOf(id, fields),
                        ct
                    );
                    var change = new Change("reply.edit", "reply", id, fields.AuditName(), Before: before.Fields, After: fields);
                    await audit.AddAsync(tx, by, change, now, ct);
                    return (true, AutoReplyEdit.Saved);
                },
                ct
            );
        }
        catch (Exception e) when (database.IsDuplicate(e))
        {
            return AutoReplyEdit.KeywordTaken;
        }
    }

    /// <summary>False where it no longer exists.</summary>
    public Task<bool> RemoveAsync(Actor by, long id, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                var before = await FindAsync(tx, id, ct);
                if (before is null || await tx.ExecuteAsync("DELETE FROM auto_replies WHERE id = @id", new { id }, ct) == 0)
                {
                    return (false, false);
                }
                var fields = before.Fields;
                await audit.AddAsync(tx, by, new Change("reply.remove", "reply", id, fields.AuditName(), Before: fields), now, ct);
                return (true, true);
            },
            ct
        );

    private static Task<AutoReply?> FindAsync(Sql sql, long id, CancellationToken ct) =>
        sql.FindAsync<AutoReply>($"{Columns} WHERE id = @id", new { id }, ct);

    private static object RowOf(long id, AutoReplyFields fields) =>
        new
        {
            id,
            kind = fields.Kind.Key,
            key = fields.Kind is AutoReplyKind.Keyword ? PlainText.Cut(AutoReply.ComparedAs(fields.Keyword), 60) : "",
            keyword = fields.Keyword,
            matching = fields.Matching.Key,
            reply = fields.Reply,
            enabled = fields.Enabled,
        };
}

public enum AutoReplyEdit
{
    Saved,

    /// <summary>Somebody has removed it meanwhile.</summary>
    NoSuchReply,

    /// <summary>Another reply has this keyword.</summary>
    KeywordTaken,
}
