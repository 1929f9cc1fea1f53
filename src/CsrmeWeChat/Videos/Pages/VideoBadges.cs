using System.Globalization;
using CsrmeWeChat.Moderation;

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

    public static string Of(ModerationState state) =>
        state switch
        {
            ModerationState.None or ModerationState.Waiting => "bg-secondary-lt",
            ModerationState.Passed => "bg-green-lt",
            ModerationState.NeedsHuman => "bg-red-lt",
        };

    public static string Of(CheckState state) =>
        state switch
        {
            CheckState.Waiting or CheckState.Asked or CheckState.Visit => "bg-secondary-lt",
            CheckState.Passed => "bg-green-lt",
            CheckState.Human => "bg-red-lt",
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

    /// <summary>80 KB; 1.4 MB; 128 MB.</summary>
    public static string Size(long bytes) =>
        bytes < 1 << 20
            ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024} KB")
            : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.#} MB");

    /// <summary>1:05; 12:00.</summary>
    public static string Length(long milliseconds) =>
        TimeSpan.FromMilliseconds(milliseconds).ToString(@"m\:ss", CultureInfo.InvariantCulture);
}
