using CsrmeWeChat.Callbacks;
using CsrmeWeChat.Foundation.Data;
using WeChat;
using WeChat.Callbacks;

namespace CsrmeWeChat.Messages;

/// <summary>What WeChat reports of messages and subscriptions. Source: 模板消息 事件推送, 订阅消息 事件推送.</summary>
public sealed class MessageCallbacks(ReceiptStore receipts, CreditStore credits, IMiniProgram mini) : ICallbackHandler
{
    public Task HandleAsync(Transaction tx, CallbackMessage message, DateTimeOffset now, CancellationToken ct) =>
        message.Kind switch
        {
            "templatesendjobfinish" => AddTemplateReceiptAsync(tx, message, now, ct),
            "subscribe_msg_sent_event" => AddSubscriptionReceiptsAsync(tx, message, now, ct),
            _ => ChangeCreditsAsync(tx, message, now, ct),
        };

    private Task AddTemplateReceiptAsync(Transaction tx, CallbackMessage message, DateTimeOffset now, CancellationToken ct)
    {
        var (state, reason) = OfStatus(message.Body.Text("Status"));
        var receipt = new MessageReceipt
        {
            Channel = MessageChannel.Template,
            MessageId = IdOf(message.Body),
            OpenId = message.OpenId,
            WechatId = "",
            State = state,
            Reason = reason,
            ReceivedAt = message.ReceivedAt ?? now,
        };
        return receipts.AddAsync(tx, receipt, ct);
    }

    private async Task AddSubscriptionReceiptsAsync(Transaction tx, CallbackMessage message, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var item in ItemsOf(message))
        {
            var hasArrived = item.Text("ErrorCode") is "0" or "";
            var receipt = new MessageReceipt
            {
                Channel = ChannelOf(message),
                MessageId = IdOf(item),
                OpenId = message.OpenId,
                WechatId = item.Text("TemplateId"),
                State = hasArrived ? DeliveryState.Confirmed : DeliveryState.Failed,
                Reason = hasArrived ? "" : Reasons.System,
                ReceivedAt = message.ReceivedAt ?? now,
            };
            await receipts.AddAsync(tx, receipt, ct);
        }
    }

    /// <summary>
    /// Null where WeChat names none. For messages that were sent with a client_msg_id it may write 0, which is no id either.
    /// Source: WeChat community oCJUswwJ54BzNN0XkUvQKH5XOkCk.
    /// </summary>
    private static long? IdOf(CallbackNode node) => long.TryParse(node.Text("MsgID"), out var id) && id != 0 ? id : null;

    private async Task ChangeCreditsAsync(Transaction tx, CallbackMessage message, DateTimeOffset now, CancellationToken ct)
    {
        var channel = ChannelOf(message);
        foreach (var item in ItemsOf(message))
        {
            var template = item.Text("TemplateId");
            if (item.Text("SubscribeStatusString") == "accept")
            {
                var subscription = new Subscription(channel, message.OpenId, template);
                await credits.AcceptAsync(tx, subscription, ConsentSource.Event, message.CreatedAt, message.ReceivedAt ?? now, ct);
            }
            else
            {
                await credits.CloseAsync(tx, channel, template, [message.OpenId], asOf: message.CreatedAt, ct);
            }
        }
    }

    private MessageChannel ChannelOf(CallbackMessage message) => message.AppId == mini.AppId ? MessageChannel.Mini : MessageChannel.Notice;

    /// <summary>
    /// In XML the list stands within an element of its own, in JSON it does not. A sample of WeChat's has the element of another event
    /// there, so whatever element it is, a list within it counts.
    /// </summary>
    private static IEnumerable<CallbackNode> ItemsOf(CallbackMessage message) =>
        [.. message.Body.Children.SelectMany(wrapper => wrapper.All("List")), .. message.Body.All("List")];

    /// <summary>WeChat writes "failed:user block" and "failed: system failed": blanks stand where they like.</summary>
    private static (DeliveryState State, string Reason) OfStatus(string status) =>
        status.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant() switch
        {
            "success" => (DeliveryState.Confirmed, ""),
            "failed:freqlimit" => (DeliveryState.Failed, Reasons.Frequency),
            "failed:userblock" => (DeliveryState.Refused, Reasons.Blocked),
            _ => (DeliveryState.Failed, Reasons.System),
        };
}
