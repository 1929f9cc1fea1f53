using System.Data.Common;
using System.Globalization;
using CsrmeWeChat.Data;
using WeChat;

namespace CsrmeWeChat.Push;

/// <summary>Asks WeChat to send one message, and says what came of it.</summary>
public sealed class MessageCall(IOfficialAccount official, IMiniProgram mini, DeliveryStore deliveries, CampaignStore campaigns, TimeProvider time, ILogger<MessageCall> log)
{
    private const int MostAttempts = 5;

    public async Task<DeliveryOutcome> SendAsync(Campaign campaign, LeasedDelivery delivery, DateTimeOffset now)
    {
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
                Channel.Template => await official.SendTemplateAsync(new TemplateMessage(delivery.OpenId, campaign.WechatId, page, fields, ClientIds.Of(delivery)), CancellationToken.None),
                Channel.Notice => await official.SendNoticeAsync(new SubscriptionMessage(delivery.OpenId, campaign.WechatId, page, fields), CancellationToken.None),
                Channel.Mini => await mini.SendSubscriptionAsync(new SubscriptionMessage(delivery.OpenId, campaign.WechatId, page, fields), CancellationToken.None),
            };
            return Ended(DeliveryState.Sent, "", id);
        }
        catch (WeChatException e)
        {
            return await OfAsync(e);
        }
        catch (Exception e)
        {
            log.LogError(e, "Delivery {Delivery} failed by a fault of ours", delivery.Id);
            return Ended(DeliveryState.Unknown, Reasons.Waiting);
        }

        DeliveryOutcome Ended(DeliveryState state, string reason, long? id = null) => new(delivery.Id, delivery.OpenId, state, reason, id);

        async Task<DeliveryOutcome> OfAsync(WeChatException e)
        {
            switch (e.Failure)
            {
                case WeChatFailure.Throttled:
                    // The account's, not this message's: it costs no attempt.
                    await TellAsync(() => deliveries.PauseAsync(campaign.Channel, e.Code == ErrCode.QuotaSpent ? NextDay() : time.GetUtcNow().AddMinutes(1), WeChatWords.For(e), CancellationToken.None));
                    return GivenBack();
                case WeChatFailure.Misconfigured:
                    await TellAsync(() => campaigns.StopAsync(campaign.Id, WeChatWords.For(e), CancellationToken.None));
                    return GivenBack();
                case WeChatFailure.Unavailable:
                    return delivery.Attempts + 1 < MostAttempts ? Again() : Ended(DeliveryState.Failed, Reasons.Tired);
                case WeChatFailure.Unknown:
                    return campaign.Channel is Channel.Template && now - (delivery.TriedAt ?? now) + Backoff() < ClientIds.Heeded ? Again() : Ended(DeliveryState.Unknown, Reasons.Waiting);
                default:
                    return OfRefusal(e.Code);
            }
        }

        DeliveryOutcome OfRefusal(int code) => code switch
        {
            ErrCode.NotSubscribed => Ended(DeliveryState.Refused, Reasons.NoCredit),
            ErrCode.NotFollowing => Ended(DeliveryState.Refused, Reasons.NotFollowing),
            ErrCode.UnknownUser => Ended(DeliveryState.Refused, Reasons.UnknownUser),
            ErrCode.SendingBanned => Ended(DeliveryState.Refused, Reasons.Blocked),
            ErrCode.BadField => Ended(DeliveryState.Failed, Reasons.BadField),
            _ => Ended(DeliveryState.Failed, code.ToString(CultureInfo.InvariantCulture)),
        };

        DeliveryOutcome Again() => Ended(DeliveryState.Planned, Reasons.Again) with { Later = Backoff() };

        DeliveryOutcome GivenBack() => Ended(DeliveryState.Planned, "") with { WasTried = false };

        TimeSpan Backoff() => TimeSpan.FromSeconds(2 << Math.Min(delivery.Attempts, 5));
    }

    /// <summary>Where the database is away, the next message finds the same out again.</summary>
    private async Task TellAsync(Func<Task> tell)
    {
        try
        {
            await tell();
        }
        catch (DbException e)
        {
            log.LogWarning("A pause of messages was not written: {Error}", e.GetType().Name);
        }
    }

    // The daily counts begin anew at midnight in Beijing; a little later, for clocks differ.
    private DateTimeOffset NextDay() => China.Midnight(China.Date(time.GetUtcNow()).AddDays(1)).AddMinutes(2);
}

public static class MessageText
{
    public const string Name = "{姓名}", Number = "{会员号}";

    /// <summary>A template's values with what is each recipient's own in them.</summary>
    public static IReadOnlyDictionary<string, string> Fill(IReadOnlyDictionary<string, string> values, string name, string number) =>
        values.ToDictionary(value => value.Key, value => value.Value.Replace(Name, name, StringComparison.Ordinal).Replace(Number, number, StringComparison.Ordinal));
}
