using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Notices;
using Dapper;

namespace CsrmeWeChat.Benefits;

/// <summary>
/// Claims of one benefit, taken together under the lock of its row. The lock is held from the transaction's first statement to its commit,
/// so what is read under it is true until the winners are written, on any number of nodes. Requests are decided in order of arrival.
/// </summary>
internal sealed class ClaimBatch
{
    /// <summary>A benefit that is gone as soon after its opening is told to staff: members will ask.</summary>
    private static readonly TimeSpan Rush = TimeSpan.FromMinutes(1);

    private readonly Benefit benefit;
    private readonly Eligibility eligibility;
    private readonly Dictionary<long, MemberStanding> members;
    private readonly Dictionary<long, ClaimTicket> tickets;
    private readonly Dictionary<int, VoucherRow> vouchers;
    private readonly DateTimeOffset now;
    private readonly List<object?[]> won = [];

    private ClaimBatch(
        Benefit benefit,
        Eligibility eligibility,
        Dictionary<long, MemberStanding> members,
        IEnumerable<ClaimRow> claims,
        Dictionary<int, VoucherRow> vouchers,
        DateTimeOffset now
    )
    {
        this.benefit = benefit;
        this.eligibility = eligibility;
        this.members = members;
        this.vouchers = vouchers;
        this.now = now;
        tickets = claims.ToDictionary(claim => claim.MemberId, TicketOf);
    }

    public bool HasWinners => won.Count > 0;

    /// <summary>Claims for members who ask themselves. The results stand in the order of the requests.</summary>
    public static Task<IReadOnlyList<ClaimResult>> ClaimAsync(
        Database database,
        long benefitId,
        IReadOnlyList<ClaimRequest> requests,
        DateTimeOffset now
    ) =>
        // Without a caller's token: one who leaves must not undo the others' claims.
        database.TransactAsync<IReadOnlyList<ClaimResult>>(
            async tx =>
            {
                await tx.LockAsync("benefits", benefitId, CancellationToken.None);
                var memberIds = requests.Select(request => request.MemberId).Distinct().ToArray();
                if (await ReadAsync(tx, benefitId, memberIds, now) is not { } batch)
                {
                    return (false, [.. requests.Select(_ => new ClaimResult(ClaimOutcome.NoSuchBenefit))]);
                }
                var results = requests.Select(batch.Decide).ToList();
                await batch.WriteAsync(tx);
                return (batch.HasWinners, results);
            },
            CancellationToken.None
        );

    /// <summary>
    /// Reads everything a batch is decided by in one round trip. To be called under the lock; null where there is no such benefit.
    /// </summary>
    /// <param name="boundOnly">Members must be bound to a WeChat user, as those who claim for themselves are.</param>
    public static Task<ClaimBatch?> ReadAsync(Transaction tx, long benefitId, long[] memberIds, DateTimeOffset now, bool boundOnly = true)
    {
        var bindings = boundOnly ? "JOIN bindings b ON b.member_id = m.id" : "";
        return tx.ReadAsync(
            $$"""
            SELECT {{Benefit.Columns}} FROM benefits WHERE id = @benefitId AND state <> 'draft';
            SELECT benefit_id, level_id, NULL AS branch_id, NULL AS tag FROM benefit_levels WHERE benefit_id = @benefitId
            UNION ALL SELECT benefit_id, NULL, branch_id, NULL FROM benefit_branches WHERE benefit_id = @benefitId
            UNION ALL SELECT benefit_id, NULL, NULL, tag FROM benefit_tags WHERE benefit_id = @benefitId;
            SELECT m.id AS member_id, m.level_id, m.branch_id, m.paid_until
              FROM members m {{bindings}}
             WHERE m.id IN {=memberIds};
            SELECT t.member_id, t.tag
              FROM benefit_tags r JOIN member_tags t ON t.tag = r.tag
             WHERE r.benefit_id = @benefitId AND t.member_id IN {=memberIds};
            SELECT c.holder AS member_id, c.serial, c.code, c.state, c.claimed_at, v.code AS voucher, v.password
              FROM claims c LEFT JOIN vouchers v ON v.benefit_id = c.benefit_id AND v.serial = c.serial
             WHERE c.benefit_id = @benefitId AND c.holder IN {=memberIds};
            SELECT serial, code, password FROM vouchers
             WHERE benefit_id = @benefitId
               AND serial > (SELECT issued FROM benefits WHERE id = @benefitId)
             ORDER BY serial LIMIT @limit;
            """,
            new
            {
                benefitId,
                memberIds,
                limit = memberIds.Length,
            },
            grid => FromAsync(grid, now),
            CancellationToken.None
        );
    }

    /// <summary>Decides one request. A win counts for the requests after it, and is written by <see cref="WriteAsync"/>.</summary>
    public ClaimResult Decide(ClaimRequest request)
    {
        if (tickets.TryGetValue(request.MemberId, out var ticket))
        {
            return new ClaimResult(ClaimOutcome.Claimed, ticket);
        }
        if (benefit.State is BenefitState.Closed || request.At >= benefit.ClosesAt)
        {
            return new ClaimResult(ClaimOutcome.Closed);
        }
        if (benefit.IsOnHold)
        {
            return new ClaimResult(ClaimOutcome.OnHold);
        }
        if (!members.TryGetValue(request.MemberId, out var member))
        {
            return new ClaimResult(ClaimOutcome.NoMember);
        }
        if (eligibility.WhyNot(member, China.Date(request.At)) is { } whyNot)
        {
            return new ClaimResult(whyNot);
        }
        if (request.At < benefit.OpensAt)
        {
            return new ClaimResult(ClaimOutcome.NotYetOpen);
        }
        return won.Count < benefit.Remaining ? Win(request.MemberId) : new ClaimResult(ClaimOutcome.SoldOut);
    }

