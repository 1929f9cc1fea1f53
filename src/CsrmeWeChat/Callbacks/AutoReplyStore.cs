using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Callbacks;

/// <summary>The replies that staff edit. A keyword has one reply, however it is written.</summary>
public sealed class AutoReplyStore(Database database, AuditTrail audit)
{
    private const string Columns = "SELECT id, kind, keyword, matching, reply, enabled FROM auto_replies";

    public Task<IReadOnlyList<AutoReply>> ListAsync(CancellationToken ct) =>
        database.ListAsync<AutoReply>($"{Columns} ORDER BY kind, keyword", ct: ct);

    public Task<AutoReply?> FindAsync(long id, CancellationToken ct) =>
        database.FindAsync<AutoReply>($"{Columns} WHERE id = @id", new { id }, ct);

    /// <summary>False where the keyword (or the one reply of its kind) is there already.</summary>
    public async Task<bool> AddAsync(Actor by, AutoReplyFields fields, DateTimeOffset now, CancellationToken ct)
    {
        try
        {
            return await database.TransactAsync(
                async tx =>
                {
                    var id = await tx.InsertAsync(
                        "INSERT INTO auto_replies (kind, keyword_key, keyword, matching, reply, enabled) VALUES (@kind, @key, @keyword, @matching, @reply, @enabled)",
                        Row(0, fields),
                        ct
                    );
                    await audit.AddAsync(tx, by, new Change("reply.add", "reply", id, Name(fields), After: fields), now, ct);
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

    /// <summary>False where another reply has this keyword; null where it is no longer there.</summary>
    public async Task<bool?> EditAsync(Actor by, long id, AutoReplyFields fields, DateTimeOffset now, CancellationToken ct)
    {
        try
        {
            return await database.TransactAsync(
                async tx =>
                {
                    if (
                        await tx.ExecuteAsync(
                            "UPDATE auto_replies SET enabled = enabled WHERE id = @id AND kind = @kind",
                            Row(id, fields),
                            ct
                        ) == 0
                    )
                    {
                        return (false, (bool?)null);
                    }
                    var before = (await tx.FindAsync<AutoReply>($"{Columns} WHERE id = @id", new { id }, ct))!;
                    await tx.ExecuteAsync(
                        "UPDATE auto_replies SET keyword_key = @key, keyword = @keyword, matching = @matching, reply = @reply, enabled = @enabled WHERE id = @id",
                        Row(id, fields),
                        ct
                    );
                    await audit.AddAsync(
                        tx,
                        by,
                        new Change(
                            "reply.edit",
                            "reply",
                            id,
                            Name(fields),
                            Before: new AutoReplyFields(before.Kind, before.Keyword, before.Matching, before.Reply, before.Enabled),
                            After: fields
                        ),
                        now,
                        ct
                    );
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

    public Task<bool> RemoveAsync(Actor by, long id, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                var before = await tx.FindAsync<AutoReply>($"{Columns} WHERE id = @id", new { id }, ct);
                if (before is null || await tx.ExecuteAsync("DELETE FROM auto_replies WHERE id = @id", new { id }, ct) == 0)
                {
                    return (false, false);
                }
                var fields = new AutoReplyFields(before.Kind, before.Keyword, before.Matching, before.Reply, before.Enabled);
                await audit.AddAsync(tx, by, new Change("reply.remove", "reply", id, Name(fields), Before: fields), now, ct);
                return (true, true);
            },
            ct
        );

    private static object Row(long id, AutoReplyFields fields) =>
        new
        {
            id,
            kind = Word(fields.Kind),
            key = fields.Kind is AutoReplyKind.Keyword ? PlainText.Cut(AutoReply.Key(fields.Keyword), 60) : "",
            keyword = fields.Keyword,
            matching = fields.Matching is Matching.Exact ? "exact" : "contains",
            reply = fields.Reply,
            enabled = fields.Enabled,
        };

    private static string Word(AutoReplyKind kind) => kind.ToString().ToLowerInvariant();

    private static string Name(AutoReplyFields fields) =>
        fields.Kind switch
        {
            AutoReplyKind.Keyword => fields.Keyword,
            AutoReplyKind.Welcome => "关注时的回复",
            AutoReplyKind.Otherwise => "默认回复",
        };
}
