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
        var (season, benefits) = await posted.GetAsync(ct => ReadPostedAsync(now, ct), ct);
        var member = memberId is { } id ? await MemberStanding.FindAsync(database, id, ct) : null;
        var tickets = memberId is { } holder ? (await claims.ListHeldAsync(holder, now, ct)).ToDictionary(ticket => ticket.BenefitId) : [];
        return new BenefitsScreen(
            season,
            [.. benefits.Select(benefit => CardOf(benefit, member, tickets.GetValueOrDefault(benefit.Benefit.Id), now))],
            now
        );
    }

    public async Task<BenefitCard?> FindAsync(long? memberId, long benefitId, DateTimeOffset now, CancellationToken ct) =>
        (await ListAsync(memberId, now, ct)).Items.FirstOrDefault(card => card.Id == benefitId);

    private static BenefitCard CardOf(PostedBenefit posted, MemberStanding? member, ClaimTicket? ticket, DateTimeOffset now)
    {
        var benefit = posted.Benefit;
        var whyNot =
            member is null ? ClaimOutcome.NoMember
            : benefit.IsOnHold ? ClaimOutcome.OnHold
            : posted.Eligibility.WhyNot(member, China.Date(now));
        return CardOf(benefit, whyNot, ticket, now) with
        {
            Id = benefit.Id,
            Kind = benefit.Kind,
            Title = benefit.Title,
            Summary = benefit.Summary,
            UsageNote = benefit.UsageNote,
            Partner = benefit.Partner,
            Place = benefit.Place,
            Picture = benefit.PictureAnswer,
            Audience = posted.Audience,
            OpensAt = benefit.OpensAt,
            ClosesAt = benefit.ClosesAt,
            UseUntil = benefit.UseUntil,
            Stock = benefit.Stock,
            Remaining = Math.Max(0, benefit.Remaining),
            Now = now,
        };
    }

    /// <summary>The card of the state that decides; what all cards have is still missing.</summary>
    private static BenefitCard CardOf(Benefit benefit, ClaimOutcome? whyNot, ClaimTicket? ticket, DateTimeOffset now) =>
        ticket?.State switch
        {
            ClaimState.Held => new ClaimedCard { Ticket = ticket },
            ClaimState.Redeemed => new RedeemedCard { Ticket = ticket },
            ClaimState.Expired => new ExpiredCard { Ticket = ticket },
            _ when benefit.State is BenefitState.Closed || now >= benefit.ClosesAt => new ClosedCard(),
            _ when whyNot is { } why => NotEligibleCard.Of(why),
            _ when now < benefit.OpensAt => new UpcomingCard(),
            _ when benefit.Remaining <= 0 => new SoldOutCard(),
            _ => new OpenCard(),
        };

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
            {EligibilityRule.All};
            """,
            new { since = now - ShownAfterClosing, now },
            async grid =>
            {
                var benefits = (await grid.ReadAsync<Benefit>()).ToList();
                var rules = (await grid.ReadAsync<EligibilityRule>()).ToLookup(rule => rule.BenefitId);
                return new Posted(season, [.. benefits.Select(benefit => PostedBenefit.Of(benefit, [.. rules[benefit.Id]]))]);
            },
            ct
        );
    }

    private sealed record Posted(SeasonAnswer? Season, IReadOnlyList<PostedBenefit> Benefits);

    private sealed record PostedBenefit(Benefit Benefit, Eligibility Eligibility, IReadOnlyList<string> Audience)
    {
        public static PostedBenefit Of(Benefit benefit, IReadOnlyList<EligibilityRule> rules) =>
            new(
                benefit,
                Eligibility.From(rules, benefit.DuesRequired),
                BenefitAudience.Conditions(
                    [.. rules.Where(rule => rule.LevelId is not null).Select(rule => rule.Name)],
                    [.. rules.Where(rule => rule.BranchId is not null).Select(rule => rule.Name)],
                    [.. rules.Where(rule => rule.Tag is not null).Select(rule => rule.Name)],
                    benefit.DuesRequired
                )
            );
    }
}
