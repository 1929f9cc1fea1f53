using System.Text.Json;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Messages;

/// <summary>Campaigns as they are written, started and stopped.</summary>
public sealed class CampaignStore(Database database, AuditTrail trail)
{
    private const string Columns = """
        SELECT c.id, c.name, c.topic, c.template_id, t.name AS template_name, t.channel, t.wechat_id, t.long_term, t.fields AS template_fields, c.fields, c.page, c.audience,
               c.state, c.why, c.start_at, c.frozen_to, c.version, c.created_by, c.created_at, c.ended_at
          FROM campaigns c JOIN message_templates t ON t.id = c.template_id
        """;

    private const int Slice = 500;

    public Task<Campaign?> FindAsync(long id, CancellationToken ct) =>
        database.FindAsync<Campaign>($"{Columns} WHERE c.id = @id", new { id }, ct);

    /// <param name="dedupe">That it was made with.</param>
    public Task<Campaign?> FindMadeAsync(string dedupe, CancellationToken ct) =>
        database.FindAsync<Campaign>($"{Columns} WHERE c.dedupe = @dedupe", new { dedupe }, ct);

    /// <summary>What it can be sorted by.</summary>
    public static readonly IReadOnlyDictionary<string, string> Sortable = new Dictionary<string, string>
    {
        ["id"] = "c.id",
        ["name"] = "c.name, c.id",
        ["start"] = "c.start_at, c.id",
        ["ended"] = "c.ended_at, c.id",
    };

    public Task<IReadOnlyList<Campaign>> ListAsync(
        string q,
        CampaignState? state,
        string orderSql,
        int skip,
        int limit,
        CancellationToken ct
    ) =>
        database.ListAsync<Campaign>(
            $"{Columns} WHERE (@q = '' OR {Sql.Has("c.name", "@q")}) AND (@state IS NULL OR c.state = @state) ORDER BY {orderSql} LIMIT @limit OFFSET @skip",
            new
            {
                q,
                state = state?.Word,
                skip,
                limit,
            },
            ct
        );

    /// <summary>Those that may send now, the oldest first.</summary>
    public Task<IReadOnlyList<Campaign>> ListDueAsync(DateTimeOffset now, CancellationToken ct) =>
        database.ListAsync<Campaign>(
            $"{Columns} WHERE c.state = 'running' AND (c.start_at IS NULL OR c.start_at <= @now) ORDER BY c.id",
            new { now },
            ct
        );

    public Task<IReadOnlyList<Campaign>> ListFreezingAsync(CancellationToken ct) =>
        database.ListAsync<Campaign>($"{Columns} WHERE c.state = 'freezing' ORDER BY c.id", ct: ct);

