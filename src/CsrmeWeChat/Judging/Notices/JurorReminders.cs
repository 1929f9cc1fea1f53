using System.Globalization;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Jobs;

namespace CsrmeWeChat.Judging;

/// <summary>Reminds jurors who have not scored all: at most once a day each, whoever asks for it, and never after the close.</summary>
public sealed class JurorReminders(Database database, JurorNotices notices, Panels panels, AuditTrail audit)
{
    /// <summary>Because staff ask for it.</summary>
    public Task<ReminderResult> RemindAsync(Actor by, Round round, DateTimeOffset now, CancellationToken ct) =>
        RemindAsync(
            round,
            (tx, late) =>
            {
                var after = new { late = late.Count, linked = late.Count(juror => juror.PersonId is not null) };
                return audit.AddAsync(tx, by, new Change("round.remind", "round", round.Id, round.Title, After: after), now, ct);
            },
            now,
            ct
        );

    /// <summary>Because the close is near.</summary>
    public Task<ReminderResult> RemindAsync(Round round, DateTimeOffset now, CancellationToken ct) =>
        RemindAsync(round, (_, _) => Task.CompletedTask, now, ct);

    public Task<IReadOnlyList<Round>> ListClosingAsync(DateTimeOffset now, TimeSpan within, CancellationToken ct) =>
        database.ListAsync<Round>(
            $"""
            SELECT {Round.Columns} FROM judging_rounds r
             WHERE r.state = 'open' AND r.closes_at > @now AND r.closes_at <= @until
             ORDER BY r.closes_at, r.id
            """,
            new { now, until = now + within },
            ct
        );

    private async Task<ReminderResult> RemindAsync(
        Round round,
        Func<Transaction, IReadOnlyList<LateJuror>, Task> note,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var title = await panels.TitleAsync(round, ct);
        return await database.TransactAsync(
            async tx =>
            {
                if (!await BallotStore.EnterAsync(tx, round.Id, now, ct))
                {
                    return (false, new ReminderResult(IsOpen: false, []));
                }
                var late = await JurorNotices.ListLateAsync(tx, round.Id, ct);
                var day = China.Date(now).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
                await notices.TellAsync(tx, JurorNotice.Late, round, title, day, late, now, ct);
                await note(tx, late);
                return (true, new ReminderResult(IsOpen: true, late));
            },
            ct
        );
    }
}

/// <param name="IsOpen">Whether the round takes scores; where it does not, nobody was told.</param>
/// <param name="Late">Who has not scored all. Those without a WeChat have to be told otherwise.</param>
public sealed record ReminderResult(bool IsOpen, IReadOnlyList<LateJuror> Late);

/// <summary>
/// Job: in the last three days before a round closes, from ten in the morning in Beijing, reminds who has not scored all. It comes again
/// through the day, for a node may have been down at ten; nobody is told twice on one day.
/// </summary>
public sealed class RemindJurors(JurorReminders reminders, TimeProvider time) : IJob
{
    /// <summary>From ten to eight in the evening.</summary>
    public const string Cron = "0,30 10-19 * * *";

    private const int Morning = 10,
        Evening = 20;

    private static readonly TimeSpan LastDays = TimeSpan.FromDays(3);

    public async Task RunAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (China.Local(now).Hour is < Morning or >= Evening)
        {
            return;
        }
        foreach (var round in await reminders.ListClosingAsync(now, LastDays, ct))
        {
            await reminders.RemindAsync(round, now, ct);
        }
    }
}
