using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Http;
using CsrmeWeChat.Foundation.Jobs;
using CsrmeWeChat.Foundation.Storage;
using Hangfire;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Uploads;

/// <summary>Files that people send: in chunks over weak networks, kept until a room takes them.</summary>
public static class UploadsFeature
{
    public static IHostApplicationBuilder AddUploads(this IHostApplicationBuilder builder)
    {
        builder.AddOptions<UploadOptions>(UploadOptions.Section);
        builder
            .Services.AddSingleton<UploadFolder>()
            .AddSingleton<UploadFiles>()
            .AddSingleton<DirectUploads>()
            .AddSingleton<IFileOwner, UploadOwner>()
            .AddSingleton<UploadStore>()
            .AddSingleton<DemoFiles>()
            .AddSingleton<UploadAdmission>()
            .AddSingleton<UploadHashes>()
            .AddSingleton<UploadWriter>()
            .AddSingleton<UploadBodies>()
            .AddSingleton<UploadDesk>()
            .AddSingleton<UploadReceipts>()
            .AddSingleton<IPersonData, UploadsOfPerson>()
            .AddRecurringJob<CheckUploads>("check-uploads")
            .AddRecurringJob<MoveUploads>("move-uploads")
            .AddRecurringJob<ExpireUploads>("expire-uploads", Cron.Minutely())
            .AddRecurringJob<SweepUploads>("sweep-uploads", Cron.Daily(4, 20))
            .AddOptions<RequestTimeoutOptions>()
            .Configure<IOptions<UploadOptions>>(
                (timeouts, uploads) => timeouts.AddPolicy(UploadEndpoints.TakesLong, Problems.Policy(uploads.Value.ChunkSeconds))
            );
        return builder;
    }

    /// <summary>What a room's files are sent for. The settings may say otherwise how large and how many; what they leave stays.</summary>
    public static IServiceCollection AddUploadPurpose(this IServiceCollection services, string key, UploadPurpose purpose)
    {
        services
            .AddOptions<UploadOptions>()
            .PostConfigure<IConfiguration>(
                (options, settings) =>
                {
                    var set = purpose with { };
                    settings.GetSection($"{UploadOptions.Section}:{nameof(UploadOptions.Purposes)}:{key}").Bind(set);
                    options.Purposes[key] = set;
                }
            );
        return services;
    }

    public static void MapUploads(this IEndpointRouteBuilder app) => app.MapUploadAddresses();
}
