using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Events;

/// <summary>What a door is told of a scan, in words for whoever stands there.</summary>
internal static class ScanAnswers
{
    public static ScanAnswer Of(
        string number,
        EventSession session,
        string subject,
        ScanOutcome outcome,
        TicketAtDoor? ticket,
        Arrival? arrival,
        DateTimeOffset now
    )
    {
        // Whose ticket for another event it is, is none of this door's business.
        IReadOnlyList<string> names =
            ticket is not null && outcome is not ScanOutcome.OtherEvent ? EventJson.Read<string[]>(ticket.Names)
            : arrival is { Name: not "" } ? [arrival.Name]
            : [];
        return new ScanAnswer(
            number,
            outcome.Key,
            outcome.IsGood,
            outcome.Title,
            DetailOf(outcome, session, ticket, arrival, now),
            subject,
            names,
            arrival?.Seats ?? ticket?.Seats ?? 0,
            arrival?.EnteredAt
        );
    }

    private static string DetailOf(ScanOutcome outcome, EventSession session, TicketAtDoor? ticket, Arrival? arrival, DateTimeOffset now) =>
        outcome switch
        {
            ScanOutcome.Already => $"已于 {When(arrival, now)} 签到，请勿重复放行。",
            ScanOutcome.Conflict => $"{When(arrival, now)} 已签到，这里又签了一次。只计一次，请核对是不是两个人用了同一张票。",
            ScanOutcome.WrongDay when ticket is not null => $"这张票是 {China.Local(ticket.StartsAt):M月d日 HH:mm} {ticket.Session}的。",
            ScanOutcome.WrongDay => $"这一场是 {China.Local(session.StartsAt):M月d日 HH:mm} 的，现在不能签到。",
            ScanOutcome.OtherSession => $"这张票是 {China.Local(ticket!.StartsAt):HH:mm} {ticket.Session}的。",
            ScanOutcome.OtherEvent => "请对方在“我的票”里找到这个活动的票。",
            ScanOutcome.Waiting => "对方还在候补，或有空位没有确认。有余位可以登记为现场来宾。",
            ScanOutcome.Ended => "对方已取消，或逾期没有确认。有余位可以登记为现场来宾。",
            ScanOutcome.CalledOff => "主办方已取消这个活动。",
            ScanOutcome.Expired => "可能是截图。请对方打开小程序里的票，出示会变化的码。",
            ScanOutcome.Early => "对方手机的时间快了。请对方联网后重新打开票，或核对姓名后按票号签到。",
            ScanOutcome.Forged => "请对方联网后重新打开小程序里的票；仍不对，请核对证件后按票号签到。",
            ScanOutcome.NoTicket => "这不是本会活动的票，请核对后再扫，或输入票号。",
            ScanOutcome.NotIn => "对方还没有签到，不用办离场。",
            _ => "",
        };

    private static string When(Arrival? arrival, DateTimeOffset now) =>
        arrival is null ? "先前"
        : arrival.Door is "" ? ScanLabels.Moment(arrival.EnteredAt, now)
        : $"{ScanLabels.Moment(arrival.EnteredAt, now)} 在{arrival.Door}";
}

/// <summary>Somebody who came, as the door finds them.</summary>
internal sealed record Arrival
{
    public required long Id { get; init; }
    public required string Subject { get; init; }
    public long? RegistrationId { get; init; }
    public required string Name { get; init; }
    public required int Seats { get; init; }
    public required DateTimeOffset EnteredAt { get; init; }
    public DateTimeOffset? LeftAt { get; init; }
    public required string Door { get; init; }
}

/// <summary>A ticket of any session, as a door finds it.</summary>
internal sealed record TicketAtDoor
{
    public required long Id { get; init; }
    public required long SessionId { get; init; }
    public required RegistrationState State { get; init; }
    public required int Seats { get; init; }
    public required string Names { get; init; }
    public required string TicketKey { get; init; }
    public required long EventId { get; init; }
    public required string Session { get; init; }
    public required DateTimeOffset StartsAt { get; init; }
    public required string Event { get; init; }
}
