using CsrmeWeChat.Foundation.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CsrmeWeChat.Benefits;

/// <summary>The mini program's benefits screen, and claiming from it.</summary>
public static class ClaimEndpoints
{
    public static void MapClaiming(this IEndpointRouteBuilder app)
    {
        var benefits = app.MapGroup("/api/benefits").WithTags("Benefits").RequireAuthorization(Policies.Member);
        benefits.MapGet("/", List).WithSummary("The benefits screen: every benefit with its state for this member");
        benefits.MapGet("/{id:long}", Show).WithSummary("One benefit's screen");
        benefits.MapPost("/{id:long}/claim", Claim).WithSummary("Claim. A repeat answers with the same ticket");
        benefits.MapPost("/{id:long}/claim/cancel", Cancel).WithSummary("Give the claim back while the benefit is open");
        benefits
            .MapGet("/{id:long}/claim/qr.png", Qr)
            .WithSummary("The claim's code as a QR, about 400 pixels wide")
            .Produces(200, contentType: "image/png");
        app.MapGet("/api/claims", MyClaims)
            .WithTags("Benefits")
            .RequireAuthorization(Policies.Member)
            .WithSummary("My claims, newest first, cancelled ones too");
    }

    private static async Task<Ok<Page<BenefitCard>>> List(
        CurrentMember member,
        MemberScreen screen,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var now = time.GetUtcNow();
        return TypedResults.Ok(new Page<BenefitCard>(await screen.ListAsync(member.Id, now, ct), Next: null));
    }

    private static async Task<Results<Ok<BenefitCard>, NotFound>> Show(
        long id,
        CurrentMember member,
        MemberScreen screen,
        TimeProvider time,
        CancellationToken ct
    ) => await screen.FindAsync(member.Id, id, time.GetUtcNow(), ct) is { } card ? TypedResults.Ok(card) : TypedResults.NotFound();

    private static async Task<Results<Ok<ClaimTicket>, NotFound, ProblemHttpResult>> Claim(
        long id,
        CurrentMember member,
        ClaimQueue queue,
        CancellationToken ct
    ) =>
        await queue.ClaimAsync(member.Id, benefitId: id, ct) switch
        {
            { Outcome: ClaimOutcome.Claimed, Ticket: var ticket } => TypedResults.Ok(ticket),
            { Outcome: ClaimOutcome.NoSuchBenefit } => TypedResults.NotFound(),
            { Outcome: var outcome } => TypedResults.Refused(WhyNot(outcome).Code, WhyNot(outcome).Detail),
        };

    /// <summary>The refusal's code and text, with what to do next. A benefit's card says the same in advance.</summary>
    public static (string Code, string Detail) WhyNot(ClaimOutcome outcome) =>
        outcome switch
        {
            ClaimOutcome.Claimed => ("benefit.claimed", "您已领取该福利。"),
            ClaimOutcome.NoSuchBenefit => ("benefit.unknown", "该福利不存在或已撤下。"),
            ClaimOutcome.NotYetOpen => ("benefit.not_open", "该福利尚未开始领取，请到开始时间再来。"),
            ClaimOutcome.Closed => ("benefit.closed", "该福利的领取时间已结束。您可以看看其他福利。"),
            ClaimOutcome.SoldOut => ("benefit.sold_out", "该福利已领完。您可以看看其他福利。"),
            ClaimOutcome.NoMember => ("member.not_bound", "请先绑定会员身份，再领取福利。"),
            ClaimOutcome.WrongLevel => ("benefit.level", "该福利面向特定级别的会员，您的会员级别不在其中。如有疑问请联系秘书处。"),
            ClaimOutcome.WrongBranch => ("benefit.branch", "该福利面向特定分支机构的会员。如您的分支机构登记有误，请联系秘书处更正。"),
            ClaimOutcome.NotTagged => ("benefit.tag", "该福利面向受邀会员。如您收到过邀请，请联系秘书处核对。"),
            ClaimOutcome.DuesUnpaid => ("benefit.dues", "该福利面向已缴会费的会员。请先缴纳会费，到账后即可领取。"),
        };

    private static async Task<Results<NoContent, NotFound, ProblemHttpResult>> Cancel(
        long id,
        CurrentMember member,
        MemberClaims claims,
        TimeProvider time,
        CancellationToken ct
    ) =>
        await claims.CancelAsync(member.Id, benefitId: id, time.GetUtcNow(), ct) switch
        {
            CancelOutcome.Cancelled => TypedResults.NoContent(),
            CancelOutcome.NoSuchClaim => TypedResults.NotFound(),
            CancelOutcome.Voucher => TypedResults.Refused("claim.voucher", "兑换码已向您展示，不能退回。"),
            CancelOutcome.Redeemed => TypedResults.Refused("claim.redeemed", "该福利已核销，不能取消。"),
            CancelOutcome.TooOften => TypedResults.Refused("claim.too_often", "该福利您已多次取消，不能再取消。"),
            CancelOutcome.TooLate => TypedResults.Refused("claim.too_late", "领取时间已结束，不能再取消。"),
        };

    private static async Task<Results<FileContentHttpResult, NotFound>> Qr(
        long id,
        CurrentMember member,
        MemberClaims claims,
        TimeProvider time,
        CancellationToken ct
    ) =>
        await claims.FindAsync(member.Id, benefitId: id, time.GetUtcNow(), ct) is { } ticket
            ? TypedResults.File(ClaimCode.Picture(ticket.ScanText), "image/png")
            : TypedResults.NotFound();

    private static async Task<Ok<Page<ClaimTicket>>> MyClaims(
        CurrentMember member,
        MemberClaims claims,
        TimeProvider time,
        CancellationToken ct
    ) => TypedResults.Ok(new Page<ClaimTicket>(await claims.ListAsync(member.Id, time.GetUtcNow(), ct), Next: null));
}

/// <summary>A member's claim, with everything that the screen showing it needs.</summary>
/// <param name="Code">What the counter scans or types, or the partner's voucher code.</param>
/// <param name="UseUntil">The first instant at which it is no longer good.</param>
public sealed record ClaimTicket(
    long BenefitId,
    BenefitKind Kind,
    string Title,
    string UsageNote,
    string Partner,
    int Serial,
    string Code,
    ClaimState State,
    DateTimeOffset ClaimedAt,
    DateTimeOffset UseUntil
)
{
    /// <summary>The text to draw as a QR.</summary>
    public string ScanText => Kind is BenefitKind.Counter ? ClaimCode.ScanPrefix + Code : Code;
}
