using System.Globalization;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Contests;

/// <summary>
/// Objections: made by people while the notice lasts, noted by staff where they came by letter, decided by staff. All under the contest's
/// lock, as the announcement is.
/// </summary>
public sealed class ObjectionStates(Database database, AwardDesk awards, AuditTrail audit)
{
    public Task<IReadOnlyList<Objection>> ListAsync(long contestId, CancellationToken ct) =>
        database.ListAsync<Objection>($"{Objection.Select} WHERE o.contest_id = @contestId ORDER BY o.id", new { contestId }, ct);

    public Task<Objection?> FindAsync(long id, CancellationToken ct) =>
        database.FindAsync<Objection>($"{Objection.Select} WHERE o.id = @id", new { id }, ct);

    public static Task<int> CountOpenAsync(Sql sql, long contestId, CancellationToken ct) =>
        sql.FindAsync<int>(
            "SELECT COUNT(*) FROM contest_objections WHERE contest_id = @contestId AND state = 'open'",
            new { contestId },
            ct
        );

    /// <summary>A person's, by the mini program. One that is open already is written anew: nobody objects twice to the same.</summary>
    public Task<ObjectionOutcome> MakeAsync(long personId, long contestId, NewObjection objection, DateTimeOffset now, CancellationToken ct)
    {
        var slot = string.Create(CultureInfo.InvariantCulture, $"open:{contestId}:{objection.EntryId ?? 0}:{personId}");
        return AddAsync(
            contestId,
            objection,
            now,
            contest => contest.TakesObjectionsAt(now),
            async tx =>
            {
                if (!await tx.LockAsync("people", personId, ct))
                {
                    return ObjectionOutcome.NoSuchPerson;
                }
                var again = await tx.ExecuteAsync(
                    """
                    UPDATE contest_objections
                       SET name = @Name, contact = @Contact, is_named = @isNamed, words = @Words, revision = revision + 1
                     WHERE slot = @slot
                    """,
                    Row(objection, new { slot }),
                    ct
                );
                if (again == 0)
                {
                    await InsertAsync(tx, contestId, slot, personId, objection, now, ct);
                }
                return ObjectionOutcome.Done;
            },
            ct
        );
    }

    /// <summary>
    /// What reached the secretariat by letter or telephone while the notice lasted. A letter of its last day may lie there until the next.
    /// </summary>
    public Task<ObjectionOutcome> NoteAsync(Actor by, Contest seen, NewObjection objection, DateTimeOffset now, CancellationToken ct) =>
        AddAsync(
            seen.Id,
            objection,
            now,
            contest => contest.Result is ContestResult.Noticed,
            async tx =>
            {
                await InsertAsync(tx, seen.Id, $"noted:{Guid.CreateVersion7():N}", null, objection, now, ct);
                await audit.AddAsync(tx, by, new Change("contest.note_objection", "contest", seen.Id, seen.Title), now, ct);
                return ObjectionOutcome.Done;
            },
            ct
        );

