using CsrmeWeChat.Foundation.Console;

namespace CsrmeWeChat.Contests;

/// <summary>Entries as the rows of a workbook.</summary>
public static class PhotoSheet
{
    public static readonly string[] Headers =
    [
        "编号",
        "大赛",
        "组别",
        "主题",
        "作品名称",
        "状态",
        "作者",
        "单位",
        "合作者",
        "作品说明",
        "拍摄地点",
        "拍摄时间",
        "照片数",
        "后期处理",
        "处理说明",
        "AI 使用",
        "AI 说明",
        "申请回避",
        "票数",
        "提交时间",
        "审核时间",
        "审核人",
        "退回原因",
    ];

    /// <param name="group">What people call its group.</param>
    public static IReadOnlyList<object?> RowOf(PhotoEntryLine entry, string group) =>
        [
            entry.Id,
            entry.ContestTitle,
            group,
            entry.Subject,
            entry.Title,
            entry.State.Label,
            entry.Author,
            entry.Unit,
            string.Join("；", entry.CoauthorList.Select(one => $"{one.Name} {one.Unit}".Trim())),
            entry.Caption,
            entry.Place,
            entry.TakenOn,
            entry.Photos,
            entry.Edit.Label,
            entry.EditNote,
            entry.AiUse.Label,
            entry.AiNote,
            string.Join("、", entry.AvoidList),
            entry.Votes,
            Show.Beijing(entry.SubmittedAt),
            Show.Beijing(entry.DecidedAt),
            entry.DecidedBy,
            entry.Reason,
        ];
}
