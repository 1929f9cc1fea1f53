using System.ComponentModel;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CsrmeWeChat.Events;

/// <summary>A person's ticket, with which the phone makes the changing code by itself.</summary>
public static class TicketEndpoints
{
    public static void MapTickets(this IEndpointRouteBuilder app) =>
        app.MapGroup("/api/events/sessions")
            .WithTags("活动")
            .RequireAuthorization(Policies.Person)
            .MapGet("/{sessionId:long}/ticket", Show)
            .WithName("showEventTicket")
            .WithSummary("我的票：手机据此每 30 秒算出一个码，没有网络也能出示")
            .Refuses("event.no_ticket", "event.cancelled", "event.ended");

    private static async Task<Results<Ok<EventTicket>, NotFound, ProblemHttpResult>> Show(
        long sessionId,
        CurrentPerson person,
        TicketStore tickets,
        TimeProvider time,
        CancellationToken ct
    ) =>
        await tickets.FindAsync(person.Id, sessionId, ct) switch
        {
            null => TypedResults.NotFound(),
            { State: RegistrationState.Registered } held => TypedResults.Ok(held.Ticket(time.GetUtcNow())),
            { State: RegistrationState.Waiting or RegistrationState.Offered } => TypedResults.Refused(
                "event.no_ticket",
                "您还没有报上名，报名成功后这里就有票。"
            ),
            { State: RegistrationState.CalledOff } => TypedResults.Refused("event.cancelled", "活动已取消，票不再有效。"),
            _ => TypedResults.Refused("event.ended", "这份报名已经取消，票不再有效。"),
        };
}

public sealed class TicketStore(Database database)
{
    /// <summary>The registration that stands, or the last one.</summary>
    public Task<HeldTicket?> FindAsync(long personId, long sessionId, CancellationToken ct) =>
        database.FindAsync<HeldTicket>(
            """
            SELECT r.code, r.state, r.names, r.ticket_key, e.id AS event_id, e.title AS event, e.place, s.title AS session, s.starts_at,
                   s.ends_at, a.entered_at
              FROM registrations r JOIN event_sessions s ON s.id = r.session_id JOIN events e ON e.id = s.event_id
              LEFT JOIN event_arrivals a ON a.registration_id = r.id
             WHERE r.person_id = @personId AND r.session_id = @sessionId ORDER BY r.serial DESC LIMIT 1
            """,
            new { personId, sessionId },
            ct
        );
}

/// <summary>A ticket as it stands in the database. Its key goes nowhere; that of its day goes to whoever holds it.</summary>
public sealed record HeldTicket
{
    public required string Code { get; init; }
    public required RegistrationState State { get; init; }
    public required string Names { get; init; }
    public required string TicketKey { get; init; }
    public required long EventId { get; init; }
    public required string Event { get; init; }
    public required string Place { get; init; }
    public required string Session { get; init; }
    public required DateTimeOffset StartsAt { get; init; }
    public required DateTimeOffset EndsAt { get; init; }
    public DateTimeOffset? EnteredAt { get; init; }

    public EventTicket Ticket(DateTimeOffset now) =>
        new(
            Code,
            TicketCode.DayKey(TicketKey, China.Date(StartsAt)),
            EventJson.Read<string[]>(Names),
            EventId,
            Event,
            Session,
            Place,
            StartsAt,
            EndsAt,
            EnteredAt,
            now
        );
}

public sealed record EventTicket(
    [property: Description("票号，扫不了码时读给工作人员。")] string Code,
    [property: Description(
        "这一天的密钥，十六进制。码是 RFC 6238 的 TOTP：HMAC-SHA256，30 秒，8 位；二维码的内容是 CSRME-E:票号:码。不要显示，也不要外传。"
    )]
        string Key,
    [property: Description("一起来的人，本人在前。")] IReadOnlyList<string> Names,
    long EventId,
    string Event,
    [property: Description("场次名称，只有一场时可以为空。")] string Session,
    [property: Description("线上活动为空。")] string Place,
    DateTimeOffset StartsAt,
    DateTimeOffset EndsAt,
    [property: Description("已签到的时间；没有签到则为 null。")] DateTimeOffset? EnteredAt,
    [property: Description("服务器的时间。")] DateTimeOffset Now
);
