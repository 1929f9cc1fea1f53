using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Backups;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Http;
using CsrmeWeChat.Foundation.Jobs;
using CsrmeWeChat.Foundation.Keys;
using CsrmeWeChat.Foundation.Media;
using CsrmeWeChat.Foundation.Notices;
using CsrmeWeChat.Foundation.Storage;
using CsrmeWeChat.Foundation.WeChatCalls;

namespace CsrmeWeChat.Foundation;

/// <summary>What every room stands on. It knows none of them.</summary>
public static class FoundationFeature
{
    public static IHostApplicationBuilder AddFoundation(this IHostApplicationBuilder builder)
    {
        builder.AddData();
        builder.AddLimits();
        builder.AddOptions<SiteOptions>(SiteOptions.Section);
        builder.AddKeys();
        builder.AddAudit();
        builder.AddJobs();
        builder.AddMedia();
        builder.AddStorage();
        builder.AddWeChatCalls();
        builder.AddNotices();
        builder.AddBackups();
        builder.Services.AddSingleton<Menu>().AddSingleton<WorkList>().AddSingleton<MiniPages>();
        return builder;
    }
}
