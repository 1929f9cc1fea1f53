using CsrmeWeChat.Moderation;

namespace CsrmeWeChat.Videos.Pages;

/// <summary>A check as it is read beside the decision.</summary>
public sealed record CheckLine(string Part, CheckState State, string Words, string Text);

public static class CheckReading
{
    /// <summary>What is for a human first, with its words; what passed or is still open is counted.</summary>
    public static IReadOnlyList<CheckLine> Lines(IReadOnlyList<Check> checks)
    {
        var human = checks
            .Where(check => check.State is CheckState.Human)
            .OrderBy(check => check.Medium)
            .ThenBy(SecondOf)
            .GroupBy(check => (check.Reason, Text: TextOf(check)))
            .Select(group => new CheckLine(
                string.Join("、", group.Select(PartOf)),
                CheckState.Human,
                group.Key.Reason.Label,
                group.Key.Text
            ));
        var rest = checks
            .Where(check => check.State is not CheckState.Human)
            .GroupBy(check => (check.State, check.Medium))
            .Select(group => new CheckLine($"{group.Key.Medium.Label} {group.Count()} 项", group.Key.State, group.Key.State.Label, ""));
        return [.. human, .. rest];
    }

    /// <summary>Whether WeChat said something of it, other than that it passes.</summary>
    public static bool IsSuspect(Check? check) =>
        check is { State: CheckState.Human, Reason: CheckReason.Risky or CheckReason.Review or CheckReason.Unclear };

    private static double SecondOf(Check check) =>
        double.TryParse(check.Part.Split(':')[^1], System.Globalization.CultureInfo.InvariantCulture, out var second) ? second : 0;

    private static string TextOf(Check check) => string.Join(' ', new[] { check.Found, check.Content }.Where(words => words is not ""));

    private static string PartOf(Check check) =>
        check.Part switch
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
