using System.Globalization;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Messages;

namespace CsrmeWeChat.Events;

/// <summary>Thanks those who came to an event, and leads them to its material and to the form for what they thought of it.</summary>
public sealed class Thanks(Database database, EventStore events, AutomaticRounds rounds, AuditTrail audit)
{
    private const int Slice = 500;

    /// <summary>Later than this after staff asked for it nobody is thanked.</summary>
    private static readonly TimeSpan Useful = TimeSpan.FromDays(2);

    public static readonly AutomaticKind Kind = new(
        "event.thanks",
        "活动感谢",
        "工作人员在活动结束后点“发送感谢”时，发给到场的人。",
        Topic.Events,
        "活动",
        "场次",
        "时间",
        "说明"
    );

    /// <summary>
    /// Thanks everybody who came to a session that is over, once however often it is asked for. Where nobody stood at the door, all who
    /// were registered are taken to have come.
    /// </summary>
    /// <returns>False where staff have chosen no template, or no session is over.</returns>
    public async Task<bool> SendAsync(Actor by, Event one, DateTimeOffset now, CancellationToken ct)
    {
        var isSent = false;
        foreach (var session in (await events.ListSessionsAsync([one.Id], ct)).Where(session => session.EndsAt <= now))
        {
            isSent |= await SendAsync(one, session, now, ct);
        }
        if (isSent)
        {
            await audit.AddAsync(by, new Change("event.thank", "event", one.Id, one.Title), now, ct);
        }
        return isSent;
    }

    /// <summary>A slice in each transaction; who asks again after the process died goes on where it stopped.</summary>
    private async Task<bool> SendAsync(Event one, EventSession session, DateTimeOffset now, CancellationToken ct)
    {
        for (var after = 0L; ; )
        {
            var (campaign, last) = await database.TransactAsync(
                async tx =>
                {
                    if (await rounds.BeginAsync(tx, RoundOf(one, session, now), now, ct) is not { } id)
                    {
                        return (false, ((long?)null, (long?)null));
                    }
                    var next = await ListAsync(tx, session.Id, after, ct);
                    await rounds.AddAsync(tx, Kind.Key, id, [.. next.Select(guest => new RoundRecipient(guest.PersonId, []))], now, ct);
                    return (true, (id, next.Count < Slice ? null : next[^1].Id));
                },
                ct
            );
            if (campaign is null || last is null)
            {
                return campaign is not null;
            }
            after = last.Value;
        }
    }

    private static AutomaticRound RoundOf(Event one, EventSession session, DateTimeOffset now) =>
        new(
            Kind.Key,
            session.Id.ToString(CultureInfo.InvariantCulture),
            NoticeWords.PageOf(one.Kind, one.Id),
            new Dictionary<string, string>
            {
                ["活动"] = NoticeWords.TitleOf(one.Kind, one.Title),
                ["场次"] = NoticeWords.TitleOf(one.Kind, session.Title is "" ? one.Title : session.Title),
                ["时间"] = Reminders.Moment(session.StartsAt),
                ["说明"] = one.MaterialUrl is "" ? "谢谢您的到来，欢迎评价。" : "谢谢您的到来，资料和评价在小程序里。",
            },
            now + Useful
        );

    private static Task<IReadOnlyList<Reminded>> ListAsync(Transaction tx, long sessionId, long after, CancellationToken ct) =>
        tx.ListAsync<Reminded>(
            """
            SELECT r.id, r.person_id FROM registrations r
             WHERE r.session_id = @sessionId AND r.state = 'registered' AND r.person_id IS NOT NULL AND r.id > @after
               AND (EXISTS (SELECT 1 FROM event_arrivals a WHERE a.registration_id = r.id)
                    OR NOT EXISTS (SELECT 1 FROM event_arrivals a WHERE a.session_id = @sessionId))
             ORDER BY r.id LIMIT @Slice
            """,
            new
            {
                sessionId,
                after,
                Slice,
            },
            ct
        );
}
