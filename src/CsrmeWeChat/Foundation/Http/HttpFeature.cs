namespace CsrmeWeChat.Foundation.Http;

public static class HttpFeature
{
    /// <summary>
    /// What a connection holds of a body that is not read as fast as it comes. By default it is 1 MB for each upload, of which the socket
    /// goes by a setting of its own.
    /// </summary>
    private const int HeldOfBody = 128 << 10;

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
            kestrel.Limits.MaxRequestBufferSize = HeldOfBody;
        });
        builder.WebHost.UseSockets(sockets => sockets.MaxReadBufferSize = HeldOfBody);
        builder.Services.ConfigureHttpJsonOptions(options => JsonSettings.Apply(options.SerializerOptions));
        builder.Services.AddProblems().AddPolicies().AddValidation().AddApiDocument();
        builder.AddForwardedHeaders();
        builder.AddObservability();
    }
}
