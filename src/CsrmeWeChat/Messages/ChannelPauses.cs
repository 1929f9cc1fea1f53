using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Messages;

/// <summary>A way of sending that WeChat will not have for a while: the daily quota is spent (45009), or it asks to be asked less.</summary>
public sealed class ChannelPauses(Database database, AuditTrail trail)
{
    public Task<int> PauseAsync(Channel channel, DateTimeOffset until, string why, CancellationToken ct) =>
        database.ExecuteAsync(
            "UPDATE push_pace SET paused_until = @until, why = @why WHERE channel = @channel AND (paused_until IS NULL OR paused_until < @until)",
            new
            {
                channel = channel.Word,
                until,
                why,
            },
            ct
        );

    public Task<IReadOnlyList<ChannelPause>> ListAsync(DateTimeOffset now, CancellationToken ct) =>
        database.ListAsync<ChannelPause>("SELECT channel, paused_until, why FROM push_pace WHERE paused_until > @now", new { now }, ct);

    /// <summary>Somebody had the quota raised or cleared at WeChat: it is asked again at once. False where nothing is paused.</summary>
    public Task<bool> LiftAsync(Actor by, Channel channel, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                if (
                    await tx.ExecuteAsync(
                        "UPDATE push_pace SET paused_until = NULL, why = '' WHERE channel = @channel AND paused_until > @now",
                        new { channel = channel.Word, now },
                        ct
                    ) == 0
                )
                {
                    return (false, false);
                }
                await trail.AddAsync(tx, by, new Change("campaign.lift", "campaign", 0, channel.Text), now, ct);
                return (true, true);
            },
            ct
        );
}

public sealed record ChannelPause
{
    public required Channel Channel { get; init; }
    public required DateTimeOffset PausedUntil { get; init; }
    public required string Why { get; init; }
}
