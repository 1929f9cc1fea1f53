using System.Globalization;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Videos;

/// <summary>What a call cost, noted by staff for the closing report.</summary>
public sealed class CallCosts(Database database, AuditTrail audit)
{
    public const int MaxLabel = 50;

    private const decimal MaxYuan = 100_000_000;

    public Task<IReadOnlyList<Cost>> ListAsync(long callId, CancellationToken ct) =>
        database.ListAsync<Cost>(
            "SELECT id, label, cents, noted_by, noted_at FROM video_costs WHERE call_id = @callId ORDER BY id",
            new { callId },
            ct
        );

    public Task AddAsync(Actor by, VideoCall call, string label, long cents, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                await tx.ExecuteAsync(
                    """
                    INSERT INTO video_costs (call_id, label, cents, noted_by, noted_at) VALUES (@callId, @label, @cents, @by, @now)
                    """,
                    new
                    {
                        callId = call.Id,
                        label,
                        cents,
                        by = by.Name,
                        now,
                    },
                    ct
                );
                var change = new Change("call.cost", "call", call.Id, call.Title, After: new { name = label, cents });
                await audit.AddAsync(tx, by, change, now, ct);
                return (true, true);
            },
            ct
        );

    public Task RemoveAsync(Actor by, VideoCall call, long costId, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                var args = new { costId, callId = call.Id };
                var cost = await tx.FindAsync<Cost>(
                    "SELECT id, label, cents, noted_by, noted_at FROM video_costs WHERE id = @costId AND call_id = @callId",
                    args,
                    ct
                );
                if (await tx.ExecuteAsync("DELETE FROM video_costs WHERE id = @costId AND call_id = @callId", args, ct) == 0)
                {
                    return (false, false);
                }
                var change = new Change("call.cost", "call", call.Id, call.Title, Before: new { name = cost!.Label, cost.Cents });
                await audit.AddAsync(tx, by, change, now, ct);
                return (true, true);
            },
            ct
        );

    /// <summary>分 of what people write in 元; null where it is no amount.</summary>
    public static long? Cents(string? yuan) =>
        decimal.TryParse(
            PlainText
                .Clean(yuan)
                .Replace(",", "", StringComparison.Ordinal)
                .Replace("，", "", StringComparison.Ordinal)
                .TrimEnd('元')
                .TrimEnd(),
            NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out var amount
        )
        && amount is >= 0 and <= MaxYuan
        && decimal.Round(amount, 2) == amount
            ? (long)(amount * 100)
            : null;

    public static string Average(IReadOnlyList<Cost> costs, int count) =>
        Yuan((long)Math.Round(costs.Sum(cost => cost.Cents) / (decimal)count, MidpointRounding.AwayFromZero));

    public static string Yuan(long cents) => (cents / 100m).ToString("N2", CultureInfo.InvariantCulture);
}

public sealed record Cost
{
    public required long Id { get; init; }
    public required string Label { get; init; }
    public required long Cents { get; init; }
    public required string NotedBy { get; init; }
    public required DateTimeOffset NotedAt { get; init; }
}
