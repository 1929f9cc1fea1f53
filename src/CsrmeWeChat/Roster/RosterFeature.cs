using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Demo;
using CsrmeWeChat.Foundation.Jobs;
using CsrmeWeChat.Foundation.Keys;
using CsrmeWeChat.Members;

namespace CsrmeWeChat.Roster;

/// <summary>名册导入: how the roster comes into the house, and goes out of it again where an import was wrong.</summary>
public static class RosterFeature
{
    public static IHostApplicationBuilder AddRoster(this IHostApplicationBuilder builder)
    {
        builder
            .Services.AddSingleton<ImportStore>()
            .AddSingleton<LineSeal>()
            .AddSingleton<Staging>()
            .AddSingleton<Applying>()
            .AddDemo<DemoRoster>()
            .AddSingleton<RefusedLines>()
            .AddSingleton<LineDifferences>()
            .AddSingleton<ImportSearch>()
            .AddSingleton<ITimelineSource, ImportTimeline>()
            .AddSingleton<IPersonData, ImportsOfPerson>()
            .AddSingleton<IWorkSource, ImportWork>()
            .AddSingleton<IFirstStep, ImportStep>()
            .AddSingleton<IMarkUser, MarksOfImports>()
            .AddMenu(MenuGroup.Members, 30, ImportWork.Path, "名册导入", Role.Admin, Role.Secretary)
            .AddHelp(MenuGroup.Members, 30, "/Roster/Pages/_Help.cshtml", Role.Admin, Role.Secretary)
            .AddAuditKinds(AuditedImport)
            .AddSealedColumns(
                new SealedColumn("roster_files", "content_sealed", "import_id", "part", "''", row =>
                    ImportStore.FilePlace(row.First, (int)row.Second)
                ),
                new SealedColumn("roster_lines", "before_sealed", "import_id", "line", "''", row =>
                    LineSeal.BeforePlace(row.First, (int)row.Second)
                ),
                new SealedColumn("roster_lines", "after_sealed", "import_id", "line", "''", row =>
                    LineSeal.AfterPlace(row.First, (int)row.Second)
                )
            )
            .AddRecurringJob<ImportJob>("roster-work");
        return builder;
    }

    private static AuditKind AuditedImport { get; } =
        new("roster", "名册导入")
        {
            Actions = new()
            {
                ["roster.upload"] = "上传名册",
                ["roster.stage"] = "预览名册",
                ["roster.apply"] = "应用名册",
                ["roster.undo"] = "撤销名册导入",
                ["roster.discard"] = "放弃名册导入",
                ["roster.export"] = "导出名册导入",
                ["roster.refused"] = "导出名册中未采用的行",
            },
            Fields = new()
            {
                ["bytes"] = "文件字节数",
                ["new"] = "新增行数",
                ["updated"] = "更新行数",
                ["same"] = "无变化行数",
                ["conflicting"] = "冲突行数",
                ["invalid"] = "有误行数",
                ["absent"] = "不在文件中的人数",
                ["returned"] = "回到文件中的人数",
                ["pending"] = "未处理行数",
                ["applied"] = "已应用行数",
                ["changed"] = "未应用行数",
                ["undone"] = "已撤销行数",
                ["kept"] = "未撤销行数",
            },
        };
}
