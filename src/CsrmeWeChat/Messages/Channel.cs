namespace CsrmeWeChat.Messages;

/// <summary>The ways in which WeChat lets one person be sent a message.</summary>
public enum Channel
{
    /// <summary>模板消息 of the official account, to followers: notices of what they take part in, no marketing.</summary>
    Template,

    /// <summary>公众号订阅通知 (bizsend), to those who accepted it.</summary>
    Notice,

    /// <summary>小程序订阅消息, to those who accepted it.</summary>
    Mini,
}

public static class Channels
{
    extension(Channel channel)
    {
        public string Word => channel.ToString().ToLowerInvariant();

        public string Text =>
            channel switch
            {
                Channel.Template => "公众号模板消息",
                Channel.Notice => "公众号订阅通知",
                Channel.Mini => "小程序订阅消息",
            };

        /// <summary>Whether one acceptance lets one message through.</summary>
        public bool NeedsCredit => channel is not Channel.Template;
    }
}
