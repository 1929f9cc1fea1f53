using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CsrmeWeChat.Foundation.Data;
using WeChat;

namespace CsrmeWeChat.Messages;

/// <summary>
/// Tells one person what happened, in the transaction in which it did: a message of one recipient, which the engine that sends to many
/// sends as it sends all, with its lease, pace, receipts and reasons. Who cannot be reached, or did not ask to be, is not told; what
/// happened stands in the mini program all the same.
/// </summary>
public sealed class AutomaticMessages(IEnumerable<AutomaticKind> kinds, IMiniProgram mini)
{
    /// <summary>Whom the list of messages names as the one who made it.</summary>
    public const string Maker = "系统自动";

    private readonly Dictionary<string, AutomaticKind> kinds = kinds.ToDictionary(kind => kind.Key);

    /// <summary>Does nothing where staff have chosen no template, and where the same was told before.</summary>
    public async Task SendAsync(Transaction tx, AutomaticMessage message, DateTimeOffset now, CancellationToken ct)
    {
        var kind = kinds[message.Kind];
        if (
            await FindAsync(tx, message.Kind, ct) is not { } chosen
            || await FindOpenIdAsync(tx, kind, chosen, message, ct) is not { } openId
        )
        {
            return;
        }
        var dedupe = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{message.Kind}\n{message.Dedupe}")));
        if (!await AddAsync(tx, kind, chosen, message, dedupe, now, ct))
        {
            return;
        }
        await tx.ExecuteAsync(
            """
            INSERT INTO deliveries (campaign_id, recipient, open_id, person_id, state, reason, lease, due_at, attempts, round)
            SELECT c.id, @openId, @openId, @PersonId, 'planned', '', '', @now, 0, 0 FROM campaigns c WHERE c.dedupe = @dedupe
            """,
            new
            {
                openId,
                message.PersonId,
                dedupe,
                now,
            },
            ct
        );
    }

    /// <summary>What a field says: its words replaced, and cut to what WeChat lets stand there.</summary>
    public static string Fill(TemplateField field, string text, IReadOnlyDictionary<string, string> values)
    {
        var filled = values.Aggregate(text, (some, value) => some.Replace($"{{{value.Key}}}", value.Value, StringComparison.Ordinal));
        return FieldKinds.Fit(field, PlainText.Clean(filled));
    }

    private static Task<bool> AddAsync(
        Transaction tx,
        AutomaticKind kind,
        Chosen chosen,
        AutomaticMessage message,
        string dedupe,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var fields = JsonSerializer.Deserialize<Dictionary<string, string>>(chosen.Fields, MessageJson.Options)!;
        var template = JsonSerializer.Deserialize<List<TemplateField>>(chosen.TemplateFields, MessageJson.Options)!;
        var filled = template.ToDictionary(
            field => field.Key,
            field => Fill(field, fields.GetValueOrDefault(field.Key, ""), message.Values)
        );
        return tx.TryInsertAsync(
            """
            INSERT INTO campaigns (dedupe, name, topic, template_id, fields, page, audience, state, why, start_at, worked_at, frozen_to,
                                   done, failed, revision, created_by, created_at, automatic)
            VALUES (@dedupe, @Label, @topic, @TemplateId, @fields, @Page, @audience, 'running', '', @now, @now, 0, 0, 0, 1, @Maker, @now, 1)
            """,
            new
            {
                dedupe,
                kind.Label,
                topic = kind.Topic.Key,
                chosen.TemplateId,
                fields = JsonSerializer.Serialize(filled, MessageJson.Options),
                message.Page,
                audience = JsonSerializer.Serialize(Audience.All, MessageJson.Options),
                Maker,
                now,
            },
            ct
        );
    }

    private static Task<Chosen?> FindAsync(Transaction tx, string kind, CancellationToken ct) =>
        tx.FindAsync<Chosen>(
            """
            SELECT a.template_id, a.fields, t.channel, t.wechat_id, t.fields AS template_fields
              FROM automatic_messages a JOIN message_templates t ON t.id = a.template_id WHERE a.kind = @kind
            """,
            new { kind },
            ct
        );

    /// <summary>Null where the person has none in that account, declines the topic, or has never accepted the template.</summary>
    private Task<string?> FindOpenIdAsync(Transaction tx, AutomaticKind kind, Chosen chosen, AutomaticMessage message, CancellationToken ct)
    {
        const string MiniProgram = """
            SELECT o.open_id FROM openids o
             WHERE o.person_id = @PersonId AND CONCAT(o.app_id, '') = @app AND {0}
             ORDER BY o.created_at DESC, o.open_id LIMIT 1
            """;
        const string Account = """
            SELECT o.open_id FROM unionids u JOIN followers o ON o.union_id = u.union_id AND o.follows = 1
             WHERE u.person_id = @PersonId AND {0}
             ORDER BY o.id DESC LIMIT 1
            """;
        const string MayBeTold = """
            NOT EXISTS (SELECT 1 FROM message_choices x WHERE x.person_id = @PersonId AND x.topic = @topic)
              AND (@needsCredit = 0 OR EXISTS (SELECT 1 FROM subscription_credits s
                                                WHERE s.channel = @channel AND s.open_id = o.open_id AND s.wechat_id = @WechatId))
            """;
        return tx.FindAsync<string>(
            (chosen.Channel is MessageChannel.Mini ? MiniProgram : Account).Replace("{0}", MayBeTold, StringComparison.Ordinal),
            new
            {
                message.PersonId,
                app = mini.AppId,
                topic = kind.Topic.Key,
                channel = chosen.Channel.Key,
                needsCredit = chosen.Channel.NeedsCredit ? 1 : 0,
                chosen.WechatId,
            },
            ct
        );
    }

    private sealed record Chosen
    {
        public required long TemplateId { get; init; }
        public required string Fields { get; init; }
        public required MessageChannel Channel { get; init; }
        public required string WechatId { get; init; }
        public required string TemplateFields { get; init; }
    }
}
