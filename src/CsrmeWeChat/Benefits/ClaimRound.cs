using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Benefits;

/// <summary>One batch of claims under the benefit's row lock: what was read there, and what it decides from it, in order of arrival.</summary>
internal sealed class ClaimRound
{
    private readonly Benefit benefit;
    private readonly Eligibility eligibility;
    private readonly Dictionary<long, Standing> members;
    private readonly Dictionary<long, ClaimTicket> tickets;
    private readonly Dictionary<int, string> vouchers;
    private readonly DateTimeOffset now;
    private readonly List<object?[]> won = [];

    private ClaimRound(
        Benefit benefit,
        Eligibility eligibility,
        Dictionary<long, Standing> members,
        Dictionary<long, ClaimTicket> tickets,
        Dictionary<int, string> vouchers,
        DateTimeOffset now
    )
    {
        (this.benefit, this.eligibility, this.members, this.tickets, this.vouchers, this.now) = (
            benefit,
            eligibility,
            members,
            tickets,
            vouchers,
            now
        );
    }

    public bool HasWinners => won.Count > 0;

    /// <summary>All of one batch in one round trip; null where there is no such benefit to claim.</summary>
    /// <param name="bound">Only members whom a WeChat user is bound to may claim: those who do it themselves.</param>
    public static Task<ClaimRound?> ReadAsync(Transaction tx, long benefitId, long[] memberIds, DateTimeOffset now, bool bound = true) =>
        tx.ReadAsync(
            $$"""
            {{BenefitStore.Columns}} WHERE id = @benefitId AND state <> 'draft';
            {{BenefitStore.Rules}};
            SELECT m.id AS member_id, m.level_id, m.branch_id, m.paid_until
              FROM members m {{(bound ? "JOIN bindings b ON b.member_id = m.id" : "")}}
             WHERE m.id IN {=memberIds};
            SELECT t.member_id, t.tag
              FROM benefit_tags r JOIN member_tags t ON t.tag = r.tag
             WHERE r.benefit_id = @benefitId AND t.member_id IN {=memberIds};
            SELECT c.holder AS member_id, c.serial, c.code, c.state, c.claimed_at, v.code AS voucher
              FROM claims c LEFT JOIN vouchers v ON v.benefit_id = c.benefit_id AND v.serial = c.serial
             WHERE c.benefit_id = @benefitId AND c.holder IN {=memberIds};
            SELECT serial, code FROM vouchers
             WHERE benefit_id = @benefitId
               AND serial > (SELECT issued FROM benefits WHERE id = @benefitId)
             ORDER BY serial LIMIT @most;
            """,
            new
            {
                benefitId,
                memberIds,
                most = memberIds.Length,
            },
            async grid =>
            {
                var benefit = await grid.ReadFirstOrDefaultAsync<Benefit>();
                var rules = await grid.ReadAsync<RuleRow>();
                var standings = (await grid.ReadAsync<Standing>()).ToDictionary(member => member.MemberId);
                foreach (var tags in (await grid.ReadAsync<TagRow>()).GroupBy(row => row.MemberId))
                {
                    if (standings.TryGetValue(tags.Key, out var standing))
                    {
                        standings[tags.Key] = standing with { Tags = [.. tags.Select(row => row.Tag)] };
                    }
                }
                var claims = await grid.ReadAsync<ClaimRow>();
                var vouchers = (await grid.ReadAsync<VoucherRow>()).ToDictionary(row => row.Serial, row => row.Code);
                return benefit is null
                    ? null
                    : new ClaimRound(
                        benefit,
                        Eligibility.From(rules, benefit.DuesRequired),
                        standings,
                        claims.ToDictionary(row => row.MemberId, row => row.Ticket(benefit, now)),
                        vouchers,
                        now
                    );
            },
            CancellationToken.None
        );

    public ClaimResult Decide(Claiming claiming)
    {
        if (tickets.TryGetValue(claiming.MemberId, out var ticket))
        {
            return new ClaimResult(ClaimOutcome.Claimed, ticket);
        }
        if (benefit.State is BenefitState.Closed || claiming.At >= benefit.ClosesAt)
        {
            return new ClaimResult(ClaimOutcome.Closed);
        }
        if (!members.TryGetValue(claiming.MemberId, out var member))
        {
            return new ClaimResult(ClaimOutcome.NoMember);
        }
        if (eligibility.WhyNot(member, China.Date(claiming.At)) is { } whyNot)
        {
            return new ClaimResult(whyNot);
        }
        if (claiming.At < benefit.OpensAt)
        {
            return new ClaimResult(ClaimOutcome.NotYetOpen);
        }
        return won.Count < benefit.Remaining ? Win(claiming.MemberId) : new ClaimResult(ClaimOutcome.SoldOut);
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
        }
    }

    private ClaimResult Win(long memberId)
    {
        var serial = benefit.Issued + won.Count + 1;
        var code = PlainText.NewCode(Claim.CodeLength);
        var shown = benefit.Kind is BenefitKind.Voucher ? vouchers[serial] : code;
        var ticket = Claim.Ticket(benefit, serial, shown, ClaimState.Held, now);
        won.Add([benefit.Id, memberId, memberId, serial, code, "held", now]);
        tickets.Add(memberId, ticket);
        return new ClaimResult(ClaimOutcome.Claimed, ticket);
    }

    private sealed record TagRow
    {
        public required long MemberId { get; init; }
        public required string Tag { get; init; }
    }

    private sealed record VoucherRow
    {
        public required int Serial { get; init; }
        public required string Code { get; init; }
    }

    private sealed record ClaimRow
    {
        public required long MemberId { get; init; }
        public required int Serial { get; init; }
        public required string Code { get; init; }
        public required ClaimState State { get; init; }
        public required DateTimeOffset ClaimedAt { get; init; }
        public string? Voucher { get; init; }

        public ClaimTicket Ticket(Benefit benefit, DateTimeOffset now) =>
            Claim.Ticket(benefit, Serial, Voucher ?? Code, Claim.StateAt(State, benefit.UseUntil, now), ClaimedAt);
    }
}
