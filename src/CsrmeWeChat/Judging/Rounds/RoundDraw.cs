using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Judging.Assigning;

namespace CsrmeWeChat.Judging;

/// <summary>The draw as rows: what is judged under which code, by whom, and who may not.</summary>
internal static class RoundDraw
{
    /// <summary>Writes down who judges what. The items that too few may judge, where nothing is written.</summary>
    public static async Task<IReadOnlyList<long>> DrawAsync(
        Transaction tx,
        Round round,
        IReadOnlyCollection<JudgedItem> items,
        IReadOnlyList<long> jurors,
        string seed,
        CancellationToken ct
    )
    {
        var conflicts = ConflictsOf(items, jurors);
        var drawn = Draw.Of(
            [.. items.Select(item => item.Id)],
            [.. jurors],
            conflicts.Select(one => (one.Item, one.Juror)).ToHashSet(),
            round.PerItem,
            seed
        );
        if (drawn.Short.Count == 0)
        {
            await AddAsync(tx, round.Id, items, seed, conflicts, drawn.Pairs, ct);
        }
        return drawn.Short;
    }

    private static List<(long Item, long Juror, ConflictReason Reason)> ConflictsOf(
        IEnumerable<JudgedItem> items,
        IReadOnlyCollection<long> jurors
    ) => [.. from item in items from one in item.Conflicts where jurors.Contains(one.Key) select (item.Id, one.Key, one.Value)];

    private static async Task AddAsync(
        Transaction tx,
        long roundId,
        IReadOnlyCollection<JudgedItem> items,
        string seed,
        IEnumerable<(long Item, long Juror, ConflictReason Reason)> conflicts,
        IEnumerable<(long Item, long Juror)> pairs,
        CancellationToken ct
    )
    {
        // Numbers in an order by chance: that of the entries would tell who was early.
        var codes = Draw.Shuffle([.. items.Select(item => item.Id)], $"{seed}/code").Select((item, at) => (item, at + 1)).ToDictionary();
        await tx.InsertManyAsync(
            "INSERT INTO judging_items (round_id, item_id, group_key, code)",
            [.. items.Select(item => (object?[])[roundId, item.Id, item.Group, $"{codes[item.Id]:000}"])],
            ct
        );
        await tx.InsertManyAsync(
            "INSERT INTO judging_conflicts (round_id, item_id, staff_id, reason)",
            [.. conflicts.Select(one => (object?[])[roundId, one.Item, one.Juror, one.Reason.Key])],
            ct
        );
        await AddBallotsAsync(tx, roundId, pairs, ct);
    }

    public static Task AddBallotsAsync(Transaction tx, long roundId, IEnumerable<(long Item, long Juror)> pairs, CancellationToken ct) =>
        tx.InsertManyAsync(
            "INSERT INTO judging_ballots (round_id, item_id, staff_id, state, points, remark, revision)",
            [.. pairs.Select(pair => (object?[])[roundId, pair.Item, pair.Juror, BallotState.Open.Key, "[]", "", 1L])],
            ct
        );
}
