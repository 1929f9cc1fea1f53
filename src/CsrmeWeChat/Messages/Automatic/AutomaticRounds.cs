using CsrmeWeChat.Foundation.Data;
using WeChat;

namespace CsrmeWeChat.Messages;

/// <summary>
/// Tells many people the same by itself, such as when something begins: one message, whose recipients are added a slice at a time, each in
/// the caller's transaction. Who is not sent to stands there with the reason, as in the messages that staff write.
/// </summary>
public sealed class AutomaticRounds(IEnumerable<AutomaticKind> kinds, IMiniProgram mini)
{
    private readonly Dictionary<string, AutomaticKind> kinds = kinds.ToDictionary(kind => kind.Key);

    /// <returns>The message's id, the same when it is begun again; null where staff have chosen no template.</returns>
    public async Task<long?> BeginAsync(Transaction tx, AutomaticRound round, DateTimeOffset now, CancellationToken ct)
    {
        if (await AutomaticCampaigns.FindAsync(tx, round.Kind, ct) is not { } chosen)
        {
            return null;
        }
        var dedupe = AutomaticCampaigns.KeyOf(round.Kind, round.Dedupe);
        if (await FindAsync(tx, dedupe, ct) is { } begun)
        {
            return begun;
        }
        var text = new AutomaticText(dedupe, round.Page, round.Values, round.UsefulUntil);
        await AutomaticCampaigns.AddAsync(tx, kinds[round.Kind], chosen, text, now, ct);
        return await FindAsync(tx, dedupe, ct);
    }

    private static Task<long?> FindAsync(Transaction tx, string dedupe, CancellationToken ct) =>
        tx.FindAsync<long?>("SELECT id FROM campaigns WHERE dedupe = @dedupe", new { dedupe }, ct);

    /// <summary>Adds recipients who are none yet. Does nothing where the message was cancelled.</summary>
    public async Task AddAsync(
        Transaction tx,
        string kind,
        long campaignId,
        IReadOnlyList<RoundRecipient> recipients,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        if (await FindOpenAsync(tx, campaignId, ct) is not { } template)
        {
            return;
        }
        var there = (await ListPeopleAsync(tx, campaignId, recipients, ct)).ToHashSet();
        var reached = await ReachAsync(tx, kinds[kind].Topic, template, [.. recipients.Where(one => !there.Contains(one.PersonId))], ct);
        await tx.InsertManyAsync(
            """
            INSERT INTO deliveries (campaign_id, recipient, open_id, person_id, state, reason, lease, due_at, attempts, round)
            """,
            [
                .. reached.Select(one =>
                    new object?[]
                    {
                        campaignId,
                        one.OpenId ?? $"person:{one.PersonId}",
                        one.OpenId ?? "",
                        one.PersonId,
                        one.IsSendable ? DeliveryState.Planned.Key : DeliveryState.Skipped.Key,
                        one.Reason,
                        "",
                        now,
                        0,
                        0,
                    }
                ),
            ],
            ct
        );
        if (reached.Any(one => one.IsSendable))
        {
            // An earlier slice may have been sent already, and the message been taken for done.
            await tx.ExecuteAsync(
                "UPDATE campaigns SET state = 'running', worked_at = @now, ended_at = NULL WHERE id = @campaignId AND state = 'done'",
                new { campaignId, now },
                ct
            );
        }
    }

    /// <summary>What would become of each recipient if it were told now; empty where staff have chosen no template.</summary>
    public async Task<IReadOnlyList<Reached>> ForecastAsync(
        Sql sql,
        string kind,
        IReadOnlyList<RoundRecipient> recipients,
        CancellationToken ct
    ) =>
        await AutomaticCampaigns.FindAsync(sql, kind, ct) is { } chosen
            ? await ReachAsync(sql, kinds[kind].Topic, chosen, recipients, ct)
            : [];

    /// <summary>Who of these people was sent one of the messages, or may have been.</summary>
    public static Task<IReadOnlyList<long>> ListToldAsync(
        Sql sql,
        IReadOnlyCollection<long> campaignIds,
        IReadOnlyCollection<long> personIds,
        CancellationToken ct
    ) =>
        sql.ListAsync<long>(
            """
            SELECT DISTINCT person_id FROM deliveries
             WHERE campaign_id IN {=campaignIds} AND person_id IN {=personIds}
               AND state IN ('leased', 'sent', 'confirmed', 'unknown')
            """,
            new { campaignIds, personIds },
            ct
        );

    /// <summary>What no node has leased yet is never sent.</summary>
    public static Task StopAsync(Transaction tx, IReadOnlyCollection<long> campaignIds, DateTimeOffset now, CancellationToken ct) =>
        tx.ExecuteAsync(
            """
            UPDATE campaigns SET state = 'cancelled', ended_at = @now, revision = revision + 1
             WHERE id IN {=campaignIds} AND automatic = 1 AND state IN ('running', 'paused')
            """,
            new { campaignIds, now },
            ct
        );

