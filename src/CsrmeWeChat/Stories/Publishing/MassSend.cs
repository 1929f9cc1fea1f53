namespace CsrmeWeChat.Stories;

/// <summary>How a story goes out.</summary>
public enum SendWay
{
    All,

    /// <summary>To the followers with one of the account's tags.</summary>
    Tag,

    /// <summary>A page of its own, told to nobody.</summary>
    Publish,
}

public enum SendState
{
    Planned,
    Preparing,
    Sending,

    /// <summary>WeChat has it and has not sent yet: perhaps API 群发保护 waits for the administrator.</summary>
    Awaiting,
    Sent,
    Failed,

    /// <summary>Perhaps sent. Never sent again under another id.</summary>
    Unknown,
    Cancelled,
    Recalled,
}

public static class SendWords
{
    /// <summary>States in which something is still to be done or found out.</summary>
    public const string Open = "('planned', 'preparing', 'sending', 'awaiting', 'unknown')";

    /// <summary>When WeChat was asked for what it tells at a time: clocks may differ, and older is something else.</summary>
    public static object Around(DateTimeOffset told) => new { since = told.AddDays(-1), until = told.AddMinutes(5) };

    extension(SendState state)
    {
        public string Key => state.ToString().ToLowerInvariant();

        public string Word =>
            state switch
            {
                SendState.Planned => "已安排",
                SendState.Preparing => "准备中",
                SendState.Sending => "发送中",
                SendState.Awaiting => "等待微信确认",
                SendState.Sent => "已发出",
                SendState.Failed => "没有发出",
                SendState.Unknown => "结果不明",
                SendState.Cancelled => "已取消",
                SendState.Recalled => "已撤回",
            };
    }

    extension(SendWay way)
    {
        public string Key => way.ToString().ToLowerInvariant();

        public string Word =>
            way switch
            {
                SendWay.All => "群发给全部关注者",
                SendWay.Tag => "群发给一个标签",
                SendWay.Publish => "只发布，不推送",
            };
    }

    /// <summary>The verdict of WeChat's review in MASSSENDJOBFINISH. Source: 群发接口, 事件推送群发结果.</summary>
    public static string Verdict(string status) =>
        status switch
        {
            "err(10001)" => "微信审核认为内容涉嫌广告。请修改后重新安排。",
            "err(20001)" => "微信审核认为内容涉嫌政治。请修改后重新安排。",
            "err(20002)" => "微信审核认为内容涉嫌色情。请修改后重新安排。",
            "err(20004)" => "微信审核认为内容涉嫌社会问题。请修改后重新安排。",
            "err(20006)" => "微信审核认为内容涉嫌违法犯罪。请修改后重新安排。",
            "err(20008)" => "微信审核认为内容涉嫌欺诈。请修改后重新安排。",
            "err(20013)" => "微信审核认为内容涉嫌侵犯版权。请核对来源后重新安排。",
            "err(22000)" => "微信审核认为内容涉嫌互推。请修改后重新安排。",
            "err(21000)" => "微信审核没有通过。请修改后重新安排。",
            "err(30001)" or "err(30002)" or "err(30003)" => "微信的原创校验没有通过。请到公众平台查看，再决定是否重新安排。",
            _ => "微信没有发出这次群发。如开启了 API 群发保护，可能是管理员没有在 30 分钟内确认。请查看后重新安排。",
        };
}

public sealed record MassSend
{
    public required long Id { get; init; }
    public required long StoryId { get; init; }
    public required SendWay Way { get; init; }
    public long? TagId { get; init; }
    public required SendState State { get; init; }
    public required DateTimeOffset ScheduledAt { get; init; }
    public required string ClientMsgId { get; init; }
    public required string DraftId { get; init; }

    /// <summary>When WeChat was first asked to send; null: surely never.</summary>
    public DateTimeOffset? AskedAt { get; init; }
    public long? MessageId { get; init; }
    public required string PublishId { get; init; }
    public required int Attempts { get; init; }
    public required string Why { get; init; }
    public required int Expected { get; init; }
    public int? TotalCount { get; init; }
    public int? SentCount { get; init; }
    public required string Planner { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
}

public enum PlanOutcome
{
    Planned,
    NoSuchStory,
    ChangedByOther,
    NotApproved,
    InThePast,
    TooFar,
    NobodyToReach,
    Spent,
    NoSuchTag,
}

public enum SettleOutcome
{
    Settled,
    Known,
    UnderWay,
}