    public async Task WriteAsync(Transaction tx)
    {
        if (HasWinners)
        {
            await tx.InsertManyAsync(
                "INSERT INTO claims (benefit_id, member_id, holder, serial, code, state, claimed_at)",
                won,
                CancellationToken.None
            );
            await tx.ExecuteAsync(
                "UPDATE benefits SET issued = issued + @count, held = held + @count WHERE id = @id",
                new { count = won.Count, id = benefit.Id }
            );
            if (won.Count == benefit.Remaining && now - benefit.OpensAt < Rush)
            {
                await TellSoldOutAsync(tx);
            }
        }
    }

    private async Task TellSoldOutAsync(Transaction tx)
    {
        // A rehearsal's benefit is sold out within seconds, and nobody's.
        const string IsReal = "SELECT COUNT(*) FROM benefits b JOIN seasons s ON s.id = b.season_id WHERE b.id = @Id AND s.hidden = 0";
        if (await tx.FindAsync<int>(IsReal, new { benefit.Id }) > 0)
        {
            await Alarms.RaiseAsync(
                tx,
                $"benefit.sold_out:{benefit.Id}:{benefit.OpensAt:O}",
                $"福利“{benefit.Title}”开始领取一分钟内已领完（共 {benefit.Stock} 份）。",
                $"/staff/benefits/{benefit.Id}/live",
                now,
                CancellationToken.None
            );
        }
    }

    private static async Task<ClaimBatch?> FromAsync(SqlMapper.GridReader grid, DateTimeOffset now)
    {
        var benefit = await grid.ReadFirstOrDefaultAsync<Benefit>();
        var rules = await grid.ReadAsync<EligibilityRule>();
        var standings = (await grid.ReadAsync<MemberStanding>()).ToDictionary(member => member.MemberId);
        foreach (var tags in (await grid.ReadAsync<TagRow>()).GroupBy(row => row.MemberId))
        {
            if (standings.TryGetValue(tags.Key, out var standing))
            {
                standings[tags.Key] = standing with { Tags = [.. tags.Select(row => row.Tag)] };
            }
        }
        var claims = await grid.ReadAsync<ClaimRow>();
        var vouchers = (await grid.ReadAsync<VoucherRow>()).ToDictionary(row => row.Serial);
        return benefit is null
            ? null
            : new ClaimBatch(benefit, Eligibility.From(rules, benefit.DuesRequired), standings, claims, vouchers, now);
    }

    private ClaimResult Win(long memberId)
    {
        var serial = benefit.Issued + won.Count + 1;
        var code = ClaimCode.New();
        var voucher = benefit.Kind is BenefitKind.Voucher ? vouchers[serial] : null;
        won.Add([benefit.Id, memberId, memberId, serial, code, ClaimState.Held.Key, now]);
        var ticket = TicketOf(
            new ClaimRow
            {
                MemberId = memberId,
                Serial = serial,
                Code = code,
                State = ClaimState.Held,
                ClaimedAt = now,
                Voucher = voucher?.Code,
                Password = voucher?.Password,
            }
        );
        tickets.Add(memberId, ticket);
        return new ClaimResult(ClaimOutcome.Claimed, ticket);
    }

    private ClaimTicket TicketOf(ClaimRow claim) =>
        new(
            benefit.Id,
            benefit.Kind,
            benefit.Title,
            benefit.UsageNote,
            benefit.Partner,
            benefit.Place,
            claim.Serial,
            claim.Voucher ?? claim.Code,
            claim.State.At(now, benefit.UseUntil),
            claim.ClaimedAt,
            benefit.UseUntil,
            Password: claim.Password is "" ? null : claim.Password
        );

    private sealed record TagRow
    {
        public required long MemberId { get; init; }
        public required string Tag { get; init; }
    }

    private sealed record VoucherRow
    {
        public required int Serial { get; init; }
        public required string Code { get; init; }
        public required string Password { get; init; }
    }

    private sealed record ClaimRow
    {
        public required long MemberId { get; init; }
        public required int Serial { get; init; }
        public required string Code { get; init; }
        public required ClaimState State { get; init; }
        public required DateTimeOffset ClaimedAt { get; init; }
        public string? Voucher { get; init; }
        public string? Password { get; init; }
    }
}

/// <param name="At">When the request arrived, which decides whether it was within the window.</param>
public readonly record struct ClaimRequest(long MemberId, DateTimeOffset At);

/// <param name="Ticket">The claim, where the outcome is <see cref="ClaimOutcome.Claimed"/>.</param>
public readonly record struct ClaimResult(ClaimOutcome Outcome, ClaimTicket? Ticket = null);

public enum ClaimOutcome
{
    Claimed,
    NoSuchBenefit,
    NotYetOpen,
    Closed,

    /// <summary>The database was restored, and staff have not said yet which voucher was the last.</summary>
    OnHold,
    SoldOut,
    NoMember,
    WrongLevel,
    WrongBranch,
    NotTagged,
    DuesUnpaid,
}
