using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Judging;

/// <summary>What staff see and may still change while the jurors score. The rules of the round are not among it.</summary>
public sealed class OpenRounds(Database database, JurorNotices notices, Panels panels, AuditTrail audit)
{
    /// <summary>Who has scored an item of <c>i</c>, or still can: an account that was disabled scores no more.</summary>
    internal const string JurorsOf = """
        (SELECT COUNT(*)
           FROM judging_ballots b JOIN staff s ON s.id = b.staff_id
          WHERE b.round_id = i.round_id AND b.item_id = i.item_id
            AND (b.state = 'scored' OR b.state = 'open' AND s.disabled_at IS NULL))
        """;

    /// <summary>Gives the jurors more time; never less. False where the round is not open, or closes later already.</summary>
    /// <param name="closesAt">Ahead.</param>
    public Task<bool> ExtendAsync(Actor by, Round seen, DateTimeOffset closesAt, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                var extended = await tx.ExecuteAsync(
                    """
                    UPDATE judging_rounds SET closes_at = @closesAt, revision = revision + 1
                     WHERE id = @Id AND state = 'open' AND closes_at < @closesAt
                    """,
                    new { seen.Id, closesAt },
                    ct
                );
                if (extended == 0)
                {
                    return (false, false);
                }
                var change = new Change("round.extend", "round", seen.Id, seen.Title, new { seen.ClosesAt }, new { closesAt });
                await audit.AddAsync(tx, by, change, now, ct);
                return (true, true);
            },
            ct
        );

    /// <summary>
    /// Somebody more to judge what has a juror too few since others stepped back. They get these items alone, and none that they may not
    /// judge; what others score stays with them.
    /// </summary>
    /// <param name="items">The panel's, with what keeps this juror from them.</param>
    public async Task<AddJurorResult> AddJurorAsync(
        Actor by,
        Round seen,
        (long Id, string Name) juror,
        IReadOnlyCollection<JudgedItem> items,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var title = await panels.TitleAsync(seen, ct);
        return await database.TransactAsync(
            async tx =>
            {
                // As saving a ballot and stepping back do: what lacks a juror does not change until the end of this.
                if (!await BallotStore.EnterAsync(tx, seen.Id, now, ct))
                {
                    return (false, new AddJurorResult(AddJurorOutcome.Closed));
                }
                if ((await RoundStore.ListJurorsAsync(tx, seen.Id, ct)).Contains(juror.Id))
                {
                    return (false, new AddJurorResult(AddJurorOutcome.IsOne));
                }
                var lacking = (await ListLackingAsync(tx, seen, ct)).Select(item => item.ItemId).ToHashSet();
                var given = items.Where(item => lacking.Contains(item.Id) && !item.Conflicts.ContainsKey(juror.Id)).ToList();
                if (given.Count == 0)
                {
                    return (false, new AddJurorResult(AddJurorOutcome.NothingToJudge));
                }
                await AddAsync(tx, seen.Id, juror.Id, items, given, ct);
                var told = (await JurorNotices.ListLateAsync(tx, seen.Id, ct)).Where(late => late.StaffId == juror.Id);
                await notices.TellAsync(tx, JurorNotice.Opened, seen, title, "opened", told, now, ct);
                var change = new Change(
                    "round.juror",
                    "round",
                    seen.Id,
                    seen.Title,
                    After: new { juror = juror.Name, items = given.Count }
                );
                await audit.AddAsync(tx, by, change, now, ct);
                return (true, new AddJurorResult(AddJurorOutcome.Added, given.Count));
            },
            ct
        );
    }

    /// <summary>What has fewer jurors than the round says, because some stepped back and nobody else was left.</summary>
    public Task<IReadOnlyList<LackingItem>> ListLackingAsync(Round round, CancellationToken ct) => ListLackingAsync(database, round, ct);

    /// <summary>Who stepped back from what, the last first.</summary>
    public Task<IReadOnlyList<Recusal>> ListRecusalsAsync(long roundId, CancellationToken ct) =>
        database.ListAsync<Recusal>(
            $"""
            SELECT i.item_id, i.code, b.staff_id, b.remark AS why, b.saved_at AS at {Ballot.From}
             WHERE b.round_id = @roundId AND b.state = 'recused'
             ORDER BY b.saved_at DESC, b.id DESC
            """,
            new { roundId },
            ct
        );

    private static Task<IReadOnlyList<LackingItem>> ListLackingAsync(Sql sql, Round round, CancellationToken ct) =>
        sql.ListAsync<LackingItem>(
            $"""
            SELECT i.item_id, i.code, {JurorsOf} AS jurors
              FROM judging_items i
             WHERE i.round_id = @Id AND {JurorsOf} < @PerItem
               AND NOT EXISTS (SELECT 1 FROM judging_ballots d
                                WHERE d.round_id = i.round_id AND d.item_id = i.item_id AND d.state = 'dropped')
             ORDER BY i.code
            """,
            round,
            ct
        );

    private static async Task AddAsync(
        Transaction tx,
        long roundId,
        long staffId,
        IReadOnlyCollection<JudgedItem> items,
        IReadOnlyCollection<JudgedItem> given,
        CancellationToken ct
    )
    {
        await tx.ExecuteAsync("INSERT INTO judging_jurors (round_id, staff_id) VALUES (@roundId, @staffId)", new { roundId, staffId }, ct);
        var judged = (
            await tx.ListAsync<long>("SELECT item_id FROM judging_items WHERE round_id = @roundId", new { roundId }, ct)
        ).ToHashSet();
        // Whoever steps back next is not replaced by somebody who may not judge it.
        await tx.InsertManyAsync(
            "INSERT INTO judging_conflicts (round_id, item_id, staff_id, reason)",
            [
                .. from item in items
                where judged.Contains(item.Id) && item.Conflicts.ContainsKey(staffId)
                select (object?[])[roundId, item.Id, staffId, item.Conflicts[staffId].Key],
            ],
            ct
        );
        await RoundDraw.AddBallotsAsync(tx, roundId, given.Select(item => (item.Id, staffId)), ct);
    }
}

public enum AddJurorOutcome
{
    Added,

    /// <summary>The round takes no scores now.</summary>
    Closed,

    /// <summary>They judge in this round already.</summary>
    IsOne,

    /// <summary>Nothing lacks a juror, or they may judge none of it.</summary>
    NothingToJudge,
}

/// <param name="Items">How many they have to judge.</param>
public sealed record AddJurorResult(AddJurorOutcome Outcome, int Items = 0);

public sealed record LackingItem
{
    public required long ItemId { get; init; }
    public required string Code { get; init; }

    /// <summary>How many it has.</summary>
    public required long Jurors { get; init; }
}

public sealed record Recusal
{
    public required long ItemId { get; init; }
    public required string Code { get; init; }
    public required long StaffId { get; init; }

    /// <summary>What they said of it; empty where nothing.</summary>
    public required string Why { get; init; }
    public required DateTimeOffset At { get; init; }
}
