using System.ComponentModel;
using System.Text.Json.Serialization;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Media;
using CsrmeWeChat.Seasons;

namespace CsrmeWeChat.Benefits;

/// <summary>All that the benefits screen shows.</summary>
public sealed record BenefitsScreen(
    [property: Description("当前年度；还没有年度时为 null。")] SeasonAnswer? Season,
    IReadOnlyList<BenefitCard> Items,
    [property: Description("服务器的时间，用来倒计时。")] DateTimeOffset Now
);

/// <summary>A benefit as one member sees it. Its state alone decides how the card looks, and each state brings what it needs.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "state")]
[JsonDerivedType(typeof(UpcomingCard), "upcoming")]
[JsonDerivedType(typeof(OpenCard), "open")]
[JsonDerivedType(typeof(SoldOutCard), "soldOut")]
[JsonDerivedType(typeof(ClosedCard), "closed")]
[JsonDerivedType(typeof(NotEligibleCard), "notEligible")]
[JsonDerivedType(typeof(ClaimedCard), "claimed")]
[JsonDerivedType(typeof(RedeemedCard), "redeemed")]
[JsonDerivedType(typeof(ExpiredCard), "expired")]
public abstract record BenefitCard
{
    public long Id { get; init; }
    public BenefitKind Kind { get; init; }
    public string Title { get; init; } = "";
    public string Summary { get; init; } = "";
    public string UsageNote { get; init; } = "";
    public string Partner { get; init; } = "";

    [Description("到哪里领取或使用；没有填写则为空。")]
    public string Place { get; init; } = "";

    [Description("配图；没有则为 null。")]
    public PictureAnswer? Picture { get; init; }

    [Description("面向谁，写成条件的句子，如“普通会员或高级会员”；几条之间是“且”，每一条都要满足。空的表示全体会员。")]
    public IReadOnlyList<string> Audience { get; init; } = [];

    public DateTimeOffset OpensAt { get; init; }

    [Description("从这一刻起不能再领取。")]
    public DateTimeOffset ClosesAt { get; init; }

    [Description("从这一刻起不能再使用。给人看请用 lastDay。")]
    public DateTimeOffset UseUntil { get; init; }

    [Description("可以使用的最后一天（北京时间）。")]
    public DateOnly LastDay => China.LastDay(UseUntil);

    public int Stock { get; init; }

    [Description("还剩多少，可能是一秒前的数。领取时以实际为准。")]
    public int Remaining { get; init; }

    [Description("服务器的时间，用来倒计时。")]
    public DateTimeOffset Now { get; init; }
}

public sealed record UpcomingCard : BenefitCard;

public sealed record OpenCard : BenefitCard;

public sealed record SoldOutCard : BenefitCard;

public sealed record ClosedCard : BenefitCard;

public sealed record NotEligibleCard : BenefitCard
{
    [Description("为什么不能领取，与领取接口的 code 相同。")]
    public WhyNotCode WhyNotCode { get; init; }

    [Description("给人看的中文。")]
    public string WhyNot { get; init; } = "";

    public static NotEligibleCard Of(ClaimOutcome whyNot) =>
        new()
        {
            WhyNot = ClaimEndpoints.WhyNot(whyNot).Detail,
            WhyNotCode = whyNot switch
            {
                ClaimOutcome.NoMember => WhyNotCode.NotBound,
                ClaimOutcome.WrongLevel => WhyNotCode.Level,
                ClaimOutcome.WrongBranch => WhyNotCode.Branch,
                ClaimOutcome.NotTagged => WhyNotCode.Tag,
                ClaimOutcome.DuesUnpaid => WhyNotCode.Dues,
                ClaimOutcome.OnHold => WhyNotCode.OnHold,
                _ => throw new ArgumentOutOfRangeException(nameof(whyNot)),
            },
        };
}

public sealed record ClaimedCard : BenefitCard
{
    public ClaimTicket Ticket { get; init; } = null!;
}

public sealed record RedeemedCard : BenefitCard
{
    public ClaimTicket Ticket { get; init; } = null!;
}

public sealed record ExpiredCard : BenefitCard
{
    public ClaimTicket Ticket { get; init; } = null!;
}

/// <summary>The refusals of a claim that hang on the member, by the codes that a claim is refused with.</summary>
public enum WhyNotCode
{
    [JsonStringEnumMemberName("member.not_bound")]
    NotBound,

    /// <summary>The only one that does not hang on the member: the secretariat looks at something first.</summary>
    [JsonStringEnumMemberName("benefit.on_hold")]
    OnHold,

    [JsonStringEnumMemberName("benefit.level")]
    Level,

    [JsonStringEnumMemberName("benefit.branch")]
    Branch,

    [JsonStringEnumMemberName("benefit.tag")]
    Tag,

    [JsonStringEnumMemberName("benefit.dues")]
    Dues,
}
