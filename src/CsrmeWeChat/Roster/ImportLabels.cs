namespace CsrmeWeChat.Roster;

/// <summary>Imports and their lines in Chinese, for the console and the commands.</summary>
public static class ImportLabels
{
    extension(ImportState state)
    {
        public string Label =>
            state switch
            {
                ImportState.Uploading => "上传中",
                ImportState.Uploaded => "待核对各列",
                ImportState.Staging => "读取中",
                ImportState.Staged => "待应用",
                ImportState.Applying => "应用中",
                ImportState.Applied => "已应用",
                ImportState.Undoing => "撤销中",
                ImportState.Undone => "已撤销",
                ImportState.Discarded => "已放弃",
            };
    }

    extension(LineVerdict verdict)
    {
        public string Label =>
            verdict switch
            {
                LineVerdict.New => "新增",
                LineVerdict.Updated => "更新",
                LineVerdict.Same => "无变化",
                LineVerdict.Conflicting => "冲突",
                LineVerdict.Invalid => "有误",
                LineVerdict.Absent => "不在文件中",
                LineVerdict.Returned => "回到文件中",
            };
    }

    extension(LineOutcome outcome)
    {
        public string Label =>
            outcome switch
            {
                LineOutcome.None => "无需处理",
                LineOutcome.Pending => "待应用",
                LineOutcome.Applied => "已应用",
                LineOutcome.Changed => "未应用",
                LineOutcome.Undone => "已撤销",
                LineOutcome.Kept => "未撤销",
            };
    }

    /// <summary>Where the import stands, including whether it waits for a job or was interrupted.</summary>
    public static string StateOf(Import import, DateTimeOffset now) =>
        import.State switch
        {
            ImportState.Uploaded when import.Wanted is not null => "等待读取",
            ImportState.Staged when import.Wanted is not null => "等待应用",
            ImportState.Applied when import.Wanted is not null => "等待撤销",
            ImportState.Staging when !import.IsGoingOn(now) => "读取中断",
            ImportState.Applying when !import.IsGoingOn(now) => "应用中断",
            ImportState.Undoing when !import.IsGoingOn(now) => "撤销中断",
            var state => state.Label,
        };

    /// <summary>What became of a line, and why.</summary>
    public static string ResultOf(ImportLine line) =>
        line.Verdict is LineVerdict.Conflicting or LineVerdict.Invalid ? "未采用" : $"{line.Outcome.Label}{AfterColon(line.OutcomeReason)}";

    internal static string AfterColon(string reason) => reason is "" ? "" : $"：{reason}";
}
