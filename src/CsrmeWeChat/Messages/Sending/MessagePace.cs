using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Messages;

/// <summary>
/// The rows of <c>message_pace</c>, one a channel. Whoever leases deliveries or takes them back locks the channel's row first, so
/// that what is read under the lock is still true when it is written.
/// </summary>
internal static class MessagePace
{
    public static Task LockAsync(Transaction tx, MessageChannel channel, CancellationToken ct) =>
        tx.LockAsync("message_pace", "channel", [channel.Key], ct);

    public static Task LockAllAsync(Transaction tx, CancellationToken ct) =>
        tx.LockAsync("message_pace", "channel", Enum.GetValues<MessageChannel>().Select(channel => channel.Key).ToList(), ct);

    public static async Task<Pace> ReadAsync(Transaction tx, MessageChannel channel, CancellationToken ct) =>
        (
            await tx.FindAsync<Pace>(
                "SELECT next_at, paused_until, for_day FROM message_pace WHERE channel = @channel",
                new { channel = channel.Key },
                ct
            )
        )!;

    /// <summary>Says when the slot after the last one that was given away begins.</summary>
    public static Task<int> AdvanceAsync(Transaction tx, MessageChannel channel, DateTimeOffset next, CancellationToken ct) =>
        tx.ExecuteAsync("UPDATE message_pace SET next_at = @next WHERE channel = @channel", new { channel = channel.Key, next }, ct);

    public sealed record Pace
    {
        public required DateTimeOffset NextAt { get; init; }
        public DateTimeOffset? PausedUntil { get; init; }

        /// <summary>Whether it is paused because the day's quota is spent.</summary>
        public required bool ForDay { get; init; }
    }
}
