using System.Globalization;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Costs;

/// <summary>What costs are noted of.</summary>
/// <param name="Kind">The room's own word, also of its lines in the trail, where the action is <c>KIND.cost</c>.</param>
/// <param name="Name">For the trail.</param>
public sealed record CostSubject(string Kind, long Id, string Name);

public sealed class CostBook(Database database, AuditTrail audit)
{
    public const int MaxLabel = 50;

    private const decimal MaxYuan = 100_000_000;

    public Task<IReadOnlyList<Cost>> ListAsync(CostSubject of, CancellationToken ct) =>
        database.ListAsync<Cost>(
            "SELECT id, label, cents, noted_by, noted_at FROM costs WHERE kind = @Kind AND subject_id = @Id ORDER BY id",
            of,
            ct
        );

    /// <returns>Why it was not noted, in words for whoever typed it; null where it was.</returns>
    public async Task<string?> AddAsync(Actor by, CostSubject of, string? label, string? yuan, DateTimeOffset now, CancellationToken ct)
    {
        var name = PlainText.Clean(label);
        if (name.Length is 0 or > MaxLabel || Cents(yuan) is not { } cents)
        {
            return $"请填写项目（最长 {MaxLabel} 字）和金额，例如 1200 或 1200.50。";
        }
        await AddAsync(by, of, name, cents, now, ct);
        return null;
    }

    public Task AddAsync(Actor by, CostSubject of, string label, long cents, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                await tx.ExecuteAsync(
                    """
                    INSERT INTO costs (kind, subject_id, label, cents, noted_by, noted_at) VALUES (@Kind, @Id, @label, @cents, @by, @now)
                    """,
                    new
                    {
                        of.Kind,
                        of.Id,
                        label,
                        cents,
                        by = by.Name,
                        now,
                    },
                    ct
                );
                var change = new Change($"{of.Kind}.cost", of.Kind, of.Id, of.Name, After: new { name = label, cents });
                await audit.AddAsync(tx, by, change, now, ct);
                return (true, true);
            },
            ct
        );

    public Task RemoveAsync(Actor by, CostSubject of, long costId, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                const string One = "id = @costId AND kind = @Kind AND subject_id = @Id";
                var args = new
                {
                    costId,
                    of.Kind,
                    of.Id,
                };
                var cost = await tx.FindAsync<Cost>($"SELECT id, label, cents, noted_by, noted_at FROM costs WHERE {One}", args, ct);
                if (await tx.ExecuteAsync($"DELETE FROM costs WHERE {One}", args, ct) == 0)
                {
                    return (false, false);
                }
                var change = new Change($"{of.Kind}.cost", of.Kind, of.Id, of.Name, Before: new { name = cost!.Label, cost.Cents });
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

/// <summary>The part of a page that shows costs and notes them; the page has the handlers AddCost and RemoveCost.</summary>
/// <param name="Count">Among how many things the sum is shared, and what they are called; 0 for none.</param>
/// <param name="Label">What was typed and refused, so the amount.</param>
public sealed record CostsView(IReadOnlyList<Cost> Costs, bool MayWrite, int Count, string Each, string? Label, string? Yuan);
