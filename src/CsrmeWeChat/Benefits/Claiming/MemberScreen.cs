using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Benefits;

/// <summary>
/// The benefits screen of a member. What is the same for everybody is read at most once a second on each node, because in a rush everybody
/// looks at once.
/// </summary>
public sealed class MemberScreen(Database database, MemberClaims claims, TimeProvider time)
{
    private static readonly TimeSpan ShownAfterClosing = TimeSpan.FromDays(60);

    private readonly Fresh<Posted> posted = new(TimeSpan.FromSeconds(1), time);

    public async Task<IReadOnlyList<BenefitCard>> ListAsync(long memberId, DateTimeOffset now, CancellationToken ct)
    {
        var (benefits, rules) = await posted.GetAsync(ct => ReadPostedAsync(now, ct), ct);
        var member = await FindStandingAsync(memberId, ct);
        var tickets = (await claims.ListHeldAsync(memberId, now, ct)).ToDictionary(ticket => ticket.BenefitId);
        return [.. benefits.Select(benefit => CardOf(benefit, rules[benefit.Id], member, tickets.GetValueOrDefault(benefit.Id), now))];
    }

    public async Task<BenefitCard?> FindAsync(long memberId, long benefitId, DateTimeOffset now, CancellationToken ct) =>
        (await ListAsync(memberId, now, ct)).FirstOrDefault(card => card.Id == benefitId);

    private static BenefitCard CardOf(
        Benefit benefit,
        IEnumerable<EligibilityRule> rules,
        MemberStanding? member,
        ClaimTicket? ticket,
        DateTimeOffset now
    )
    {
        var whyNot = member is null ? ClaimOutcome.NoMember : Eligibility.From(rules, benefit.DuesRequired).WhyNot(member, China.Date(now));
        var state = StateOf(benefit, ticket?.State, whyNot is null, now);
        var refusal = state is CardState.NotEligible ? ClaimEndpoints.WhyNot(whyNot!.Value) : default((string Code, string Detail)?);
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
            refusal?.Code,
            refusal?.Detail,
            ticket,
            now
        );
    }

    private static CardState StateOf(Benefit benefit, ClaimState? claim, bool isEligible, DateTimeOffset now) =>
        claim switch
        {
            ClaimState.Held => CardState.Claimed,
            ClaimState.Redeemed => CardState.Redeemed,
            ClaimState.Expired => CardState.Expired,
            _ when benefit.State is BenefitState.Closed || now >= benefit.ClosesAt => CardState.Closed,
            _ when !isEligible => CardState.NotEligible,
            _ when now < benefit.OpensAt => CardState.Upcoming,
            _ when benefit.Remaining <= 0 => CardState.SoldOut,
            _ => CardState.Open,
        };

    private async Task<MemberStanding?> FindStandingAsync(long memberId, CancellationToken ct) =>
        await database.ReadAsync(
            """
            SELECT id AS member_id, level_id, branch_id, paid_until FROM members WHERE id = @memberId;
            SELECT tag FROM member_tags WHERE member_id = @memberId;
            """,
            new { memberId },
            async grid =>
            {
                var standing = await grid.ReadFirstOrDefaultAsync<MemberStanding>();
                var tags = await grid.ReadAsync<string>();
                return standing is null ? null : standing with { Tags = [.. tags] };
            },
            ct
        );

    private Task<Posted> ReadPostedAsync(DateTimeOffset now, CancellationToken ct) =>
        database.ReadAsync(
            $"""
            SELECT {Benefit.Columns}
              FROM benefits
             WHERE state <> 'draft' AND (closes_at > @since OR use_until > @now)
               AND season_id IN (SELECT id FROM seasons WHERE hidden = 0)
             ORDER BY opens_at, id;
            SELECT benefit_id, level_id, NULL AS branch_id, NULL AS tag FROM benefit_levels
            UNION ALL SELECT benefit_id, NULL, branch_id, NULL FROM benefit_branches
            UNION ALL SELECT benefit_id, NULL, NULL, tag FROM benefit_tags;
            """,
            new { since = now - ShownAfterClosing, now },
            async grid => new Posted(
                (await grid.ReadAsync<Benefit>()).ToList(),
                (await grid.ReadAsync<EligibilityRule>()).ToLookup(rule => rule.BenefitId)
            ),
            ct
        );

    private sealed record Posted(IReadOnlyList<Benefit> Benefits, ILookup<long, EligibilityRule> Rules);
}

/// <param name="Remaining">May be a second old.</param>
/// <param name="State">Decides alone how the card looks.</param>
/// <param name="WhyNotCode">Set where the state is notEligible, like <paramref name="WhyNot"/>.</param>
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
