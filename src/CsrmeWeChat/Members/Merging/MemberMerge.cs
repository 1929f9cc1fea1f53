using System.Data.Common;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Members;

/// <summary>
/// Merges two rows of the roster that are one member. What hangs on the one that goes moves to the one that stays, each room moving its
/// own, and where that would lose something the merging is refused with words.
/// </summary>
public sealed class MemberMerge(Database database, MemberStore members, AuditTrail audit, IEnumerable<IMemberData> rooms)
{
    public const string Action = "member.merge";

    /// <summary>What the merging would move, and what stands in its way.</summary>
    public async Task<MergePlan> PlanAsync(MemberPair pair, CancellationToken ct)
    {
        var (moves, obstacles) = (new List<string>(), new List<string>());
        foreach (var room in rooms)
        {
            moves.Add(await room.WhatMovesAsync(database, pair, ct));
            obstacles.AddRange(await room.ObstaclesAsync(database, pair, ct));
        }
        var merged = Filled(members.Fields(pair.Kept), members.Fields(pair.Gone));
        return new MergePlan(merged, [.. moves.Where(words => words is not "")], obstacles);
    }

    /// <param name="pair">The two as they were looked at; one who was changed since is not merged.</param>
    public async Task<MergeResult> MergeAsync(Actor by, MemberPair pair, DateTimeOffset now, CancellationToken ct)
    {
        try
        {
            return await database.TransactAsync(tx => MergeAsync(tx, by, pair, now, ct), ct);
        }
        catch (DbException e) when (database.IsDuplicate(e))
        {
            // Both got the same in this moment: the next look says what.
            return new(MergeOutcome.ChangedMeanwhile);
        }
    }

    private async Task<(bool Commit, MergeResult Result)> MergeAsync(
        Transaction tx,
        Actor by,
        MemberPair pair,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        foreach (var room in rooms)
        {
            await room.LockAsync(tx, pair, now, ct);
        }
        if (
            await tx.LockAsync("members", "id", [pair.KeptId, pair.GoneId], ct) != 2
            || await RevisionAsync(tx, pair.GoneId, ct) != pair.Gone.Revision
        )
        {
            return (false, new(MergeOutcome.ChangedMeanwhile));
        }
        var obstacles = new List<string>();
        foreach (var room in rooms)
        {
            obstacles.AddRange(await room.ObstaclesAsync(tx, pair, ct));
        }
        if (obstacles.Count > 0)
        {
            return (false, new(MergeOutcome.Refused) { Obstacles = obstacles });
        }
        var moved = new List<string>();
        foreach (var room in rooms)
        {
            moved.Add(await room.WhatMovesAsync(tx, pair, ct));
            await room.MergeAsync(tx, by, pair, now, ct);
        }
        if (!await FillAsync(tx, pair, now, ct))
        {
            return (false, new(MergeOutcome.ChangedMeanwhile));
        }
        await RemoveAsync(tx, pair, now, ct);
        await AuditAsync(tx, by, pair, string.Join("；", moved.Where(words => words is not "")), now, ct);
        return (true, new(MergeOutcome.Merged));
    }

    private static Task<long?> RevisionAsync(Transaction tx, long memberId, CancellationToken ct) =>
        tx.FindAsync<long?>("SELECT revision FROM members WHERE id = @memberId", new { memberId }, ct);

    /// <summary>What the kept member has stays; what is empty is taken from the other, and the dues of whichever runs longer.</summary>
    private static MemberFields Filled(MemberFields kept, MemberFields gone) =>
        kept with
        {
            Phone = Or(kept.Phone, gone.Phone),
            Email = Or(kept.Email, gone.Email),
            Unit = Or(kept.Unit, gone.Unit),
            Branch = kept.Branch ?? gone.Branch,
            Level = kept.Level ?? gone.Level,
            PaidUntil = kept.PaidUntil is null || gone.PaidUntil > kept.PaidUntil ? gone.PaidUntil ?? kept.PaidUntil : kept.PaidUntil,
        };

    private static string Or(string text, string otherwise) => text is "" ? otherwise : text;

    private async Task<bool> FillAsync(Transaction tx, MemberPair pair, DateTimeOffset now, CancellationToken ct)
    {
        var before = members.Fields(pair.Kept);
        var fields = Filled(before, members.Fields(pair.Gone));
        var kept = await MemberStore.MarkIdsAsync(tx, pair.KeptId, ct);
        var gone = await MemberStore.MarkIdsAsync(tx, pair.GoneId, ct);
        var byHand = ByHand.With(pair.Kept.ByHand, fields.DifferingFrom(before));
        var row = new MemberRow(pair.Kept.Number, fields, kept.BranchId ?? gone.BranchId, kept.LevelId ?? gone.LevelId, byHand);
        return await members.ReplaceAsync(tx, pair.KeptId, pair.Kept.Revision, row, now, ct);
    }

    /// <summary>The row goes. A row of any room that still refers to it makes this fail, so that nothing is lost unseen.</summary>
    private async Task RemoveAsync(Transaction tx, MemberPair pair, DateTimeOffset now, CancellationToken ct)
    {
        await members.DeleteAsync(tx, pair.GoneId, pair.Gone.Revision, ct);
        await tx.ExecuteAsync(
            """
            INSERT INTO merged_members (number, member_id, gone_id, name, merged_at)
            VALUES (@Number, @KeptId, @GoneId, @Name, @now)
            """,
            new
            {
                pair.Gone.Number,
                pair.KeptId,
                pair.GoneId,
                pair.Gone.Name,
                now,
            },
            ct
        );
    }

    private async Task AuditAsync(Transaction tx, Actor by, MemberPair pair, string moved, DateTimeOffset now, CancellationToken ct)
    {
        var before = members.Fields(pair.Kept);
        var merged = new
        {
            merged = pair.Gone.Title,
            mergedValues = Said(members.Fields(pair.Gone)),
            moved,
            keptBefore = Said(before),
            keptAfter = Said(Filled(before, members.Fields(pair.Gone))),
        };
        await audit.AddAsync(tx, by, new Change(Action, "member", pair.KeptId, pair.Kept.Title, After: merged), now, ct);
    }

    private static string Said(MemberFields fields) =>
        string.Join(
            "，",
            new[]
            {
                Phone.MaskOrNone(fields.Phone),
                EmailAddress.Mask(fields.Email),
                fields.Unit,
                fields.Branch,
                fields.Level,
                fields.PaidUntil is null ? "" : $"会费至 {Foundation.Console.Show.Date(fields.PaidUntil)}",
            }.Where(text => !string.IsNullOrEmpty(text))
        );
}

/// <param name="Merged">The member as the merging makes it.</param>
/// <param name="Moves">What moves, in words.</param>
/// <param name="Obstacles">Why it cannot be done as things stand, in words.</param>
public sealed record MergePlan(MemberFields Merged, IReadOnlyList<string> Moves, IReadOnlyList<string> Obstacles);

public enum MergeOutcome
{
    Merged,
    Refused,

    /// <summary>One of the two was edited, merged or bound while they were looked at.</summary>
    ChangedMeanwhile,
}

public sealed record MergeResult(MergeOutcome Outcome)
{
    public IReadOnlyList<string> Obstacles { get; init; } = [];
}
