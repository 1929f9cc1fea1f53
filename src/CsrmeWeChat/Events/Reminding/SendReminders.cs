using System.Globalization;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Jobs;
using CsrmeWeChat.Messages;

namespace CsrmeWeChat.Events;

/// <summary>
/// Reminds people of what they registered for, at times that are reckoned back from the start. The rows say what is due and how far it is
/// written, so that it may run anywhere, any number of times, and be killed at any moment.
/// </summary>
public sealed class SendReminders(Database database, AutomaticRounds rounds, TimeProvider time) : IJob
{
    private const int Slice = 500;

    /// <summary>Then other jobs have their turn.</summary>
    private static readonly TimeSpan MaxTurn = TimeSpan.FromSeconds(10);

    private static readonly string[] Words = ["活动", "场次", "时间", "地点", "说明"];

    private readonly JobTurn turn = new();

    public static readonly AutomaticKind[] Kinds =
    [
        .. ReminderKinds.All.Select(kind => new AutomaticKind(
            kind.Message,
            $"活动提醒：{kind.Label}",
            $"活动开始{kind.Label}，发给已报名的人。",
            Topic.Events,
            Words
        )),
    ];

    public Task RunAsync(CancellationToken ct) => turn.TakeAsync(() => JobTurn.WhileDueAsync(RemindSliceAsync, MaxTurn, ct));

    /// <summary>True where there may be more.</summary>
    private async Task<bool> RemindSliceAsync(CancellationToken ct)
    {
        var isMore = false;
        foreach (var kind in ReminderKinds.All)
        {
            foreach (var session in await Reminders.ListDueAsync(database, kind, time.GetUtcNow(), ct))
            {
                isMore |= await database.TransactAsync(async tx => (true, await RemindAsync(tx, session, kind, ct)), ct);
            }
        }
        return isMore;
    }

    /// <summary>Writes the reminder to the next ones.</summary>
    /// <returns>Whether there may be more.</returns>
    private async Task<bool> RemindAsync(Transaction tx, long sessionId, ReminderKind kind, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (await RegistrationStates.LockAsync(tx, sessionId, ct) is not { } found || !IsDue(found.Event, found.Session, kind, now))
        {
            return false;
        }
        var (one, session) = found;
        var begun = (await Reminders.ListOfAsync(tx, [sessionId], ct)).Where(reminder => reminder.Kind == kind).ToList();
        var known = begun.SingleOrDefault(reminder => reminder.StartsAt == session.StartsAt);
        if (known?.Done is true)
        {
            return false;
        }
        var next = await Reminders.ListAsync(tx, sessionId, known?.UpTo ?? 0, session.StartsAt - kind.Ahead, Slice, ct);
        var current = known ?? await BeginAsync(tx, one, session, kind, isForSome: next.Count > 0, now, ct);
        if (current.CampaignId is { } campaign && next.Count > 0)
        {
            var earlier = begun
                .Where(reminder => reminder.Id != current.Id)
                .Select(reminder => reminder.CampaignId)
                .OfType<long>()
                .ToList();
            await AddAsync(tx, campaign, one, sessionId, kind, await ExceptToldAsync(tx, earlier, next, ct), now, ct);
        }
        await tx.ExecuteAsync(
            "UPDATE session_reminders SET up_to = @upTo, done = @done WHERE id = @Id",
            new
            {
                current.Id,
                upTo = next.Count == 0 ? current.UpTo : next[^1].Id,
                done = next.Count < Slice ? 1 : 0,
            },
            ct
        );
        return next.Count == Slice;
    }

    private static bool IsDue(Event one, EventSession session, ReminderKind kind, DateTimeOffset now)
    {
        var due = session.StartsAt - kind.Ahead;
        return one.State is EventState.Published && one.ReminderList.Contains(kind) && due <= now && now < due + kind.Grace;
    }

    private async Task<SessionReminder> BeginAsync(
        Transaction tx,
        Event one,
        EventSession session,
        ReminderKind kind,
        bool isForSome,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var round = new AutomaticRound(
            kind.Message,
            string.Create(CultureInfo.InvariantCulture, $"{session.Id}:{session.StartsAt:O}"),
            NoticeWords.PageOf(one.Kind, one.Id),
            Reminders.ValuesOf(one, session),
            session.StartsAt - kind.Ahead + kind.Grace
        );
        var campaignId = isForSome ? await rounds.BeginAsync(tx, round, now, ct) : null;
        var id = await tx.InsertAsync(
            """
            INSERT INTO session_reminders (session_id, kind, starts_at, campaign_id, up_to, done, begun_at)
            VALUES (@SessionId, @kind, @StartsAt, @campaignId, 0, 0, @now)
            """,
            new
            {
                SessionId = session.Id,
                kind = kind.Key,
                session.StartsAt,
                campaignId,
                now,
            },
            ct
        );
        return new SessionReminder
        {
            Id = id,
            SessionId = session.Id,
            Kind = kind,
            StartsAt = session.StartsAt,
            CampaignId = campaignId,
            UpTo = 0,
            Done = false,
        };
    }

    private async Task AddAsync(
        Transaction tx,
        long campaignId,
        Event one,
        long sessionId,
        ReminderKind kind,
        IReadOnlyList<long> people,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var recipients = await RecipientsAsync(tx, one, sessionId, kind, people, now, ct);
        await rounds.AddAsync(tx, kind.Message, campaignId, recipients, now, ct);
    }

    /// <summary>
    /// One acceptance is one message. Where it is the last that is known of, it is left to the reminder that staff chose, of this session
    /// or of another one that the person is registered for.
    /// </summary>
    public static async Task<IReadOnlyList<RoundRecipient>> RecipientsAsync(
        Sql sql,
        Event one,
        long sessionId,
        ReminderKind kind,
        IReadOnlyList<long> people,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        if (kind == one.LastCreditFor)
        {
            return [.. people.Select(person => new RoundRecipient(person, []))];
        }
        var others = (await Reminders.ListSavedForAsync(sql, people, sessionId, now, ct)).ToLookup(saved => saved.PersonId);
        // The later ones are reckoned to the start: this session's chosen one is still to come where it is nearer to the start.
        string[] own = one.ReminderList.Contains(one.LastCreditFor) && one.LastCreditFor > kind ? [one.LastCreditFor.Message] : [];
        return [.. people.Select(person => new RoundRecipient(person, [.. own, .. others[person].Select(saved => saved.Kind.Message)]))];
    }

    /// <summary>A session that was moved has its reminders anew, but nobody gets one of them twice.</summary>
    private static async Task<IReadOnlyList<long>> ExceptToldAsync(
        Transaction tx,
        IReadOnlyList<long> campaigns,
        IReadOnlyList<Reminded> people,
        CancellationToken ct
    )
    {
        var ids = people.Select(one => one.PersonId).ToList();
        return campaigns.Count == 0 ? ids : [.. ids.Except(await AutomaticRounds.ListToldAsync(tx, campaigns, ids, ct))];
    }
}
