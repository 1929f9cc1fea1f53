using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Jobs;
using CsrmeWeChat.Members;
using WeChat;

namespace CsrmeWeChat.Messages;

/// <summary>
/// Writes a campaign's recipients down, slice by slice. A slice and the position that was reached are one transaction, so that the death
/// of a process costs a slice. Members who cannot be reached are written down too, with the reason; of those who are sure, perhaps, or
/// certainly not to get it, only the last are left out.
/// </summary>
public sealed class Freezing(Database database, CampaignStore campaigns, IMiniProgram mini, TimeProvider time, ILogger<Freezing> log)
{
    private const int Slice = 1_000;

    private readonly JobTurn turn = new();

    /// <summary>Does nothing if this node is already running it. A campaign that fails does not block the others.</summary>
    public Task RunAsync(CancellationToken ct) =>
        turn.TakeAsync(async () =>
        {
            foreach (var campaign in await campaigns.ListFreezingAsync(ct))
            {
                await FreezeAsync(campaign, ct);
            }
            return false;
        });

    private async Task FreezeAsync(Campaign campaign, CancellationToken ct)
    {
        try
        {
            while (await WriteSliceAsync(campaign, ct)) { }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The exception's message is left out: a database's may hold an openid.
            log.LogError(
                "The recipients of campaign {Campaign} cannot be written down: {Error}\n{Trace}",
                campaign.Id,
                e.GetType().Name,
                e.StackTrace
            );
        }
    }

    private Task<bool> WriteSliceAsync(Campaign campaign, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                await tx.LockAsync("campaigns", campaign.Id, ct);
                if (await FindPositionAsync(tx, campaign, ct) is not { } after)
                {
                    return (false, false);
                }
                if (after == 0 && await DeleteLeftoversAsync(tx, campaign.Id, ct) > 0)
                {
                    return (true, true);
                }
                var memberIds = await ListMembersAsync(tx, campaign.To, after, ct);
                if (memberIds.Count == 0)
                {
                    await CampaignStates.EndFreezingAsync(tx, campaign.Id, ct);
                    return (true, false);
                }
                await InsertAsync(tx, campaign, memberIds, ct);
                await tx.ExecuteAsync(
                    "UPDATE campaigns SET frozen_to = @last WHERE id = @Id",
                    new { campaign.Id, last = memberIds[^1] },
                    ct
                );
                return (true, true);
            },
            ct
        );

    /// <summary>The last member who is written down; null where the campaign is not being frozen any more.</summary>
    private static Task<long?> FindPositionAsync(Transaction tx, Campaign campaign, CancellationToken ct) =>
        tx.FindAsync<long?>(
            "SELECT frozen_to FROM campaigns WHERE id = @Id AND state = 'freezing' AND revision = @Revision",
            new { campaign.Id, campaign.Revision },
            ct
        );

    /// <summary>Deletes recipients of an earlier draft that nobody deleted when it was thawed.</summary>
    private static async Task<int> DeleteLeftoversAsync(Transaction tx, long campaignId, CancellationToken ct)
    {
        var ids = await tx.ListAsync<long>(
            "SELECT id FROM deliveries WHERE campaign_id = @campaignId LIMIT @Slice",
            new { campaignId, Slice },
            ct
        );
        return ids.Count == 0 ? 0 : await tx.ExecuteAsync("DELETE FROM deliveries WHERE id IN {=ids}", new { ids }, ct);
    }

    private static Task<IReadOnlyList<long>> ListMembersAsync(Transaction tx, Audience to, long after, CancellationToken ct)
    {
        var members = new MemberSet
        {
            Branches = to.Branches,
            Levels = to.Levels,
            Tags = to.Tags,
            Numbers = to.Numbers,
        };
        var holding = to.BenefitId is null
            ? ""
            : "AND m.id IN (SELECT c.member_id FROM claims c WHERE c.benefit_id = @BenefitId AND c.state IN ('held', 'redeemed'))";
        return tx.ListAsync<long>(
            $"""
            SELECT m.id
              FROM members m
             WHERE {members.Where} AND m.id > @after {holding}
             ORDER BY m.id
             LIMIT @Slice
            """,
            members.Parameters(
                new
                {
                    after,
                    to.BenefitId,
                    Slice,
                }
            ),
            ct
        );
    }

    /// <remarks>
    /// The members' ids are part of the statement, and so only the person's index leads to an openid (see <see cref="Recipients"/>; it took
    /// over 30 s for a slice of 1,000). A WeChat user who was bound to another member when an earlier slice was written stands there
    /// already.
    /// </remarks>
    private Task<int> InsertAsync(Transaction tx, Campaign campaign, IReadOnlyList<long> ids, CancellationToken ct)
    {
        var reach = Reach(campaign);
        return tx.ExecuteAsync(
            $$"""
            INSERT INTO deliveries (campaign_id, recipient, open_id, member_id, person_id, state, reason, lease, due_at, attempts, round)
            SELECT @Id,
                   COALESCE(CASE WHEN d.id IS NULL THEN r.open_id END, CONCAT('member:', r.member_id)),
                   COALESCE(CASE WHEN d.id IS NULL THEN r.open_id END, ''),
                   r.member_id, r.person_id,
                   CASE WHEN d.id IS NULL AND r.reason IN ('', '{{Reasons.Perhaps}}') THEN 'planned' ELSE 'skipped' END,
                   CASE WHEN d.id IS NULL THEN r.reason ELSE '{{Reasons.Unbound}}' END, '', @now, 0, 0
              FROM ({{reach}}) AS r
              LEFT JOIN deliveries d ON d.campaign_id = @Id AND d.recipient = r.open_id
            """,
            new
            {
                campaign.Id,
                now = time.GetUtcNow(),
                mini = mini.AppId,
                channel = campaign.Channel.Key,
                campaign.WechatId,
                topic = campaign.Topic.Key,
                ids,
            },
            ct
        );
    }

    /// <summary>Selects the members of a slice with their openid in the account that sends, or why they will not be sent to.</summary>
    private static string Reach(Campaign campaign)
    {
        var users = Recipients.UsersOf(campaign.Channel, "b.person_id");
        var noUser = campaign.Channel is MessageChannel.Mini ? Reasons.NoWechat : Reasons.NotFollowing;
        var credits = campaign.Channel.NeedsCredit ? Recipients.Credits : "";
        // Who has accepted once may have chosen to be asked no more: each later call allows one more message, and WeChat reports none.
        var noCredit = campaign.Channel.NeedsCredit
            ? $"WHEN s.credits IS NULL THEN '{Reasons.NoCredit}' WHEN s.credits = 0 THEN '{Reasons.Perhaps}'"
            : "";
        return $$"""
            SELECT m.id AS member_id, b.person_id, a.open_id,
                   CASE WHEN b.person_id IS NULL THEN '{{Reasons.NoWechat}}'
                        WHEN a.open_id IS NULL THEN '{{noUser}}'
                        WHEN x.person_id IS NOT NULL THEN '{{Reasons.Declined}}'
                        {{noCredit}}
                        ELSE '' END AS reason
              FROM members m
              LEFT JOIN bindings b ON b.member_id = m.id
              {{users}}
              LEFT JOIN message_choices x ON x.person_id = b.person_id AND x.topic = @topic
              {{credits}}
             WHERE m.id IN {=ids}
            """;
    }
}
