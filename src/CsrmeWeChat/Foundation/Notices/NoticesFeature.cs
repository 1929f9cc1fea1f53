using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Demo;
using CsrmeWeChat.Foundation.Jobs;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Foundation.Notices;

/// <summary>工作提醒: staff are told outside the console, in a group chat or by e-mail.</summary>
public static class NoticesFeature
{
    public static IHostApplicationBuilder AddNotices(this IHostApplicationBuilder builder)
    {
        builder.AddOptions<NoticeOptions>(NoticeOptions.Section);
        builder
            .Services.AddSingleton<IValidateOptions<NoticeOptions>, NoticeOptionsMembers>()
            .AddSingleton<IValidateOptions<NoticeOptions>, NoticeOptionsCheck>()
            .PostConfigure<NoticeOptions>(options => options.Address ??= builder.Configuration["Site:Address"])
            .AddSingleton<NoticeStore>()
            .AddSingleton<IWay, Robot>()
            .AddSingleton<IWay, Mail>()
            .AddSingleton<IWorkSource, NoticeWork>()
            .AddDemo<DemoNotices>()
            .AddMenu(MenuGroup.System, 55, "/staff/notices", "工作提醒", Role.Admin)
            .AddHelp(MenuGroup.System, 55, "/Foundation/Notices/Pages/_Help.cshtml", Role.Admin)
            .AddAuditKinds(new AuditKind("notice", "工作提醒") { Actions = new() { ["notice.test"] = "发一条测试提醒" } })
            .AddRecurringJob<SendNotices>("send-notices")
            .AddRecurringJob<TellTheDay>("tell-the-day", "*/5 * * * *");
        return builder;
    }
}
