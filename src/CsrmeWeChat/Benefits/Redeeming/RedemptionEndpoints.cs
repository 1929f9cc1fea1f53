using System.ComponentModel;
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
        var redemptions = app.MapGroup("/api/redemptions").WithTags("核销").RequireAuthorization(Policies.Redeemer);
        redemptions
            .MapPost("/", Redeem)
            .WithName("redeem")
            .WithSummary("核销扫描或输入的福利码。同一人重复核销得到同样的回答")
            .Refuses(
                "redemption.used",
                "redemption.cancelled",
                "redemption.expired",
                "redemption.voucher",
                "redemption.unknown_code",
                "redemption.foreign_code"
            );
        redemptions.MapPost("/{id:long}/undo", Undo).WithName("undoRedemption").WithSummary("撤销本人的核销，福利码恢复可用");
        redemptions.MapGet("/", MyRedemptions).WithName("listRedemptions").WithSummary("我核销的，新的在前");
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

public sealed record RedeemRequest(
    [property:
        Description("扫描（CSRME:…）或输入的内容；空格、连字符、全角字母都可以。"),
        Required(ErrorMessage = "请扫描或输入福利码。"),
        StringLength(200, ErrorMessage = "福利码有误。")
    ]
        string Code
);

public sealed record RedemptionAnswer(
    long Id,
    string Title,
    int Serial,
    [property: Description("会员姓名，中间隐去，供柜台核对。")] string Holder,
    DateTimeOffset RedeemedAt,
    DateTimeOffset? UndoneAt,
    [property: Description("此前已由本人在 redeemedAt 核销过，这次没有再核销。")] bool Repeated = false
)
{
    public static RedemptionAnswer Of(Redemption row) =>
        new(row.Id, row.Title, row.Serial, PersonalName.Mask(row.Name), row.RedeemedAt, row.UndoneAt);
}