    /// <summary>These people are not told any more, unless a node is sending to them at this moment.</summary>
    public static Task LeaveOutAsync(
        Transaction tx,
        IReadOnlyCollection<long> campaignIds,
        IReadOnlyCollection<long> personIds,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        tx.ExecuteAsync(
            """
            UPDATE deliveries SET state = 'skipped', reason = @reason, ended_at = @now
             WHERE campaign_id IN {=campaignIds} AND person_id IN {=personIds} AND state = 'planned'
            """,
            new
            {
                campaignIds,
                personIds,
                reason = Reasons.Withdrawn,
                now,
            },
            ct
        );

    private static Task<ChosenTemplate?> FindOpenAsync(Transaction tx, long campaignId, CancellationToken ct) =>
        tx.FindAsync<ChosenTemplate>(
            """
            SELECT c.template_id, c.fields, t.channel, t.wechat_id, t.long_term, t.fields AS template_fields
              FROM campaigns c JOIN message_templates t ON t.id = c.template_id
             WHERE c.id = @campaignId AND c.state IN ('running', 'paused', 'done')
            """,
            new { campaignId },
            ct
        );

    private static Task<IReadOnlyList<long>> ListPeopleAsync(
        Transaction tx,
        long campaignId,
        IReadOnlyList<RoundRecipient> recipients,
        CancellationToken ct
    ) =>
        tx.ListAsync<long>(
            "SELECT person_id FROM deliveries WHERE campaign_id = @campaignId AND person_id IN {=ids}",
            new { campaignId, ids = recipients.Select(one => one.PersonId) },
            ct
        );

    private async Task<IReadOnlyList<Reached>> ReachAsync(
        Sql sql,
        Topic topic,
        ChosenTemplate chosen,
        IReadOnlyList<RoundRecipient> recipients,
        CancellationToken ct
    )
    {
        if (recipients.Count == 0)
        {
            return [];
        }
        var found = await sql.ListAsync<Reach>(
            $$"""
            SELECT p.id AS person_id, a.open_id, s.credits, CASE WHEN x.person_id IS NULL THEN 0 ELSE 1 END AS declines,
                   {{(chosen.SpendsCredits ? Pending : "0")}} AS pending
              FROM people p
              {{Recipients.UsersOf(chosen.Channel, "p.id")}}
              LEFT JOIN message_choices x ON x.person_id = p.id AND x.topic = @topic
              {{Recipients.Credits}}
             WHERE p.id IN {=ids}
             ORDER BY p.id
            """,
            new
            {
                ids = recipients.Select(one => one.PersonId),
                topic = topic.Key,
                mini = mini.AppId,
                channel = chosen.Channel.Key,
                chosen.WechatId,
                chosen.TemplateId,
            },
            ct
        );
        var sharing = await ListSharingAsync(sql, chosen, ct);
        var saves = recipients.Where(one => one.SavesLastFor.Any(sharing.Contains)).Select(one => one.PersonId).ToHashSet();
        return [.. found.Select(one => one.Decide(chosen, saves.Contains(one.PersonId)))];
    }

    /// <summary>The kinds that spend the same acceptances, for they are told by the same template.</summary>
    private static async Task<HashSet<string>> ListSharingAsync(Sql sql, ChosenTemplate chosen, CancellationToken ct) =>
        [
            .. await sql.ListAsync<string>(
                "SELECT kind FROM automatic_messages WHERE template_id = @TemplateId",
                new { chosen.TemplateId },
                ct
            ),
        ];

    /// <summary>What was written to the person by the template already, and will spend an acceptance when it goes out.</summary>
    private const string Pending = """
        (SELECT COUNT(*) FROM deliveries d
          WHERE d.open_id = a.open_id AND d.state IN ('planned', 'leased')
            AND (SELECT CASE WHEN c.template_id = @TemplateId AND c.state IN ('running', 'paused') THEN 1 ELSE 0 END
                   FROM campaigns c WHERE c.id = d.campaign_id) = 1)
        """;

    private sealed record Reach
    {
        public required long PersonId { get; init; }
        public string? OpenId { get; init; }
        public int? Credits { get; init; }
        public required bool Declines { get; init; }
        public required int Pending { get; init; }

        public Reached Decide(ChosenTemplate chosen, bool saves)
        {
            var left = (Credits ?? 0) - Pending;
            var reason =
                OpenId is null ? (chosen.Channel is MessageChannel.Mini ? Reasons.NoWechat : Reasons.NotFollowing)
                : Declines ? Reasons.Declined
                : !chosen.Channel.NeedsCredit ? ""
                : Credits is null ? Reasons.NoCredit
                : chosen.LongTerm ? ""
                : left <= 0 ? Reasons.Perhaps
                : left == 1 && saves ? Reasons.Saved
                : "";
            return new Reached(PersonId, OpenId, reason, IsLast: chosen.SpendsCredits && left == 1);
        }
    }
}

/// <summary>Something that many are told by itself.</summary>
/// <param name="Dedupe">Names it within the kind, so that it is told once.</param>
/// <param name="Page">The page of the mini program that opens; empty for none.</param>
/// <param name="UsefulUntil">What was not sent by then is not sent.</param>
public sealed record AutomaticRound(
    string Kind,
    string Dedupe,
    string Page,
    IReadOnlyDictionary<string, string> Values,
    DateTimeOffset UsefulUntil
);

/// <param name="SavesLastFor">Kinds to which the last acceptance that we know of is left, where they have the same template.</param>
public sealed record RoundRecipient(long PersonId, IReadOnlyCollection<string> SavesLastFor);

/// <summary>What becomes of a recipient.</summary>
/// <param name="Reason">Of <see cref="Reasons"/>; empty where the message is sure to go out.</param>
/// <param name="IsLast">It would take the last acceptance that is known of.</param>
public sealed record Reached(long PersonId, string? OpenId, string Reason, bool IsLast)
{
    public bool IsSendable => Reason is "" or Reasons.Perhaps;
}
