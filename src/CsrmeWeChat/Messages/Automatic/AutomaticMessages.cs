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
    private readonly Dictionary<string, AutomaticKind> kinds = kinds.ToDictionary(kind => kind.Key);

    /// <summary>Does nothing where staff have chosen no template, and where the same was told before.</summary>
    public async Task SendAsync(Transaction tx, AutomaticMessage message, DateTimeOffset now, CancellationToken ct)
    {
        var kind = kinds[message.Kind];
        if (
            await AutomaticCampaigns.FindAsync(tx, message.Kind, ct) is not { } chosen
            || await FindOpenIdAsync(tx, kind, chosen, message, ct) is not { } openId
        )
        {
            return;
        }
        var dedupe = AutomaticCampaigns.KeyOf(message.Kind, message.Dedupe);
        if (!await AutomaticCampaigns.AddAsync(tx, kind, chosen, new AutomaticText(dedupe, message.Page, message.Values), now, ct))
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

    /// <summary>Null where the person has none in that account, declines the topic, or has never accepted the template.</summary>
    private Task<string?> FindOpenIdAsync(
        Transaction tx,
        AutomaticKind kind,
        ChosenTemplate chosen,
        AutomaticMessage message,
        CancellationToken ct
    )
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
}
