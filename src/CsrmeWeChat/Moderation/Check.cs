using WeChat;

namespace CsrmeWeChat.Moderation;

/// <summary>A question and what became of it, for whoever looks.</summary>
public sealed record Check
{
    public required string Part { get; init; }

    /// <summary>Which piece of a text it is, from 1, of how many.</summary>
    public required int Piece { get; init; }
    public required int Pieces { get; init; }
    public required Medium Medium { get; init; }

    /// <summary>What the piece of a text says; empty for a file.</summary>
    public required string Content { get; init; }

    /// <summary>Empty for a text.</summary>
    public required string FileKey { get; init; }
    public required CheckState State { get; init; }

    /// <summary>Why a human is to look. None otherwise.</summary>
    public required CheckReason Reason { get; init; }

    /// <summary>The key of what WeChat said; empty while it has said nothing.</summary>
    public required string Said { get; init; }

    /// <summary>What WeChat said, also too late; null while it has said nothing.</summary>
    public Suggestion? Suggestion => CheckLabels.SuggestionOf(Said);

    /// <summary>WeChat's number of what it found.</summary>
    public int? Label { get; init; }

    /// <summary>WeChat's errcode; 0 for none.</summary>
    public required int ErrCode { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? AskedAt { get; init; }
    public DateTimeOffset? SettledAt { get; init; }

    /// <summary>What WeChat found, in Chinese; empty where nothing is known or nothing was found.</summary>
    public string Found => Label is { } label ? CheckLabels.Of(label) : "";
}

public enum Medium
{
    Text,
    Picture,
    Sound,
}

/// <summary>WeChat's two ways to be asked, each with a rate and a quota of its own.</summary>
public enum CheckApi
{
    Text,
    Media,
}

public enum CheckState
{
    /// <summary>To be asked.</summary>
    Waiting,

    /// <summary>WeChat has the question; its verdict is pushed.</summary>
    Asked,

    /// <summary>WeChat answers only once the person has opened the mini program again.</summary>
    Visit,
    Passed,

    /// <summary>A human decides.</summary>
    Human,
}

public enum CheckReason
{
    None,
    Risky,
    Review,
    Unclear,
    Refused,
    Unanswered,
    TimedOut,
    NoVisit,
    TooLate,
    NoOpenId,
    NoAddress,
    FileGone,
    NotFetched,
    Erased,
}

/// <summary>What the checks of a subject come to.</summary>
public enum ModerationState
{
    /// <summary>Nothing was asked.</summary>
    None,

    /// <summary>Something is not answered yet, and nothing speaks against it so far.</summary>
    Waiting,

    /// <summary>All that was asked passed.</summary>
    Passed,

    /// <summary>At least one check is for a human to look at.</summary>
    NeedsHuman,
}

public static class ModerationStates
{
    extension(ModerationState)
    {
        public static ModerationState Of(IReadOnlyCollection<Check> checks) =>
            ModerationState.Of(
                checks.Count(check => check.State is CheckState.Human),
                checks.Count(check => check.State is CheckState.Passed),
                checks.Count
            );

        /// <param name="human">How many of the checks are for a human.</param>
        public static ModerationState Of(long human, long passed, long checks) =>
            checks == 0 ? ModerationState.None
            : human > 0 ? ModerationState.NeedsHuman
            : passed == checks ? ModerationState.Passed
            : ModerationState.Waiting;
    }
}

public static class CheckLabels
{
    /// <summary>WeChat's numbers. Source: 文本内容安全识别.</summary>
    public static string Of(int label) =>
        label switch
        {
            100 => "",
            10001 => "广告",
            20001 => "时政",
            20002 => "色情",
            20003 => "辱骂",
            20006 => "违法犯罪",
            20008 => "欺诈",
            20012 => "低俗",
            20013 => "版权",
            21000 => "其他",
            _ => $"第 {label} 类",
        };

    /// <summary>Dapper cannot tell the type of a column that is NULL in the first row: what may be absent is an empty text there.</summary>
    internal static Suggestion? SuggestionOf(string key) => key is "" ? null : Enum.Parse<Suggestion>(key, ignoreCase: true);

    extension(Medium medium)
    {
        public string Key => medium.ToString().ToLowerInvariant();

        public string Label =>
            medium switch
            {
                Medium.Text => "文字",
                Medium.Picture => "图片",
                Medium.Sound => "声音",
            };

        public CheckApi Api =>
            medium switch
            {
                Medium.Text => CheckApi.Text,
                Medium.Picture or Medium.Sound => CheckApi.Media,
            };
    }

    extension(CheckApi api)
    {
        public string Key => api.ToString().ToLowerInvariant();
    }

    extension(CheckState state)
    {
        public string Key => state.ToString().ToLowerInvariant();

        public string Label =>
            state switch
            {
                CheckState.Waiting => "待检测",
                CheckState.Asked => "微信检测中",
                CheckState.Visit => "等作者再次打开小程序",
                CheckState.Passed => "通过",
                CheckState.Human => "请人工查看",
            };
    }

    extension(CheckReason reason)
    {
        public string Key => reason.ToString().ToLowerInvariant();

        public string Label =>
            reason switch
            {
                CheckReason.None => "",
                CheckReason.Risky => "微信判为违规",
                CheckReason.Review => "微信建议人工查看",
                CheckReason.Unclear => "微信的答复看不明白",
                CheckReason.Refused => "微信没有检测",
                CheckReason.Unanswered => "多次询问，微信没有答复",
                CheckReason.TimedOut => "微信没有按时送来结果",
                CheckReason.NoVisit => "作者一周没有打开小程序，微信不检测",
                CheckReason.TooLate => "超过一天半没能询问微信",
                CheckReason.NoOpenId => "作者没有小程序的微信标识，无法检测",
                CheckReason.NoAddress => "没有设置网站地址，微信取不到文件",
                CheckReason.FileGone => "文件已不在",
                CheckReason.NotFetched => "微信没能取到文件",
                CheckReason.Erased => "作者已注销",
            };
    }

    extension(ModerationState state)
    {
        public string Label =>
            state switch
            {
                ModerationState.None => "未检测",
                ModerationState.Waiting => "检测中",
                ModerationState.Passed => "机审通过",
                ModerationState.NeedsHuman => "请人工查看",
            };
    }

    extension(Suggestion suggestion)
    {
        public string Key => suggestion.ToString().ToLowerInvariant();

        public string Label =>
            suggestion switch
            {
                Suggestion.Pass => "通过",
                Suggestion.Review => "建议人工查看",
                Suggestion.Risky => "违规",
                Suggestion.Unclear => "没有明确结果",
            };
    }
}
