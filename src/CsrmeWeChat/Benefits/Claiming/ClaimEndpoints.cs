using System.ComponentModel;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CsrmeWeChat.Benefits;

/// <summary>The mini program's benefits screen, and claiming from it.</summary>
public static class ClaimEndpoints
{
    public static void MapClaiming(this IEndpointRouteBuilder app)
    {
        // Whoever is not bound yet sees what there is, and why to bind.
        var benefits = app.MapGroup("/api/benefits").WithTags("福利").RequireAuthorization(Policies.Person);
        benefits.MapGet("/", List).WithName("listBenefits").WithSummary("福利页：年度、每项福利及其对本人的状态");
        benefits.MapGet("/{id:long}", Show).WithName("showBenefit").WithSummary("一项福利");
        var own = app.MapGroup("/api/benefits/{id:long}/claim").WithTags("福利").RequireAuthorization(Policies.Member);
        own.MapPost("/", Claim)
            .WithName("claimBenefit")
            .WithSummary("领取。重复领取得到同一份")
            .Refuses([.. Enum.GetValues<ClaimOutcome>().Where(IsRefusal).Select(outcome => WhyNot(outcome).Code)]);
        own.MapPost("/cancel", Cancel)
            .WithName("cancelClaim")
            .WithSummary("领取时间内取消领取")
            .Refuses("claim.voucher", "claim.redeemed", "claim.too_often", "claim.too_late");
        own.MapGet("/qr.png", Qr).WithName("claimQr").WithSummary("福利码的二维码，宽约 400 像素").Produces(200, contentType: "image/png");
        app.MapGet("/api/claims", MyClaims)
            .WithTags("福利")
            .RequireAuthorization(Policies.Member)
            .WithName("listClaims")
            .WithSummary("我的福利，新的在前，包括已取消的");
    }

    /// <summary>A benefit that is not there is 404, and nobody without a member comes as far as a claim.</summary>
    private static bool IsRefusal(ClaimOutcome outcome) => outcome is not (ClaimOutcome.Claimed or ClaimOutcome.NoSuchBenefit);

    private static async Task<Ok<BenefitsScreen>> List(
        CurrentPerson person,
        MemberScreen screen,
        TimeProvider time,
        CancellationToken ct
    ) => TypedResults.Ok(await screen.ListAsync(person.MemberId, time.GetUtcNow(), ct));

    private static async Task<Results<Ok<BenefitCard>, NotFound>> Show(
        long id,
        CurrentPerson person,
        MemberScreen screen,
        TimeProvider time,
        CancellationToken ct
    ) => await screen.FindAsync(person.MemberId, id, time.GetUtcNow(), ct) is { } card ? TypedResults.Ok(card) : TypedResults.NotFound();

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
            ClaimOutcome.Closed => ("benefit.closed", "该福利的领取已结束。您可以看看其他福利。"),
            ClaimOutcome.OnHold => ("benefit.on_hold", "该福利暂停领取，秘书处正在核对。核对期间其他人也不能领取，请稍后再来。"),
            ClaimOutcome.SoldOut => ("benefit.sold_out", "该福利已领完。您可以看看其他福利。"),
            ClaimOutcome.NoMember => ("member.not_bound", "请先绑定会员身份，再领取福利。"),
            ClaimOutcome.WrongLevel => ("benefit.level", "该福利面向特定级别的会员，您的会员级别不在其中。如有疑问请联系秘书处。"),
            ClaimOutcome.WrongBranch => ("benefit.branch", "该福利面向特定分支机构的会员。如您的分支机构登记有误，请联系秘书处更正。"),
            ClaimOutcome.NotTagged => ("benefit.tag", "该福利面向受邀会员。如您收到过邀请，请联系秘书处核对。"),
            ClaimOutcome.DuesUnpaid => ("benefit.dues", "该福利面向会费有效的会员。请先缴纳会费，秘书处登记后再来领取。"),
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
            CancelOutcome.Voucher => TypedResults.Refused("claim.voucher", "兑换码已向您展示，不能取消。"),
            CancelOutcome.Redeemed => TypedResults.Refused("claim.redeemed", "该福利已核销，不能取消。"),
            CancelOutcome.TooOften => TypedResults.Refused("claim.too_often", "该福利您已多次取消，不能再取消。"),
            CancelOutcome.TooLate => TypedResults.Refused("claim.too_late", "领取已结束，不能再取消。"),
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

    private static async Task<Ok<Listing<ClaimTicket>>> MyClaims(
        CurrentMember member,
        MemberClaims claims,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var now = time.GetUtcNow();
        return TypedResults.Ok(new Listing<ClaimTicket>(await claims.ListAsync(member.Id, now, ct), now));
    }
}

/// <summary>A member's claim, with everything that the screen showing it needs.</summary>
public sealed record ClaimTicket(
    long BenefitId,
    BenefitKind Kind,
    string Title,
    string UsageNote,
    string Partner,
    [property: Description("到哪里领取或使用；没有填写则为空。")] string Place,
    [property: Description("第几份，从 1 起。")] int Serial,
    [property: Description("柜台扫描或输入的福利码，或合作方的兑换码。")] string Code,
    ClaimState State,
    DateTimeOffset ClaimedAt,
    [property: Description("从这一刻起不能再使用。给人看请用 lastDay。")] DateTimeOffset UseUntil,
    [property: Description("合作方在兑换码之外还要的密码，请一起显示；没有则为 null。")] string? Password
)
{
    [Description("可以使用的最后一天（北京时间）。")]
    public DateOnly LastDay => China.LastDay(UseUntil);

    [Description("画成二维码的文字。")]
    public string ScanText => Kind is BenefitKind.Counter ? ClaimCode.ScanPrefix + Code : Code;
}
