using System.Text.Json;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Messages;

/// <summary>A message as the audit trail shows it: what a secretary calls things, and not their numbers.</summary>
internal static class CampaignAudit
{
    public static async Task<object> OfAsync(Sql sql, CampaignDraft draft, CancellationToken ct)
    {
        var template = await sql.FindAsync<Template>(
            "SELECT name, fields FROM message_templates WHERE id = @TemplateId",
            new { draft.TemplateId },
            ct
        );
        var labels = JsonSerializer
            .Deserialize<List<TemplateField>>(template!.Fields, MessageJson.Options)!
            .ToDictionary(field => field.Key, field => field.Label);
        return new
        {
            title = draft.Name,
            topic = draft.Topic.Label,
            template = template.Name,
            fields = draft.Values.Select(value => $"{labels.GetValueOrDefault(value.Key, value.Key)} {value.Value}"),
            draft.Page,
            branches = await NamesAsync(sql, "SELECT name FROM branches WHERE id IN @ids ORDER BY id", draft.To.Branches, ct),
            levels = await NamesAsync(sql, "SELECT name FROM levels WHERE id IN @ids ORDER BY id", draft.To.Levels, ct),
            tags = draft.To.Tags,
            numbers = draft.To.Numbers,
            benefit = draft.To.BenefitId is { } benefit
                ? await sql.FindAsync<string>("SELECT title FROM benefits WHERE id = @benefit", new { benefit }, ct)
                : null,
        };
    }

    private static async Task<IReadOnlyList<string>> NamesAsync(Sql sql, string select, IReadOnlyList<long> ids, CancellationToken ct) =>
        ids.Count == 0 ? [] : await sql.ListAsync<string>(select, new { ids }, ct);

    private sealed record Template
    {
        public required string Name { get; init; }
        public required string Fields { get; init; }
    }
}
