using System.Runtime.CompilerServices;
using CsrmeWeChat.Data;
using CsrmeWeChat.Members;
using Dapper;

namespace CsrmeWeChat.Benefits;

/// <param name="Search">A member's name or part of it, their number, a serial or a code.</param>
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

    private const string Selected = """
        SELECT c.id, c.benefit_id, c.member_id, c.serial, c.code, v.code AS voucher, c.state, c.claimed_at, c.ended_at, b.use_until,
               m.number, m.name, r.id AS redemption_id, r.redeemed_at, COALESCE(s.name, k.name) AS redeemer
        """;

    private const string Tables = """

          FROM claims c
          JOIN benefits b ON b.id = c.benefit_id
          JOIN members m ON m.id = c.member_id
          LEFT JOIN vouchers v ON v.benefit_id = c.benefit_id AND v.serial = c.serial
          LEFT JOIN redemptions r ON r.claim_id = c.id AND r.undone_at IS NULL
          LEFT JOIN staff s ON s.id = r.staff_id
          LEFT JOIN members k ON k.id = r.redeemer_id
         WHERE c.benefit_id = @benefitId
        """;

    public async Task<IReadOnlyList<ClaimLine>> ListAsync(long benefitId, ClaimFilter filter, string orderBy, int skip, int take, DateTimeOffset now, CancellationToken ct)
    {
        var (where, args) = Where(benefitId, filter, now);
        args.AddDynamicParams(new { skip, take });
        return Standing(await database.ListAsync<ClaimLine>($"{Selected}{Tables}{where} ORDER BY {orderBy} LIMIT @take OFFSET @skip", args, ct), now);
    }

    public Task<int> CountRedeemedAsync(long benefitId, CancellationToken ct) =>
        database.FindAsync<int>("SELECT COUNT(*) FROM claims WHERE benefit_id = @benefitId AND state = 'redeemed'", new { benefitId }, ct);

    public async Task<ClaimLine?> FindAsync(long benefitId, int serial, DateTimeOffset now, CancellationToken ct) =>
        Standing(await database.ListAsync<ClaimLine>($"{Selected}{Tables} AND c.serial = @serial", new { benefitId, serial }, ct), now).FirstOrDefault();

    /// <summary>All of them by serial, read in slices so that no rush waits for it.</summary>
    public async IAsyncEnumerable<ClaimLine> ExportAsync(long benefitId, ClaimFilter filter, DateTimeOffset now, [EnumeratorCancellation] CancellationToken ct)
    {
        var (where, args) = Where(benefitId, filter, now);
        for (var after = 0; ;)
        {
            args.AddDynamicParams(new { after, take = ExportSlice });
            var lines = Standing(await database.ListAsync<ClaimLine>($"{Selected}{Tables}{where} AND c.serial > @after ORDER BY c.serial LIMIT @take", args, ct), now);
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

    private static (string Where, DynamicParameters Args) Where(long benefitId, ClaimFilter filter, DateTimeOffset now)
    {
        var args = new DynamicParameters(new { benefitId, now });
        var where = filter.State switch
        {
            null => "",
            ClaimState.Held => " AND c.state = 'held' AND b.use_until > @now",
            ClaimState.Expired => " AND (c.state = 'expired' OR (c.state = 'held' AND b.use_until <= @now))",
            var state => $" AND c.state = '{state.ToString()!.ToLowerInvariant()}'",
        };
        if (Text.Clean(filter.Search) is { Length: > 0 } search)
        {
            var named = search.All(char.IsAsciiDigit) ? "" : "INSTR(m.name_key, @name) > 0 OR ";
            where += $" AND ({named}m.number = @search OR v.code = @search OR c.code = @code OR c.serial = @serial)";
            args.AddDynamicParams(new
            {
                search,
                name = PersonalName.Key(search),
                code = Claim.ReadCode(search) ?? "",
                serial = int.TryParse(search, out var serial) ? serial : 0,
            });
        }
        return (where, args);
    }

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
