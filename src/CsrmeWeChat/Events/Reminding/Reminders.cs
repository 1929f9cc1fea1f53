using System.Globalization;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Messages;

namespace CsrmeWeChat.Events;

/// <summary>
/// The rows of reminders. A reminder is written down for its recipients under the session's lock, under which registrations are cancelled
/// and sessions moved too: so it goes to nobody who does not come, and says where and when it is.
/// </summary>
internal static class Reminders
{
    /// <summary>What has not gone out of these sessions' reminders says the wrong time or place, or is about nothing any more.</summary>
    public static async Task StopAsync(Transaction tx, IReadOnlyCollection<long> sessionIds, DateTimeOffset now, CancellationToken ct)
    {
        await AutomaticRounds.StopAsync(tx, await ListCampaignsAsync(tx, sessionIds, ct), now, ct);
        await tx.ExecuteAsync(
            "UPDATE session_reminders SET done = 1 WHERE session_id IN {=sessionIds} AND done = 0",
            new { sessionIds },
            ct
        );
    }

    /// <summary>These people do not come any more.</summary>
    public static async Task LeaveOutAsync(
        Transaction tx,
        long sessionId,
        IReadOnlyCollection<long> personIds,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        if (personIds.Count > 0 && await ListCampaignsAsync(tx, [sessionId], ct) is { Count: > 0 } campaigns)
        {
            await AutomaticRounds.LeaveOutAsync(tx, campaigns, personIds, now, ct);
        }
    }

    /// <summary>Sessions of which a reminder is due and not yet written to all.</summary>
    public static Task<IReadOnlyList<long>> ListDueAsync(Sql sql, ReminderKind kind, DateTimeOffset now, CancellationToken ct) =>
        sql.ListAsync<long>(
            $"""
            SELECT s.id FROM event_sessions s JOIN events e ON e.id = s.event_id
             WHERE s.ends_at > @earliest AND s.starts_at <= @latest AND s.starts_at > @earliest AND e.state = 'published' AND {Wants}
               AND NOT EXISTS (SELECT 1 FROM session_reminders x
                                WHERE x.session_id = s.id AND x.kind = @kind AND x.starts_at = s.starts_at AND x.done = 1)
               AND EXISTS (SELECT 1 FROM registrations r WHERE r.session_id = s.id AND r.state = 'registered')
             ORDER BY s.starts_at, s.id
            """,
            new
            {
                kind = kind.Key,
                wanted = $"%{kind.Key}%",
                latest = now + kind.Ahead,
                earliest = now + kind.Ahead - kind.Grace,
            },
            ct
        );

    /// <summary>Who is registered since before the reminder was due, and comes after those who were dealt with.</summary>
    public static Task<IReadOnlyList<Reminded>> ListAsync(
        Sql sql,
        long sessionId,
        long after,
        DateTimeOffset due,
        int limit,
        CancellationToken ct
    ) =>
        sql.ListAsync<Reminded>(
            """
            SELECT id, person_id FROM registrations
             WHERE session_id = @sessionId AND state = 'registered' AND person_id IS NOT NULL AND registered_at <= @due AND id > @after
             ORDER BY id LIMIT @limit
            """,
            new
            {
                sessionId,
                after,
                due,
                limit,
            },
            ct
        );

    /// <summary>Of these people, those to whom another session's reminder that may take their last acceptance is still to come.</summary>
    public static Task<IReadOnlyList<SavedFor>> ListSavedForAsync(
        Sql sql,
        IReadOnlyCollection<long> personIds,
        long exceptSession,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        sql.ListAsync<SavedFor>(
            $$"""
            SELECT DISTINCT r.person_id, e.last_credit_for AS kind
              FROM registrations r JOIN event_sessions s ON s.id = r.session_id JOIN events e ON e.id = s.event_id
             WHERE r.person_id IN {=personIds} AND r.state = 'registered' AND r.session_id <> @exceptSession AND e.state = 'published'
               AND e.reminders <> ''
               AND s.starts_at > CASE e.last_credit_for WHEN 'week' THEN @week WHEN 'day' THEN @day ELSE @hours END
            """,
            new
            {
                personIds,
                exceptSession,
                week = now + ReminderKind.Week.Ahead,
                day = now + ReminderKind.Day.Ahead,
                hours = now + ReminderKind.Hours.Ahead,
            },
            ct
        );

    public static Task<IReadOnlyList<SessionReminder>> ListOfAsync(Sql sql, IReadOnlyCollection<long> sessionIds, CancellationToken ct) =>
        sql.ListAsync<SessionReminder>(
            "SELECT id, session_id, kind, starts_at, campaign_id, up_to, done FROM session_reminders WHERE session_id IN {=sessionIds}",
            new { sessionIds },
            ct
        );

    /// <summary>The words of a reminder, as the templates of 自动通知 know them.</summary>
    public static IReadOnlyDictionary<string, string> ValuesOf(Event one, EventSession session) =>
        new Dictionary<string, string>
        {
            ["活动"] = NoticeWords.TitleOf(one.Kind, one.Title),
            ["场次"] = NoticeWords.TitleOf(one.Kind, session.Title is "" ? one.Title : session.Title),
            ["时间"] = Moment(session.StartsAt),
            ["地点"] = one.Place is "" ? "线上" : one.Place,
            ["说明"] = one.Place is "" ? "请在小程序里查看参加的网址。" : "请凭小程序里的票入场。",
        };

    /// <summary>As WeChat's fields for times take it.</summary>
    public static string Moment(DateTimeOffset at) => China.Local(at).ToString("yyyy年M月d日 HH:mm", CultureInfo.InvariantCulture);

    private const string Wants = "e.reminders LIKE @wanted";

    private static async Task<IReadOnlyList<long>> ListCampaignsAsync(
        Transaction tx,
        IReadOnlyCollection<long> sessionIds,
        CancellationToken ct
    ) =>
        await tx.ListAsync<long>(
            "SELECT campaign_id FROM session_reminders WHERE session_id IN {=sessionIds} AND campaign_id IS NOT NULL",
            new { sessionIds },
            ct
        );
}

/// <summary>A registration whose person is to be reminded.</summary>
public sealed record Reminded
{
    public required long Id { get; init; }
    public required long PersonId { get; init; }
}

public sealed record SavedFor
{
    public required long PersonId { get; init; }
    public required ReminderKind Kind { get; init; }
}

/// <summary>A reminder of a session that was begun.</summary>
public sealed record SessionReminder
{
    public required long Id { get; init; }
    public required long SessionId { get; init; }
    public required ReminderKind Kind { get; init; }

    /// <summary>When the session was to start.</summary>
    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>Null where staff had chosen no template.</summary>
    public long? CampaignId { get; init; }
    public required long UpTo { get; init; }
    public required bool Done { get; init; }
}
