using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using Dapper;

namespace CsrmeWeChat.Benefits;

/// <summary>
/// What of the benefits a member has, may claim, may not claim and tried in vain: the answer to a member who asks why there was nothing.
/// </summary>
public sealed class MemberBenefits(Database database)
{
    private const int MaxShown = 50;

    /// <summary>The latest first. A draft is not among them, for no member knows of it.</summary>
    /// <param name="year">Of the season; null for all.</param>
    public async Task<IReadOnlyList<MemberBenefit>> ListAsync(long memberId, int? year, DateTimeOffset now, CancellationToken ct)
    {
        if (await MemberStanding.FindAsync(database, memberId, ct) is not { } standing)
        {
            return [];
        }
        return await database.ReadAsync(
            $"""
            SELECT {Benefit.Columns}
              FROM benefits
             WHERE state <> 'draft' AND season_id IN (SELECT id FROM seasons WHERE hidden = 0 {(year is null ? "" : "AND year = @year")})
             ORDER BY opens_at DESC, id DESC LIMIT @MaxShown;
            {EligibilityRule.All};
            SELECT benefit_id, holder, serial, state, claimed_at, ended_at FROM claims WHERE member_id = @memberId ORDER BY id;
            SELECT benefit_id, amount, first_at, last_at, outcome FROM claim_tries WHERE member_id = @memberId;
            SELECT COUNT(*) FROM bindings WHERE member_id = @memberId;
            """,
            new
            {
                memberId,
                year,
                MaxShown,
            },
            grid => FromAsync(grid, standing, now),
            ct
        );
    }

    /// <summary>What the member tried in vain, for the person's own export.</summary>
    public async Task<IReadOnlyList<OwnTry>> ListTriesAsync(long memberId, CancellationToken ct) =>
        await database.ListAsync<OwnTry>(
            """
            SELECT b.title, t.amount, t.first_at, t.last_at, t.outcome
              FROM claim_tries t JOIN benefits b ON b.id = t.benefit_id
             WHERE t.member_id = @memberId ORDER BY t.first_at
            """,
            new { memberId },
            ct
        );

    private static async Task<IReadOnlyList<MemberBenefit>> FromAsync(
        SqlMapper.GridReader grid,
        MemberStanding standing,
        DateTimeOffset now
    )
    {
        var benefits = (await grid.ReadAsync<Benefit>()).AsList();
        var rules = (await grid.ReadAsync<EligibilityRule>()).ToLookup(rule => rule.BenefitId);
        var claims = (await grid.ReadAsync<ClaimOfMember>()).ToLookup(claim => claim.BenefitId);
        var tries = (await grid.ReadAsync<TryRow>()).ToDictionary(row => row.BenefitId);
        var isBound = await grid.ReadFirstAsync<long>() > 0;
        return [.. benefits.Select(BenefitOf)];

        MemberBenefit BenefitOf(Benefit benefit)
        {
            // The one that counts, or else the last that was cancelled or has expired.
            var claim = claims[benefit.Id].LastOrDefault(claim => claim.Holder > 0) ?? claims[benefit.Id].LastOrDefault();
            var (state, words) =
                claim is { Holder: > 0 } ? WordsOf(claim, benefit, now)
                : WhyNot(benefit, Eligibility.From(rules[benefit.Id], benefit.DuesRequired), standing, isBound, now) is { } why
                    ? (MemberBenefitState.Cannot, why)
                : now < benefit.OpensAt ? (MemberBenefitState.Will, $"符合条件，{China.Local(benefit.OpensAt):M月d日 HH:mm} 开始领取。")
                : (MemberBenefitState.Can, "现在可以领取。");
            return new MemberBenefit(benefit, benefit.PhaseAt(now), state, words)
            {
                Serial = claim is { Holder: > 0 } ? claim.Serial : null,
                Before = claim is { Holder: <= 0 } ? $"领过第 {claim.Serial} 号，{claim.State.Label}。" : "",
                Tried = tries.TryGetValue(benefit.Id, out var tried) ? tried.Words : "",
            };
        }
    }

