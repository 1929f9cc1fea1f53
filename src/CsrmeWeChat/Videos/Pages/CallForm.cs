using System.ComponentModel.DataAnnotations;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Videos.Pages;

/// <summary>The fields that people fill in about a call; times are Beijing's.</summary>
public sealed class CallForm
{
    [Display(Name = "年度")]
    public int Season { get; set; }

    public string? Title { get; set; }

    public string? Theme { get; set; }

    /// <summary>One a line.</summary>
    public string? Categories { get; set; }

    [Display(Name = "开始时间")]
    public DateTime? OpensAt { get; set; }

    [Display(Name = "截止时间")]
    public DateTime? ClosesAt { get; set; }

    [Display(Name = "最短秒数")]
    public int? MinSeconds { get; set; }

    [Display(Name = "最长秒数")]
    public int? MaxSeconds { get; set; }

    [Display(Name = "每人作品数")]
    public int? MaxEntries { get; set; }

    public bool IsPublic { get; set; }

    public string? ChannelUser { get; set; }

    public static CallForm New { get; } =
        new()
        {
            MinSeconds = 15,
            MaxSeconds = 180,
            MaxEntries = 3,
        };

    public CallDraft Draft =>
        new(
            PlainText.Clean(Title),
            PlainText.CleanLines(Theme),
            [.. PlainText.CleanLines(Categories).Split('\n').Where(line => line is not "").Distinct()],
            LocalTimes.At(OpensAt),
            LocalTimes.At(ClosesAt),
            MinSeconds ?? 0,
            MaxSeconds ?? 0,
            MaxEntries ?? 0,
            IsPublic,
            PlainText.Clean(ChannelUser)
        );

    public IEnumerable<string> WhyRefused() =>
        LocalTimes.AreTimes(OpensAt, ClosesAt) ? Draft.Faults().Select(fault => fault.Why) : ["请填写开始时间和截止时间。"];

    public static CallForm Of(VideoCall call) =>
        new()
        {
            Season = call.Season,
            Title = call.Title,
            Theme = call.Theme,
            Categories = string.Join('\n', call.CategoryList),
            OpensAt = China.Local(call.OpensAt).DateTime,
            ClosesAt = China.Local(call.ClosesAt).DateTime,
            MinSeconds = call.MinSeconds,
            MaxSeconds = call.MaxSeconds,
            MaxEntries = call.MaxEntries,
            IsPublic = call.IsPublic,
            ChannelUser = call.ChannelUser,
        };
}
