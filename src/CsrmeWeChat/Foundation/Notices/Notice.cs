using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Foundation.Notices;

public enum NoticeKind
{
    /// <summary>What waits, once a day.</summary>
    Daily,

    /// <summary>What cannot wait for the day's notice.</summary>
    Alarm,

    /// <summary>Asked for by an administrator, to see whether it arrives.</summary>
    Test,
}

public enum NoticeState
{
    Waiting,

    /// <summary>A node has it in hand, or died with it.</summary>
    Sending,
    Sent,

    /// <summary>Given up after many attempts.</summary>
    Failed,

    /// <summary>The node died while it was telling it: it may have gone out or not.</summary>
    Unknown,

    /// <summary>Nothing waited on that day.</summary>
    Nothing,

    /// <summary>There is no way to tell it: neither a robot nor a mail server is set.</summary>
    NoWay,
}

public static class NoticeLabels
{
    extension(NoticeKind kind)
    {
        public string Key => kind.ToString().ToLowerInvariant();

        public string Label =>
            kind switch
            {
                NoticeKind.Daily => "每日待办",
                NoticeKind.Alarm => "紧急提醒",
                NoticeKind.Test => "测试",
            };
    }

    extension(NoticeState state)
    {
        public string Key => state.ToString().ToLowerInvariant();

        public string Label =>
            state switch
            {
                NoticeState.Waiting => "等待发出",
                NoticeState.Sending => "正在发出",
                NoticeState.Sent => "已发出",
                NoticeState.Failed => "没有发出",
                NoticeState.Unknown => "不确定是否发出",
                NoticeState.Nothing => "没有待办，不用发",
                NoticeState.NoWay => "未设置发送方式",
            };

        public string Badge =>
            state switch
            {
                NoticeState.Sent => "bg-green-lt",
                NoticeState.Failed => "bg-red-lt",
                NoticeState.Unknown or NoticeState.NoWay => "bg-yellow-lt",
                NoticeState.Waiting or NoticeState.Sending or NoticeState.Nothing => "bg-secondary-lt",
            };
    }
}

/// <summary>Something that staff are told outside the console.</summary>
public sealed record Notice
{
    public const int MaxWords = 4_000;

    public required long Id { get; init; }
    public required NoticeKind Kind { get; init; }
    public required string Words { get; init; }

    /// <summary>Of the page where something is done about it.</summary>
    public required string Address { get; init; }
    public required NoticeState State { get; init; }
    public required string SentBy { get; init; }
    public required int Attempts { get; init; }

    /// <summary>Why the last attempt failed, in Chinese.</summary>
    public required string Error { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>The ways by which it has gone out.</summary>
    public IReadOnlyList<string> Ways => SentBy.Split(',', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>A notice as it goes out by any way: nothing in it is personal.</summary>
/// <param name="Address">Of the console's page, in full; empty where the console's address is not set.</param>
public sealed record NoticeText(string Title, string Words, string Address)
{
    /// <summary>For a robot, whose message has no title. 企业微信 takes 2,048 bytes, which is the least of them.</summary>
    public string Whole => $"【{Title}】\n{Cut(Words, 1_600)}{(Address is "" ? "" : $"\n{Address}")}";

    /// <summary>As many whole lines as so many bytes hold.</summary>
    private static string Cut(string words, int bytes)
    {
        var lines = words.Split('\n');
        var kept = lines.Length;
        while (kept > 1 && System.Text.Encoding.UTF8.GetByteCount(string.Join('\n', lines[..kept])) > bytes)
        {
            kept--;
        }
        return kept == lines.Length ? PlainText.Cut(words, bytes / 3) : $"{string.Join('\n', lines[..kept])}\n……其余请看管理台";
    }
}
