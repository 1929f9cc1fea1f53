using CsrmeWeChat.Callbacks;
using CsrmeWeChat.Foundation.Data;
using WeChat;
using WeChat.Callbacks;

namespace CsrmeWeChat.Messages;

/// <summary>WeChat's word on messages and subscriptions. Source: 模板消息 事件推送, 订阅消息 事件推送.</summary>
public sealed class MessageCallbacks(ReceiptStore receipts, CreditStore credits, IMiniProgram mini) : ICallbackHandler
{
    public async Task HandleAsync(Transaction tx, CallbackMessage message, DateTimeOffset now, CancellationToken ct)
    {
        var channel =
            message.Kind is "templatesendjobfinish" ? Channel.Template
            : message.AppId == mini.AppId ? Channel.Mini
            : Channel.Notice;
        switch (message.Kind)
        {
            case "templatesendjobfinish":
                if (long.TryParse(message.Body.Text("MsgID"), out var id))
                {
                    var (state, reason) = OfStatus(message.Body.Text("Status"));
                    await receipts.AddAsync(tx, channel, id, message.OpenId, "", state, reason, now, ct);
                }
                break;
            case "subscribe_msg_sent_event":
                foreach (var item in ItemsOf(message, "SubscribeMsgSentEvent"))
                {
                    if (long.TryParse(item.Text("MsgID"), out var sent))
                    {
                        var arrived = item.Text("ErrorCode") is "0" or "";
                        await receipts.AddAsync(
                            tx,
                            channel,
                            sent,
                            message.OpenId,
                            item.Text("TemplateId"),
                            arrived ? DeliveryState.Confirmed : DeliveryState.Failed,
                            arrived ? "" : Reasons.System,
                            now,
                            ct
                        );
                    }
                }
                break;
            default:
                foreach (
                    var item in ItemsOf(
                        message,
                        message.Kind is "subscribe_msg_popup_event" ? "SubscribeMsgPopupEvent" : "SubscribeMsgChangeEvent"
                    )
                )
                {
                    if (item.Text("SubscribeStatusString") == "accept")
                    {
                        await credits.AcceptAsync(tx, channel, message.OpenId, item.Text("TemplateId"), message.CreatedAt, ct);
                    }
                    else
                    {
                        await credits.CloseAsync(tx, channel, item.Text("TemplateId"), [message.OpenId], asOf: message.CreatedAt, ct);
                    }
                }
                break;
        }
    }

    // In XML the list stands within an element of its own, in JSON it does not.
    private static IEnumerable<CallbackNode> ItemsOf(CallbackMessage message, string element) =>
        [.. message.Body.All(element, "List"), .. message.Body.All("List")];

    private static (DeliveryState, string) OfStatus(string status) =>
        status switch
        {
            "success" => (DeliveryState.Confirmed, ""),
            "failed:user block" => (DeliveryState.Refused, Reasons.Blocked),
            _ => (DeliveryState.Failed, Reasons.System),
        };
}
