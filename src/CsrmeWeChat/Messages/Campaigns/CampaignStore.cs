using System.Text.Json;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Messages;

/// <summary>Campaigns as they are found and written. What becomes of them stands in <see cref="CampaignStates"/>.</summary>
public sealed class CampaignStore(Database database, AuditTrail audit)
{
    private const string Columns = """
        SELECT c.id, c.name, c.topic, c.template_id, t.name AS template_name, t.channel, t.wechat_id, t.long_term,
               t.fields AS template_fields, c.fields, c.page, c.audience, c.state, c.why, c.start_at, c.frozen_to,
               c.revision, c.created_by, c.created_at, c.ended_at
          FROM campaigns c JOIN message_templates t ON t.id = c.template_id
        """;

    public Task<Campaign?> FindAsync(long id, CancellationToken ct) =>
        database.FindAsync<Campaign>($"{Columns} WHERE c.id = @id", new { id }, ct);

    /// <param name="dedupe">The dedupe key it was created with.</param>
    public Task<Campaign?> FindMadeAsync(string dedupe, CancellationToken ct) =>
        database.FindAsync<Campaign>($"{Columns} WHERE c.dedupe = @dedupe", new { dedupe }, ct);

    /// <summary>The columns by which a list may be sorted.</summary>
    public static readonly IReadOnlyDictionary<string, string> Sortable = new Dictionary<string, string>
    {
        ["id"] = "c.id",
        ["name"] = "c.name, c.id",
        ["start"] = "c.start_at, c.id",
        ["ended"] = "c.ended_at, c.id",
    };

    /// <param name="automatic">Only what the house tells by itself, or only what staff send; null for both.</param>
    public Task<IReadOnlyList<Campaign>> ListAsync(
        string q,
        CampaignState? state,
        bool? automatic,
        string orderSql,
        int skip,
        int limit,
        CancellationToken ct
    )
    {
        var isNamed = Sql.Has("c.name", "@q");
        return database.ListAsync<Campaign>(
            $"""
            {Columns}
             WHERE (@q = '' OR {isNamed}) AND (@state IS NULL OR c.state = @state) AND (@automatic IS NULL OR c.automatic = @automatic)
             ORDER BY {orderSql} LIMIT @limit OFFSET @skip
            """,
            new
            {
                q,
                state = state?.Key,
                automatic = automatic is { } wanted ? (wanted ? 1 : 0) : (int?)null,
                skip,
                limit,
            },
            ct
        );
    }

    /// <summary>Those that may send now, the oldest first.</summary>
    public Task<IReadOnlyList<Campaign>> ListDueAsync(DateTimeOffset now, CancellationToken ct) =>
        database.ListAsync<Campaign>(
            $"""
            {Columns}
             WHERE c.state = 'running' AND (c.start_at IS NULL OR c.start_at <= @now)
             ORDER BY c.id
            """,
            new { now },
            ct
        );

    public Task<IReadOnlyList<Campaign>> ListFreezingAsync(CancellationToken ct) =>
        database.ListAsync<Campaign>($"{Columns} WHERE c.state = 'freezing' ORDER BY c.id", ct: ct);

    /// <param name="dedupe">
    /// Names what causes the message, so that it is created once: event-12-reminder. At most 64 characters.
    /// </param>
    /// <param name="wanted">When it is meant to go out. Nothing goes out by itself for that; who starts it says when.</param>
    /// <returns>Null where it was created before.</returns>
    public Task<long?> TryAddAsync(
        Actor by,
        string dedupe,
        CampaignDraft draft,
        DateTimeOffset now,
        CancellationToken ct,
        DateTimeOffset? wanted = null
    ) =>
        database.TransactAsync(
            async tx =>
            {
                var isNew = await tx.TryInsertAsync(
                    """
                    INSERT INTO campaigns (dedupe, name, topic, template_id, fields, page, audience,
                                           state, why, start_at, frozen_to, done, failed, revision, created_by, created_at)
                    VALUES (@dedupe, @Name, @topic, @TemplateId, @fields, @Page, @audience,
                            'draft', '', @wanted, 0, 0, 0, 1, @by, @now)
                    """,
                    new
                    {
                        dedupe,
                        draft.Name,
                        topic = draft.Topic.Key,
                        draft.TemplateId,
                        fields = Json(draft.Values),
                        draft.Page,
                        audience = Json(draft.To),
                        wanted,
                        by = by.Name,
                        now,
                    },
                    ct
                );
                if (!isNew)
                {
                    return (false, (long?)null);
                }
                var id = await tx.FindAsync<long>("SELECT id FROM campaigns WHERE dedupe = @dedupe", new { dedupe }, ct);
                var after = await CampaignAudit.OfAsync(tx, draft, ct);
                await audit.AddAsync(tx, by, new Change("campaign.add", "campaign", id, draft.Name, After: after), now, ct);
                return (true, (long?)id);
            },
            ct
        );

    public Task<CampaignEdit> EditAsync(Actor by, Campaign seen, CampaignDraft draft, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                var edited = await tx.ExecuteAsync(
                    """
                    UPDATE campaigns
                       SET name = @Name, topic = @topic, template_id = @TemplateId, fields = @fields, page = @Page, audience = @audience,
                           revision = revision + 1
                     WHERE id = @Id AND revision = @Revision AND state = 'draft'
                    """,
                    new
                    {
                        seen.Id,
                        seen.Revision,
                        draft.Name,
                        topic = draft.Topic.Key,
                        draft.TemplateId,
                        fields = Json(draft.Values),
                        draft.Page,
                        audience = Json(draft.To),
                    },
                    ct
                );
                if (edited != 1)
                {
                    var isDraft = await tx.FindAsync<int>(
                        "SELECT 1 FROM campaigns WHERE id = @Id AND state = 'draft'",
                        new { seen.Id },
                        ct
                    );
                    return (false, isDraft == 1 ? CampaignEdit.EditedMeanwhile : CampaignEdit.NoDraft);
                }
                var (before, after) = (await CampaignAudit.OfAsync(tx, seen.Draft, ct), await CampaignAudit.OfAsync(tx, draft, ct));
                await audit.AddAsync(tx, by, new Change("campaign.edit", "campaign", seen.Id, seen.Name, before, after), now, ct);
                return (true, CampaignEdit.Edited);
            },
            ct
        );

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, MessageJson.Options);
}

public enum CampaignEdit
{
    Edited,

    /// <summary>Somebody else edited it after the form was filled.</summary>
    EditedMeanwhile,

    /// <summary>Its recipients are being written down, or are.</summary>
    NoDraft,
}
