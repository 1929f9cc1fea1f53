using CsrmeWeChat.Foundation.Data;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Messages;

/// <summary>Clears up after nodes that died with messages in hand, or lost the database.</summary>
public sealed class ExpiredLeases(Database database, CreditStore credits, IOptions<MessageOptions> options)
{
    private const int Slice = 1_000;

    /// <summary>
    /// Takes back a slice of the leases that ran out. A template message is planned again while WeChat would know the repeat by its client
    /// message id; whether anything else went out nobody can say.
    /// </summary>
    /// <returns>How many were found; zero when nothing is left to do.</returns>
    public async Task<int> SweepAsync(DateTimeOffset now, CancellationToken ct)
    {
        var expired = await ListAsync(now, ct);
        if (expired.Count > 0)
        {
            var again = expired.Where(row => ClientIds.MayRepeat(row.Channel, row.TriedAt, now)).ToList();
            await TakeBackAsync(again, [.. expired.Except(again)], now, ct);
        }
        return expired.Count;
    }

    /// <summary>
    /// Undoes leases of which their node knows nothing, for the answer to the commit was lost: nobody is going to send those messages.
    /// </summary>
    /// <param name="held">What the node does know of.</param>
    public Task<int> GiveBackAsync(
        MessageChannel channel,
        string lease,
        IReadOnlyCollection<long> held,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        database.TransactAsync(
            async tx =>
            {
                await MessagePace.LockAsync(tx, channel, ct);
                // A time that all leases are later than leads through the few rows that expire.
                var leased = await tx.ListAsync<Leased>(
                    """
                    SELECT id, tried_at, expires_at
                      FROM deliveries
                     WHERE expires_at > @always AND state = 'leased' AND lease = @lease
                    """,
                    new { always = DateTimeOffset.UnixEpoch, lease },
                    ct
                );
                var undone = 0;
                foreach (
                    var group in leased.ExceptBy(held, row => row.Id).GroupBy(row => row.TriedAt == row.ExpiresAt - options.Value.Lease)
                )
                {
                    undone += await DeliveryStates.UndoLeaseAsync(tx, group.Select(row => row.Id), isFirst: group.Key, now, ct);
                }
                return (true, undone);
            },
            ct
        );

    /// <remarks>The inner LIMIT makes the optimizer begin with the rows that expire, whatever its statistics say.</remarks>
    private Task<IReadOnlyList<Expired>> ListAsync(DateTimeOffset now, CancellationToken ct) =>
        database.ListAsync<Expired>(
            """
            SELECT d.id, d.open_id, d.tried_at, t.channel, t.wechat_id, t.long_term
              FROM (SELECT id, campaign_id, open_id, tried_at
                      FROM deliveries
                     WHERE expires_at < @now AND state = 'leased'
                     ORDER BY expires_at LIMIT @Slice) AS d
              JOIN campaigns c ON c.id = d.campaign_id
              JOIN message_templates t ON t.id = c.template_id
            """,
            new { now, Slice },
            ct
        );

    private Task TakeBackAsync(IReadOnlyList<Expired> again, IReadOnlyList<Expired> lost, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                // A node that is late with an outcome waits for this lock, and then finds what became of its messages.
                await MessagePace.LockAllAsync(tx, ct);
                if (again.Count > 0)
                {
                    await DeliveryStates.ReplanExpiredAsync(tx, again.Select(row => row.Id), now, ct);
                }
                foreach (var row in lost)
                {
                    if (await DeliveryStates.LoseExpiredAsync(tx, row.Id, now, ct) && !row.LongTerm)
                    {
                        await credits.SpendAsync(tx, row.Channel, row.WechatId, [row.OpenId], ct);
                    }
                }
                return (true, true);
            },
            ct
        );

    private sealed record Leased
    {
        public required long Id { get; init; }
        public DateTimeOffset? TriedAt { get; init; }
        public required DateTimeOffset ExpiresAt { get; init; }
    }

    private sealed record Expired
    {
        public required long Id { get; init; }
        public required string OpenId { get; init; }
        public DateTimeOffset? TriedAt { get; init; }
        public required MessageChannel Channel { get; init; }
        public required string WechatId { get; init; }
        public required bool LongTerm { get; init; }
    }
}