    private static (MemberBenefitState State, string Words) WordsOf(ClaimOfMember claim, Benefit benefit, DateTimeOffset now) =>
        claim.State.At(now, benefit.UseUntil) switch
        {
            ClaimState.Redeemed => (
                MemberBenefitState.Redeemed,
                $"{Show.BeijingExact(claim.ClaimedAt)} 领取，{Show.Beijing(claim.EndedAt)} 核销。"
            ),
            ClaimState.Expired => (MemberBenefitState.Expired, $"{Show.BeijingExact(claim.ClaimedAt)} 领取，到期没有核销。"),
            _ when benefit.Kind is BenefitKind.Voucher => (MemberBenefitState.Held, $"{Show.BeijingExact(claim.ClaimedAt)} 领取。"),
            _ => (MemberBenefitState.Held, $"{Show.BeijingExact(claim.ClaimedAt)} 领取，还没有核销。"),
        };

    /// <summary>Why this member cannot claim, all that stands in the way; null where nothing does.</summary>
    private static string? WhyNot(Benefit benefit, Eligibility eligibility, MemberStanding standing, bool isBound, DateTimeOffset now)
    {
        if (benefit.State is BenefitState.Closed || now >= benefit.ClosesAt)
        {
            return "领取已结束。";
        }
        if (benefit.IsOnHold)
        {
            return StaffClaims.WhyNot(ClaimOutcome.OnHold);
        }
        List<string> reasons = [];
        if (eligibility.WhyNot(standing, China.Date(now)) is { } unfit)
        {
            var dues = unfit is ClaimOutcome.DuesUnpaid && standing.PaidUntil is { } paid ? $"（有效期到 {Show.Date(paid)}）" : "";
            reasons.Add(StaffClaims.WhyNot(unfit)!.TrimEnd('。') + dues + "。");
        }
        if (!isBound)
        {
            reasons.Add("这位会员没有绑定微信，自己领不了，可以由秘书处代领。");
        }
        if (now >= benefit.OpensAt && benefit.Remaining <= 0)
        {
            reasons.Add(StaffClaims.WhyNot(ClaimOutcome.SoldOut)!);
        }
        return reasons.Count == 0 ? null : string.Concat(reasons);
    }

    private sealed record ClaimOfMember
    {
        public required long BenefitId { get; init; }

        /// <summary>Below zero where the claim does not count as the member's any more.</summary>
        public required long Holder { get; init; }
        public required int Serial { get; init; }
        public required ClaimState State { get; init; }
        public required DateTimeOffset ClaimedAt { get; init; }
        public DateTimeOffset? EndedAt { get; init; }
    }

    private sealed record TryRow
    {
        public required long BenefitId { get; init; }
        public required int Amount { get; init; }
        public required DateTimeOffset FirstAt { get; init; }
        public required DateTimeOffset LastAt { get; init; }
        public required string Outcome { get; init; }

        public string Words =>
            $"{Show.BeijingExact(FirstAt)}{(Amount == 1 ? "" : $" 至 {Show.BeijingExact(LastAt)}")} 来领过 {Show.Number(Amount)} 次，"
            + $"没有领到，{(Amount == 1 ? "" : "最后一次")}答复是“{ClaimReasons.Of(RefusalTally.OutcomeOf(Outcome))}”。";
    }
}

public enum MemberBenefitState
{
    Held,
    Redeemed,
    Expired,
    Can,
    Will,
    Cannot,
}

public static class MemberBenefitStates
{
    extension(MemberBenefitState state)
    {
        public string Label =>
            state switch
            {
                MemberBenefitState.Held => "已领取",
                MemberBenefitState.Redeemed => "已核销",
                MemberBenefitState.Expired => "已过期",
                MemberBenefitState.Can => "能领取",
                MemberBenefitState.Will => "未开始",
                MemberBenefitState.Cannot => "不能领取",
            };
    }
}

/// <summary>One benefit as it stands for one member.</summary>
/// <param name="Words">What staff can tell the member.</param>
public sealed record MemberBenefit(Benefit Benefit, BenefitPhase Phase, MemberBenefitState State, string Words)
{
    /// <summary>Of the claim that counts as the member's.</summary>
    public int? Serial { get; init; }

    /// <summary>What became of a claim that no longer counts; empty for none.</summary>
    public string Before { get; init; } = "";

    /// <summary>When the member tried in vain, and what the answer was; empty for never.</summary>
    public string Tried { get; init; } = "";
}

/// <summary>A benefit that a member tried to claim and did not get.</summary>
public sealed record OwnTry
{
    public required string Title { get; init; }
    public required int Amount { get; init; }
    public required DateTimeOffset FirstAt { get; init; }
    public required DateTimeOffset LastAt { get; init; }
    public required string Outcome { get; init; }
}
