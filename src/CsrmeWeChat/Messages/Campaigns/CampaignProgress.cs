using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Messages;

/// <summary>
/// How far a campaign is, counted from its rows. However many people watch, a node counts a campaign at most every two seconds.
/// </summary>
public sealed class CampaignProgress(Database database, TimeProvider time)
{
    private const int Slice = 1_000;

    /// <summary>The columns by which recipients may be sorted.</summary>
    public static readonly IReadOnlyDictionary<string, string> Sortable = new Dictionary<string, string>
    {
        ["id"] = "d.id",
        ["name"] = "m.name, d.id",
        ["number"] = "m.number, d.id",
        ["tried"] = "d.tried_at, d.id",
        ["ended"] = "d.ended_at, d.id",
    };

    private readonly ConcurrentDictionary<long, Fresh<IReadOnlyList<DeliveryCount>>> watched = [];

    public async Task<IReadOnlyList<DeliveryCount>> CountAsync(long campaignId, CancellationToken ct) =>
        await watched.GetOrAdd(campaignId, _ => new(TimeSpan.FromSeconds(1.9), time)).GetAsync(ct => ReadAsync(campaignId, ct), ct);

    /// <summary>Counts anew, without the cache.</summary>
    public Task<IReadOnlyList<DeliveryCount>> ReadAsync(long campaignId, CancellationToken ct) =>
        database.ListAsync<DeliveryCount>(
            """
            SELECT state, reason, COUNT(*) AS amount
              FROM deliveries
             WHERE campaign_id = @campaignId
             GROUP BY state, reason
             ORDER BY amount DESC
            """,
            new { campaignId },
            ct
        );

    public Task<IReadOnlyList<ListedDelivery>> ListAsync(
        long campaignId,
        RecipientFilter filter,
        string orderSql,
        int skip,
        int limit,
        CancellationToken ct
    ) => ListAsync(campaignId, filter, after: 0, orderSql, skip, limit, ct);

    /// <summary>All recipients, a slice at a time, so that they are never all in memory.</summary>
    public async IAsyncEnumerable<ListedDelivery> AllAsync(
        long campaignId,
        RecipientFilter filter,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        for (var after = 0L; await ListAsync(campaignId, filter, after, "d.id", 0, Slice, ct) is { Count: > 0 } rows; after = rows[^1].Id)
        {
            foreach (var row in rows)
            {
                yield return row;
            }
        }
    }

    private Task<IReadOnlyList<ListedDelivery>> ListAsync(
        long campaignId,
        RecipientFilter filter,
        long after,
        string orderSql,
        int skip,
        int limit,
        CancellationToken ct
    )
    {
        var text = PlainText.Clean(filter.Text);
        var isState = filter.State is null ? "" : "AND d.state = @state";
        var isReason = filter.Reason is "" ? "" : "AND d.reason = @Reason";
        var isText = text is "" ? "" : $"AND ({Sql.Has("m.name", "@text")} OR m.number = @text)";
        return database.ListAsync<ListedDelivery>(
            $"""
            SELECT d.id, d.member_id, m.number, m.name, d.state, d.reason, d.attempts, d.tried_at, d.ended_at
              FROM deliveries d LEFT JOIN members m ON m.id = d.member_id
             WHERE d.campaign_id = @campaignId AND d.id > @after {isState} {isReason} {isText}
             ORDER BY {orderSql} LIMIT @limit OFFSET @skip
            """,
            new
            {
                campaignId,
                after,
                state = filter.State?.Key,
                filter.Reason,
                text,
                skip,
                limit,
            },
            ct
        );
    }
}

/// <param name="Text">A part of the member's name, or the whole number.</param>
public sealed record RecipientFilter(DeliveryState? State = null, string Reason = "", string Text = "");

public sealed record DeliveryCount
{
    public required DeliveryState State { get; init; }
    public required string Reason { get; init; }
    public required int Amount { get; init; }
}

public sealed record ListedDelivery
{
    public required long Id { get; init; }
    public long? MemberId { get; init; }
    public string? Number { get; init; }
    public string? Name { get; init; }
    public required DeliveryState State { get; init; }
    public required string Reason { get; init; }
    public required int Attempts { get; init; }
    public DateTimeOffset? TriedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
}
