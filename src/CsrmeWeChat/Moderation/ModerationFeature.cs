using CsrmeWeChat.Callbacks;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Jobs;
using CsrmeWeChat.People;

namespace CsrmeWeChat.Moderation;

/// <summary>WeChat is asked whether texts, pictures and sounds may be shown; what it does not clearly pass, a human looks at.</summary>
public static class ModerationFeature
{
    public static IHostApplicationBuilder AddModeration(this IHostApplicationBuilder builder)
    {
        builder
            .Services.AddSingleton<ModerationDesk>()
            .AddSingleton<CheckLeaser>()
            .AddSingleton<CheckStates>()
            .AddSingleton<Asking>()
            .AddCallbackHandler<MediaVerdicts>("wxa_media_check")
            .AddSingleton<IVisitListener, AuthorsSeen>()
            .AddSingleton<IPersonData, ChecksOfPerson>()
            .AddRecurringJob<Moderate>("moderate");
        return builder;
    }
}
