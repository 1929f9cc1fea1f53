using System.ComponentModel.DataAnnotations;
using CsrmeWeChat.Foundation.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CsrmeWeChat.Benefits;

public static class BenefitEndpoints
{
    private const int PageSize = 50;

    public static void MapBenefits(this IEndpointRouteBuilder app)
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

        var redemptions = app.MapGroup("/api/redemptions").WithTags("Redemption").RequireAuthorization(Policies.Redeemer);
        redemptions
            .MapPost("/", Redeem)
            .WithSummary("Redeem a code that was scanned or typed. A repeat by the same redeemer answers the same");
        redemptions.MapPost("/{id:long}/undo", Undo).WithSummary("Undo one's own redemption: the claim is good again");
        redemptions.MapGet("/", MyRedemptions).WithSummary("What I redeemed, newest first");
    }

    private static async Task<Ok<Page<BenefitCard>>> List(CurrentMember member, BenefitBoard board, TimeProvider time, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        return TypedResults.Ok(new Page<BenefitCard>(await board.ListAsync(member.Id, now, ct), Next: null));
    }

    private static async Task<Results<Ok<BenefitCard>, NotFound>> Show(
        long id,
        CurrentMember member,
        BenefitBoard board,
        TimeProvider time,
        CancellationToken ct
    ) => await board.FindAsync(member.Id, id, time.GetUtcNow(), ct) is { } card ? TypedResults.Ok(card) : TypedResults.NotFound();

    private static async Task<Results<Ok<ClaimTicket>, NotFound, ProblemHttpResult>> Claim(
        long id,
        CurrentMember member,
        ClaimDesk desk,
        CancellationToken ct
    ) =>
        await desk.ClaimAsync(member.Id, benefitId: id, ct) switch
        {
            { Outcome: ClaimOutcome.Claimed, Ticket: var ticket } => TypedResults.Ok(ticket),
            { Outcome: ClaimOutcome.NoSuchBenefit } => TypedResults.NotFound(),
            { Outcome.WhyNot: var (code, detail) } => TypedResults.Refused(code, detail),
        };

    private static async Task<Results<NoContent, NotFound, ProblemHttpResult>> Cancel(
        long id,
        CurrentMember member,
        ClaimStore claims,
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
        ClaimStore claims,
        TimeProvider time,
        CancellationToken ct
    ) =>
        await claims.FindAsync(member.Id, benefitId: id, time.GetUtcNow(), ct) is { } ticket
            ? TypedResults.File(Benefits.Claim.Picture(ticket.ScanText), "image/png")
            : TypedResults.NotFound();

    private static async Task<Ok<Page<ClaimTicket>>> MyClaims(
        CurrentMember member,
        ClaimStore claims,
        TimeProvider time,
        CancellationToken ct
    ) => TypedResults.Ok(new Page<ClaimTicket>(await claims.ListAsync(member.Id, time.GetUtcNow(), ct), Next: null));

    private static async Task<Results<Ok<RedemptionAnswer>, ProblemHttpResult>> Redeem(
        RedeemRequest request,
        CurrentMember redeemer,
        RedemptionStore redemptions,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var result = await redemptions.RedeemAsync(Redeemer.OfMember(redeemer.Id), request.Code, time.GetUtcNow(), ct);
        return result.WhyNot is var (code, detail)
            ? TypedResults.Refused(code, detail)
            : TypedResults.Ok(RedemptionAnswer.Of(result.Redemption!) with { Repeated = result.Outcome is RedeemOutcome.Repeated });
    }

    private static async Task<Results<NoContent, NotFound>> Undo(
        long id,
        CurrentMember redeemer,
        RedemptionStore redemptions,
        TimeProvider time,
        CancellationToken ct
    ) =>
        await redemptions.UndoAsync(Redeemer.OfMember(redeemer.Id), id, anybodys: false, time.GetUtcNow(), ct)
            ? TypedResults.NoContent()
            : TypedResults.NotFound();

    private static async Task<Ok<Page<RedemptionAnswer>>> MyRedemptions(
        CurrentMember redeemer,
        RedemptionStore redemptions,
        string? after,
        CancellationToken ct
    )
    {
        var rows = await redemptions.ListAsync(
            Redeemer.OfMember(redeemer.Id),
            before: long.TryParse(after, out var last) ? last : long.MaxValue,
            PageSize,
            ct
        );
        return TypedResults.Ok(
            new Page<RedemptionAnswer>([.. rows.Select(RedemptionAnswer.Of)], rows.Count == PageSize ? rows[^1].Id.ToString() : null)
        );
    }
}

/// <param name="Code">As scanned (CSRME:...) or typed; spaces, hyphens and full-width letters do not matter.</param>
public sealed record RedeemRequest(
    [property: Required(ErrorMessage = "请扫描或输入福利码。"), StringLength(200, ErrorMessage = "福利码有误。")] string Code
);

/// <param name="Repeated">This redeemer had redeemed it already; RedeemedAt says when.</param>
/// <param name="Holder">The member's name with all but its ends hidden, to ask for at the counter.</param>
public sealed record RedemptionAnswer(
    long Id,
    string Title,
    int Serial,
    string Holder,
    DateTimeOffset RedeemedAt,
    DateTimeOffset? UndoneAt,
    bool Repeated = false
)
{
    public static RedemptionAnswer Of(Redemption row) =>
        new(row.Id, row.Title, row.Serial, Members.PersonalName.Mask(row.Name), row.RedeemedAt, row.UndoneAt);
}
