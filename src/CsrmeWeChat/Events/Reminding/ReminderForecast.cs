using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Messages;

namespace CsrmeWeChat.Events;

/// <summary>What has become of the reminders of a session, and what would become of those to come.</summary>
public sealed class ReminderForecast(Database database, AutomaticRounds rounds, CampaignProgress progress, CampaignStore campaigns)
{
    private const int Slice = 500;

    /// <summary>In the order in which they go out; those that staff did not choose are left out.</summary>
    public async Task<IReadOnlyList<ForecastReminder>> ListAsync(Event one, EventSession session, DateTimeOffset now, CancellationToken ct)
    {
        var begun = (await Reminders.ListOfAsync(database, [session.Id], ct)).ToLookup(reminder => reminder.Kind);
        var all = new List<ForecastReminder>();
        foreach (var kind in ReminderKinds.All.Where(kind => one.ReminderList.Contains(kind) || begun[kind].Any()))
        {
            var at = session.StartsAt - kind.Ahead;
            foreach (var reminder in begun[kind].OrderBy(reminder => reminder.StartsAt))
            {
                all.Add(await OfBegunAsync(reminder, ct));
            }
            if (begun[kind].All(reminder => reminder.StartsAt != session.StartsAt))
            {
                all.Add(
                    now >= at + kind.Grace
                        ? new ForecastReminder(kind, at, ReminderStanding.Missed)
                        : await ForecastAsync(one, session, kind, now, ct)
                );
            }
        }
        return all;
    }

    private async Task<ForecastReminder> OfBegunAsync(SessionReminder reminder, CancellationToken ct)
    {
        var at = reminder.StartsAt - reminder.Kind.Ahead;
        if (reminder.CampaignId is not { } id || await campaigns.FindAsync(id, ct) is not { } campaign)
        {
            return new ForecastReminder(reminder.Kind, at, ReminderStanding.ToNobody);
        }
        var counts = await progress.CountAsync(id, ct);
        return new ForecastReminder(reminder.Kind, at, ReminderStanding.Begun)
        {
            CampaignId = id,
            IsStopped = campaign.State is CampaignState.Cancelled,
            Sent = Sum(counts, count => count.State is DeliveryState.Sent or DeliveryState.Confirmed or DeliveryState.Unknown),
            Open = Sum(counts, count => count.State is DeliveryState.Planned or DeliveryState.Leased),
            Saved = Sum(counts, count => count.Reason == Reasons.Saved),
            NotTold = Sum(counts, count =>
                count.State is DeliveryState.Skipped or DeliveryState.Refused or DeliveryState.Failed && count.Reason != Reasons.Saved
            ),
        };
    }

    private async Task<ForecastReminder> ForecastAsync(
        Event one,
        EventSession session,
        ReminderKind kind,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var at = session.StartsAt - kind.Ahead;
        var reached = new List<Reached>();
        var people = 0;
        for (
            var after = 0L;
            await Reminders.ListAsync(database, session.Id, after, at, Slice, ct) is { Count: > 0 } next;
            after = next[^1].Id
        )
        {
            people += next.Count;
            var recipients = await SendReminders.RecipientsAsync(
                database,
                one,
                session.Id,
                kind,
                [.. next.Select(registered => registered.PersonId)],
                now,
                ct
            );
            reached.AddRange(await rounds.ForecastAsync(database, kind.Message, recipients, ct));
        }
        return new ForecastReminder(kind, at, people > 0 && reached.Count == 0 ? ReminderStanding.NoTemplate : ReminderStanding.ToCome)
        {
            Sure = reached.Count(person => person.Reason is ""),
            Last = reached.Count(person => person.Reason is "" && person.IsLast),
            Perhaps = reached.Count(person => person.Reason == Reasons.Perhaps),
            Saved = reached.Count(person => person.Reason == Reasons.Saved),
            NotTold = reached.Count(person => !person.IsSendable && person.Reason != Reasons.Saved),
        };
    }

    private static int Sum(IEnumerable<DeliveryCount> counts, Func<DeliveryCount, bool> which) =>
        counts.Where(which).Sum(count => count.Amount);
}

public enum ReminderStanding
{
    ToCome,
    NoTemplate,
    Begun,

    /// <summary>Nobody was registered at its time, or staff had chosen no template.</summary>
    ToNobody,

    /// <summary>Its time is over, and nothing was sent.</summary>
    Missed,
}

/// <summary>One reminder of a session, in people.</summary>
public sealed record ForecastReminder(ReminderKind Kind, DateTimeOffset At, ReminderStanding Standing)
{
    public long? CampaignId { get; init; }
    public bool IsStopped { get; init; }
    public int Sent { get; init; }

    /// <summary>Written down, and not sent yet.</summary>
    public int Open { get; init; }

    /// <summary>Sure to be sent, some of whom have accepted no other message by this template.</summary>
    public int Sure { get; init; }

    /// <summary>Of those who are sure, whose last acceptance it takes.</summary>
    public int Last { get; init; }

    /// <summary>WeChat decides.</summary>
    public int Perhaps { get; init; }

    /// <summary>Not told, for the last acceptance is left to another reminder.</summary>
    public int Saved { get; init; }
    public int NotTold { get; init; }
}
