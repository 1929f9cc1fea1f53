using System.Runtime.CompilerServices;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Members;
using Dapper;

namespace CsrmeWeChat.Benefits;

/// <param name="Search">A serial, a code or a member's number; where nothing is called so, part of a member's name.</param>
/// <param name="State">As it is at the instant asked for.</param>
public sealed record ClaimFilter(string Search = "", ClaimState? State = null);

/// <summary>Claims of one benefit, as the secretariat looks for them.</summary>
public sealed class ClaimList(Database database)
{
    /// <summary>What it can be sorted by. Serials are given in the order of claiming.</summary>
    public static readonly IReadOnlyDictionary<string, string> Columns = new Dictionary<string, string>
    {
        ["serial"] = "c.serial",
        ["name"] = "m.name_key, c.serial",
        ["redeemed"] = "r.redeemed_at, c.serial",
    };

    private const int ExportSlice = 2_000;

    private const string Lines = """
        SELECT c.id, c.benefit_id, c.member_id, c.serial, c.code, v.code AS voucher, c.state, c.claimed_at, c.ended_at, b.use_until,
               m.number, m.name, r.id AS redemption_id, r.redeemed_at, COALESCE(s.name, k.name) AS redeemer
          FROM claims c
          JOIN benefits b ON b.id = c.benefit_id
          JOIN members m ON m.id = c.member_id
          LEFT JOIN vouchers v ON v.benefit_id = c.benefit_id AND v.serial = c.serial
          LEFT JOIN redemptions r ON r.claim_id = c.id AND r.undone_at IS NULL
          LEFT JOIN staff s ON s.id = r.staff_id
          LEFT JOIN members k ON k.id = r.redeemer_id
        """;

    /// <param name="orderBy">Of <see cref="Columns"/>.</param>
    public async Task<IReadOnlyList<ClaimLine>> ListAsync(
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
        // Which ones first, in narrow rows: sorting all of a large benefit's lines in full width took three times as long (measured).
        return Standing(
            await database.ListAsync<ClaimLine>(
                $"""
                {Lines}
                  JOIN (SELECT c.id FROM claims c
                          JOIN benefits b ON b.id = c.benefit_id
                          JOIN members m ON m.id = c.member_id
                          {(orderBy.Contains("r.") ? "LEFT JOIN redemptions r ON r.claim_id = c.id AND r.undone_at IS NULL" : "")}
                         {where}
                         ORDER BY {orderBy} LIMIT @take OFFSET @skip) AS page ON page.id = c.id
                 ORDER BY {orderBy}
                """,
                args,
                ct
            ),
            now
        );
    }

    public Task<int> CountRedeemedAsync(long benefitId, CancellationToken ct) =>
        database.FindAsync<int>("SELECT COUNT(*) FROM claims WHERE benefit_id = @benefitId AND state = 'redeemed'", new { benefitId }, ct);

    public async Task<ClaimLine?> FindAsync(long benefitId, int serial, DateTimeOffset now, CancellationToken ct) =>
        Standing(
                await database.ListAsync<ClaimLine>(
                    $"{Lines} WHERE c.benefit_id = @benefitId AND c.serial = @serial",
                    new { benefitId, serial },
                    ct
                ),
                now
            )
            .FirstOrDefault();

    /// <summary>All of them by serial, read in slices so that no rush waits for it.</summary>
    public async IAsyncEnumerable<ClaimLine> ExportAsync(
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
            var lines = Standing(
                await database.ListAsync<ClaimLine>($"{Lines}{where} AND c.serial > @after ORDER BY c.serial LIMIT @take", args, ct),
                now
            );
            foreach (var line in lines)
            {
                yield return line;
            }
            if (lines.Count < ExportSlice)
            {
                yield break;
            }
            after = lines[^1].Serial;
        }
    }

    private async Task<(string Where, DynamicParameters Args)> WhereAsync(
        long benefitId,
        ClaimFilter filter,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var args = new DynamicParameters(new { benefitId, now });
        var where =
            " WHERE c.benefit_id = @benefitId"
            + filter.State switch
            {
                null => "",
                ClaimState.Held => " AND c.state = 'held' AND b.use_until > @now",
                ClaimState.Expired => " AND (c.state = 'expired' OR (c.state = 'held' AND b.use_until <= @now))",
                var state => $" AND c.state = '{state.ToString()!.ToLowerInvariant()}'",
            };
        if (PlainText.Clean(filter.Search) is not { Length: > 0 } search)
        {
            return (where, args);
        }
        if (await ListExactAsync(benefitId, search, ct) is { Count: > 0 } ids)
        {
            args.AddDynamicParams(new { ids });
            return ($"{where} AND c.id IN {{=ids}}", args);
        }
        args.AddDynamicParams(new { name = PersonalName.Key(search) });
        return ($"{where} AND INSTR(m.name_key, @name) > 0", args);
    }

    /// <summary>By what names one member or one claim: each by its own index.</summary>
    private Task<IReadOnlyList<long>> ListExactAsync(long benefitId, string search, CancellationToken ct) =>
        database.ListAsync<long>(
            """
            SELECT id FROM claims WHERE benefit_id = @benefitId AND serial = @serial
            UNION SELECT id FROM claims WHERE benefit_id = @benefitId AND code = @code
            UNION SELECT c.id FROM vouchers v JOIN claims c ON c.benefit_id = v.benefit_id AND c.serial = v.serial WHERE v.benefit_id = @benefitId AND v.code = @search
            UNION SELECT c.id FROM members m JOIN claims c ON c.member_id = m.id WHERE m.number = @search AND c.benefit_id = @benefitId
            """,
            new
            {
                benefitId,
                search,
                code = Claim.ReadCode(search) ?? "",
                serial = int.TryParse(search, out var serial) ? serial : 0,
            },
            ct
        );

    private static IReadOnlyList<ClaimLine> Standing(IReadOnlyList<ClaimLine> lines, DateTimeOffset now) =>
        [.. lines.Select(line => line with { State = Claim.StateAt(line.State, line.UseUntil, now) })];
}

public sealed record ClaimLine
{
    public required long Id { get; init; }
    public required long BenefitId { get; init; }
    public required long MemberId { get; init; }
    public required int Serial { get; init; }
    public required string Code { get; init; }
    public string? Voucher { get; init; }
    public required ClaimState State { get; init; }
    public required DateTimeOffset ClaimedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public required DateTimeOffset UseUntil { get; init; }
    public required string Number { get; init; }
    public required string Name { get; init; }

    /// <summary>The redemption that stands, with who made it: a member or staff.</summary>
    public long? RedemptionId { get; init; }
    public DateTimeOffset? RedeemedAt { get; init; }
    public string? Redeemer { get; init; }

    /// <summary>What the member shows: the partner's code, or ours.</summary>
    public string Shown => Voucher ?? Code;
}
