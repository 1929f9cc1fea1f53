using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Judging;

namespace CsrmeWeChat.Contests;

/// <summary>Who gets what by the fixed ranking and by the counted votes, before staff change anything of it.</summary>
public sealed class AwardProposals(Database database, AwardStore awards, RankingStore rankings, AwardDesk desk)
{
    /// <summary>
    /// Proposes the jury's awards by the last round's fixed ranking, in place of those that were proposed before. Those who share a place
    /// share a prize, also where there are more of them than prizes: a human decides then.
    /// </summary>
    public async Task<AwardOutcome> ProposeAsync(Actor by, Contest seen, DateTimeOffset now, CancellationToken ct)
    {
        if (
            await awards.FindLastRoundAsync(seen, ct) is not { State: RoundState.Frozen } round
            || await rankings.FindAsync(round.Id, ct) is not { } frozen
        )
        {
            return AwardOutcome.NoRanking;
        }
        var ranking = RoundRanking.Read(frozen.Text);
        return await ReplaceAsync(by, seen, AwardKind.Jury, (contest, accepted) => ByRanking(contest, ranking, accepted), now, ct);
    }

    /// <summary>Proposes the public's awards by the votes that were counted.</summary>
    public async Task<AwardOutcome> ProposePopularAsync(Actor by, Contest seen, DateTimeOffset now, CancellationToken ct)
    {
        if (seen.VotesClosedAt is null)
        {
            return AwardOutcome.NoVotes;
        }
        var counted = await database.ListAsync<Counted>(
            """
            SELECT id, votes FROM contest_entries
             WHERE contest_id = @Id AND state = 'accepted' AND votes > 0 ORDER BY votes DESC, id
            """,
            new { seen.Id },
            ct
        );
        return await ReplaceAsync(by, seen, AwardKind.Popularity, (contest, _) => ByVotes(contest, counted), now, ct);
    }

    private Task<AwardOutcome> ReplaceAsync(
        Actor by,
        Contest seen,
        AwardKind kind,
        Func<Contest, IReadOnlySet<long>, IEnumerable<NewAward>> propose,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        desk.ChangeAsync(
            seen.Id,
            async (tx, contest) =>
            {
                if (contest.Result is not ContestResult.None)
                {
                    return AwardOutcome.TooLate;
                }
                await tx.ExecuteAsync(
                    "DELETE FROM contest_awards WHERE contest_id = @Id AND kind = @kind",
                    new { contest.Id, kind = kind.Key },
                    ct
                );
                var accepted = (
                    await tx.ListAsync<long>(
                        "SELECT id FROM contest_entries WHERE contest_id = @Id AND state = 'accepted'",
                        new { contest.Id },
                        ct
                    )
                ).ToHashSet();
                var proposed = propose(contest, accepted).ToList();
                await tx.InsertManyAsync(
                    AwardDesk.Insert,
                    [
                        .. proposed.Select(one =>
                            (object?[])
                                [
                                    contest.Id,
                                    one.EntryId,
                                    kind.Key,
                                    one.Group,
                                    one.Prize,
                                    one.Order,
                                    one.Place,
                                    AwardState.Proposed.Key,
                                    "",
                                    1L,
                                    by.Name,
                                    now,
                                ]
                        ),
                    ],
                    ct
                );
                await desk.TellAsync(tx, by, contest, "contest.propose", null, new { kind = kind.Label, awards = proposed.Count }, now, ct);
                return AwardOutcome.Done;
            },
            ct
        );

    private static IEnumerable<NewAward> ByRanking(Contest contest, RoundRanking ranking, IReadOnlySet<long> accepted) =>
        ranking.Groups.SelectMany(group =>
            Fill(
                group.Group,
                [.. AwardDesk.PrizesOf(contest, group.Group)],
                [.. group.Standings.Where(standing => accepted.Contains(standing.Item)).Select(standing => (standing.Item, standing.Place))]
            )
        );

    private static IEnumerable<NewAward> ByVotes(Contest contest, IReadOnlyList<Counted> counted) =>
        Fill(
            "",
            [.. AwardDesk.PrizesOf(contest, "")],
            [.. counted.Select(one => (one.Id, counted.Count(other => other.Votes > one.Votes) + 1))]
        );

    /// <summary>Down the places and the prizes; who shares a place with the last who got a prize gets it too.</summary>
    private static IEnumerable<NewAward> Fill(
        string group,
        IReadOnlyList<(Prize Prize, int Order)> prizes,
        IReadOnlyList<(long Item, int Place)> ranked
    )
    {
        var next = 0;
        foreach (var (prize, order) in prizes)
        {
            for (var given = 0; next < ranked.Count && (given < prize.Count || IsTied(ranked, next)); given++, next++)
            {
                yield return new NewAward(ranked[next].Item, group, prize.Name, order, ranked[next].Place);
            }
        }
    }

    private static bool IsTied(IReadOnlyList<(long Item, int Place)> ranked, int at) => at > 0 && ranked[at].Place == ranked[at - 1].Place;

    private sealed record NewAward(long EntryId, string Group, string Prize, int Order, int Place);

    private sealed record Counted
    {
        public required long Id { get; init; }
        public required int Votes { get; init; }
    }
}
