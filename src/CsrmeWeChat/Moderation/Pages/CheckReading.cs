namespace CsrmeWeChat.Moderation.Pages;

/// <summary>A check as it is read beside the decision.</summary>
public sealed record CheckLine(string Part, CheckState State, string Words, string Text);

public static class CheckReading
{
    /// <summary>What is for a human first, with its words; what passed or is still open is counted.</summary>
    /// <param name="partOf">What people call the part that was asked about.</param>
    public static IReadOnlyList<CheckLine> Lines(IReadOnlyList<Check> checks, Func<string, string> partOf)
    {
        var human = checks
            .Where(check => check.State is CheckState.Human)
            .OrderBy(check => check.Medium)
            .ThenBy(SecondOf)
            .GroupBy(check => (check.Reason, Text: TextOf(check)))
            .Select(group => new CheckLine(
                string.Join("、", group.Select(check => partOf(check.Part))),
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

    public static string BadgeOf(ModerationState state) =>
        state switch
        {
            ModerationState.None or ModerationState.Waiting => "bg-secondary-lt",
            ModerationState.Passed => "bg-green-lt",
            ModerationState.NeedsHuman => "bg-red-lt",
        };

    public static string BadgeOf(CheckState state) =>
        state switch
        {
            CheckState.Waiting or CheckState.Asked or CheckState.Visit => "bg-secondary-lt",
            CheckState.Passed => "bg-green-lt",
            CheckState.Human => "bg-red-lt",
        };
}

/// <summary>The part of a page beside the decision that says what WeChat said.</summary>
/// <param name="Hints">What else the reviewer should look at.</param>
public sealed record ChecksView(ModerationState Machine, IReadOnlyList<string> Hints, IReadOnlyList<CheckLine> Lines);
