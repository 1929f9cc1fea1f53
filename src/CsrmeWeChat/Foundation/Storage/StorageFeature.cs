using CsrmeWeChat.Foundation.Http;
using CsrmeWeChat.Foundation.Jobs;
using Hangfire;

namespace CsrmeWeChat.Foundation.Storage;

/// <summary>Private files of the rooms, kept under keys and read at addresses that are good for a while.</summary>
public static class StorageFeature
{
    public static IHostApplicationBuilder AddStorage(this IHostApplicationBuilder builder)
    {
        builder.AddOptions<StorageOptions>(StorageOptions.Section);
        builder.AddOptions<SiteOptions>(SiteOptions.Section);
        builder
            .Services.AddSingleton<FileMarks>()
            .AddSingleton<FolderStore>()
            .AddSingleton<IFileStore>(services => services.GetRequiredService<FolderStore>())
            .AddRecurringJob<SweepFiles>("sweep-files", Cron.Daily(4, 40));
        return builder;
    }

    public static void MapStorage(this IEndpointRouteBuilder app) => app.MapStoredFiles();
}
