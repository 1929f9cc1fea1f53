namespace CsrmeWeChat.Benefits;

/// <summary>Why a claim was not made, in two or three words for staff.</summary>
public static class ClaimReasons
{
    /// <param name="outcome">Null for a member who was told to come back.</param>
    public static string Of(ClaimOutcome? outcome) =>
        outcome is not { } known
            ? "系统繁忙，请稍后再试"
            : known switch
            {
                ClaimOutcome.Claimed => "已领取",
                ClaimOutcome.NoSuchBenefit => "福利已撤下",
                ClaimOutcome.NotYetOpen => "尚未开始",
                ClaimOutcome.Closed => "已结束或关闭",
                ClaimOutcome.OnHold => "恢复后待核对",
                ClaimOutcome.SoldOut => "已领完",
                ClaimOutcome.NoMember => "未绑定会员",
                ClaimOutcome.WrongLevel => "会员级别不符",
                ClaimOutcome.WrongBranch => "分支机构不符",
                ClaimOutcome.NotTagged => "不在受邀之列",
                ClaimOutcome.DuesUnpaid => "会费未缴或已过期",
            };
}
