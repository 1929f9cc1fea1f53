using System.Globalization;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.WeChatCalls;
using WeChat;

namespace CsrmeWeChat.Messages;

/// <summary>Asks WeChat to send one message, and says what came of it.</summary>
public sealed class MessageCall(
    IOfficialAccount official,
    IMiniProgram mini,
    Database database,
    ChannelPauses pauses,
    TimeProvider time,
    ILogger<MessageCall> log
)
{
    private const int MaxAttempts = 5;

    /// <summary>A little more than the minute in which WeChat refuses the same message to the same person.</summary>
    private static readonly TimeSpan SameMessageDelay = TimeSpan.FromSeconds(61);

    public async Task<DeliveryOutcome> SendAsync(Campaign campaign, LeasedDelivery delivery, DateTimeOffset now)
    {
        // A message that may have gone out is sent again only while WeChat recognises the repeat, however long it waited for its turn.
        if (delivery.TriedAt is not null && !ClientIds.MayRepeat(campaign.Channel, delivery.TriedAt, now))
        {
            return Unanswered(delivery, now);
        }
        var fields = MessageText.Fill(campaign.Values, delivery.MemberName ?? "", delivery.MemberNumber ?? "");
        if (campaign.FieldList.Any(field => FieldKinds.Fault(field, fields.GetValueOrDefault(field.Key, "")) is not null))
        {
            return Ended(delivery, DeliveryState.Skipped, Reasons.BadField, now) with { WasTried = false };
        }
        try
        {
            var messageId = await CallAsync(campaign, delivery, fields);
            return delivery.Became(DeliveryState.Sent) with { MessageId = messageId, At = now };
        }
        catch (WeChatException e)
        {
            await PauseAsync(campaign, e);
            return OutcomeOf(e.Failure, e.Code, campaign.Channel, delivery, now);
        }
        catch (Exception e) when (database.IsAway(e))
        {
            // The database is needed before the message goes out: a token that WeChat turns away is replaced under a row's lock.
            return Unavailable(delivery, now);
        }
        catch (Exception e)
        {
            log.LogError(e, "Delivery {Delivery} failed with an unexpected error", delivery.Id);
            return Unanswered(delivery, now);
        }
    }

    /// <summary>Takes no cancellation token: a call that was begun is always waited for.</summary>
    private Task<long?> CallAsync(Campaign campaign, LeasedDelivery delivery, IReadOnlyDictionary<string, string> fields)
    {
        var page = campaign.Page is "" ? null : campaign.Page;
        return campaign.Channel switch
        {
            MessageChannel.Template => official.SendTemplateAsync(
                new TemplateMessage(delivery.OpenId, campaign.WechatId, page, fields, ClientIds.Of(delivery)),
                CancellationToken.None
            ),
            MessageChannel.Notice => official.SendNoticeAsync(
                new SubscriptionMessage(delivery.OpenId, campaign.WechatId, page, fields),
                CancellationToken.None
            ),
            MessageChannel.Mini => mini.SendSubscriptionAsync(
                new SubscriptionMessage(delivery.OpenId, campaign.WechatId, page, fields),
                CancellationToken.None
            ),
        };
    }

    /// <summary>Pauses the channel or the campaign where WeChat's answer is about all its messages.</summary>
    private async Task PauseAsync(Campaign campaign, WeChatException e)
    {
        try
        {
            if (e.Failure is WeChatFailure.Throttled)
            {
                var until = e.ThrottledUntil(time.GetUtcNow());
                var isDay = e.Code == ErrCode.QuotaSpent;
                await pauses.PauseAsync(campaign.Channel, until, isDay, WeChatWords.For(e), CancellationToken.None);
                if (isDay)
                {
                    await HoldAsync(campaign, ChannelPauses.QuotaSpent);
                }
            }
            else if (e.Failure is WeChatFailure.Misconfigured || ErrCode.ConcernsAll(e.Code))
            {
                await HoldAsync(campaign, WeChatWords.For(e));
            }
        }
        catch (Exception error) when (database.IsAway(error))
        {
            // The next message meets the same answer.
            log.LogWarning("A pause of messages was not recorded: {Error}", error.GetType().Name);
        }
    }

    private Task HoldAsync(Campaign campaign, string why) =>
        database.TransactAsync(
            async tx =>
            {
                await CampaignStates.HoldAsync(tx, campaign.Id, why, time.GetUtcNow(), CancellationToken.None);
                return (true, true);
            },
            CancellationToken.None
        );

    /// <summary>What came of a message that WeChat did not take.</summary>
    /// <param name="code">WeChat's error code.</param>
    internal static DeliveryOutcome OutcomeOf(
        WeChatFailure failure,
        int code,
        MessageChannel channel,
        LeasedDelivery delivery,
        DateTimeOffset now
    ) =>
        failure switch
        {
            // These are about the account and not about this message, which they cost no attempt.
            WeChatFailure.Throttled or WeChatFailure.Misconfigured => delivery.GivenBack(),
            _ when ErrCode.ConcernsAll(code) => delivery.GivenBack(),
            WeChatFailure.Unavailable => Unavailable(delivery, now),
            WeChatFailure.Unknown => ClientIds.MayRepeat(channel, delivery.TriedAt ?? now, now + BackoffOf(delivery))
                ? Again(delivery, now)
                : Unanswered(delivery, now),
            _ => code switch
            {
                // Who follows may refuse the account's template messages. Source: WeChat community 000a4a980007c0a02513aea3d61400.
                ErrCode.NotSubscribed when channel is MessageChannel.Template => Ended(
                    delivery,
                    DeliveryState.Refused,
                    Reasons.Blocked,
                    now
                ),
                // Our own earlier call went out, and its answer was lost; or somebody else sent the same a moment ago.
                ErrCode.RepeatedMessage when delivery.TriedAt is not null => delivery.Became(DeliveryState.Sent) with { At = now },
                ErrCode.RepeatedMessage => AfterAnother(delivery, now),
                ErrCode.NotSubscribed => Ended(delivery, DeliveryState.Refused, Reasons.NoCredit, now),
                ErrCode.NotFollowing => Ended(delivery, DeliveryState.Refused, Reasons.NotFollowing, now),
                ErrCode.UnknownUser => Ended(delivery, DeliveryState.Refused, Reasons.UnknownUser, now),
                ErrCode.BadField => Ended(delivery, DeliveryState.Failed, Reasons.BadField, now),
                _ => Ended(delivery, DeliveryState.Failed, code.ToString(CultureInfo.InvariantCulture), now),
            },
        };

    /// <summary>A later refusal does not undo what an earlier attempt may have done.</summary>
    private static DeliveryOutcome Ended(LeasedDelivery delivery, DeliveryState state, string reason, DateTimeOffset now) =>
        delivery.TriedAt is not null ? Unanswered(delivery, now) : delivery.Became(state, reason) with { At = now };

    private static DeliveryOutcome Unanswered(LeasedDelivery delivery, DateTimeOffset now) =>
        delivery.Became(DeliveryState.Unknown, Reasons.Waiting) with
        {
            At = now,
        };

    private static DeliveryOutcome Unavailable(LeasedDelivery delivery, DateTimeOffset now) =>
        delivery.Attempt < MaxAttempts
            ? Again(delivery, now) with
            {
                WasSeen = delivery.TriedAt is not null,
            }
            : Ended(delivery, DeliveryState.Failed, Reasons.GaveUp, now);

    private static DeliveryOutcome AfterAnother(LeasedDelivery delivery, DateTimeOffset now) =>
        delivery.Attempt < MaxAttempts
            ? delivery.Became(DeliveryState.Planned, Reasons.Busy) with
            {
                Later = SameMessageDelay,
                WasSeen = false,
                At = now,
            }
            : Ended(delivery, DeliveryState.Failed, Reasons.GaveUp, now);

    private static DeliveryOutcome Again(LeasedDelivery delivery, DateTimeOffset now) =>
        delivery.Became(DeliveryState.Planned, Reasons.Again) with
        {
            Later = BackoffOf(delivery),
            At = now,
        };

    private static TimeSpan BackoffOf(LeasedDelivery delivery) => TimeSpan.FromSeconds(2 << Math.Min(delivery.Attempts, 5));
}

/// <summary>The placeholders that stand for each recipient's own data.</summary>
public static class MessageText
{
    public const string Name = "{姓名}";

    public const string Number = "{会员号}";

    public static IReadOnlyDictionary<string, string> Fill(IReadOnlyDictionary<string, string> values, string name, string number) =>
        values.ToDictionary(
            value => value.Key,
            value => value.Value.Replace(Name, name, StringComparison.Ordinal).Replace(Number, number, StringComparison.Ordinal)
        );
}
