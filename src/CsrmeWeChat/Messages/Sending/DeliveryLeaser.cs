using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.WeChatCalls;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Messages;

/// <summary>Hands deliveries out to the nodes, each under a lease and with a slot in the rate that all nodes share.</summary>
public sealed class DeliveryLeaser(
    Database database,
    CampaignStates campaigns,
    OutcomeRecorder recorder,
    SendingHours hours,
    IOptions<MessageOptions> options
)
{
    /// <summary>How often it is written that a campaign goes on: far more often than it would be late.</summary>
    private static readonly TimeSpan GoingOnInterval = TimeSpan.FromSeconds(30);

    /// <summary>How far ahead slots are given away. The rate loses those that a killed node held.</summary>
    private static readonly TimeSpan SlotLookahead = TimeSpan.FromSeconds(0.5);

    /// <summary>A next slot further away than this was written by a node whose clock was wrong, and is ignored.</summary>
    private static readonly TimeSpan MaxSlotLead = TimeSpan.FromSeconds(10);

    /// <summary>A person is sent one message at a time (WeChat answers 43108 otherwise); the next one waits this long.</summary>
    private static readonly TimeSpan PerRecipientDelay = TimeSpan.FromSeconds(2);

    /// <summary>Records outcomes and leases the next batch in one transaction. Either may be empty.</summary>
    public Task<LeasedBatch> RecordAndLeaseAsync(
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
                await MessagePace.LockAsync(tx, campaign.Channel, ct);
                await recorder.RecordAsync(tx, campaign, outcomes, lease, now, ct);
                return (true, want == 0 ? LeasedBatch.None : await LeaseAsync(tx, campaign, want, lease, now, ct));
            },
            ct
        );

    private async Task<LeasedBatch> LeaseAsync(
        Transaction tx,
        Campaign campaign,
        int want,
        string lease,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var pace = await MessagePace.ReadAsync(tx, campaign.Channel, ct);
        var from = pace.NextAt > now && pace.NextAt < now + MaxSlotLead ? pace.NextAt : now;
        var slot = TimeSpan.FromSeconds(1.0 / options.Value.PerSecond);
        var limit = Math.Min(want, (int)Math.Ceiling((now + SlotLookahead - from) / slot));
        if (await OutgoingHold.FindAsync(tx, ct) is not null)
        {
            return LeasedBatch.None;
        }
        if (!await MayGoOnAsync(tx, campaign, pace, now, ct) || limit <= 0 || pace.PausedUntil > now)
        {
            return LeasedBatch.None;
        }
        var due = await ListDueAsync(tx, campaign, limit, now, ct);
        if (due.Count == 0)
        {
            await campaigns.EndAsync(tx, campaign.Id, now, ct);
            return LeasedBatch.None;
        }
        var sendable = await SetAsideAsync(tx, campaign, due, now, ct);
        if (sendable.Count > 0)
        {
            await DeliveryStates.LeaseAsync(tx, sendable.Select(row => row.Id), lease, now + options.Value.Lease, now, ct);
            await MessagePace.AdvanceAsync(tx, campaign.Channel, from + (slot * sendable.Count), ct);
        }
        return new LeasedBatch(
            [.. sendable.Select((row, i) => row with { NotBefore = from + (slot * i), Until = now + options.Value.Lease })],
            HasMore: true
        );
    }

    /// <summary>
    /// Whether the campaign may send. Here, right before a lease, it is held where it is late or the day's quota is spent, whatever kept
    /// it waiting: a host that was down, a channel's pause, other campaigns.
    /// </summary>
    private async Task<bool> MayGoOnAsync(
        Transaction tx,
        Campaign campaign,
        MessagePace.Pace pace,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        if (await CampaignStates.FindWorkedAtAsync(tx, campaign.Id, now, ct) is not { } workedAt)
        {
            return false;
        }
        var why = pace.ForDay && pace.PausedUntil > now ? ChannelPauses.QuotaSpent : hours.WhyHeld(workedAt, now);
        if (why is not null)
        {
            await CampaignStates.HoldAsync(tx, campaign.Id, why, now, ct);
            return false;
        }
        if (now - workedAt > GoingOnInterval)
        {
            await CampaignStates.GoOnAsync(tx, campaign.Id, now, ct);
        }
        return true;
    }

    /// <remarks>
    /// What a delivery depends on is asked of each row by scalar subqueries and outer joins, which leave the optimizer one order of the
    /// tables: it begins with the campaign's own due rows. With EXISTS and inner joins it began elsewhere on some days.
    /// </remarks>
    private static Task<IReadOnlyList<LeasedDelivery>> ListDueAsync(
        Transaction tx,
        Campaign campaign,
        int limit,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        tx.ListAsync<LeasedDelivery>(
            """
            SELECT d.id, d.open_id, d.attempts, d.round, d.tried_at, m.name AS member_name, m.number AS member_number, s.credits,
                   CASE WHEN d.member_id IS NULL OR b.person_id IS NOT NULL THEN 1 ELSE 0 END AS is_bound,
                   CASE WHEN x.person_id IS NULL THEN 0 ELSE 1 END AS declines,
                   CASE WHEN (SELECT COUNT(*) FROM deliveries o WHERE o.open_id = d.open_id AND o.state = 'leased') > 0
                          OR (SELECT COUNT(*) FROM deliveries o
                               WHERE o.open_id = d.open_id AND o.state = 'unknown' AND o.reason = @waiting
                                 AND (SELECT c.template_id FROM campaigns c WHERE c.id = o.campaign_id) = @TemplateId) > 0
                        THEN 1 ELSE 0 END AS is_busy
              FROM (SELECT id, open_id, attempts, round, tried_at, member_id, person_id, due_at
                      FROM deliveries
                     WHERE campaign_id = @Id AND state = 'planned' AND due_at <= @now
                     ORDER BY due_at, id LIMIT @limit) AS d
              LEFT JOIN members m ON m.id = d.member_id
              LEFT JOIN bindings b ON b.member_id = d.member_id AND b.person_id = d.person_id
              LEFT JOIN message_choices x ON x.person_id = d.person_id AND x.topic = @topic
              LEFT JOIN subscription_credits s ON s.channel = @channel AND s.open_id = d.open_id AND s.wechat_id = @WechatId
             ORDER BY d.due_at, d.id
            """,
            new
            {
                campaign.Id,
                campaign.TemplateId,
                campaign.WechatId,
                waiting = Reasons.Waiting,
                topic = campaign.Topic.Key,
                channel = campaign.Channel.Key,
                now,
                limit,
            },
            ct
        );

    /// <summary>Skips those that must not be sent, postpones those that must wait, and returns the others.</summary>
    private static async Task<IReadOnlyList<LeasedDelivery>> SetAsideAsync(
        Transaction tx,
        Campaign campaign,
        IReadOnlyList<LeasedDelivery> due,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var byObstacle = due.ToLookup(row => ObstacleTo(campaign, row));
        foreach (var skipped in byObstacle.Where(group => group.Key is Reasons.Unbound or Reasons.Declined or Reasons.NoCredit))
        {
            await DeliveryStates.SkipAsync(tx, skipped.Select(row => row.Id), skipped.Key, now, ct);
        }
        if (byObstacle[Reasons.Busy].Any())
        {
            await DeliveryStates.PostponeAsync(tx, byObstacle[Reasons.Busy].Select(row => row.Id), now + PerRecipientDelay, ct);
        }
        return [.. byObstacle[""]];
    }

    private static string ObstacleTo(Campaign campaign, LeasedDelivery row) =>
        row switch
        {
            { Declines: true } => Reasons.Declined,
            // The message names the member, and the WeChat user is somebody else by now, or nobody whom we know.
            { IsBound: false } => Reasons.Unbound,
            // Whoever has accepted once may have accepted again without our hearing of it: WeChat decides (43101).
            { Credits: null } when campaign.SpendsCredits => Reasons.NoCredit,
            { IsBusy: true } => Reasons.Busy,
            _ => "",
        };
}
