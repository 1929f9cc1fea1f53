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
    public required bool Declines { get; init; }
    public required bool IsBusy { get; init; }

    /// <summary>Its slot in the rate that all nodes share.</summary>
    public DateTimeOffset NotBefore { get; init; }
    public DateTimeOffset Until { get; init; }

    /// <summary>The attempt for which it is leased, from 1 on.</summary>
    public int Attempt => Attempts + 1;

    /// <summary>WeChat was not asked: all is as it was before the lease.</summary>
    public DeliveryOutcome GivenBack() => Became(DeliveryState.Planned) with { WasTried = false, WasSeen = TriedAt is not null };

    public DeliveryOutcome Became(DeliveryState state, string reason = "") => new(Id, OpenId, Attempt, state, reason);
}

/// <param name="HasMore">Whether more may be due, though none of these could be leased.</param>
public sealed record Exchanged(IReadOnlyList<LeasedDelivery> Leased, bool HasMore);

/// <summary>What became of one.</summary>
/// <param name="Attempt">Of which lease it is the outcome.</param>
public sealed record DeliveryOutcome(long Id, string OpenId, int Attempt, DeliveryState State, string Reason = "")
{
    public long? MessageId { get; init; }

    /// <summary>For one to be tried again: how much later.</summary>
    public TimeSpan Later { get; init; }

    /// <summary>False for one that is given back untouched.</summary>
    public bool WasTried { get; init; } = true;

    /// <summary>False where it is certain that no attempt ever reached WeChat.</summary>
    public bool WasSeen { get; init; } = true;

    /// <summary>When WeChat was asked.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Counts towards the share at which a campaign stops by itself. That somebody does not want a message is no failure.</summary>
    public bool IsFailure =>
        WasTried && (State is DeliveryState.Failed or DeliveryState.Unknown || (State is DeliveryState.Planned && Reason == Reasons.Again));
}

/// <summary>Why a delivery is in its state, as it stands in the database, and in words.</summary>
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
        UnknownUser = "unknown_user",
        BadField = "bad_field",
        System = "system",
        Tired = "tired";

    public static string Say(string reason) =>
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
            UnknownUser => "微信找不到此人",
            BadField => "内容不合模板的要求",
            System => "微信系统故障，没有送达",
            Tired => "多次没有办成",
            _ => $"微信拒绝（错误码 {reason}）",
        };
}

public static class ClientIds
{
    /// <summary>So long WeChat heeds a client message id (10 minutes by its documentation, less a margin); later a repeat would be a second message.</summary>
    public static readonly TimeSpan Heeded = TimeSpan.FromMinutes(8);

    /// <summary>Whether a message that WeChat may have seen at <paramref name="triedAt"/> may be sent again: only a template message has an id by which WeChat knows a repeat.</summary>
    public static bool MayRepeat(Channel channel, DateTimeOffset? triedAt, DateTimeOffset now) =>
        channel is Channel.Template && triedAt is { } tried && now - tried < Heeded;

    /// <summary>The same for each attempt whose outcome is unknown, another once it is known that nothing went out.</summary>
    public static string Of(LeasedDelivery delivery) => string.Create(CultureInfo.InvariantCulture, $"d{delivery.Id}-{delivery.Round}");
}
