using System.ComponentModel.DataAnnotations;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Http;
using CsrmeWeChat.Members;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CsrmeWeChat.Benefits;

/// <summary>核销 from a member's own phone, for members with the right to redeem.</summary>
public static class RedemptionEndpoints
{
    private const int PageSize = 50;

    public static void MapRedeeming(this IEndpointRouteBuilder app)
    {
        var redemptions = app.MapGroup("/api/redemptions").WithTags("Redemption").RequireAuthorization(Policies.Redeemer);
        redemptions
            .MapPost("/", Redeem)
            .WithSummary("Redeem a code that was scanned or typed. A repeat by the same redeemer answers the same");
        redemptions.MapPost("/{id:long}/undo", Undo).WithSummary("Undo one's own redemption: the claim is good again");
        redemptions.MapGet("/", MyRedemptions).WithSummary("What I redeemed, newest first");
    }

    private static async Task<Results<Ok<RedemptionAnswer>, ProblemHttpResult>> Redeem(
        RedeemRequest request,
        CurrentMember redeemer,
        RedemptionStore redemptions,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var result = await redemptions.RedeemAsync(Redeemer.OfMember(redeemer.Id), request.Code, time.GetUtcNow(), ct);
        return WhyNot(result) is var (code, detail)
            ? TypedResults.Refused(code, detail)
            : TypedResults.Ok(RedemptionAnswer.Of(result.Redemption!) with { Repeated = result.Outcome is RedeemOutcome.Repeated });
    }

    /// <summary>
    /// The refusal's code and text, with what to do next; null where the claim is redeemed. The console's counter says the same.
    /// </summary>
    public static (string Code, string Detail)? WhyNot(RedeemResult result) =>
        result switch
        {
            { Outcome: RedeemOutcome.Redeemed or RedeemOutcome.Repeated } => null,
            { Outcome: RedeemOutcome.AlreadyRedeemed, Redemption: var earlier } => (
                "redemption.used",
                $"该福利码已于 {China.Local(earlier!.RedeemedAt):M月d日 HH:mm} 核销。"
            ),
            { Outcome: RedeemOutcome.Cancelled } => ("redemption.cancelled", "会员已取消领取，该福利码无效。"),
            { Outcome: RedeemOutcome.Expired } => ("redemption.expired", "该福利码已过使用期限。"),
            { Outcome: RedeemOutcome.Voucher } => ("redemption.voucher", "这是合作方的兑换码，请到合作方处使用。"),
            { Outcome: RedeemOutcome.NoSuchCode } => ("redemption.unknown_code", "没有找到该福利码，请核对后重新扫描或输入。"),
            { Outcome: RedeemOutcome.ForeignCode } => ("redemption.foreign_code", "这不是本系统的福利码，请核对后重新扫描或输入。"),
        };

    private static async Task<Results<NoContent, NotFound>> Undo(
        long id,
        CurrentMember redeemer,
        RedemptionStore redemptions,
        TimeProvider time,
        CancellationToken ct
    ) =>
        await redemptions.UndoAsync(Redeemer.OfMember(redeemer.Id), id, evenIfMadeByOthers: false, time.GetUtcNow(), ct)
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

/// <param name="Holder">The member's name with all but its ends hidden, to compare at the counter.</param>
/// <param name="Repeated">This redeemer had redeemed the claim before, at <paramref name="RedeemedAt"/>.</param>
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
        new(row.Id, row.Title, row.Serial, PersonalName.Mask(row.Name), row.RedeemedAt, row.UndoneAt);
}
