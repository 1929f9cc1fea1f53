using System.Globalization;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Jobs;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Contests;

/// <summary>
/// Holds votes that look as if somebody had them made, for staff to decide. It looks at whole minutes that are past, each once; what staff
/// decided already stays as it is.
/// </summary>
public sealed class VoteScreen(IOptions<VoteOptions> options)
{
    /// <summary>What came within a minute that ended so long ago is written by now.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(1);

    /// <summary>How far votes may be looked at.</summary>
    public static DateTimeOffset SettledBy(DateTimeOffset now) => MinuteOf(now - Settled);

    /// <param name="until">The beginning of a minute, or when all votes were in.</param>
    /// <returns>How many are held now that were not before.</returns>
    public async Task<int> RunAsync(Transaction tx, Contest contest, DateTimeOffset until, CancellationToken ct)
    {
        var done = await tx.FindAsync<Done>("SELECT votes_screened_to FROM contests WHERE id = @Id", new { contest.Id }, ct);
        var from = done?.VotesScreenedTo ?? MinuteOf(contest.VoteOpensAt!.Value);
        if (from >= until)
        {
            return 0;
        }
        var held = await HoldBurstsAsync(tx, contest, from, until, ct) + await HoldAddressesAsync(tx, contest.Id, from, until, ct);
        await tx.ExecuteAsync("UPDATE contests SET votes_screened_to = @until WHERE id = @Id", new { contest.Id, until }, ct);
        return held;
    }

    private async Task<int> HoldBurstsAsync(
        Transaction tx,
        Contest contest,
        DateTimeOffset from,
        DateTimeOffset until,
        CancellationToken ct
    )
    {
        var counts = await tx.ListAsync<MinuteRow>(
            """
            SELECT entry_id, SUBSTR(voted_at, 1, 16) AS minute, COUNT(*) AS votes
              FROM contest_votes
             WHERE contest_id = @Id AND voted_at >= @since AND voted_at < @until
             GROUP BY entry_id, SUBSTR(voted_at, 1, 16)
            """,
            new
            {
                contest.Id,
                since = from.AddMinutes(-options.Value.BurstMinutes),
                until,
            },
            ct
        );
        var held = 0;
        foreach (var burst in VoteBursts.Find([.. counts.Select(row => row.Count)], contest.VoteOpensAt!.Value, from, options.Value))
        {
            held += await tx.ExecuteAsync(
                """
                UPDATE contest_votes SET state = 'held', reason = 'burst'
                 WHERE contest_id = @Id AND voted_at >= @Minute AND voted_at < @end AND entry_id = @EntryId
                   AND state = 'counted' AND decided_at IS NULL
                """,
                new
                {
                    contest.Id,
                    burst.EntryId,
                    burst.Minute,
                    end = burst.Minute.AddMinutes(1),
                },
                ct
            );
        }
        return held;
    }

    /// <summary>Whoever comes from an address that is over the limit joins the others: all of them are for the same decision.</summary>
    private async Task<int> HoldAddressesAsync(
        Transaction tx,
        long contestId,
        DateTimeOffset from,
        DateTimeOffset until,
        CancellationToken ct
    )
    {
        var crowded = await tx.ListAsync<Crowded>(
            """
            SELECT v.entry_id, v.source
              FROM (SELECT DISTINCT entry_id, source FROM contest_votes
                     WHERE contest_id = @contestId AND voted_at >= @from AND voted_at < @until AND source <> '') n
              JOIN contest_votes v ON v.entry_id = n.entry_id AND v.source = n.source
             GROUP BY v.entry_id, v.source
            HAVING COUNT(*) > @PerAddress
            """,
            new
            {
                contestId,
                from,
                until,
                options.Value.PerAddress,
            },
            ct
        );
        var held = 0;
        foreach (var crowd in crowded)
        {
            held += await tx.ExecuteAsync(
                """
                UPDATE contest_votes SET state = 'held', reason = 'address'
                 WHERE entry_id = @EntryId AND source = @Source AND state = 'counted' AND decided_at IS NULL
                """,
                crowd,
                ct
            );
        }
        return held;
    }

    private static DateTimeOffset MinuteOf(DateTimeOffset at) => new(at.UtcTicks - at.UtcTicks % TimeSpan.TicksPerMinute, TimeSpan.Zero);

    private sealed record Done
    {
        /// <summary>Null where it was never looked at.</summary>
        public DateTimeOffset? VotesScreenedTo { get; init; }
    }

    private sealed record MinuteRow
    {
        public required long EntryId { get; init; }

        /// <summary>2026-05-30 01:00, in UTC.</summary>
        public required string Minute { get; init; }
        public required int Votes { get; init; }

        public VotesInMinute Count =>
            new(
                EntryId,
                DateTimeOffset.ParseExact(Minute, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
                Votes
            );
    }

    private sealed record Crowded
    {
        public required long EntryId { get; init; }
        public required string Source { get; init; }
    }
}

/// <summary>Job: looks at the votes of the minutes that are past, while votes are taken and until all of them were looked at.</summary>
public sealed class ScreenVotes(Database database, VoteScreen screen, TimeProvider time) : IJob
{
    /// <summary>Far more than the job needs, and so little that old contests are not looked through each minute.</summary>
    private static readonly TimeSpan SourcesGoneIn = TimeSpan.FromDays(2);

    public async Task RunAsync(CancellationToken ct)
    {
        var until = VoteScreen.SettledBy(time.GetUtcNow());
        var due = await database.ListAsync<long>(
            """
            SELECT id FROM contests
             WHERE votes_closed_at IS NULL AND vote_opens_at < @until
               AND (votes_screened_to IS NULL OR votes_screened_to < vote_closes_at AND votes_screened_to < @until)
            """,
            new { until },
            ct
        );
        foreach (var id in due)
        {
            await database.TransactAsync(
                async tx =>
                {
                    // Without the contest's lock, which a rush waits for: each vote is held by a statement that finds it counted.
                    var contest = (await ContestStore.FindAsync(tx, id, ct))!;
                    return (true, contest.HasVoting ? await screen.RunAsync(tx, contest, until, ct) : 0);
                },
                ct
            );
        }
        await ForgetSourcesAsync(ct);
    }

    /// <summary>
    /// Once the votes are counted nobody asks any more which of them came from one address. In slices, for a contest may have so many votes
    /// that one statement would take longer than a statement may.
    /// </summary>
    private async Task ForgetSourcesAsync(CancellationToken ct)
    {
        var counted = await database.ListAsync<long>(
            "SELECT id FROM contests WHERE votes_closed_at > @since",
            new { since = time.GetUtcNow() - SourcesGoneIn },
            ct
        );
        while (
            counted.Count > 0
            && await database.ExecuteAsync(
                """
                UPDATE contest_votes SET source = ''
                 WHERE id IN (SELECT id
                                FROM (SELECT id FROM contest_votes WHERE contest_id IN {=counted} AND source <> '' LIMIT 2000) slice)
                """,
                new { counted },
                ct
            ) > 0
        ) { }
    }
}
