using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Jobs;

namespace CsrmeWeChat.Foundation.Audit;

public static class AuditFeature
{
    public static IHostApplicationBuilder AddAudit(this IHostApplicationBuilder builder)
    {
        builder.AddOptions<AuditOptions>(AuditOptions.Section);
        builder
            .Services.AddSingleton<AuditTrail>()
            .AddSingleton<AuditSearch>()
            .AddSingleton<AuditHeads>()
            .AddSingleton<AuditCheck>()
            .AddSingleton<AuditLabels>()
            .AddMenu(MenuGroup.System, 20, "/staff/audit", "操作记录", Role.Admin)
            .AddHelp(MenuGroup.System, 20, "/Foundation/Audit/Pages/_Help.cshtml", Console.Role.Admin)
            .AddAuditKinds(new AuditKind("audit", "操作记录") { Actions = new() { ["audit.export"] = "导出操作记录" } })
            .AddRecurringJob<ExportAuditHead>("export-audit-head");
        return builder;
    }
}
