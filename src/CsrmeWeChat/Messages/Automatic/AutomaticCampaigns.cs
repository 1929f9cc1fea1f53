using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Messages;

/// <summary>The rows that stand behind what people are told by itself.</summary>
internal static class AutomaticCampaigns
{
    /// <summary>Whom the list of messages names as the one who made it.</summary>
    private const string Maker = "系统自动";

    public static string KeyOf(string kind, string dedupe) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{kind}\n{dedupe}")));

    /// <summary>Null where staff have chosen no template.</summary>
    public static Task<ChosenTemplate?> FindAsync(Sql sql, string kind, CancellationToken ct) =>
        sql.FindAsync<ChosenTemplate>(
            """
            SELECT a.template_id, a.fields, t.channel, t.wechat_id, t.long_term, t.fields AS template_fields
              FROM automatic_messages a JOIN message_templates t ON t.id = a.template_id WHERE a.kind = @kind
            """,
            new { kind },
            ct
        );

    /// <summary>False where the same was told before.</summary>
    public static Task<bool> AddAsync(
        Transaction tx,
        AutomaticKind kind,
        ChosenTemplate chosen,
        AutomaticText text,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        tx.TryInsertAsync(
            """
            INSERT INTO campaigns (dedupe, name, topic, template_id, fields, page, audience, state, why, start_at, worked_at, frozen_to,
                                   done, failed, revision, created_by, created_at, automatic, useful_until)
            VALUES (@Dedupe, @Label, @topic, @TemplateId, @fields, @Page, @audience, 'running', '', @now, @now, 0, 0, 0, 1, @Maker, @now,
                    1, @UsefulUntil)
            """,
            new
            {
                text.Dedupe,
                kind.Label,
                topic = kind.Topic.Key,
                chosen.TemplateId,
                fields = JsonSerializer.Serialize(chosen.Filled(text.Values), MessageJson.Options),
                text.Page,
                audience = JsonSerializer.Serialize(Audience.All, MessageJson.Options),
                Maker,
                now,
                text.UsefulUntil,
            },
            ct
        );
}

/// <param name="Dedupe">The key under which it is told once.</param>
/// <param name="UsefulUntil">What was not sent by then is not sent; null for always.</param>
internal sealed record AutomaticText(
    string Dedupe,
    string Page,
    IReadOnlyDictionary<string, string> Values,
    DateTimeOffset? UsefulUntil = null
);

/// <summary>The template that staff chose for a kind, and what stands in its fields.</summary>
public sealed record ChosenTemplate
{
    public required long TemplateId { get; init; }
    public required string Fields { get; init; }
    public required MessageChannel Channel { get; init; }
    public required string WechatId { get; init; }
    public required bool LongTerm { get; init; }
    public required string TemplateFields { get; init; }

    /// <summary>Whether each message takes one of the acceptances that its recipient gave.</summary>
    public bool SpendsCredits => Channel.NeedsCredit && !LongTerm;

    /// <summary>What each field says: its words replaced, and cut to what WeChat lets stand there.</summary>
    public IReadOnlyDictionary<string, string> Filled(IReadOnlyDictionary<string, string> values)
    {
        var texts = JsonSerializer.Deserialize<Dictionary<string, string>>(Fields, MessageJson.Options)!;
        return JsonSerializer
            .Deserialize<List<TemplateField>>(TemplateFields, MessageJson.Options)!
            .ToDictionary(field => field.Key, field => Fill(field, texts.GetValueOrDefault(field.Key, ""), values));
    }

    public static string Fill(TemplateField field, string text, IReadOnlyDictionary<string, string> values)
    {
        var filled = values.Aggregate(text, (some, value) => some.Replace($"{{{value.Key}}}", value.Value, StringComparison.Ordinal));
        return FieldKinds.Fit(field, PlainText.Clean(filled));
    }
}
