using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Members;
using CsrmeWeChat.People;

namespace CsrmeWeChat.Rehearsals;

/// <summary>
/// What a rehearsal puts into the database for a while and takes out again: a hidden season with two benefits, and members, bound and
/// signed in, whom no list shows. All of it is found by the rehearsal's id: the season's year is minus the id, and a member's number
/// begins with <c>~ID-</c>, as no real number can. This is the one place that writes other rooms' tables: a rehearsal needs rows that
/// look like everyday ones to the claim's endpoint, in bulk and without a trace, and no other room has a reason to make or delete such
/// rows.
/// </summary>
public sealed class RehearsalData(
    Database database,
    RehearsalStore rehearsals,
    MemberStore members,
    SessionStore sessions,
    TimeProvider time
)
{
    private const int SlicePhones = 100;
    private const int SliceClaims = 250;

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <summary>
    /// The tag that only a rehearsal's members have: typed text is cleaned, so nobody can be given a tag with a control character.
    /// </summary>
    public static string Tag(long id) => $"\u0001{id}";

    /// <summary>Makes the season and its benefits, of which real members see nothing.</summary>
    public Task<(long Rush, long WarmUp)> BuildAsync(Rehearsal rehearsal, string holder, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                var now = time.GetUtcNow();
                await rehearsals.HoldAsync(tx, rehearsal.Id, holder, now, ct);
                var season = await tx.InsertAsync(
                    "INSERT INTO seasons (year, name, theme, created_at, hidden) VALUES (@year, @name, '', @now, 1)",
                    new
                    {
                        year = -rehearsal.Id,
                        name = $"演练 {rehearsal.Id}",
                        now,
                    },
                    ct
                );
                var rush = await AddBenefitAsync(tx, season, rehearsal.Id, "演练", rehearsal.Stock, now, ct);
                var warmUp = await AddBenefitAsync(tx, season, rehearsal.Id, "演练（预热）", rehearsal.WarmUp, now, ct);
                await rehearsals.SetBenefitAsync(tx, rehearsal.Id, rush, ct);
                return (true, (rush, warmUp));
            },
            ct
        );

    /// <summary>Adds phones that have signed in and are bound to members, a slice at a time, and returns their tokens.</summary>
    /// <param name="progress">Is told after each slice how many there are.</param>
    public async Task<IReadOnlyList<string>> AddPhonesAsync(
        Rehearsal rehearsal,
        string holder,
        int count,
        Func<int, Task> progress,
        CancellationToken ct
    )
    {
        var tokens = new List<string>(count);
        foreach (var slice in Enumerable.Range(1, count).Chunk(SlicePhones))
        {
            await Pace.RunAsync(async () => tokens.AddRange(await AddSliceAsync(rehearsal.Id, holder, slice, ct)), ct);
            await progress(tokens.Count);
        }
        return tokens;
    }

    /// <summary>Removes everything that is found, however far the rehearsal came, in slices between which real claims can pass.</summary>
    public async Task RemoveAsync(long id, string holder, CancellationToken ct)
    {
        var year = -id;
        var benefits = await database.ListAsync<long>(
            "SELECT b.id FROM benefits b JOIN seasons s ON s.id = b.season_id WHERE s.year = @year AND s.hidden = 1",
            new { year },
            ct
        );
        foreach (var benefitId in benefits)
        {
            // From here on nobody can claim it any more, not even a phone whose request is still on its way.
            await database.ExecuteAsync("UPDATE benefits SET state = 'draft' WHERE id = @benefitId", new { benefitId }, ct);
            await SliceBySliceAsync(id, holder, tx => RemoveClaimsAsync(tx, benefitId, ct), ct);
            await SliceBySliceAsync(id, holder, tx => RemoveBenefitAsync(tx, benefitId, ct), ct);
        }
        await SliceBySliceAsync(id, holder, tx => RemovePhonesAsync(tx, id, ct), ct);
        await database.ExecuteAsync("DELETE FROM seasons WHERE year = @year AND hidden = 1", new { year }, ct);
    }

    private static async Task<long> AddBenefitAsync(
        Transaction tx,
        long season,
        long rehearsalId,
        string title,
        int stock,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var id = await tx.InsertAsync(
            """
            INSERT INTO benefits (season_id, kind, title, summary, usage_note, partner, state, opens_at, closes_at, use_until,
                                  expiry_returns_stock, dues_required, stock, issued, held, created_at)
            VALUES (@season, 'counter', @title, '', '', '', 'published', @now, @end, @end, 0, 0, @stock, 0, 0, @now)
            """,
            new
            {
                season,
                title,
                stock,
                now,
                end = now + Lifetime,
            },
            ct
        );
        await tx.ExecuteAsync("INSERT INTO benefit_tags (benefit_id, tag) VALUES (@id, @tag)", new { id, tag = Tag(rehearsalId) }, ct);
        return id;
    }

    private Task<IReadOnlyList<string>> AddSliceAsync(long id, string holder, int[] phones, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                var now = time.GetUtcNow();
                await rehearsals.HoldAsync(tx, id, holder, now, ct);
                var nobody = new MemberFields("", "", "", "", null, null, null);
                await members.AddAsync(tx, phones.Select(phone => new MemberRow($"~{id}-{phone:D5}", nobody, null, null)), now, ct);
                var memberIds = await tx.ListAsync<long>(
                    "SELECT id FROM members WHERE number >= @first AND number <= @last ORDER BY number",
                    new { first = $"~{id}-{phones[0]:D5}", last = $"~{id}-{phones[^1]:D5}" },
                    ct
                );
                var people = new List<long>(phones.Length);
                foreach (var _ in phones)
                {
                    people.Add(await tx.InsertAsync("INSERT INTO people (created_at) VALUES (@now)", new { now }, ct));
                }
                await tx.InsertManyAsync(
                    "INSERT INTO member_tags (member_id, tag)",
                    [.. memberIds.Select(member => new object?[] { member, Tag(id) })],
                    ct
                );
                await tx.InsertManyAsync(
                    "INSERT INTO bindings (member_id, person_id, bound_at)",
                    [.. memberIds.Zip(people, (member, person) => new object?[] { member, person, now })],
                    ct
                );
                return (true, await sessions.OpenManyAsync(tx, people, now, now + Lifetime, ct));
            },
            ct
        );

    private static async Task<int> RemoveClaimsAsync(Transaction tx, long benefitId, CancellationToken ct)
    {
        var ids = await tx.ListAsync<long>(
            "SELECT id FROM claims WHERE benefit_id = @benefitId LIMIT @limit",
            new { benefitId, limit = SliceClaims },
            ct
        );
        if (ids.Count > 0)
        {
            await tx.ExecuteAsync(
                "DELETE FROM redemptions WHERE claim_id IN {=ids}; DELETE FROM claims WHERE id IN {=ids}",
                new { ids },
                ct
            );
        }
        return ids.Count;
    }

    private static async Task<int> RemoveBenefitAsync(Transaction tx, long benefitId, CancellationToken ct)
    {
        // The lock comes first, so that no node adds counts of refusals meanwhile.
        await tx.LockAsync("benefits", benefitId, ct);
        await tx.ExecuteAsync(
            """
            DELETE FROM claim_refusals WHERE benefit_id = @benefitId;
            DELETE FROM claim_tries WHERE benefit_id = @benefitId;
            DELETE FROM benefit_tags WHERE benefit_id = @benefitId;
            DELETE FROM benefits WHERE id = @benefitId
            """,
            new { benefitId },
            ct
        );
        return 0;
    }

    private static async Task<int> RemovePhonesAsync(Transaction tx, long id, CancellationToken ct)
    {
        var phones = await ListPhonesAsync(tx, id, ct);
        var memberIds = phones.Select(phone => phone.MemberId).ToList();
        var personIds = phones.Select(phone => phone.PersonId).OfType<long>().ToList();
        if (personIds.Count > 0)
        {
            await tx.ExecuteAsync(
                """
                DELETE FROM sessions WHERE person_id IN {=personIds};
                DELETE FROM bindings WHERE person_id IN {=personIds};
                DELETE FROM people WHERE id IN {=personIds}
                """,
                new { personIds },
                ct
            );
        }
        if (memberIds.Count > 0)
        {
            await tx.ExecuteAsync(
                "DELETE FROM member_tags WHERE member_id IN {=memberIds}; DELETE FROM members WHERE id IN {=memberIds}",
                new { memberIds },
                ct
            );
        }
        return memberIds.Count;
    }

    private static Task<IReadOnlyList<Phone>> ListPhonesAsync(Transaction tx, long id, CancellationToken ct) =>
        // The character after '-' is '.': these are all numbers that begin with ~ID-, found by the index.
        tx.ListAsync<Phone>(
            """
            SELECT m.id AS member_id, b.person_id
              FROM members m LEFT JOIN bindings b ON b.member_id = m.id
             WHERE m.number >= @first AND m.number < @beyond AND m.name_key = ''
             ORDER BY m.number LIMIT @limit
            """,
            new
            {
                first = $"~{id}-",
                beyond = $"~{id}.",
                limit = SlicePhones,
            },
            ct
        );

    private async Task SliceBySliceAsync(long id, string holder, Func<Transaction, Task<int>> remove, CancellationToken ct)
    {
        var removed = 0;
        do
        {
            await Pace.RunAsync(
                async () =>
                    removed = await database.TransactAsync(
                        async tx =>
                        {
                            await rehearsals.HoldAsync(tx, id, holder, time.GetUtcNow(), ct);
                            return (true, await remove(tx));
                        },
                        ct
                    ),
                ct
            );
        } while (removed > 0);
    }

    private sealed record Phone
    {
        public required long MemberId { get; init; }
        public long? PersonId { get; init; }
    }
}
