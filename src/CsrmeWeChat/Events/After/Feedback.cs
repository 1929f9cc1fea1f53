using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CsrmeWeChat.Events;

/// <summary>What people think of a session that they were registered for, from its beginning until a month after its end.</summary>
public static class FeedbackEndpoints
{
    public static void MapFeedback(this IEndpointRouteBuilder app) =>
        app.MapGroup("/api/events/sessions")
            .WithTags("活动")
            .RequireAuthorization(Policies.Person)
            .MapPut("/{sessionId:long}/feedback", Give)
            .WithName("giveFeedback")
            .WithSummary("评价参加过的一场，可以再改")
            .Refuses("event.feedback_early", "event.feedback_over");

    private static async Task<Results<NoContent, NotFound, ProblemHttpResult>> Give(
        long sessionId,
        FeedbackForm form,
        CurrentPerson person,
        FeedbackStore store,
        TimeProvider time,
        CancellationToken ct
    ) =>
        await store.GiveAsync(person.Id, sessionId, form.Rating, PlainText.CleanLines(form.Remark), time.GetUtcNow(), ct) switch
        {
            FeedbackOutcome.Done => TypedResults.NoContent(),
            FeedbackOutcome.NotRegistered => TypedResults.NotFound(),
            FeedbackOutcome.TooEarly => TypedResults.Refused("event.feedback_early", "活动还没有开始，参加之后再来评价吧。"),
            FeedbackOutcome.Over => TypedResults.Refused("event.feedback_over", "评价的时间已过，谢谢您。"),
        };
}

public sealed record FeedbackForm(
    [property: Description("1 至 5，5 为最好。"), Range(1, 5, ErrorMessage = "请选 1 至 5 分。")] int Rating,
    [property: Description("想说的话，可以为空。"), MaxLength(FeedbackStore.MaxRemark, ErrorMessage = "最长 500 字。")] string? Remark
);

public enum FeedbackOutcome
{
    Done,
    NotRegistered,
    TooEarly,
    Over,
}

public sealed class FeedbackStore(Database database)
{
    public const int MaxRemark = 500;

    /// <summary>How long after its end a session may be rated.</summary>
    public static readonly TimeSpan Open = TimeSpan.FromDays(30);

    private const int MaxRemarks = 100;

    public Task<FeedbackOutcome> GiveAsync(
        long personId,
        long sessionId,
        int rating,
        string remark,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        database.TransactAsync(
            async tx =>
            {
                // Under the session's lock two taps at once make one row, and who is forgotten meanwhile leaves none behind.
                if (await RegistrationStates.LockAsync(tx, sessionId, ct) is not { } found)
                {
                    return (false, FeedbackOutcome.NotRegistered);
                }
                var own = await tx.FindAsync<long?>(
                    """
                    SELECT id FROM registrations
                     WHERE session_id = @sessionId AND participant = @personId AND state = 'registered'
                    """,
                    new { sessionId, personId },
                    ct
                );
                if (own is not { } registrationId)
                {
                    return (false, FeedbackOutcome.NotRegistered);
                }
                if (now < found.Session.StartsAt || now >= found.Session.EndsAt + Open)
                {
                    return (false, now < found.Session.StartsAt ? FeedbackOutcome.TooEarly : FeedbackOutcome.Over);
                }
                await tx.ExecuteAsync("DELETE FROM event_feedback WHERE registration_id = @registrationId", new { registrationId }, ct);
                await tx.ExecuteAsync(
                    """
                    INSERT INTO event_feedback (registration_id, rating, remark, given_at) VALUES (@registrationId, @rating, @remark, @now)
                    """,
                    new
                    {
                        registrationId,
                        rating,
                        remark,
                        now,
                    },
                    ct
                );
                return (true, FeedbackOutcome.Done);
            },
            ct
        );

    /// <summary>Of all sessions of an event.</summary>
    public async Task<FeedbackSummary> SumAsync(long eventId, CancellationToken ct)
    {
        var sum = (
            await database.FindAsync<FeedbackSummary>(
                """
                SELECT COUNT(*) AS count, COALESCE(SUM(f.rating), 0) AS total
                  FROM event_feedback f JOIN registrations r ON r.id = f.registration_id
                  JOIN event_sessions s ON s.id = r.session_id WHERE s.event_id = @eventId
                """,
                new { eventId },
                ct
            )
        )!;
        var remarks = await database.ListAsync<string>(
            """
            SELECT f.remark
              FROM event_feedback f JOIN registrations r ON r.id = f.registration_id
              JOIN event_sessions s ON s.id = r.session_id JOIN events e ON e.id = s.event_id AND e.kind <> 'counselling'
             WHERE s.event_id = @eventId AND f.remark <> '' ORDER BY f.id DESC LIMIT @MaxRemarks
            """,
            new { eventId, MaxRemarks },
            ct
        );
        return sum with { Remarks = remarks };
    }
}

/// <summary>What people thought of an event. The remarks bear no name; of a private event they are nobody's to read here.</summary>
public sealed record FeedbackSummary
{
    public required long Count { get; init; }
    public required long Total { get; init; }
    public IReadOnlyList<string> Remarks { get; init; } = [];

    public string Average => Count == 0 ? "—" : $"{(decimal)Total / Count:0.0}";
}