    /// <param name="dedupe">Names what causes the message, so that it is made once: event-12-reminder. At most 64 characters.</param>
    /// <returns>Null where it was made before.</returns>
    public Task<long?> TryAddAsync(Actor by, string dedupe, CampaignDraft draft, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                if (
                    !await tx.TryInsertAsync(
                        """
                        INSERT INTO campaigns (dedupe, name, topic, template_id, fields, page, audience, state, why, frozen_to, done, failed, version, created_by, created_at)
                        VALUES (@dedupe, @Name, @topic, @TemplateId, @fields, @Page, @audience, 'draft', '', 0, 0, 0, 1, @by, @now)
                        """,
                        new
                        {
                            dedupe,
                            draft.Name,
                            topic = draft.Topic.Word,
                            draft.TemplateId,
                            fields = Json(draft.Values),
                            draft.Page,
                            audience = Json(draft.To),
                            by = by.Name,
                            now,
                        },
                        ct
                    )
                )
                {
                    return (false, (long?)null);
                }
                var id = await tx.FindAsync<long>("SELECT id FROM campaigns WHERE dedupe = @dedupe", new { dedupe }, ct);
                await trail.AddAsync(tx, by, new Change("campaign.add", "campaign", id, draft.Name, After: Told(draft)), now, ct);
                return (true, (long?)id);
            },
            ct
        );

    /// <summary>False where it was edited meanwhile, or is no longer a draft.</summary>
    public Task<bool> EditAsync(Actor by, Campaign seen, CampaignDraft draft, DateTimeOffset now, CancellationToken ct) =>
        ChangeAsync(
            by,
            seen,
            "campaign.edit",
            """
            UPDATE campaigns SET name = @Name, topic = @topic, template_id = @TemplateId, fields = @fields, page = @Page, audience = @audience, version = version + 1
             WHERE id = @Id AND version = @Version AND state = 'draft'
            """,
            new
            {
                seen.Id,
                seen.Version,
                draft.Name,
                topic = draft.Topic.Word,
                draft.TemplateId,
                fields = Json(draft.Values),
                draft.Page,
                audience = Json(draft.To),
            },
            Told(seen.Draft),
            Told(draft),
            now,
            ct
        );

    /// <summary>Has the recipients written down. What is sent, and to whom, stands from here on.</summary>
    public Task<bool> FreezeAsync(Actor by, Campaign seen, DateTimeOffset now, CancellationToken ct) =>
        MoveAsync(by, seen, "campaign.freeze", "state = 'freezing', frozen_to = 0, why = ''", ["draft"], null, now, ct);

    /// <summary>Back to a draft; the recipients are forgotten. Those that a kill leaves here go before others are written down.</summary>
    public async Task<bool> ThawAsync(Actor by, Campaign seen, DateTimeOffset now, CancellationToken ct)
    {
        if (!await MoveAsync(by, seen, "campaign.thaw", "state = 'draft'", ["freezing", "frozen"], null, now, ct))
        {
            return false;
        }
        while (
            await database.ExecuteAsync(
                """
                DELETE FROM deliveries WHERE id IN (SELECT id FROM (SELECT d.id FROM deliveries d JOIN campaigns c ON c.id = d.campaign_id
                 WHERE d.campaign_id = @Id AND c.state = 'draft' LIMIT @Slice) AS some)
                """,
                new { seen.Id, Slice },
                CancellationToken.None
            ) > 0
        ) { }
        return true;
    }

    /// <summary>False where it is no longer as it was seen, or where not one of its recipients can be sent to.</summary>
    /// <param name="at">Null for at once.</param>
    public Task<bool> StartAsync(Actor by, Campaign seen, DateTimeOffset? at, DateTimeOffset now, CancellationToken ct) =>
        MoveAsync(
            by,
            seen,
            "campaign.start",
            "state = 'running', start_at = @at, done = 0, failed = 0, why = ''",
            ["frozen"],
            at,
            now,
            ct,
            " AND version = @Version AND EXISTS (SELECT 1 FROM deliveries d WHERE d.campaign_id = @Id AND d.state = 'planned')"
        );

    public Task<bool> PauseAsync(Actor by, Campaign seen, DateTimeOffset now, CancellationToken ct) =>
        MoveAsync(by, seen, "campaign.pause", "state = 'paused', why = '由工作人员暂停。'", ["running"], null, now, ct);

    public Task<bool> ResumeAsync(Actor by, Campaign seen, DateTimeOffset now, CancellationToken ct) =>
        MoveAsync(by, seen, "campaign.resume", "state = 'running', done = 0, failed = 0, why = ''", ["paused"], null, now, ct);

    /// <summary>What is not yet with a node is never sent.</summary>
    public Task<bool> CancelAsync(Actor by, Campaign seen, DateTimeOffset now, CancellationToken ct) =>
        MoveAsync(
            by,
            seen,
            "campaign.cancel",
            "state = 'cancelled', ended_at = @now",
            ["freezing", "frozen", "running", "paused"],
            null,
            now,
            ct
        );

    /// <summary>Plans the failed ones anew: those of which it is known that nothing went out. One that is paused stays so, with all that it has still to send.</summary>
    public Task<int> RetryAsync(Actor by, Campaign seen, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                if (
                    await tx.ExecuteAsync(
                        """
                        UPDATE campaigns SET state = CASE state WHEN 'paused' THEN 'paused' ELSE 'running' END, done = 0, failed = 0, ended_at = NULL, version = version + 1
                         WHERE id = @Id AND state IN ('running', 'paused', 'done')
                        """,
                        new { seen.Id },
                        ct
                    ) == 0
                )
                {
                    return (false, 0);
                }
                var again = await tx.ExecuteAsync(
                    """
                    UPDATE deliveries SET state = 'planned', reason = '', round = round + 1, attempts = 0, tried_at = NULL, ended_at = NULL, message_id = NULL, due_at = @now
                     WHERE campaign_id = @Id AND state = 'failed'
                    """,
                    new { seen.Id, now },
                    ct
                );
                if (again > 0)
                {
                    await trail.AddAsync(
                        tx,
                        by,
                        new Change("campaign.retry", "campaign", seen.Id, seen.Name, After: new { count = again }),
                        now,
                        ct
                    );
                }
                return (again > 0, again);
            },
            ct
        );

    internal async Task<bool> IsRunningAsync(Transaction tx, long id, DateTimeOffset now, CancellationToken ct) =>
        await tx.FindAsync<int>(
            "SELECT 1 FROM campaigns WHERE id = @id AND state = 'running' AND (start_at IS NULL OR start_at <= @now)",
            new { id, now },
            ct
        ) == 1;

    internal async Task CountAsync(Transaction tx, long id, int done, int failed, int judged, int mostFailed, CancellationToken ct)
    {
        await tx.ExecuteAsync(
            "UPDATE campaigns SET done = done + @done, failed = failed + @failed WHERE id = @id",
            new
            {
                id,
                done,
                failed,
            },
            ct
        );
        await tx.ExecuteAsync(
            """
            UPDATE campaigns SET state = 'paused', version = version + 1, why = @why
             WHERE id = @id AND state = 'running' AND done >= @judged AND failed * 100 > done * @mostFailed
            """,
            new
            {
                id,
                judged,
                mostFailed,
                why = $"没有办成的超过了 {mostFailed}%，已自动暂停。请看收件人的原因，处理后再继续。",
            },
            ct
        );
    }

    internal Task<int> EndAsync(Transaction tx, long id, DateTimeOffset now, CancellationToken ct) =>
        tx.ExecuteAsync(
            """
            UPDATE campaigns SET state = 'done', ended_at = @now, version = version + 1
             WHERE id = @id AND state = 'running' AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.campaign_id = @id AND d.state IN ('planned', 'leased'))
            """,
            new { id, now },
            ct
        );

    /// <summary>Something of it turned out not to be sent yet.</summary>
    internal Task<int> ReopenAsync(Transaction tx, long id, CancellationToken ct) =>
        tx.ExecuteAsync(
            "UPDATE campaigns SET state = 'running', ended_at = NULL, version = version + 1 WHERE id = @id AND state = 'done'",
            new { id },
            ct
        );

    /// <summary>Stops by itself what WeChat does not let go on.</summary>
    internal Task<int> StopAsync(long id, string why, CancellationToken ct) =>
        database.ExecuteAsync(
            "UPDATE campaigns SET state = 'paused', why = @why, version = version + 1 WHERE id = @id AND state = 'running'",
            new { id, why },
            ct
        );

    private Task<bool> MoveAsync(
        Actor by,
        Campaign seen,
        string action,
        string set,
        string[] from,
        DateTimeOffset? at,
        DateTimeOffset now,
        CancellationToken ct,
        string and = ""
    ) =>
        ChangeAsync(
            by,
            seen,
            action,
            $"UPDATE campaigns SET {set}, version = version + 1 WHERE id = @Id AND state IN @from{and}",
            new
            {
                seen.Id,
                seen.Version,
                from,
                at,
                now,
            },
            null,
            at is null ? null : new { startAt = at },
            now,
            ct
        );

    private Task<bool> ChangeAsync(
        Actor by,
        Campaign seen,
        string action,
        string update,
        object args,
        object? before,
        object? after,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        database.TransactAsync(
            async tx =>
            {
                if (await tx.ExecuteAsync(update, args, ct) != 1)
                {
                    return (false, false);
                }
                await trail.AddAsync(tx, by, new Change(action, "campaign", seen.Id, seen.Name, before, after), now, ct);
                return (true, true);
            },
            ct
        );

    private static object Told(CampaignDraft draft) =>
        new
        {
            title = draft.Name,
            topic = draft.Topic.Text,
            template = draft.TemplateId,
            fields = draft.Values.Select(value => $"{value.Key} {value.Value}"),
            draft.Page,
            branches = draft.To.Branches,
            levels = draft.To.Levels,
            tags = draft.To.Tags,
            numbers = draft.To.Numbers,
            benefit = draft.To.BenefitId,
        };

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, PushJson.Options);
}
