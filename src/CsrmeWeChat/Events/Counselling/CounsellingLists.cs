using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Events;

/// <summary>Who comes to be counselled. For the counsellor's page alone: every other list leaves private events out.</summary>
public sealed class CounsellingLists(Database database)
{
    /// <summary>How long after its end a conversation stands on the page.</summary>
    private static readonly TimeSpan Shown = TimeSpan.FromDays(7);

    /// <summary>The hours to come and those of the last week, the earliest first, each with whoever comes or waits.</summary>
    public Task<IReadOnlyList<CounsellingHour>> ListAsync(DateTimeOffset now, CancellationToken ct) =>
        database.ListAsync<CounsellingHour>(
            $"""
            SELECT s.id AS session_id, e.title AS event, s.title AS session, e.place, e.online_url, e.questions, s.starts_at, s.ends_at,
                   r.state, r.names, r.answers, r.guardian
              FROM event_sessions s
              JOIN events e ON e.id = s.event_id AND e.kind = 'counselling' AND e.state = 'published'
              LEFT JOIN registrations r ON r.session_id = s.id AND r.state IN ('registered', 'offered', 'waiting')
             WHERE s.ends_at > @since
             ORDER BY s.starts_at, s.id, CASE r.state WHEN 'registered' THEN 0 WHEN 'offered' THEN 1 ELSE 2 END, r.serial
            """,
            new { since = now - Shown },
            ct
        );
}

/// <summary>An hour that somebody may be counselled in; the state is empty where nobody has it.</summary>
public sealed record CounsellingHour
{
    public required long SessionId { get; init; }
    public required string Event { get; init; }
    public required string Session { get; init; }
    public required string Place { get; init; }
    public required string OnlineUrl { get; init; }
    public required string Questions { get; init; }
    public required DateTimeOffset StartsAt { get; init; }
    public required DateTimeOffset EndsAt { get; init; }
    public string? State { get; init; }
    public string? Names { get; init; }
    public string? Answers { get; init; }
    public string? Guardian { get; init; }

    public RegistrationState? Standing => State is null ? null : Enum.Parse<RegistrationState>(State, ignoreCase: true);

    public string Who => Names is null ? "" : string.Join("、", EventJson.Read<string[]>(Names));

    /// <summary>What the person wrote, by the question.</summary>
    public IEnumerable<(string Question, string Answer)> Told =>
        Answers is null
            ? []
            : from question in EventJson.Read<Question[]>(Questions)
            let answer = EventJson.Read<Dictionary<string, string>>(Answers).GetValueOrDefault(question.Key, "")
            where answer is not ""
            select (question.Label, question.Kind is QuestionKind.Consent ? "已同意" : answer);
}
