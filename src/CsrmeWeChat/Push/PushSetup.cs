using CsrmeWeChat.Callbacks;
using CsrmeWeChat.Members;

namespace CsrmeWeChat.Push;

public static class PushSetup
{
    public static void AddMessages(this WebApplicationBuilder builder)
    {
        builder.AddOptions<PushOptions>(PushOptions.Section);
        builder.Services
            .AddSingleton<TemplateStore>()
            .AddSingleton<CampaignStore>()
            .AddSingleton<AudienceChoices>()
            .AddSingleton<CampaignProgress>()
            .AddSingleton<DeliveryStore>()
            .AddSingleton<CreditStore>()
            .AddSingleton<ReceiptStore>()
            .AddSingleton<Freezing>()
            .AddSingleton<MessageCall>()
            .AddSingleton<Sender>()
            .AddSingleton<SendMessages>()
            .AddSingleton<PersonMessages>()
            .AddSingleton<MessageCallbacks>()
            .AddSingleton<ICallbackHandler>(services => services.GetRequiredService<MessageCallbacks>())
            .AddSingleton<ITimelineSource, MessageTimeline>();
    }
}