    /// <param name="seen">As the page showed it: whoever objected may have written it anew since.</param>
    /// <param name="decision">Clean. The public reads it.</param>
    /// <param name="dropped">The awards of the entry that are taken off with it.</param>
    public Task<ObjectionOutcome> DecideAsync(
        Actor by,
        Objection seen,
        ObjectionState to,
        string decision,
        IReadOnlyList<Award> dropped,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        database.TransactAsync(
            async tx =>
            {
                if (await ContestStore.LockAsync(tx, seen.ContestId, ct) is not { } contest)
                {
                    return (false, ObjectionOutcome.NotFound);
                }
                var decided = await tx.ExecuteAsync(
                    """
                    UPDATE contest_objections
                       SET state = @to, decision = @decision, decided_at = @now, decided_by = @by, slot = CONCAT('done:', id)
                     WHERE id = @Id AND state = 'open' AND revision = @Revision
                    """,
                    new
                    {
                        seen.Id,
                        seen.Revision,
                        to = to.Key,
                        decision,
                        by = by.Name,
                        now,
                    },
                    ct
                );
                if (decided == 0)
                {
                    return (false, ObjectionOutcome.Moved);
                }
                foreach (var award in dropped)
                {
                    if (await awards.DropAsync(tx, by, contest, award, decision, now, ct) is not AwardOutcome.Done)
                    {
                        return (false, ObjectionOutcome.Moved);
                    }
                }
                var change = new Change(
                    "contest.objection",
                    "contest",
                    contest.Id,
                    contest.Title,
                    After: new
                    {
                        number = seen.Id,
                        verdict = to.Label,
                        decision,
                    }
                );
                await audit.AddAsync(tx, by, change, now, ct);
                return (true, ObjectionOutcome.Done);
            },
            ct
        );

    /// <summary>Of somebody who is forgotten: the objection stays to be decided, and names nobody.</summary>
    internal static Task ForgetAsync(Transaction tx, long personId, CancellationToken ct) =>
        tx.ExecuteAsync(
            """
            UPDATE contest_objections
               SET person_id = NULL, name = '', contact = '', is_named = 0, slot = CONCAT('left:', id)
             WHERE person_id = @personId
            """,
            new { personId },
            ct
        );

    internal static Task MergeAsync(Transaction tx, long kept, long gone, CancellationToken ct) =>
        tx.ExecuteAsync(
            "UPDATE contest_objections SET person_id = @kept, slot = CONCAT('left:', id) WHERE person_id = @gone",
            new { kept, gone },
            ct
        );

    private Task<ObjectionOutcome> AddAsync(
        long contestId,
        NewObjection objection,
        DateTimeOffset now,
        Func<Contest, bool> takes,
        Func<Transaction, Task<ObjectionOutcome>> add,
        CancellationToken ct
    ) =>
        database.TransactAsync(
            async tx =>
            {
                var contest = await ContestStore.LockAsync(tx, contestId, ct);
                var outcome = contest switch
                {
                    null or { State: not ContestState.Published } => ObjectionOutcome.NotFound,
                    { Result: ContestResult.None } => ObjectionOutcome.NoNotice,
                    _ when !takes(contest) => ObjectionOutcome.Over,
                    _ when !await StandsAsync(tx, contestId, objection.EntryId, ct) => ObjectionOutcome.NotNoticed,
                    _ => await add(tx),
                };
                return (outcome is ObjectionOutcome.Done, outcome);
            },
            ct
        );

    private static async Task<bool> StandsAsync(Transaction tx, long contestId, long? entryId, CancellationToken ct) =>
        entryId is null
        || await tx.FindAsync<int>(
            "SELECT COUNT(*) FROM contest_awards WHERE contest_id = @contestId AND entry_id = @entryId AND state = 'noticed'",
            new { contestId, entryId },
            ct
        ) > 0;

    private static Task InsertAsync(
        Transaction tx,
        long contestId,
        string slot,
        long? personId,
        NewObjection objection,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        tx.ExecuteAsync(
            """
            INSERT INTO contest_objections (slot, contest_id, entry_id, person_id, name, contact, is_named, words, state, revision,
                                            decision, made_at, decided_by)
            VALUES (@slot, @contestId, @EntryId, @personId, @Name, @Contact, @isNamed, @Words, 'open', 1, '', @now, '')
            """,
            Row(
                objection,
                new
                {
                    slot,
                    contestId,
                    personId,
                    now,
                }
            ),
            ct
        );

    private static Dapper.DynamicParameters Row(NewObjection objection, object more)
    {
        var row = new Dapper.DynamicParameters(more);
        row.AddDynamicParams(
            new
            {
                objection.EntryId,
                objection.Name,
                objection.Contact,
                isNamed = objection.IsNamed ? 1 : 0,
                objection.Words,
            }
        );
        return row;
    }
}
