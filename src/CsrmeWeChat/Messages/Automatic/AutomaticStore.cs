using System.Text.Json;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Messages;

/// <summary>Which template tells what, as staff chose it.</summary>
public sealed class AutomaticStore(Database database, AuditTrail audit)
{
    public async Task<IReadOnlyDictionary<string, AutomaticSetting>> ListAsync(CancellationToken ct) =>
        (await database.ListAsync<Row>("SELECT kind, template_id, fields, revision FROM automatic_messages", ct: ct)).ToDictionary(
            row => row.Kind,
            row => row.Setting
        );

    /// <summary>
    /// The templates of the mini program by which these are told, as <c>wx.requestSubscribeMessage</c> takes them: in this order, three at
    /// most, and none of those that are for long beside those that are for once.
    /// </summary>
    public async Task<IReadOnlyList<string>> ListAskedAsync(List<string> kinds, CancellationToken ct)
    {
        var found = await database.ListAsync<Asked>(
            """
            SELECT a.kind, t.wechat_id, t.long_term FROM automatic_messages a JOIN message_templates t ON t.id = a.template_id
             WHERE t.channel = 'mini' AND a.kind IN @kinds
            """,
            new { kinds },
            ct
        );
        var ordered = found.OrderBy(one => kinds.IndexOf(one.Kind)).ToList();
        return [.. ordered.Where(one => one.LongTerm == ordered[0].LongTerm).Select(one => one.WechatId).Distinct().Take(3)];
    }

    public async Task<AutomaticSetting?> FindAsync(string kind, CancellationToken ct) =>
        (
            await database.FindAsync<Row>(
                "SELECT kind, template_id, fields, revision FROM automatic_messages WHERE kind = @kind",
                new { kind },
                ct
            )
        )?.Setting;

    /// <param name="seen">The revision that the form was filled from; 0 where nothing was chosen.</param>
    /// <returns>False where somebody else has changed it meanwhile.</returns>
    public Task<bool> SetAsync(
        Actor by,
        AutomaticKind kind,
        long seen,
        MessageTemplate template,
        IReadOnlyDictionary<string, string> fields,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        ChangeAsync(
            by,
            kind,
            new { template = template.Name, text = string.Join("；", fields.Select(field => $"{field.Key}：{field.Value}")) },
            tx =>
            {
                var row = new
                {
                    kind.Key,
                    seen,
                    template.Id,
                    fields = JsonSerializer.Serialize(fields, MessageJson.Options),
                };
                return seen == 0
                    ? tx.TryInsertAsync(
                        "INSERT INTO automatic_messages (kind, template_id, fields, revision) VALUES (@Key, @Id, @fields, 1)",
                        row,
                        ct
                    )
                    : IsOneAsync(
                        tx.ExecuteAsync(
                            """
                            UPDATE automatic_messages SET template_id = @Id, fields = @fields, revision = revision + 1
                             WHERE kind = @Key AND revision = @seen
                            """,
                            row,
                            ct
                        )
                    );
            },
            now,
            ct
        );

    /// <summary>Has nobody told of it any more.</summary>
    public Task<bool> ClearAsync(Actor by, AutomaticKind kind, long seen, DateTimeOffset now, CancellationToken ct) =>
        ChangeAsync(
            by,
            kind,
            new { template = "不发送" },
            tx =>
                IsOneAsync(
                    tx.ExecuteAsync("DELETE FROM automatic_messages WHERE kind = @Key AND revision = @seen", new { kind.Key, seen }, ct)
                ),
            now,
            ct
        );

    private Task<bool> ChangeAsync(
        Actor by,
        AutomaticKind kind,
        object after,
        Func<Transaction, Task<bool>> change,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        database.TransactAsync(
            async tx =>
            {
                if (!await change(tx))
                {
                    return (false, false);
                }
                await audit.AddAsync(tx, by, new Change("automatic.set", "automatic", 0, kind.Label, After: after), now, ct);
                return (true, true);
            },
            ct
        );

    private static async Task<bool> IsOneAsync(Task<int> changing) => await changing == 1;

    private sealed record Asked
    {
        public required string Kind { get; init; }
        public required string WechatId { get; init; }
        public required bool LongTerm { get; init; }
    }

    private sealed record Row
    {
        public required string Kind { get; init; }
        public required long TemplateId { get; init; }
        public required string Fields { get; init; }
        public required long Revision { get; init; }

        public AutomaticSetting Setting =>
            new(Kind, TemplateId, JsonSerializer.Deserialize<Dictionary<string, string>>(Fields, MessageJson.Options)!, Revision);
    }
}
