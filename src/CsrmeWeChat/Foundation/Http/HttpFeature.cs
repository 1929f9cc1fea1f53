namespace CsrmeWeChat.Foundation.Http;

public static class HttpFeature
{
    /// <summary>What the rooms' doors rely on, in commands too.</summary>
    public static IHostApplicationBuilder AddLimits(this IHostApplicationBuilder builder)
    {
        builder.AddOptions<LimitOptions>(LimitOptions.Section);
        // The rooms of people and of staff each add a scheme, whose handlers need the encoders. (AddAuthentication would also ask for Data
        // Protection, which only the console needs.)
        builder.Services.AddSingleton<RateLimits>().AddWebEncoders();
        return builder;
    }

    /// <summary>What an answer over HTTP needs; commands give none.</summary>
    public static void AddHttp(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 64 * 1024;
            // What a connection holds of a body that is not read as fast as it comes; by default it is 1 MB, for each upload.
            kestrel.Limits.MaxRequestBufferSize = 128 * 1024;
        });
        builder.Services.ConfigureHttpJsonOptions(options => JsonSettings.Apply(options.SerializerOptions));
        builder.Services.AddProblems().AddPolicies().AddValidation().AddApiDocument();
        builder.AddForwardedHeaders();
        builder.AddObservability();
    }
}
