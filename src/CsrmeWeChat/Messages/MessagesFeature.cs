using CsrmeWeChat.Callbacks;
using CsrmeWeChat.Members;
using Microsoft.Extensions.Options;
using WeChat;

namespace CsrmeWeChat.Messages;

public static class MessagesFeature
{
    public static void AddMessages(this WebApplicationBuilder builder)
    {
        builder.AddOptions<MessageOptions>(MessageOptions.Section);
        builder
            .Services.AddOptions<MessageOptions>()
            .Validate<IOptions<WeChatOptions>>(
                (push, wechat) => push.Lease > 4 * wechat.Value.Timeout,
                "Messages:Lease must be longer than four times WeChat:Timeout, or a slow answer outlasts it."
            );
        builder
            .Services.AddSingleton<TemplateStore>()
            .AddSingleton<CampaignStore>()
            .AddSingleton<CampaignStates>()
            .AddSingleton<AudienceChoices>()
            .AddSingleton<CampaignProgress>()
            .AddSingleton<DeliveryLeaser>()
            .AddSingleton<OutcomeRecorder>()
            .AddSingleton<ExpiredLeases>()
            .AddSingleton<ChannelPauses>()
            .AddSingleton<CreditStore>()
            .AddSingleton<ReceiptStore>()
            .AddSingleton<Freezing>()
            .AddSingleton<MessageCall>()
            .AddSingleton<Sender>()
            .AddSingleton<PersonMessages>()
            .AddSingleton<MessageCallbacks>()
            .AddSingleton<ICallbackHandler>(services => services.GetRequiredService<MessageCallbacks>())
            .AddSingleton<ITimelineSource, MessageTimeline>();
    }
}
