namespace CsrmeWeChat.Roster;

/// <summary>Imports in words.</summary>
public static class RosterText
{
    public static string Say(RosterVerdict verdict) =>
        verdict switch
        {
            RosterVerdict.New => "新增",
            RosterVerdict.Updated => "更新",
            RosterVerdict.Same => "无变化",
            RosterVerdict.Conflicting => "冲突",
            RosterVerdict.Invalid => "有误",
            RosterVerdict.Absent => "不在文件中",
            RosterVerdict.Returned => "回到文件中",
        };

    public static string Say(RosterState state) =>
        state switch
        {
            RosterState.Uploading => "上传中",
            RosterState.Uploaded => "待核对各列",
            RosterState.Staging => "读取中",
            RosterState.Staged => "待应用",
            RosterState.Applying => "应用中",
            RosterState.Applied => "已应用",
            RosterState.Undoing => "撤销中",
            RosterState.Undone => "已撤销",
            RosterState.Discarded => "已放弃",
        };

    public static string Say(RosterBatch batch, DateTimeOffset now) =>
        batch.State switch
        {
            RosterState.Uploaded when batch.Wanted is not null => "等待读取",
            RosterState.Staged when batch.Wanted is not null => "等待应用",
            RosterState.Applied when batch.Wanted is not null => "等待撤销",
            RosterState.Staging when !IsGoingOn(batch, now) => "读取中断",
            RosterState.Applying when !IsGoingOn(batch, now) => "应用中断",
            RosterState.Undoing when !IsGoingOn(batch, now) => "撤销中断",
            var state => Say(state),
        };

    /// <summary>What to run next where an import was interrupted.</summary>
    public static string Advice(RosterBatch batch, DateTimeOffset now) =>
        IsGoingOn(batch, now)
            ? ""
            : batch.State switch
            {
                RosterState.Staging => "，请 discard 后重新导入",
                RosterState.Applying => "，请再运行 apply，或 undo",
                RosterState.Undoing => "，请再运行 undo",
                _ => "",
            };

    /// <summary>Somebody works on it, or a job will take it up where it stopped.</summary>
    public static bool IsGoingOn(RosterBatch batch, DateTimeOffset now) => batch.Wanted is not null || batch.IsHeld(now);

    public static string Say(RosterRow row) =>
        $"  第 {row.Line} 行 {row.Number} {row.Name} {Say(row.Verdict)}{Reason(row.Reason)}{(row.OutcomeReason is "" ? "" : $"；{row.OutcomeReason}")}";

    /// <summary>What became of a line, and why.</summary>
    public static string Result(RosterRow row) =>
        row.Verdict is RosterVerdict.Conflicting or RosterVerdict.Invalid ? "未采用" : $"{Say(row.Outcome)}{Reason(row.OutcomeReason)}";

    public static IEnumerable<string> Say(IReadOnlyList<RosterTally> tallies)
    {
        foreach (var group in tallies.GroupBy(tally => tally.Verdict).OrderBy(group => group.Key))
        {
            var parts = group
                .Where(tally => tally.Outcome is not (RosterOutcome.None or RosterOutcome.Pending))
                .OrderBy(tally => tally.Outcome)
                .Select(tally => $"{Say(tally.Outcome)} {tally.Amount}")
                .ToList();
            yield return $"  {Say(group.Key)} {group.Sum(tally => tally.Amount)} 行{(parts.Count == 0 ? "" : $"（{string.Join("，", parts)}）")}";
        }
    }

    public static string Say(RosterOutcome outcome) =>
        outcome switch
        {
            RosterOutcome.None => "无需处理",
            RosterOutcome.Pending => "待应用",
            RosterOutcome.Applied => "已应用",
            RosterOutcome.Changed => "未应用",
            RosterOutcome.Undone => "已撤销",
            RosterOutcome.Kept => "未撤销",
        };

    private static string Reason(string reason) => reason is "" ? "" : $"：{reason}";
}
