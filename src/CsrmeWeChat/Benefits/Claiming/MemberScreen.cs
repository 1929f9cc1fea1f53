using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Seasons;

namespace CsrmeWeChat.Benefits;

/// <summary>
/// The benefits screen of a member, or of somebody who is not bound to one yet. What is the same for everybody is read at most once a
/// second on each node, because in a rush everybody looks at once.
/// </summary>
public sealed class MemberScreen(Database database, PublicSeasons seasons, MemberClaims claims, TimeProvider time)
{
    private static readonly TimeSpan ShownAfterClosing = TimeSpan.FromDays(60);

    private readonly Fresh<Posted> posted = new(TimeSpan.FromSeconds(1), time);

    public async Task<BenefitsScreen> ListAsync(long? memberId, DateTimeOffset now, CancellationToken ct)
    {
        var (season, benefits, rules) = await posted.GetAsync(ct => ReadPostedAsync(now, ct), ct);
        var member = memberId is { } id ? await FindStandingAsync(id, ct) : null;
        var tickets = memberId is { } holder ? (await claims.ListHeldAsync(holder, now, ct)).ToDictionary(ticket => ticket.BenefitId) : [];
        return new BenefitsScreen(
            season,
            [.. benefits.Select(benefit => CardOf(benefit, [.. rules[benefit.Id]], member, tickets.GetValueOrDefault(benefit.Id), now))],
            now
        );
    }

    public async Task<BenefitCard?> FindAsync(long? memberId, long benefitId, DateTimeOffset now, CancellationToken ct) =>
        (await ListAsync(memberId, now, ct)).Items.FirstOrDefault(card => card.Id == benefitId);

    private static BenefitCard CardOf(
        Benefit benefit,
        IReadOnlyList<EligibilityRule> rules,
        MemberStanding? member,
        ClaimTicket? ticket,
        DateTimeOffset now
    )
    {
        var whyNot =
            member is null ? ClaimOutcome.NoMember
            : benefit.IsOnHold ? ClaimOutcome.OnHold
            : Eligibility.From(rules, benefit.DuesRequired).WhyNot(member, China.Date(now));
        BenefitCard card = StateOf(benefit, ticket?.State, whyNot is null, now) switch
        {
            CardState.Upcoming => new UpcomingCard(),
            CardState.Open => new OpenCard(),
            CardState.SoldOut => new SoldOutCard(),
            CardState.Closed => new ClosedCard(),
            CardState.NotEligible => NotEligibleCard.Of(whyNot!.Value),
            CardState.Claimed => new ClaimedCard { Ticket = ticket! },
            CardState.Redeemed => new RedeemedCard { Ticket = ticket! },
            CardState.Expired => new ExpiredCard { Ticket = ticket! },
        };
        return card with
        {
            Id = benefit.Id,
            Kind = benefit.Kind,
            Title = benefit.Title,
            Summary = benefit.Summary,
            UsageNote = benefit.UsageNote,
            Partner = benefit.Partner,
            Audience = [.. rules.Select(rule => rule.Name), .. benefit.DuesRequired ? (string[])["已缴会费"] : []],
            OpensAt = benefit.OpensAt,
            ClosesAt = benefit.ClosesAt,
            UseUntil = benefit.UseUntil,
            Stock = benefit.Stock,
            Remaining = Math.Max(0, benefit.Remaining),
            Now = now,
        };
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

    private async Task<Posted> ReadPostedAsync(DateTimeOffset now, CancellationToken ct)
    {
        var season = (await seasons.ListAsync(ct)).FirstOrDefault();
        return await database.ReadAsync(
            $"""
            SELECT {Benefit.Columns}
              FROM benefits
             WHERE state <> 'draft' AND (closes_at > @since OR use_until > @now)
               AND season_id IN (SELECT id FROM seasons WHERE hidden = 0)
             ORDER BY opens_at, id;
            SELECT r.benefit_id, r.level_id, NULL AS branch_id, NULL AS tag, l.name
              FROM benefit_levels r JOIN levels l ON l.id = r.level_id
            UNION ALL
            SELECT r.benefit_id, NULL, r.branch_id, NULL, b.name FROM benefit_branches r JOIN branches b ON b.id = r.branch_id
            UNION ALL
            SELECT benefit_id, NULL, NULL, tag, tag FROM benefit_tags;
            """,
            new { since = now - ShownAfterClosing, now },
            async grid => new Posted(
                season,
                (await grid.ReadAsync<Benefit>()).ToList(),
                (await grid.ReadAsync<EligibilityRule>()).ToLookup(rule => rule.BenefitId)
            ),
            ct
        );
    }

    private sealed record Posted(SeasonAnswer? Season, IReadOnlyList<Benefit> Benefits, ILookup<long, EligibilityRule> Rules);
}
