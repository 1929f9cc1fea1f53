using System.Text.Json;

namespace CsrmeWeChat.Videos;

public enum CallState
{
    /// <summary>Being written; nobody outside the console sees it.</summary>
    Draft,
    Published,

    /// <summary>Taken back. What was entered stays.</summary>
    Withdrawn,
}

/// <summary>Where a published call stands by the clock.</summary>
public enum CallStage
{
    Soon,
    Open,
    Closed,
}

/// <summary>A call for short videos.</summary>
public sealed record VideoCall
{
    public required long Id { get; init; }
    public required int Season { get; init; }
    public required string Title { get; init; }
    public required string Theme { get; init; }
    public required string Categories { get; init; }
    public required DateTimeOffset OpensAt { get; init; }
    public required DateTimeOffset ClosesAt { get; init; }
    public required int MinSeconds { get; init; }
    public required int MaxSeconds { get; init; }
    public required int MaxEntries { get; init; }
    public required CallState State { get; init; }

    /// <summary>
    /// Whether accepted videos may be shown in the mini program itself. Off unless staff say that the society has the category for it:
    /// WeChat names no societies among those who may.
    /// </summary>
    public required bool IsPublic { get; init; }

    /// <summary>The society's account at 视频号, from which what stands there plays; empty where there is none.</summary>
    public required string ChannelUser { get; init; }
    public required long Revision { get; init; }

    public IReadOnlyList<string> CategoryList => JsonSerializer.Deserialize<string[]>(Categories)!;

    public VideoLimits Limits => new(MinSeconds, MaxSeconds);

    public CallStage StageAt(DateTimeOffset now) =>
        now < OpensAt ? CallStage.Soon
        : now < ClosesAt ? CallStage.Open
        : CallStage.Closed;
}

/// <summary>A call as staff write it.</summary>
public sealed record CallDraft(
    string Title,
    string Theme,
    IReadOnlyList<string> Categories,
    DateTimeOffset OpensAt,
    DateTimeOffset ClosesAt,
    int MinSeconds,
    int MaxSeconds,
    int MaxEntries,
    bool IsPublic,
    string ChannelUser
)
{
    public const int MaxTitle = 40,
        MaxTheme = 2000,
        MaxCategories = 20,
        MaxCategory = 20,
        LongestSeconds = 1800;

    /// <summary>What is wrong, in Chinese, with the field it is wrong in.</summary>
    public IEnumerable<(string Field, string Why)> Faults()
    {
        if (Title.Length is 0 or > MaxTitle)
        {
            yield return (nameof(Title), $"请填写名称，最长 {MaxTitle} 字。");
        }
        if (Theme.Length is 0 or > MaxTheme)
        {
            yield return (nameof(Theme), $"请填写征集说明，最长 {MaxTheme} 字。");
        }
        if (Categories.Count > MaxCategories || Categories.Any(name => name.Length > MaxCategory))
        {
            yield return (nameof(Categories), $"分类最多 {MaxCategories} 个，每个最长 {MaxCategory} 字。");
        }
        if (ClosesAt <= OpensAt)
        {
            yield return (nameof(ClosesAt), "截止时间须晚于开始时间。");
        }
        if (MinSeconds < 0 || MaxSeconds is < 5 or > LongestSeconds || MinSeconds >= MaxSeconds)
        {
            yield return (nameof(MaxSeconds), $"时长须为 5 秒至 {LongestSeconds / 60} 分钟，且最长大于最短。");
        }
        if (MaxEntries is < 1 or > 100)
        {
            yield return (nameof(MaxEntries), "每人作品数须为 1 至 100。");
        }
        if (ChannelUser.Length > 64 || (ChannelUser is not "" && !ChannelUser.StartsWith("sph", StringComparison.Ordinal)))
        {
            yield return (nameof(ChannelUser), "学会视频号 ID 以 sph 开头，最长 64 个字符，可在视频号助手里复制。");
        }
    }
}

public static class CallLabels
{
    extension(CallState state)
    {
        public string Key => state.ToString().ToLowerInvariant();

        public string Label =>
            state switch
            {
                CallState.Draft => "草稿",
                CallState.Published => "已发布",
                CallState.Withdrawn => "已撤下",
            };
    }

    extension(CallStage stage)
    {
        public string Label =>
            stage switch
            {
                CallStage.Soon => "未开始",
                CallStage.Open => "征集中",
                CallStage.Closed => "已截止",
            };
    }
}
