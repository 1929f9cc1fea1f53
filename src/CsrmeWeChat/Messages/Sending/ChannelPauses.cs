using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Messages;

/// <summary>Channels that WeChat refuses for now: the daily quota is spent (45009), or we are calling too often.</summary>
public sealed class ChannelPauses(Database database, AuditTrail audit)
{
    /// <summary>Pauses a channel, unless it is paused for longer already.</summary>
    public Task<int> PauseAsync(MessageChannel channel, DateTimeOffset until, string why, CancellationToken ct) =>
        database.ExecuteAsync(
            """
            UPDATE message_pace
               SET paused_until = @until, why = @why
             WHERE channel = @channel AND (paused_until IS NULL OR paused_until < @until)
            """,
            new
            {
                channel = channel.Key,
                until,
                why,
            },
            ct
        );

    public Task<IReadOnlyList<ChannelPause>> ListAsync(DateTimeOffset now, CancellationToken ct) =>
        database.ListAsync<ChannelPause>("SELECT channel, paused_until, why FROM message_pace WHERE paused_until > @now", new { now }, ct);

    /// <summary>Ends a pause, for somebody had the quota raised or cleared at WeChat.</summary>
    /// <returns>False where the channel is not paused.</returns>
    public Task<bool> LiftAsync(Actor by, MessageChannel channel, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                var lifted = await tx.ExecuteAsync(
                    """
                    UPDATE message_pace
                       SET paused_until = NULL, why = ''
                     WHERE channel = @channel AND paused_until > @now
                    """,
                    new { channel = channel.Key, now },
                    ct
                );
                if (lifted == 0)
                {
                    return (false, false);
                }
                await audit.AddAsync(tx, by, new Change("campaign.lift", "campaign", 0, channel.Label), now, ct);
                return (true, true);
            },
            ct
        );
}

public sealed record ChannelPause
{
    public required MessageChannel Channel { get; init; }
    public required DateTimeOffset PausedUntil { get; init; }
    public required string Why { get; init; }
}
