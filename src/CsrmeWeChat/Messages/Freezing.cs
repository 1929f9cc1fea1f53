using CsrmeWeChat.Foundation.Data;
using WeChat;

namespace CsrmeWeChat.Messages;

/// <summary>
/// Writes a campaign's recipients down, slice by slice, each with how far it came in one transaction: a kill costs a slice. Members who cannot
/// be reached stand there too, with the reason.
/// </summary>
public sealed class Freezing(Database database, CampaignStore campaigns, IMiniProgram mini, TimeProvider time, ILogger<Freezing> log)
{
    private const int Slice = 1_000;

    private int running;

    /// <summary>Where this node is at it already there is nothing to do. One that cannot be written down holds up no other.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        if (Interlocked.Exchange(ref running, 1) == 1)
        {
            return;
        }
        try
        {
            foreach (var campaign in await campaigns.ListFreezingAsync(ct))
            {
                await WriteAllAsync(campaign, ct);
            }
        }
        finally
        {
            Volatile.Write(ref running, 0);
        }
    }

    private async Task WriteAllAsync(Campaign campaign, CancellationToken ct)
    {
        try
        {
            while (await WriteSliceAsync(campaign, ct)) { }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogError(e, "The recipients of campaign {Campaign} cannot be written down", campaign.Id);
        }
    }

    private Task<bool> WriteSliceAsync(Campaign campaign, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                var now = time.GetUtcNow();
                await tx.ExecuteAsync("UPDATE campaigns SET frozen_to = frozen_to WHERE id = @Id", new { campaign.Id }, ct);
                if (
                    await tx.FindAsync<long?>(
                        "SELECT frozen_to FROM campaigns WHERE id = @Id AND state = 'freezing' AND version = @Version",
                        new { campaign.Id, campaign.Version },
                        ct
                    )
                    is not { } after
                )
                {
                    return (false, false);
                }
                if (
                    after == 0
                    && await tx.ExecuteAsync(
                        "DELETE FROM deliveries WHERE id IN (SELECT id FROM (SELECT id FROM deliveries WHERE campaign_id = @Id LIMIT @Slice) AS some)",
                        new { campaign.Id, Slice },
                        ct
                    ) > 0
                )
                {
                    // Of an earlier draft.
                    return (true, true);
                }
                var to = campaign.To;
                // The slice's ids stand in the second statement's text, and app_id in an expression, so that nothing but the person's index leads to an openid:
                // while a new table's statistics are old, MariaDB else went through all openids of the app for each member (over 30 s a slice of 1,000).
                var ids = await tx.ListAsync<long>(
                    $"SELECT m.id FROM members m WHERE {Fits(to)} AND m.id > @after ORDER BY m.id LIMIT @Slice",
                    new
                    {
                        after,
                        to.Branches,
                        to.Levels,
                        to.Tags,
                        to.Numbers,
                        to.BenefitId,
                        Slice,
                    },
                    ct
                );
                if (ids.Count == 0)
                {
                    await tx.ExecuteAsync(
                        "UPDATE campaigns SET state = 'frozen', version = version + 1 WHERE id = @Id",
                        new { campaign.Id },
                        ct
                    );
                    return (true, false);
                }
                await tx.ExecuteAsync(
                    $"""
                    INSERT INTO deliveries (campaign_id, recipient, open_id, member_id, person_id, state, reason, lease, due_at, attempts, round)
                    SELECT @Id, COALESCE(r.open_id, CONCAT('member:', r.member_id)), COALESCE(r.open_id, ''), r.member_id, r.person_id,
                           CASE WHEN r.reason = '' THEN 'planned' ELSE 'skipped' END, r.reason, '', @now, 0, 0
                      FROM ({Reach(campaign)}) AS r
                    """,
                    new
                    {
                        campaign.Id,
                        now,
                        mini = mini.AppId,
                        channel = campaign.Channel.Word,
                        campaign.WechatId,
                        topic = campaign.Topic.Word,
                        ids,
                    },
                    ct
                );
                await tx.ExecuteAsync("UPDATE campaigns SET frozen_to = @last WHERE id = @Id", new { campaign.Id, last = ids[^1] }, ct);
                return (true, true);
            },
            ct
        );

    /// <summary>Members of a slice with their openid in the account that sends, and why one of them will not be sent to.</summary>
    private static string Reach(Campaign campaign) =>
        $"""
        SELECT m.id AS member_id, b.person_id, a.open_id,
               CASE WHEN b.person_id IS NULL THEN '{Reasons.NoWechat}'
                    WHEN a.open_id IS NULL THEN '{(campaign.Channel is Channel.Mini ? Reasons.NoWechat : Reasons.NotFollowing)}'
                    WHEN x.person_id IS NOT NULL THEN '{Reasons.Declined}'
                    {(campaign.Channel.NeedsCredit ? $"WHEN COALESCE(s.credits, 0) = 0 THEN '{Reasons.NoCredit}'" : "")}
                    ELSE '' END AS reason
          FROM members m
          LEFT JOIN bindings b ON b.member_id = m.id
          LEFT JOIN {(campaign.Channel is Channel.Mini
            ? "openids a ON a.person_id = b.person_id AND CONCAT(a.app_id, '') = @mini AND a.open_id = (SELECT n.open_id FROM openids n WHERE n.person_id = b.person_id AND CONCAT(n.app_id, '') = @mini ORDER BY n.created_at DESC, n.open_id LIMIT 1)"
            : "unionids u ON u.person_id = b.person_id LEFT JOIN followers a ON a.id = (SELECT MAX(f.id) FROM followers f WHERE f.union_id = u.union_id AND f.follows = 1)")}
          LEFT JOIN message_choices x ON x.person_id = b.person_id AND x.topic = @topic
          {(campaign.Channel.NeedsCredit ? "LEFT JOIN subscription_credits s ON s.channel = @channel AND s.open_id = a.open_id AND s.wechat_id = @WechatId" : "")}
         WHERE m.id IN {"{=ids}"}
        """;

    private static string Fits(Audience to) =>
        string.Concat(
            "m.name_key > ''",
            to.Branches.Count == 0 ? "" : " AND m.branch_id IN @Branches",
            to.Levels.Count == 0 ? "" : " AND m.level_id IN @Levels",
            to.Tags.Count == 0 ? "" : " AND m.id IN (SELECT t.member_id FROM member_tags t WHERE t.tag IN @Tags)",
            to.Numbers.Count == 0 ? "" : " AND m.number IN @Numbers",
            to.BenefitId is null
                ? ""
                : " AND m.id IN (SELECT c.member_id FROM claims c WHERE c.benefit_id = @BenefitId AND c.state IN ('held', 'redeemed'))"
        );
}
