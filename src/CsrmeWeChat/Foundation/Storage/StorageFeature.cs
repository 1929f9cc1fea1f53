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
        builder.AddOptions<S3Options>(S3Options.Section);
        builder
            .Services.AddOptions<S3Options>()
            .Validate<IHostEnvironment>(
                (s3, host) => !s3.IsSet || host.IsDevelopment() || s3.Outside.Scheme == Uri.UriSchemeHttps,
                "Phones and browsers reach the store by https alone: Storage:S3:PublicEndpoint, or Endpoint."
            );
        builder
            .Services.AddSingleton<FileMarks>()
            .AddSingleton<FolderStore>()
            .AddSingleton<S3Bucket>()
            .AddSingleton<S3Store>()
            .AddSingleton<DirectIntake>()
            .AddSingleton<IFileStore>(services =>
                services.GetRequiredService<S3Bucket>().IsSet
                    ? services.GetRequiredService<S3Store>()
                    : services.GetRequiredService<FolderStore>()
            )
            .AddSingleton(services => new MediaOrigin(services.GetRequiredService<IFileStore>().Origin))
            .AddRecurringJob<SweepFiles>("sweep-files", Cron.Daily(4, 40));
        return builder;
    }

    public static void MapStorage(this IEndpointRouteBuilder app) => app.MapStoredFiles();
}
