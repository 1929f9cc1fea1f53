using CsrmeWeChat.Callbacks;
using CsrmeWeChat.Members;
using Microsoft.Extensions.Options;
using WeChat;

namespace CsrmeWeChat.Messages;

public static class PushSetup
{
    public static void AddMessages(this WebApplicationBuilder builder)
    {
        builder.AddOptions<PushOptions>(PushOptions.Section);
        builder
            .Services.AddOptions<PushOptions>()
            .Validate<IOptions<WeChatOptions>>(
                (push, wechat) => push.Lease > 4 * wechat.Value.Timeout,
                "Push:Lease must be longer than four times WeChat:Timeout, or a slow answer outlasts it."
            );
        builder
            .Services.AddSingleton<TemplateStore>()
            .AddSingleton<CampaignStore>()
            .AddSingleton<AudienceChoices>()
            .AddSingleton<CampaignProgress>()
            .AddSingleton<DeliveryStore>()
            .AddSingleton<ChannelPauses>()
            .AddSingleton<CreditStore>()
            .AddSingleton<ReceiptStore>()
            .AddSingleton<Freezing>()
            .AddSingleton<MessageCall>()
            .AddSingleton<Sender>()
            .AddSingleton<PersonMessages>()
            .AddCallbackHandler<MessageCallbacks>(
                "templatesendjobfinish",
                "subscribe_msg_popup_event",
                "subscribe_msg_change_event",
                "subscribe_msg_sent_event"
            )
            .AddSingleton<ITimelineSource, MessageTimeline>();
    }
}
