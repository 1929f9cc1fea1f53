using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Benefits;

/// <summary>The benefits screen of a member. What is the same for all is read at most once a second on a node: in a rush everyone looks at once.</summary>
public sealed class BenefitBoard(Database database, ClaimStore claims, TimeProvider time)
{
    private static readonly TimeSpan ShownAfterClosing = TimeSpan.FromDays(60);

    private readonly Fresh<Posted> posted = new(TimeSpan.FromSeconds(1), time);

    public async Task<IReadOnlyList<BenefitCard>> ListAsync(long memberId, DateTimeOffset now, CancellationToken ct)
    {
        var (benefits, rules) = await posted.GetAsync(ct => ReadPostedAsync(now, ct), ct);
        var member = await FindStandingAsync(memberId, ct);
        var tickets = (await claims.ListHeldAsync(memberId, now, ct)).ToDictionary(ticket => ticket.BenefitId);
        return [.. benefits.Select(benefit => Card(benefit, rules[benefit.Id], member, tickets.GetValueOrDefault(benefit.Id), now))];
    }

    public async Task<BenefitCard?> FindAsync(long memberId, long benefitId, DateTimeOffset now, CancellationToken ct) =>
        (await ListAsync(memberId, now, ct)).FirstOrDefault(card => card.Id == benefitId);

    private static BenefitCard Card(Benefit benefit, IEnumerable<RuleRow> rules, Standing? member, ClaimTicket? ticket, DateTimeOffset now)
    {
        var whyNot = member is null ? ClaimOutcome.NoMember : Eligibility.From(rules, benefit.DuesRequired).WhyNot(member, China.Date(now));
        var state = ticket?.State switch
        {
            ClaimState.Held => CardState.Claimed,
            ClaimState.Redeemed => CardState.Redeemed,
            ClaimState.Expired => CardState.Expired,
            _ when benefit.State is BenefitState.Closed || now >= benefit.ClosesAt => CardState.Closed,
            _ when whyNot is not null => CardState.NotEligible,
            _ when now < benefit.OpensAt => CardState.Upcoming,
            _ when benefit.Remaining <= 0 => CardState.SoldOut,
            _ => CardState.Open,
        };
        var reason = state is CardState.NotEligible ? whyNot!.Value.WhyNot : default((string Code, string Detail)?);
        return new BenefitCard(
            benefit.Id,
            benefit.Kind,
            benefit.Title,
            benefit.Summary,
            benefit.UsageNote,
            benefit.Partner,
            benefit.OpensAt,
            benefit.ClosesAt,
            benefit.UseUntil,
            benefit.Stock,
            Math.Max(0, benefit.Remaining),
            state,
            reason?.Code,
            reason?.Detail,
            ticket,
            now
        );
    }

    private async Task<Standing?> FindStandingAsync(long memberId, CancellationToken ct) =>
        await database.ReadAsync(
            """
            SELECT id AS member_id, level_id, branch_id, paid_until FROM members WHERE id = @memberId;
            SELECT tag FROM member_tags WHERE member_id = @memberId;
            """,
            new { memberId },
            async grid =>
            {
                var standing = await grid.ReadFirstOrDefaultAsync<Standing>();
                var tags = await grid.ReadAsync<string>();
                return standing is null ? null : standing with { Tags = [.. tags] };
            },
            ct
        );

    private Task<Posted> ReadPostedAsync(DateTimeOffset now, CancellationToken ct) =>
        database.ReadAsync(
            $"""
            {BenefitStore.Columns}
             WHERE state <> 'draft' AND (closes_at > @since OR use_until > @now) AND season_id IN (SELECT id FROM seasons WHERE hidden = 0)
             ORDER BY opens_at, id;
            SELECT benefit_id, level_id, NULL AS branch_id, NULL AS tag FROM benefit_levels
            UNION ALL SELECT benefit_id, NULL, branch_id, NULL FROM benefit_branches
            UNION ALL SELECT benefit_id, NULL, NULL, tag FROM benefit_tags;
            """,
            new { since = now - ShownAfterClosing, now },
            async grid => new Posted(
                (await grid.ReadAsync<Benefit>()).ToList(),
                (await grid.ReadAsync<RuleRow>()).ToLookup(rule => rule.BenefitId)
            ),
            ct
        );

    private sealed record Posted(IReadOnlyList<Benefit> Benefits, ILookup<long, RuleRow> Rules);
}

/// <param name="Remaining">Up to a second old.</param>
/// <param name="State">All that the card's looks depend on.</param>
/// <param name="WhyNotCode">Set where the state is notEligible.</param>
/// <param name="Ticket">The member's own claim.</param>
/// <param name="Now">The server's time, for the countdown.</param>
public sealed record BenefitCard(
    long Id,
    BenefitKind Kind,
    string Title,
    string Summary,
    string UsageNote,
    string Partner,
    DateTimeOffset OpensAt,
    DateTimeOffset ClosesAt,
    DateTimeOffset UseUntil,
    int Stock,
    int Remaining,
    CardState State,
    string? WhyNotCode,
    string? WhyNot,
    ClaimTicket? Ticket,
    DateTimeOffset Now
);

public enum CardState
{
    Upcoming,
    Open,
    SoldOut,
    Closed,
    NotEligible,
    Claimed,
    Redeemed,
    Expired,
}
