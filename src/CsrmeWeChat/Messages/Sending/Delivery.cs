using System.Globalization;

namespace CsrmeWeChat.Messages;

/// <summary>One message that a node may send.</summary>
public sealed record LeasedDelivery
{
    public required long Id { get; init; }
    public required string OpenId { get; init; }
    public required int Attempts { get; init; }
    public required int Round { get; init; }

    /// <summary>When WeChat may first have seen it.</summary>
    public DateTimeOffset? TriedAt { get; init; }
    public string? MemberName { get; init; }
    public string? MemberNumber { get; init; }
    public int? Credits { get; init; }

    /// <summary>Whether the member it is for is still bound to the person it goes to.</summary>
    public required bool IsBound { get; init; }

    /// <summary>Whether the person has declined the campaign's topic.</summary>
    public required bool Declines { get; init; }

    /// <summary>Whether another message to this openid is under way, or waits for its receipt under the same template.</summary>
    public required bool IsBusy { get; init; }

    /// <summary>When its slot begins, in the rate that all nodes share.</summary>
    public DateTimeOffset NotBefore { get; init; }

    /// <summary>When its lease ends.</summary>
    public DateTimeOffset Until { get; init; }

    /// <summary>The attempt for which it is leased, from 1 on.</summary>
    public int Attempt => Attempts + 1;

    /// <summary>WeChat was not asked: everything is as it was before the lease.</summary>
    public DeliveryOutcome GivenBack() => Became(DeliveryState.Planned) with { WasTried = false, WasSeen = TriedAt is not null };

    public DeliveryOutcome Became(DeliveryState state, string reason = "") => new(Id, OpenId, Attempt, state, reason);
}

/// <param name="HasMore">Whether more may be due, even if none of those found could be leased.</param>
public sealed record LeasedBatch(IReadOnlyList<LeasedDelivery> Leased, bool HasMore)
{
    public static LeasedBatch None { get; } = new([], HasMore: false);
}

/// <summary>What came of one attempt.</summary>
/// <param name="Attempt">The lease whose outcome this is; an outcome of an earlier lease is not recorded.</param>
public sealed record DeliveryOutcome(long Id, string OpenId, int Attempt, DeliveryState State, string Reason = "")
{
    public long? MessageId { get; init; }

    /// <summary>How long to wait before the next attempt, for one that is planned again.</summary>
    public TimeSpan Later { get; init; }

    /// <summary>False for one that is given back untouched.</summary>
    public bool WasTried { get; init; } = true;

    /// <summary>False where it is certain that no attempt ever reached WeChat.</summary>
    public bool WasSeen { get; init; } = true;

    /// <summary>When WeChat was asked.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Whether it counts towards the share at which a campaign pauses. That somebody declines a message is no failure.</summary>
    public bool IsFailure =>
        WasTried && (State is DeliveryState.Failed or DeliveryState.Unknown || (State is DeliveryState.Planned && Reason == Reasons.Again));

    /// <summary>Outcomes of one kind are recorded by one statement.</summary>
    public OutcomeKind Kind => new(State, Reason, Later, WasTried, WasSeen);
}

public sealed record OutcomeKind(DeliveryState State, string Reason, TimeSpan Later, bool WasTried, bool WasSeen);

/// <summary>Why a delivery is in its state: the values of the column. Anything else there is the error code of WeChat's refusal.</summary>
public static class Reasons
{
    public const string Again = "again",
        Busy = "busy",
        Waiting = "waiting",
        Unmatched = "unmatched",
        Declined = "declined",
        NoCredit = "no_credit",
        NotFollowing = "not_following",
        NoWechat = "no_wechat",
        Blocked = "blocked",
        Perhaps = "perhaps",
        Saved = "saved",
        Withdrawn = "withdrawn",
        Unbound = "unbound",
        Frequency = "frequency",
        UnknownUser = "unknown_user",
        BadField = "bad_field",
        System = "system",
        GaveUp = "gave_up";

    public static string LabelOf(string reason) =>
        reason switch
        {
            "" => "",
            Again => "上次没有办成，稍后再试",
            Busy => "正在给此人发另一条",
            Waiting => "微信没有答复，等它的回执",
            Unmatched => "微信没有答复，也没有回执；不再重发",
            Declined => "本人选择不接收这类消息",
            NoCredit => "没有可用的订阅（未同意，或已用完）",
            NotFollowing => "没有关注公众号",
            NoWechat => "没有绑定微信",
            Blocked => "本人拒收",
            Perhaps => "订阅次数可能已用完，由微信决定",
            Saved => "最后一次订阅留给更要紧的一条",
            Withdrawn => "与此人不再有关，没有发",
            Unbound => "名单生成后解除了绑定，不再发给此人",
            Frequency => "微信限制了给此人发送的频率，没有送达；过一天才能重发",
            UnknownUser => "微信找不到此人",
            BadField => "内容不合模板的要求",
            System => "微信系统故障，没有送达",
            GaveUp => "多次尝试没有成功",
            _ => $"微信拒绝（错误码 {reason}）",
        };
}

/// <summary>The id under which WeChat knows a repeat of a template message. The other channels have none.</summary>
public static class ClientIds
{
    /// <summary>WeChat's documentation promises 10 minutes, less a margin here; a later repeat would be a second message.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromMinutes(8);

    /// <summary>Whether a message that WeChat may have seen at <paramref name="triedAt"/> may be sent again.</summary>
    public static bool MayRepeat(MessageChannel channel, DateTimeOffset? triedAt, DateTimeOffset now) =>
        channel is MessageChannel.Template && triedAt is { } tried && now - tried < Remembered;

    /// <summary>The same while an outcome is unknown, and a new one for each round.</summary>
    public static string Of(LeasedDelivery delivery) => string.Create(CultureInfo.InvariantCulture, $"d{delivery.Id}-{delivery.Round}");
}
