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
    CampaignStore campaigns,
    TimeProvider time,
    ILogger<MessageCall> log
)
{
    private const int MostAttempts = 5;

    public async Task<DeliveryOutcome> SendAsync(Campaign campaign, LeasedDelivery delivery, DateTimeOffset now)
    {
        // It may have gone out before: it goes out again only while WeChat knows the repeat for one, however long it waited for its turn.
        var mayBeOut = delivery.TriedAt is not null;
        if (mayBeOut && !ClientIds.MayRepeat(campaign.Channel, delivery.TriedAt, now))
        {
            return Unanswered();
        }
        var fields = MessageText.Fill(campaign.Values, delivery.MemberName ?? "", delivery.MemberNumber ?? "");
        if (campaign.FieldList.Any(field => FieldKinds.Fault(field.Key, field.Label, fields.GetValueOrDefault(field.Key, "")) is not null))
        {
            return Ended(DeliveryState.Skipped, Reasons.BadField) with { WasTried = false };
        }
        var page = campaign.Page is "" ? null : campaign.Page;
        try
        {
            // No token: a call that was begun is always waited for.
            var id = campaign.Channel switch
            {
                Channel.Template => await official.SendTemplateAsync(
                    new TemplateMessage(delivery.OpenId, campaign.WechatId, page, fields, ClientIds.Of(delivery)),
                    CancellationToken.None
                ),
                Channel.Notice => await official.SendNoticeAsync(
                    new SubscriptionMessage(delivery.OpenId, campaign.WechatId, page, fields),
                    CancellationToken.None
                ),
                Channel.Mini => await mini.SendSubscriptionAsync(
                    new SubscriptionMessage(delivery.OpenId, campaign.WechatId, page, fields),
                    CancellationToken.None
                ),
            };
            return delivery.Became(DeliveryState.Sent) with { MessageId = id, At = now };
        }
        catch (WeChatException e)
        {
            return await OfAsync(e);
        }
        catch (Exception e) when (database.IsAway(e))
        {
            // A token turned away is replaced under a row's lock, before the message goes out.
            return Unavailable();
        }
        catch (Exception e)
        {
            log.LogError(e, "Delivery {Delivery} failed by a fault of ours", delivery.Id);
            return Unanswered();
        }

        // What an earlier attempt may have done, no later refusal undoes.
        DeliveryOutcome Ended(DeliveryState state, string reason) =>
            mayBeOut ? Unanswered() : delivery.Became(state, reason) with { At = now };

        DeliveryOutcome Unanswered() => delivery.Became(DeliveryState.Unknown, Reasons.Waiting) with { At = now };

        async Task<DeliveryOutcome> OfAsync(WeChatException e)
        {
            switch (e.Failure)
            {
                case WeChatFailure.Throttled:
                    // The account's, not this message's: it costs no attempt.
                    await TellAsync(() =>
                        pauses.PauseAsync(campaign.Channel, e.ThrottledUntil(time.GetUtcNow()), WeChatWords.For(e), CancellationToken.None)
                    );
                    return delivery.GivenBack();
                case WeChatFailure.Misconfigured:
                    await TellAsync(() => campaigns.StopAsync(campaign.Id, WeChatWords.For(e), CancellationToken.None));
                    return delivery.GivenBack();
                case WeChatFailure.Unavailable:
                    return Unavailable();
                case WeChatFailure.Unknown:
                    return ClientIds.MayRepeat(campaign.Channel, delivery.TriedAt ?? now, now + Backoff()) ? Again() : Unanswered();
                default:
                    return OfRefusal(e.Code);
            }
        }

        DeliveryOutcome OfRefusal(int code) =>
            code switch
            {
                ErrCode.NotSubscribed => Ended(DeliveryState.Refused, Reasons.NoCredit),
                ErrCode.NotFollowing => Ended(DeliveryState.Refused, Reasons.NotFollowing),
                ErrCode.UnknownUser => Ended(DeliveryState.Refused, Reasons.UnknownUser),
                ErrCode.SendingBanned => Ended(DeliveryState.Refused, Reasons.Blocked),
                ErrCode.BadField => Ended(DeliveryState.Failed, Reasons.BadField),
                _ => Ended(DeliveryState.Failed, code.ToString(CultureInfo.InvariantCulture)),
            };

        DeliveryOutcome Unavailable() =>
            delivery.Attempt < MostAttempts ? Again() with { WasSeen = mayBeOut } : Ended(DeliveryState.Failed, Reasons.Tired);

        DeliveryOutcome Again() => delivery.Became(DeliveryState.Planned, Reasons.Again) with { Later = Backoff(), At = now };

        TimeSpan Backoff() => TimeSpan.FromSeconds(2 << Math.Min(delivery.Attempts, 5));
    }

    /// <summary>Where the database is away, the next message finds the same out again.</summary>
    private async Task TellAsync(Func<Task> tell)
    {
        try
        {
            await tell();
        }
        catch (Exception e) when (database.IsAway(e))
        {
            log.LogWarning("A pause of messages was not written: {Error}", e.GetType().Name);
        }
    }
}

public static class MessageText
{
    public const string Name = "{姓名}",
        Number = "{会员号}";

    /// <summary>A template's values with what is each recipient's own in them.</summary>
    public static IReadOnlyDictionary<string, string> Fill(IReadOnlyDictionary<string, string> values, string name, string number) =>
        values.ToDictionary(
            value => value.Key,
            value => value.Value.Replace(Name, name, StringComparison.Ordinal).Replace(Number, number, StringComparison.Ordinal)
        );
}
