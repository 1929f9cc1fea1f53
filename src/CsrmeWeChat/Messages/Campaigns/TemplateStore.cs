using System.Text.Json;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Messages;

/// <summary>The templates that WeChat approved for the society, as staff entered them from its console.</summary>
public sealed class TemplateStore(Database database, AuditTrail audit)
{
    private const string Columns = "SELECT id, channel, wechat_id, name, fields, long_term, revision FROM message_templates";

    public Task<IReadOnlyList<MessageTemplate>> ListAsync(CancellationToken ct) =>
        database.ListAsync<MessageTemplate>($"{Columns} ORDER BY name, id", ct: ct);

    public Task<MessageTemplate?> FindAsync(long id, CancellationToken ct) =>
        database.FindAsync<MessageTemplate>($"{Columns} WHERE id = @id", new { id }, ct);

    /// <returns>Null where WeChat's id stands already.</returns>
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
                var json = JsonSerializer.Serialize(fields, MessageJson.Options);
                if (
                    !await tx.TryInsertAsync(
                        "INSERT INTO message_templates (channel, wechat_id, name, fields, long_term, revision, created_at) VALUES (@channel, @wechatId, @name, @json, @longTerm, 1, @now)",
                        new
                        {
                            channel = channel.Key,
                            wechatId,
                            name,
                            json,
                            longTerm,
                            now,
                        },
                        ct
                    )
                )
                {
                    return (false, (long?)null);
                }
                var id = await tx.FindAsync<long>(
                    "SELECT id FROM message_templates WHERE channel = @channel AND wechat_id = @wechatId",
                    new { channel = channel.Key, wechatId },
                    ct
                );
                await audit.AddAsync(
                    tx,
                    by,
                    new Change(
                        "template.add",
                        "template",
                        id,
                        name,
                        After: new
                        {
                            title = name,
                            channel = channel.Label,
                            fields = Told(fields),
                            longTerm,
                        }
                    ),
                    now,
                    ct
                );
                return (true, (long?)id);
            },
            ct
        );

    /// <summary>The message that is going out by it, if any: what it sends must not change under way.</summary>
    public Task<string?> FindUseAsync(long id, CancellationToken ct) =>
        database.FindAsync<string>($"SELECT c.name FROM campaigns c WHERE {UsedBy} LIMIT 1", new { id }, ct);

    private const string UsedBy = "c.template_id = @id AND c.state IN ('running', 'paused')";

    /// <summary>False where it was edited meanwhile, or something goes out by it. Way and id stay: what went out by it names them.</summary>
    public Task<bool> EditAsync(
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
                var json = JsonSerializer.Serialize(fields, MessageJson.Options);
                if (
                    await tx.ExecuteAsync(
                        $"UPDATE message_templates SET name = @name, fields = @json, long_term = @longTerm, revision = revision + 1 WHERE id = @id AND revision = @Revision AND NOT EXISTS (SELECT 1 FROM campaigns c WHERE {UsedBy})",
                        new
                        {
                            id = seen.Id,
                            seen.Revision,
                            name,
                            json,
                            longTerm,
                        },
                        ct
                    ) != 1
                )
                {
                    return (false, false);
                }
                await audit.AddAsync(
                    tx,
                    by,
                    new Change(
                        "template.edit",
                        "template",
                        seen.Id,
                        name,
                        new
                        {
                            title = seen.Name,
                            fields = Told(seen.FieldList),
                            seen.LongTerm,
                        },
                        new
                        {
                            title = name,
                            fields = Told(fields),
                            longTerm,
                        }
                    ),
                    now,
                    ct
                );
                return (true, true);
            },
            ct
        );

    private static IEnumerable<string> Told(IEnumerable<TemplateField> fields) => fields.Select(field => $"{field.Key} {field.Label}");
}
