using System.Globalization;

namespace CsrmeWeChat.Videos.Pages;

public static class VideoBadges
{
    public static string Of(CallStage stage) =>
        stage switch
        {
            CallStage.Soon => "bg-blue-lt",
            CallStage.Open => "bg-green-lt",
            CallStage.Closed => "bg-secondary-lt",
        };

    public static string Of(EntryState state) =>
        state switch
        {
            EntryState.Draft or EntryState.Withdrawn => "bg-secondary-lt",
            EntryState.Submitted => "bg-blue-lt",
            EntryState.Reviewing => "bg-yellow-lt",
            EntryState.Returned => "bg-red-lt",
            EntryState.Accepted or EntryState.Shown => "bg-green-lt",
        };

    public static string Of(ComplaintState state) =>
        state switch
        {
            ComplaintState.Open => "bg-yellow-lt",
            ComplaintState.Upheld => "bg-red-lt",
            ComplaintState.Dismissed => "bg-secondary-lt",
        };

    /// <summary>As a script reads it: 12.5.</summary>
    public static string Seconds(long milliseconds) => (milliseconds / 1000.0).ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary>1:05; 12:00.</summary>
    public static string Length(long milliseconds) =>
        TimeSpan.FromMilliseconds(milliseconds).ToString(@"m\:ss", CultureInfo.InvariantCulture);

    /// <summary>What people call a part that WeChat was asked about.</summary>
    public static string PartOf(string part) =>
        part switch
        {
            "title" => "作品名称",
            "statement" => "创作说明",
            "author" => "作者与单位",
            "ai" => "AI 使用说明",
            "sound" => "声音",
            EntryStates.Uncut => "有的画面截不出来",
            var frame when frame.StartsWith("frame:", StringComparison.Ordinal) => $"第 {frame[6..]} 秒的画面",
            var other => other,
        };
}
