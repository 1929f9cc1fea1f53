namespace CsrmeWeChat.Foundation.Notices;

/// <summary>One way to tell staff something outside the console.</summary>
public interface IWay
{
    /// <summary>In the table: robot.</summary>
    string Key { get; }

    /// <summary>For people: 企业微信群机器人.</summary>
    string Label { get; }

    /// <summary>Whether the settings name it.</summary>
    bool IsSet { get; }

    /// <exception cref="NotToldException">It did not arrive, or nobody knows whether it did.</exception>
    Task TellAsync(NoticeText text, DateTimeOffset now, CancellationToken ct);
}

/// <summary>A notice did not go out by one way. The message is Chinese for administrators, and holds no address, key or name.</summary>
public sealed class NotToldException(string why) : Exception(why);
