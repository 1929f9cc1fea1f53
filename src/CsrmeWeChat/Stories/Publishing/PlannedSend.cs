namespace CsrmeWeChat.Stories;

/// <summary>How a story goes out.</summary>
public enum SendWay
{
    /// <summary>As a message to all followers.</summary>
    All,

    /// <summary>As a message to the followers who have one of the account's tags.</summary>
    Tag,

    /// <summary>As a page of its own, of which nobody is notified.</summary>
    Publish,
}

/// <summary>Where a send stands. Every change of it is made in <see cref="SendTransitions"/>.</summary>
public enum SendState
{
    /// <summary>Waits for its time.</summary>
    Planned,

    /// <summary>It was not sent in time, or the day's quota was spent. WeChat has not been asked, and somebody decides.</summary>
    Held,

    /// <summary>Its pictures and its draft are being uploaded. WeChat has not been asked to send.</summary>
    Preparing,

    /// <summary>WeChat has been asked to send.</summary>
    Sending,

    /// <summary>WeChat has accepted it and not sent it yet; with API 群发保护 it waits for the administrator to confirm.</summary>
    Awaiting,
    Sent,
    Failed,

    /// <summary>It may have been sent. It is never sent again under another id.</summary>
    Unknown,
    Cancelled,
    Recalled,
}

public static class SendLabels
{
    extension(SendState state)
    {
        public string Key => state.ToString().ToLowerInvariant();

        public string Label =>
            state switch
            {
                SendState.Planned => "已安排",
                SendState.Held => "待决定",
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

        public string Label =>
            way switch
            {
                SendWay.All => "全部关注者",
                SendWay.Tag => "一个标签的关注者",
                SendWay.Publish => "只发布，不推送",
            };
    }
}

/// <summary>One time that a story goes out, or is to go out.</summary>
public sealed record PlannedSend
{
    /// <summary>To whom it goes, in Chinese.</summary>
    public string Whom => Way is SendWay.Tag ? $"标签“{Tag ?? "已删除的标签"}”" : Way.Label;

    public required long Id { get; init; }
    public required long StoryId { get; init; }
    public required SendWay Way { get; init; }

    /// <summary>Only where the way is <see cref="SendWay.Tag"/>.</summary>
    public long? TagId { get; init; }

    /// <summary>The tag's name; null where there is no such tag (any more).</summary>
    public string? Tag { get; init; }
    public required SendState State { get; init; }
    public required DateTimeOffset ScheduledAt { get; init; }

    /// <summary>Our own id, under which WeChat sends a message only once.</summary>
    public required string ClientMsgId { get; init; }

    /// <summary>The draft at WeChat; empty until it is uploaded.</summary>
    public required string DraftId { get; init; }

    /// <summary>When WeChat was first asked to send. Null means that it certainly has not been asked.</summary>
    public DateTimeOffset? AskedAt { get; init; }

    /// <summary>WeChat's id of the message; null until WeChat tells it.</summary>
    public long? MessageId { get; init; }

    /// <summary>WeChat's id of the publication; empty until WeChat tells it.</summary>
    public required string PublishId { get; init; }

    /// <summary>How often the job has worked on it.</summary>
    public required int Attempts { get; init; }

    /// <summary>Why it waits or how it ended, in Chinese; may be empty.</summary>
    public required string Why { get; init; }

    /// <summary>How many followers it would have reached when it was planned.</summary>
    public required int Expected { get; init; }

    /// <summary>How many followers received it, by WeChat's count.</summary>
    public int? SentCount { get; init; }
}
