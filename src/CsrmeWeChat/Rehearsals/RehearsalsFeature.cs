using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Demo;
using CsrmeWeChat.Foundation.Jobs;

namespace CsrmeWeChat.Rehearsals;

/// <summary>演练: a synthetic rush through the real endpoints, to know beforehand what the day will bear.</summary>
public static class RehearsalsFeature
{
    public static IHostApplicationBuilder AddRehearsals(this IHostApplicationBuilder builder)
    {
        builder
            .Services.AddSingleton<RehearsalStore>()
            .AddDemo<DemoRehearsal>()
            .AddSingleton<RehearsalData>()
            .AddMenu(MenuGroup.System, 30, "/staff/rehearsal", "开抢演练", Role.Admin)
            .AddSingleton<IWorkSource, RehearsalWork>()
            .AddHelp(MenuGroup.System, 30, "/Rehearsals/Pages/_Help.cshtml", Role.Admin)
            .AddAuditKinds(
                new AuditKind("rehearsal", "开抢演练")
                {
                    Actions = new() { ["rehearsal.start"] = "开始演练" },
                    Fields = new() { ["phones"] = "手机数", ["stock"] = "总量" },
                }
            )
            .AddRecurringJob<RunRehearsal>("rehearse");
        return builder;
    }
}
