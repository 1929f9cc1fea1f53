namespace CsrmeWeChat.Messages;

/// <summary>The channels over which WeChat lets one person be sent a message.</summary>
public enum MessageChannel
{
    /// <summary>模板消息 of the official account, to its followers: notices of what they take part in, no marketing.</summary>
    Template,

    /// <summary>公众号订阅通知 (bizsend), to those who accepted it.</summary>
    Notice,

    /// <summary>小程序订阅消息, to those who accepted it.</summary>
    Mini,
}

public static class MessageChannels
{
    extension(MessageChannel channel)
    {
        public string Key => channel.ToString().ToLowerInvariant();

        public string Label =>
            channel switch
            {
                MessageChannel.Template => "公众号模板消息",
                MessageChannel.Notice => "公众号订阅通知",
                MessageChannel.Mini => "小程序订阅消息",
            };

        /// <summary>Whether one acceptance lets one message through.</summary>
        public bool NeedsCredit => channel is not MessageChannel.Template;
    }
}
