namespace CsrmeWeChat.Foundation.Media;

public static class MediaFeature
{
    public static IHostApplicationBuilder AddMedia(this IHostApplicationBuilder builder)
    {
        builder.AddOptions<MediaOptions>(MediaOptions.Section);
        builder.Services.AddSingleton<MediaFolder>().AddSingleton<Pictures>().AddSingleton<Photos>();
        return builder;
    }
}
