using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Messages;
using WeChat.Callbacks;
using WeChat.Sandbox;

namespace CsrmeWeChat.Tests.Support;

/// <summary>Sends by hand, and tells what WeChat would.</summary>
public static class MessageDriver
{
    extension(App app)
    {
        /// <summary>Sends what is due; the clock goes on meanwhile, for messages wait for their slots.</summary>
        public async Task SendDueAsync()
        {
            var sending = app.Get<SendMessages>().RunAsync(default);
            while (!sending.IsCompleted)
            {
                app.Clock.Advance(TimeSpan.FromMilliseconds(10));
                await Task.WhenAny(sending, Task.Delay(2));
            }
            await sending;
        }

        /// <summary>Until all slots that were given have passed.</summary>
        public async Task RestAsync()
        {
            if (await app.Get<Database>().FindAsync<DateTimeOffset>("SELECT MAX(next_at) FROM message_pace") is var last && last > app.Now)
            {
                app.Clock.Advance(last - app.Now);
            }
        }

        public async Task<Campaign> FindAsync(Campaign campaign) => (await app.Get<CampaignStore>().FindAsync(campaign.Id, default))!;

        public Task<int> CreditsAsync(string openId, MessageTemplate template) =>
            app.Get<Database>()
                .FindAsync<int>(
                    "SELECT credits FROM subscription_credits WHERE open_id = @openId AND wechat_id = @WechatId",
                    new { openId, template.WechatId }
                );

        public Task TellSentAsync(DeliveredMessage message) =>
            app.TellAsync(
                new CallbackMessage(
                    message.AppId,
                    message.OpenId,
                    message.At,
                    "subscribe_msg_sent_event",
                    Node(
                        "xml",
                        Node(
                            "SubscribeMsgSentEvent",
                            Node(
                                "List",
                                Text("TemplateId", message.TemplateId),
                                Text("MsgID", $"{message.MessageId}"),
                                Text("ErrorCode", "0")
                            )
                        )
                    )
                )
            );

        public Task TellFinishedAsync(DeliveredMessage message, string status) =>
            app.TellAsync(
                new CallbackMessage(
                    message.AppId,
                    message.OpenId,
                    message.At,
                    "templatesendjobfinish",
                    Node("xml", Text("MsgID", $"{message.MessageId}"), Text("Status", status))
                )
            );

        public Task TellChoiceAsync(string openId, string wechatId, string choice) =>
            app.TellAsync(
                new CallbackMessage(
                    app.Services.AppOf(MessageChannel.Mini),
                    openId,
                    app.Now,
                    "subscribe_msg_popup_event",
                    Node(
                        "xml",
                        Node("SubscribeMsgPopupEvent", Node("List", Text("TemplateId", wechatId), Text("SubscribeStatusString", choice)))
                    )
                )
            );

        public Task TellAsync(CallbackMessage message) =>
            app.Get<Database>()
                .TransactAsync(
                    async tx =>
                    {
                        await app.Get<MessageCallbacks>().HandleAsync(tx, message, app.Now, default);
                        return (true, true);
                    },
                    default
                );
    }

    public static CallbackNode Node(string name, params CallbackNode[] children) => new(name, "", children);

    public static CallbackNode Text(string name, string value) => new(name, value, []);
}
