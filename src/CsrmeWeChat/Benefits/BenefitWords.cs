using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Benefits;

/// <summary>What is said to people: why not, and what states are called.</summary>
public static class BenefitWords
{
    extension(ClaimOutcome outcome)
    {
        /// <summary>Why not, and what to do next.</summary>
        public (string Code, string Detail) WhyNot =>
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

        /// <summary>Why not, to staff who claim for a member; null where it was claimed.</summary>
        public string? WhyNotForStaff =>
            outcome switch
            {
                ClaimOutcome.Claimed => null,
                ClaimOutcome.NoSuchBenefit => "该福利还没有发布，请先发布。",
                ClaimOutcome.NotYetOpen => "该福利尚未开始领取，请到开始时间再代领。",
                ClaimOutcome.Closed => "该福利的领取时间已结束，不能再代领。如需补领，请先调整领取时间。",
                ClaimOutcome.SoldOut => "该福利已领完，不能再代领。如需补领，请先增加总量。",
                ClaimOutcome.NoMember => "名册中没有这位会员。",
                ClaimOutcome.WrongLevel => "该福利面向特定级别的会员，这位会员的级别不在其中。",
                ClaimOutcome.WrongBranch => "该福利面向特定分支机构的会员，这位会员不在其中。",
                ClaimOutcome.NotTagged => "该福利面向受邀会员，这位会员没有相应的标签。",
                ClaimOutcome.DuesUnpaid => "该福利面向已缴会费的会员，这位会员的会费未缴或已过期。",
            };
    }

    extension(CancelOutcome outcome)
    {
        /// <summary>Why a member's claim was not cancelled, to staff; null where it was.</summary>
        public string? WhyNotForStaff =>
            outcome switch
            {
                CancelOutcome.Cancelled => null,
                CancelOutcome.NoSuchClaim => "没有这份领取。",
                CancelOutcome.Voucher => "兑换码已经发出，不能收回。",
                CancelOutcome.Redeemed => "这份福利已核销。请先撤销核销，再取消。",
                CancelOutcome.TooLate or CancelOutcome.TooOften => "这份福利已过使用期限，不能取消。",
            };
    }

    extension(StateOutcome outcome)
    {
        /// <summary>Why not, or null where it was done.</summary>
        public string? WhyNot =>
            outcome switch
            {
                StateOutcome.Set => null,
                StateOutcome.NoSuchBenefit => "没有这个福利。",
                StateOutcome.SetByOther => "别人刚刚改动了它的状态，请看过现在的状态再操作。",
                StateOutcome.AlreadyClaimed => "已经有会员领取，不能退回草稿。您可以关闭领取。",
            };
    }

    extension(StockOutcome outcome)
    {
        /// <summary>Why not, or null where it was done.</summary>
        public string? WhyNot =>
            outcome switch
            {
                StockOutcome.Added => null,
                StockOutcome.NoSuchBenefit => "没有这个到店福利。",
                StockOutcome.MovedByOther => "总量在您打开页面之后已经变过，这次没有再增减。请看过现在的总量再操作。",
                StockOutcome.Held => "减少后会低于已被领取的份数。请少减一些。",
                StockOutcome.TooMuch => "总量不能超过 1,000,000。",
            };
    }

    extension(RedeemResult result)
    {
        /// <summary>Why not, and what to do next; null where it is redeemed.</summary>
        public (string Code, string Detail)? WhyNot =>
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
    }

    extension(BenefitKind kind)
    {
        public string Word => kind is BenefitKind.Counter ? "到店福利" : "兑换码";
    }

    extension(BenefitState state)
    {
        public string Word =>
            state switch
            {
                BenefitState.Draft => "草稿",
                BenefitState.Published => "已发布",
                BenefitState.Closed => "已关闭",
            };
    }

    extension(BenefitStage stage)
    {
        public string Word =>
            stage switch
            {
                BenefitStage.Draft => "草稿",
                BenefitStage.Upcoming => "未开始",
                BenefitStage.Open => "领取中",
                BenefitStage.SoldOut => "已领完",
                BenefitStage.Closed => "已结束",
            };
    }

    extension(ClaimState state)
    {
        public string Word =>
            state switch
            {
                ClaimState.Held => "已领取",
                ClaimState.Redeemed => "已核销",
                ClaimState.Cancelled => "已取消",
                ClaimState.Expired => "已过期",
            };
    }
}
