using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Messages;

/// <summary>The lock that puts everything in order that hands messages out or takes them back: the row of a way of sending in push_pace.</summary>
internal static class PushPace
{
    public static Task<int> LockAsync(Transaction tx, Channel channel, CancellationToken ct) =>
        tx.ExecuteAsync("UPDATE push_pace SET why = why WHERE channel = @channel", new { channel = channel.Word }, ct);

    public static Task<int> LockAllAsync(Transaction tx, CancellationToken ct) => tx.ExecuteAsync("UPDATE push_pace SET why = why", ct: ct);
}
