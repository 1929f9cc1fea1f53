using System.Text.Json;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Messages;

/// <summary>The templates that WeChat approved for the society, as staff entered them from its console.</summary>
public sealed class TemplateStore(Database database, AuditTrail audit)
{
    private const string Columns = "SELECT id, channel, wechat_id, name, fields, long_term, revision FROM message_templates";

    private const string IsInUse = "c.template_id = @id AND c.state IN ('running', 'paused')";

    public Task<IReadOnlyList<MessageTemplate>> ListAsync(CancellationToken ct) =>
        database.ListAsync<MessageTemplate>($"{Columns} ORDER BY name, id", ct: ct);

    public Task<MessageTemplate?> FindAsync(long id, CancellationToken ct) =>
        database.FindAsync<MessageTemplate>($"{Columns} WHERE id = @id", new { id }, ct);

    /// <returns>Null where WeChat's id is registered already.</returns>
    public Task<long?> TryAddAsync(
        Actor by,
        MessageChannel channel,
        string wechatId,
        string name,
        IReadOnlyList<TemplateField> fields,
        bool longTerm,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        database.TransactAsync(
            async tx =>
            {
                if (!await TryInsertAsync(tx, channel, wechatId, name, fields, longTerm, now, ct))
                {
                    return (false, (long?)null);
                }
                var id = await tx.FindAsync<long>(
                    "SELECT id FROM message_templates WHERE channel = @channel AND wechat_id = @wechatId",
                    new { channel = channel.Key, wechatId },
                    ct
                );
                var added = new
                {
                    title = name,
                    channel = channel.Label,
                    fields = AuditOf(fields),
                    longTerm,
                };
                await audit.AddAsync(tx, by, new Change("template.add", "template", id, name, After: added), now, ct);
                return (true, (long?)id);
            },
            ct
        );

    /// <summary>The name of a message that is going out by this template: what it sends must not change under way.</summary>
    public Task<string?> FindUseAsync(long id, CancellationToken ct) =>
        database.FindAsync<string>($"SELECT c.name FROM campaigns c WHERE {IsInUse} LIMIT 1", new { id }, ct);

    /// <summary>Changes a template. The channel and WeChat's id stay, for messages that went out name them.</summary>
    public Task<TemplateEdit> EditAsync(
        Actor by,
        MessageTemplate seen,
        string name,
        IReadOnlyList<TemplateField> fields,
        bool longTerm,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        database.TransactAsync(
            async tx =>
            {
                if (!await TryUpdateAsync(tx, seen, name, fields, longTerm, ct))
                {
                    var isInUse = await tx.FindAsync<int>($"SELECT 1 FROM campaigns c WHERE {IsInUse} LIMIT 1", new { id = seen.Id }, ct);
                    return (false, isInUse == 1 ? TemplateEdit.InUse : TemplateEdit.EditedMeanwhile);
                }
                var before = new
                {
                    title = seen.Name,
                    fields = AuditOf(seen.FieldList),
                    seen.LongTerm,
                };
                var after = new
                {
                    title = name,
                    fields = AuditOf(fields),
                    longTerm,
                };
                await audit.AddAsync(tx, by, new Change("template.edit", "template", seen.Id, name, before, after), now, ct);
                return (true, TemplateEdit.Edited);
            },
            ct
        );

    private static Task<bool> TryInsertAsync(
        Transaction tx,
        MessageChannel channel,
        string wechatId,
        string name,
        IReadOnlyList<TemplateField> fields,
        bool longTerm,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        tx.TryInsertAsync(
            """
            INSERT INTO message_templates (channel, wechat_id, name, fields, long_term, revision, created_at)
            VALUES (@channel, @wechatId, @name, @json, @longTerm, 1, @now)
            """,
            new
            {
                channel = channel.Key,
                wechatId,
                name,
                json = Json(fields),
                longTerm,
                now,
            },
            ct
        );

    private static async Task<bool> TryUpdateAsync(
        Transaction tx,
        MessageTemplate seen,
        string name,
        IReadOnlyList<TemplateField> fields,
        bool longTerm,
        CancellationToken ct
    ) =>
        await tx.ExecuteAsync(
            $"""
            UPDATE message_templates
               SET name = @name, fields = @json, long_term = @longTerm, revision = revision + 1
             WHERE id = @id AND revision = @Revision AND NOT EXISTS (SELECT 1 FROM campaigns c WHERE {IsInUse})
            """,
            new
            {
                id = seen.Id,
                seen.Revision,
                name,
                json = Json(fields),
                longTerm,
            },
            ct
        ) == 1;

    private static string Json(IReadOnlyList<TemplateField> fields) => JsonSerializer.Serialize(fields, MessageJson.Options);

    private static IEnumerable<string> AuditOf(IEnumerable<TemplateField> fields) => fields.Select(field => field.ToString());
}

public enum TemplateEdit
{
    Edited,

    /// <summary>Somebody else edited it after the form was filled.</summary>
    EditedMeanwhile,

    /// <summary>A message is going out by it.</summary>
    InUse,
}
