using System.Runtime.CompilerServices;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Members;
using Dapper;

namespace CsrmeWeChat.Benefits;

/// <param name="Search">A serial, a code or a member's number; where none of these fits, a part of the member's name.</param>
/// <param name="State">The state at the instant of the search.</param>
public sealed record ClaimFilter(string Search = "", ClaimState? State = null);

/// <summary>The console's search for claims of one benefit.</summary>
public sealed class ClaimSearch(Database database)
{
    /// <summary>The orders to choose from, by the key in the address. Serials are given in the order of claiming.</summary>
    public static readonly IReadOnlyDictionary<string, string> Columns = new Dictionary<string, string>
    {
        ["serial"] = "c.serial",
        ["name"] = "m.name_key, c.serial",
        ["redeemed"] = "r.redeemed_at, c.serial",
    };

    private const int ExportSlice = 2_000;

    private const string Claims = """
        SELECT c.id, c.benefit_id, c.member_id, c.serial, c.code, v.code AS voucher, v.password, c.state, c.claimed_at, c.ended_at,
               b.use_until, m.number, m.name, m.unit, r.id AS redemption_id, r.redeemed_at, COALESCE(s.name, k.name) AS redeemer
          FROM claims c
          JOIN benefits b ON b.id = c.benefit_id
          JOIN members m ON m.id = c.member_id
          LEFT JOIN vouchers v ON v.benefit_id = c.benefit_id AND v.serial = c.serial
          LEFT JOIN redemptions r ON r.claim_id = c.id AND r.undone_at IS NULL
          LEFT JOIN staff s ON s.id = r.staff_id
          LEFT JOIN members k ON k.id = r.redeemer_id
        """;

    /// <param name="orderBy">One of <see cref="Columns"/>.</param>
    public async Task<IReadOnlyList<ListedClaim>> ListAsync(
        long benefitId,
        ClaimFilter filter,
        string orderBy,
        int skip,
        int take,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var (where, args) = await WhereAsync(benefitId, filter, now, ct);
        args.AddDynamicParams(new { skip, take });
        var redemptions = orderBy.Contains("r.") ? "LEFT JOIN redemptions r ON r.claim_id = c.id AND r.undone_at IS NULL" : "";
        // The page's claims are found in narrow rows first: sorting a large benefit in full width took three times as long (measured).
        var claims = await database.ListAsync<ListedClaim>(
            $"""
            {Claims}
              JOIN (SELECT c.id
                      FROM claims c
                      JOIN benefits b ON b.id = c.benefit_id
                      JOIN members m ON m.id = c.member_id
                      {redemptions}
                     WHERE {where}
                     ORDER BY {orderBy} LIMIT @take OFFSET @skip) AS page ON page.id = c.id
             ORDER BY {orderBy}
            """,
            args,
            ct
        );
        return At(now, claims);
    }

    public async Task<ListedClaim?> FindAsync(long benefitId, int serial, DateTimeOffset now, CancellationToken ct)
    {
        var claims = await database.ListAsync<ListedClaim>(
            $"{Claims} WHERE c.benefit_id = @benefitId AND c.serial = @serial",
            new { benefitId, serial },
            ct
        );
        return At(now, claims).FirstOrDefault();
    }

    public Task<int> CountRedeemedAsync(long benefitId, CancellationToken ct) =>
        database.FindAsync<int>("SELECT COUNT(*) FROM claims WHERE benefit_id = @benefitId AND state = 'redeemed'", new { benefitId }, ct);

    /// <summary>All claims that the filter lets through, by serial, read in slices so that no rush waits for it.</summary>
    public async IAsyncEnumerable<ListedClaim> ExportAsync(
        long benefitId,
        ClaimFilter filter,
        DateTimeOffset now,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        var (where, args) = await WhereAsync(benefitId, filter, now, ct);
        for (var after = 0; ; )
        {
            args.AddDynamicParams(new { after, take = ExportSlice });
            var claims = await database.ListAsync<ListedClaim>(
                $"{Claims} WHERE {where} AND c.serial > @after ORDER BY c.serial LIMIT @take",
                args,
                ct
            );
            foreach (var claim in At(now, claims))
            {
                yield return claim;
            }
            if (claims.Count < ExportSlice)
            {
                yield break;
            }
            after = claims[^1].Serial;
        }
    }

