using System.Text.Json;
using CsrmeWeChat.Foundation.Data;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Messages;

/// <summary>
/// Hands deliveries out under a lease and writes down what became of them, both in one transaction for many. It begins with the row of the
/// way of sending in push_pace: its lock puts all nodes' leases in order, so that what is read under it is true until written.
/// </summary>
public sealed class DeliveryStore(Database database, CampaignStore campaigns, CreditStore credits, IOptions<PushOptions> options)
{
    /// <summary>Slots are handed out so far ahead: what a killed node held of them is lost to the rate.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromSeconds(0.5);

    private static readonly TimeSpan Farthest = TimeSpan.FromSeconds(10);

    /// <summary>Between two messages to one person, who is sent one at a time (43108).</summary>
    private static readonly TimeSpan Beside = TimeSpan.FromSeconds(2);

    /// <summary>From so many attempts on it is said that too many of them fail.</summary>
    private const int Judged = 50;

    /// <summary>Writes the outcomes and leases as many as may go out. Either may be none.</summary>
    public Task<Exchanged> ExchangeAsync(
        Campaign campaign,
        IReadOnlyList<DeliveryOutcome> outcomes,
        int want,
        string lease,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        database.TransactAsync(
            async tx =>
            {
                await PushPace.LockAsync(tx, campaign.Channel, ct);
                await WriteAsync(tx, campaign, outcomes, lease, now, ct);
                return (true, want == 0 ? new Exchanged([], HasMore: false) : await LeaseAsync(tx, campaign, want, lease, now, ct));
            },
            ct
        );

    /// <summary>
    /// Leases that ran out: their node died, or lost the database. A template message may be repeated while WeChat heeds its client message id;
    /// of anything else nobody knows if it went out.
    /// </summary>
    public async Task<int> SweepAsync(DateTimeOffset now, CancellationToken ct)
    {
        var expired = await database.ListAsync<Expired>(
            """
            SELECT d.id, d.open_id, d.tried_at, t.channel, t.wechat_id, t.long_term
              FROM deliveries d JOIN campaigns c ON c.id = d.campaign_id JOIN message_templates t ON t.id = c.template_id
             WHERE d.state = 'leased' AND d.due_at < @now
             ORDER BY d.id LIMIT 1000
            """,
            new { now },
            ct
        );
        var (again, lost) = (expired.Where(MayRepeat).ToList(), expired.Where(row => !MayRepeat(row)).ToList());
        if (expired.Count > 0)
        {
            await database.TransactAsync(
                async tx =>
                {
                    // A node that is late with an outcome waits, and then finds what became of it here.
                    await PushPace.LockAllAsync(tx, ct);
                    if (again.Count > 0)
                    {
                        await tx.ExecuteAsync(
                            "UPDATE deliveries SET state = 'planned', due_at = @now WHERE id IN {=ids} AND state = 'leased' AND due_at < @now",
                            new { ids = again.Select(row => row.Id), now },
                            ct
                        );
                    }
                    foreach (var row in lost)
                    {
                        if (
                            await tx.ExecuteAsync(
                                "UPDATE deliveries SET state = 'unknown', reason = @waiting, ended_at = @now WHERE id = @Id AND state = 'leased' AND due_at < @now",
                                new
                                {
                                    row.Id,
                                    waiting = Reasons.Waiting,
                                    now,
                                },
                                ct
                            ) == 1
                            && !row.LongTerm
                        )
                        {
                            await credits.SpendAsync(tx, row.Channel, row.WechatId, [row.OpenId], ct);
                        }
                    }
                    return (true, true);
                },
                ct
            );
        }
        return expired.Count;

        bool MayRepeat(Expired row) => ClientIds.MayRepeat(row.Channel, row.TriedAt, now);
    }

    /// <summary>Gives back what stands under this lease and is none of <paramref name="held"/>: leased in a commit whose answer was lost, so nobody sends it.</summary>
    public Task<int> GiveBackAsync(
        Channel channel,
        string lease,
        IReadOnlyCollection<long> held,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        database.TransactAsync(
            async tx =>
            {
                await PushPace.LockAsync(tx, channel, ct);
                var unheld = (
                    await tx.ListAsync<Unheld>(
                        "SELECT id, tried_at, due_at FROM deliveries WHERE state = 'leased' AND lease = @lease",
                        new { lease },
                        ct
                    )
                ).ExceptBy(held, row => row.Id);
                var given = 0;
                // This lease set tried_at where none stood: nobody used it.
                foreach (var some in unheld.ToLookup(row => row.TriedAt == row.DueAt - options.Value.Lease))
                {
                    given += await tx.ExecuteAsync(
                        $$"""
                        UPDATE deliveries SET state = 'planned', due_at = @now{{(
                            some.Key ? ", tried_at = NULL" : ""
                        )}}, attempts = attempts - 1 WHERE id IN {=ids}
                        """,
                        new { ids = some.Select(row => row.Id), now },
                        ct
                    );
                }
                return (true, given);
            },
            ct
        );

    private async Task WriteAsync(
        Transaction tx,
        Campaign campaign,
        IReadOnlyList<DeliveryOutcome> outcomes,
        string lease,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        if (outcomes.Count == 0)
        {
            return;
        }
        // What another took over, or was written in a commit whose answer was lost, is not written, spent or counted again.
        var held = (
            await tx.ListAsync<Held>(
                "SELECT id, state, attempts FROM deliveries WHERE id IN {=ids} AND lease = @lease AND state IN ('leased', 'unknown')",
                new { ids = outcomes.Select(outcome => outcome.Id), lease },
                ct
            )
        ).ToDictionary(row => row.Id);
        outcomes =
        [
            .. outcomes.Where(outcome =>
                held.GetValueOrDefault(outcome.Id) is { } row
                && row.Attempts == outcome.Attempt
                && (row.State is DeliveryState.Leased || outcome.State is not DeliveryState.Unknown)
            ),
        ];
        foreach (
            var group in outcomes.GroupBy(outcome => (outcome.State, outcome.Reason, outcome.Later, outcome.WasTried, outcome.WasSeen))
        )
        {
            var (state, reason, later, wasTried, wasSeen) = group.Key;
            // What was never begun counts as no attempt.
            var untried = $"{(wasSeen ? "" : ", tried_at = NULL")}{(wasTried ? "" : ", attempts = attempts - 1")}";
            // The message ids go as one value: written into the text they would make it new each time, to be compiled and kept.
            await tx.ExecuteAsync(
                $$"""
                UPDATE deliveries SET state = @state, reason = @reason, due_at = @due, ended_at = @ended, message_id = COALESCE(JSON_EXTRACT(@messages, CONCAT('$."', id, '"')), message_id){{untried}}
                 WHERE id IN {=ids}
                """,
                new
                {
                    messages = JsonSerializer.Serialize(
                        group
                            .Where(outcome => outcome.MessageId is not null)
                            .ToDictionary(outcome => outcome.Id, outcome => outcome.MessageId)
                    ),
                    state = state.Word,
                    reason,
                    due = now + later,
                    ended = state is DeliveryState.Planned ? (DateTimeOffset?)null : now,
                    ids = group.Select(outcome => outcome.Id),
                },
                ct
            );
        }
        if (campaign.Channel.NeedsCredit && !campaign.LongTerm)
        {
            // For one that the sweep made unknown it was spent there.
            await credits.SpendAsync(
                tx,
                campaign.Channel,
                campaign.WechatId,
                OpenIds(outcome =>
                    outcome.State is DeliveryState.Sent or DeliveryState.Unknown && held[outcome.Id].State is DeliveryState.Leased
                ),
                ct
            );
        }
        // What the sweep gave up, and its late node knows was not sent: its credit comes back, and what is to be sent again keeps the campaign going.
        var back = outcomes
            .Where(outcome => held[outcome.Id].State is DeliveryState.Unknown && outcome.State is not DeliveryState.Sent)
            .ToList();
        if (campaign.Channel.NeedsCredit && !campaign.LongTerm)
        {
            await credits.GiveBackAsync(
                tx,
                campaign.Channel,
                campaign.WechatId,
                [.. back.Where(outcome => outcome.Reason != Reasons.NoCredit).Select(outcome => outcome.OpenId)],
                ct
            );
        }
        if (back.Any(outcome => outcome.State is DeliveryState.Planned))
        {
            await campaigns.ReopenAsync(tx, campaign.Id, ct);
        }
        if (outcomes.Where(outcome => outcome.Reason == Reasons.NoCredit).ToList() is { Count: > 0 } refused)
        {
            await credits.CloseAsync(
                tx,
                campaign.Channel,
                campaign.WechatId,
                [.. refused.Select(outcome => outcome.OpenId)],
                refused.Min(outcome => outcome.At),
                ct
            );
        }
        var (done, failed) = (outcomes.Count(outcome => outcome.WasTried), outcomes.Count(outcome => outcome.IsFailure));
        if (done > 0)
        {
            await campaigns.CountAsync(tx, campaign.Id, done, failed, Judged, options.Value.MostFailed, ct);
        }

        IReadOnlyList<string> OpenIds(Func<DeliveryOutcome, bool> which) => [.. outcomes.Where(which).Select(outcome => outcome.OpenId)];
    }

    private async Task<Exchanged> LeaseAsync(
        Transaction tx,
        Campaign campaign,
        int want,
        string lease,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var pace = (
            await tx.FindAsync<Pace>(
                "SELECT next_at, paused_until FROM push_pace WHERE channel = @channel",
                new { channel = campaign.Channel.Word },
                ct
            )
        )!;
        // Slots are never taken far ahead: one that is was taken by a node whose clock was wrong.
        var from = pace.NextAt > now && pace.NextAt < now + Farthest ? pace.NextAt : now;
        var slot = TimeSpan.FromSeconds(1.0 / options.Value.PerSecond);
        var most = Math.Min(want, (int)Math.Ceiling((now + Ahead - from) / slot));
        if (most <= 0 || pace.PausedUntil > now || !await campaigns.IsRunningAsync(tx, campaign.Id, now, ct))
        {
            return new Exchanged([], HasMore: false);
        }
        var found = await tx.ListAsync<LeasedDelivery>(
            """
            SELECT d.id, d.open_id, d.attempts, d.round, d.tried_at, m.name AS member_name, m.number AS member_number, s.credits,
                   CASE WHEN x.person_id IS NULL THEN 0 ELSE 1 END AS declines,
                   CASE WHEN EXISTS (SELECT 1 FROM deliveries o WHERE o.open_id = d.open_id AND o.state = 'leased')
                          OR EXISTS (SELECT 1 FROM deliveries o JOIN campaigns c ON c.id = o.campaign_id
                                      WHERE o.open_id = d.open_id AND o.state = 'unknown' AND o.reason = @waiting AND c.template_id = @TemplateId)
                        THEN 1 ELSE 0 END AS is_busy
              FROM deliveries d
              LEFT JOIN members m ON m.id = d.member_id
              LEFT JOIN message_choices x ON x.person_id = d.person_id AND x.topic = @topic
              LEFT JOIN subscription_credits s ON s.channel = @channel AND s.open_id = d.open_id AND s.wechat_id = @WechatId
             WHERE d.campaign_id = @Id AND d.state = 'planned' AND d.due_at <= @now
             ORDER BY d.due_at, d.id LIMIT @most
            """,
            new
            {
                campaign.Id,
                campaign.TemplateId,
                campaign.WechatId,
                waiting = Reasons.Waiting,
                topic = campaign.Topic.Word,
                channel = campaign.Channel.Word,
                now,
                most,
            },
            ct
        );
        var leases = found.ToLookup(row =>
            row switch
            {
                { Declines: true } => Reasons.Declined,
                { Credits: null or 0 } when campaign.Channel.NeedsCredit && !campaign.LongTerm => Reasons.NoCredit,
                { IsBusy: true } => Reasons.Busy,
                _ => "",
            }
        );
        foreach (var skipped in leases.Where(group => group.Key is Reasons.Declined or Reasons.NoCredit))
        {
            await tx.ExecuteAsync(
                "UPDATE deliveries SET state = 'skipped', reason = @reason, ended_at = @now WHERE id IN {=ids}",
                new
                {
                    reason = skipped.Key,
                    now,
                    ids = skipped.Select(row => row.Id),
                },
                ct
            );
        }
        if (leases[Reasons.Busy].Any())
        {
            await tx.ExecuteAsync(
                "UPDATE deliveries SET due_at = @due WHERE id IN {=ids}",
                new { due = now + Beside, ids = leases[Reasons.Busy].Select(row => row.Id) },
                ct
            );
        }
        IReadOnlyList<LeasedDelivery> leased =
        [
            .. leases[""].Select((row, i) => row with { NotBefore = from + (slot * i), Until = now + options.Value.Lease }),
        ];
        if (leased.Count > 0)
        {
            await tx.ExecuteAsync(
                "UPDATE deliveries SET state = 'leased', lease = @lease, due_at = @until, tried_at = COALESCE(tried_at, @now), attempts = attempts + 1 WHERE id IN {=ids}",
                new
                {
                    lease,
                    until = now + options.Value.Lease,
                    now,
                    ids = leased.Select(row => row.Id),
                },
                ct
            );
            await tx.ExecuteAsync(
                "UPDATE push_pace SET next_at = @next WHERE channel = @channel",
                new { channel = campaign.Channel.Word, next = from + (slot * leased.Count) },
                ct
            );
        }
        else if (found.Count == 0)
        {
            await campaigns.EndAsync(tx, campaign.Id, now, ct);
        }
        return new Exchanged(leased, HasMore: found.Count > 0);
    }

    private sealed record Unheld
    {
        public required long Id { get; init; }
        public DateTimeOffset? TriedAt { get; init; }
        public required DateTimeOffset DueAt { get; init; }
    }

    private sealed record Pace
    {
        public required DateTimeOffset NextAt { get; init; }
        public DateTimeOffset? PausedUntil { get; init; }
    }

    private sealed record Held
    {
        public required long Id { get; init; }
        public required DeliveryState State { get; init; }
        public required int Attempts { get; init; }
    }

    private sealed record Expired
    {
        public required long Id { get; init; }
        public required string OpenId { get; init; }
        public DateTimeOffset? TriedAt { get; init; }
        public required Channel Channel { get; init; }
        public required string WechatId { get; init; }
        public required bool LongTerm { get; init; }
    }
}
