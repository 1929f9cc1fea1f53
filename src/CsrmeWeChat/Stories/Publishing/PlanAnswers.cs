using WeChat;

namespace CsrmeWeChat.Stories;

/// <summary>Chinese texts for staff: why a send cannot be planned, and whom one reaches.</summary>
public static class PlanAnswers
{
    public const string LostPicture = "文章的一张图片在服务器上找不到了。请编辑故事，重新上传图片后再来。";

    /// <summary>Stands with a send that is held because the day's quota is spent. It must not go out at midnight by itself.</summary>
    public const string QuotaSpent = "微信规定的当天次数已用完，没有发出，也不会在零点自动发出。次数恢复后请决定是否还要发布。";

    /// <summary>Stands with a send that staff had settled as not sent.</summary>
    public const string OutAfterAll = "曾由工作人员核对为没有发出，微信后来通知：已经发出。";

    /// <summary>Stands with a send that was cancelled because an earlier one went out after all.</summary>
    public const string OutBefore = "微信后来通知：这篇故事上一次已经发出。为免重复，这次安排已自动取消。";

    /// <summary>Null where it can be planned.</summary>
    public static string? Refusal(PlanOutcome outcome, OfficialAccountKind kind, SendWay way, Reach? reach) =>
        outcome switch
        {
            PlanOutcome.Planned => null,
            PlanOutcome.NoSuchStory or PlanOutcome.EditedMeanwhile =>
                "您打开本页之后，这篇故事有了变化，没有安排。请看过现在的内容再安排。",
            PlanOutcome.NotApproved => "这篇故事还没有审核通过，不能发布。",
            PlanOutcome.InThePast => "群发时间已经过去。请选择以后的时间，或点“立即群发”。",
            PlanOutcome.TooFar => "群发时间在一年以后。请选择一年以内的时间。",
            PlanOutcome.NobodyToReach => "没有人会收到：这些人都没有关注公众号，或还没有同步关注者。请先同步关注者，或改选别的人群。",
            PlanOutcome.NoSuchTag => "没有这个标签。请先同步关注者后重新选择。",
            PlanOutcome.UsedUp when kind is OfficialAccountKind.Subscription =>
                "公众号每天只能群发一次，这一天已有安排。请改到别的日子，或只发布。",
            PlanOutcome.UsedUp when way is SendWay.All && reach is { Left: > 0 } && reach.UsedUp < reach.Followers =>
                "这一天已安排了一次全部群发，每天只能有一次。请改到别的日子。",
            PlanOutcome.UsedUp => $"服务号每位关注者每月最多收 {SendPlanner.PerFollower} 次群发，这个月已用完。请改到下个月，或只发布。",
        };

    /// <summary>What is asked before a send is planned: whom it reaches, how many, and what then remains of what WeChat allows.</summary>
    /// <param name="at">In Chinese, when: 立即, or a time.</param>
    /// <param name="tag">The tag's name, where it goes to one.</param>
    public static string Question(string at, SendWay way, string? tag, Reach reach, OfficialAccountKind kind) =>
        way switch
        {
            SendWay.Publish => $"将{at}发布，公开网页随即可读，不推送给关注者。确定？",
            SendWay.Tag => $"将{at}群发给标签“{tag}”，共 {reach.Reached} 人。{RemainsOfTag(kind)}{Final}",
            SendWay.All => $"将{at}群发给全部关注者，共 {reach.Reached} 人。{Remains(reach, kind)}{Final}",
        };

    private const string Final = "发出后卡片留在聊天里，“撤回”只能删除文章。确定？";

    private static string Remains(Reach reach, OfficialAccountKind kind) =>
        $"{(kind is OfficialAccountKind.Subscription ? "当天" : "当月")}剩余 {reach.Left} 次 → {Math.Max(0, reach.Left - 1)} 次。";

    private static string RemainsOfTag(OfficialAccountKind kind) =>
        kind is OfficialAccountKind.Subscription ? "当天剩余 1 次 → 0 次。" : $"计入这些人当月各 {SendPlanner.PerFollower} 次的限额。";

    public static string Describe(Reach reach)
    {
        var usedUp = reach.UsedUp > 0 ? $"；{reach.UsedUp} 人收不到（本月已收满 {SendPlanner.PerFollower} 次）" : "";
        var gone = reach.Gone > 0 ? $"；{reach.Gone} 人收不到（已取消关注）" : "";
        return $"会送达 {reach.Reached} 人{usedUp}{gone}。";
    }
}
