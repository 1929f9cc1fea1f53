using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Messages;

/// <summary>Channels that WeChat refuses for now: the daily quota is spent (45009), or we are calling too often.</summary>
public sealed class ChannelPauses(Database database, AuditTrail audit)
{
    /// <summary>Why a campaign waits for a person while the day's quota is spent. It must not go on at midnight by itself.</summary>
    public const string QuotaSpent = "微信规定的当天次数已用完，已暂停，不会在零点自动接着发。次数恢复后请点“继续发送”。";

    /// <summary>Pauses a channel, unless it is paused for longer already.</summary>
    /// <param name="forDay">The day's quota is spent: what is due meanwhile waits for a person.</param>
    public Task<int> PauseAsync(MessageChannel channel, DateTimeOffset until, bool forDay, string why, CancellationToken ct) =>
        database.ExecuteAsync(
            """
            UPDATE message_pace
               SET paused_until = @until, for_day = @forDay, why = @why
             WHERE channel = @channel AND (paused_until IS NULL OR paused_until < @until)
            """,
            new
            {
                channel = channel.Key,
                until,
                forDay = forDay ? 1 : 0,
                why,
            },
            ct
        );

    public Task<IReadOnlyList<ChannelPause>> ListAsync(DateTimeOffset now, CancellationToken ct) =>
        database.ListAsync<ChannelPause>(
            "SELECT channel, paused_until, for_day, why FROM message_pace WHERE paused_until > @now",
            new { now },
            ct
        );

    /// <summary>Ends a pause, for somebody had the quota raised or cleared at WeChat.</summary>
    /// <returns>False where the channel is not paused.</returns>
    public Task<bool> LiftAsync(Actor by, MessageChannel channel, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                var lifted = await tx.ExecuteAsync(
                    """
                    UPDATE message_pace
                       SET paused_until = NULL, for_day = 0, why = ''
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
    public required bool ForDay { get; init; }
    public required string Why { get; init; }
}