    private async Task<(string Where, DynamicParameters Args)> WhereAsync(
        long benefitId,
        ClaimFilter filter,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        List<string> conditions = ["c.benefit_id = @benefitId"];
        var args = new DynamicParameters(new { benefitId, now });
        if (filter.State is { } state)
        {
            conditions.Add(Where(state));
        }
        if (PlainText.Clean(filter.Search) is { Length: > 0 } search)
        {
            if (await ListExactAsync(benefitId, search, ct) is { Count: > 0 } ids)
            {
                conditions.Add("c.id IN {=ids}");
                args.AddDynamicParams(new { ids });
            }
            else
            {
                conditions.Add("INSTR(m.name_key, @name) > 0");
                args.AddDynamicParams(new { name = PersonalName.Key(search) });
            }
        }
        return (string.Join(" AND ", conditions), args);
    }

    /// <summary>The same as <see cref="ClaimStates.At"/>, for the database.</summary>
    private static string Where(ClaimState state) =>
        state switch
        {
            ClaimState.Held => "c.state = 'held' AND b.use_until > @now",
            ClaimState.Expired => "(c.state = 'expired' OR (c.state = 'held' AND b.use_until <= @now))",
            ClaimState.Redeemed => "c.state = 'redeemed'",
            ClaimState.Cancelled => "c.state = 'cancelled'",
        };

    /// <summary>The claims that a serial, a code or a number names, each found by its own index.</summary>
    private Task<IReadOnlyList<long>> ListExactAsync(long benefitId, string search, CancellationToken ct) =>
        database.ListAsync<long>(
            """
            SELECT id FROM claims WHERE benefit_id = @benefitId AND serial = @serial
            UNION SELECT id FROM claims WHERE benefit_id = @benefitId AND code = @code
            UNION SELECT c.id
                    FROM vouchers v JOIN claims c ON c.benefit_id = v.benefit_id AND c.serial = v.serial
                   WHERE v.benefit_id = @benefitId AND v.code = @search
            UNION SELECT c.id FROM members m JOIN claims c ON c.member_id = m.id WHERE m.number = @search AND c.benefit_id = @benefitId
            """,
            new
            {
                benefitId,
                search,
                code = ClaimCode.Read(search) ?? "",
                serial = int.TryParse(search, out var serial) ? serial : 0,
            },
            ct
        );

    private static IReadOnlyList<ListedClaim> At(DateTimeOffset now, IReadOnlyList<ListedClaim> claims) =>
        [.. claims.Select(claim => claim with { State = claim.State.At(now, claim.UseUntil) })];
}

/// <summary>A line of the list.</summary>
public sealed record ListedClaim
{
    public required long Id { get; init; }
    public required long BenefitId { get; init; }
    public required long MemberId { get; init; }
    public required int Serial { get; init; }
    public required string Code { get; init; }
    public string? Voucher { get; init; }
    public string? Password { get; init; }
    public required ClaimState State { get; init; }
    public required DateTimeOffset ClaimedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public required DateTimeOffset UseUntil { get; init; }
    public required string Number { get; init; }
    public required string Name { get; init; }
    public required string Unit { get; init; }

    /// <summary>The redemption that stands, and the name of the member or staff who made it.</summary>
    public long? RedemptionId { get; init; }
    public DateTimeOffset? RedeemedAt { get; init; }
    public string? Redeemer { get; init; }

    /// <summary>It is good and can be redeemed without its code.</summary>
    public bool CanBeRedeemed => State is ClaimState.Held && Voucher is null;

    /// <summary>The code that the member shows: the partner's, with its password, or ours.</summary>
    public string Shown => Password is null or "" ? Voucher ?? Code : $"{Voucher}　密码 {Password}";
}
