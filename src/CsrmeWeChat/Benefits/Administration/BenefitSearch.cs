using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Benefits;

/// <param name="Title">A part of the title or of the partner's name.</param>
/// <param name="Season">The year of a season.</param>
public sealed record BenefitFilter(string Title = "", int? Season = null, BenefitPhase? Phase = null, BenefitKind? Kind = null);

/// <summary>The console's search for benefits. A rehearsal's are never found.</summary>
public sealed class BenefitSearch(Database database)
{
    /// <summary>The orders to choose from, by the key in the address.</summary>
    public static readonly IReadOnlyDictionary<string, string> Columns = new Dictionary<string, string>
    {
        ["id"] = "b.id",
        ["title"] = "b.title, b.id",
        ["opens"] = "b.opens_at, b.id",
        ["closes"] = "b.closes_at, b.id",
        ["stock"] = "b.stock, b.id",
        ["remaining"] = "b.stock - b.held, b.id",
    };

    /// <param name="orderBy">One of <see cref="Columns"/>.</param>
    public Task<IReadOnlyList<ListedBenefit>> ListAsync(
        BenefitFilter filter,
        string orderBy,
        int skip,
        int take,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var text = PlainText.Clean(filter.Title);
        return database.ListAsync<ListedBenefit>(
            $"""
            SELECT b.id, s.year AS season, b.kind, b.state, b.title, b.partner, b.opens_at, b.closes_at, b.use_until,
                   b.stock, b.issued, b.held
              FROM benefits b JOIN seasons s ON s.id = b.season_id
             WHERE {Where(filter, text)}
             ORDER BY {orderBy} LIMIT @take OFFSET @skip
            """,
            new
            {
                now,
                text,
                filter.Season,
                kind = filter.Kind?.Key,
                skip,
                take,
            },
            ct
        );
    }

    private static string Where(BenefitFilter filter, string text)
    {
        List<string> conditions = ["s.hidden = 0"];
        if (text is not "")
        {
            conditions.Add($"({Sql.Has("b.title", "@text")} OR {Sql.Has("b.partner", "@text")})");
        }
        if (filter.Season is not null)
        {
            conditions.Add("s.year = @Season");
        }
        if (filter.Kind is not null)
        {
            conditions.Add("b.kind = @kind");
        }
        if (filter.Phase is { } phase)
        {
            conditions.Add(Where(phase));
        }
        return string.Join(" AND ", conditions);
    }

    /// <summary>The same as <see cref="BenefitPhases.Of"/>, for the database.</summary>
    private static string Where(BenefitPhase phase) =>
        phase switch
        {
            BenefitPhase.Draft => "b.state = 'draft'",
            BenefitPhase.Closed => "(b.state = 'closed' OR (b.state = 'published' AND b.closes_at <= @now))",
            BenefitPhase.Upcoming => "b.state = 'published' AND b.opens_at > @now",
            BenefitPhase.SoldOut => "b.state = 'published' AND b.opens_at <= @now AND b.closes_at > @now AND b.held >= b.stock",
            BenefitPhase.Open => "b.state = 'published' AND b.opens_at <= @now AND b.closes_at > @now AND b.held < b.stock",
        };
}

/// <summary>A line of the list.</summary>
public sealed record ListedBenefit
{
    public required long Id { get; init; }
    public required int Season { get; init; }
    public required BenefitKind Kind { get; init; }
    public required BenefitState State { get; init; }
    public required string Title { get; init; }
    public required string Partner { get; init; }
    public required DateTimeOffset OpensAt { get; init; }
    public required DateTimeOffset ClosesAt { get; init; }
    public required DateTimeOffset UseUntil { get; init; }
    public required int Stock { get; init; }
    public required int Issued { get; init; }
    public required int Held { get; init; }

    public int Remaining => Math.Max(0, Stock - Held);

    public BenefitPhase PhaseAt(DateTimeOffset now) => BenefitPhases.Of(State, OpensAt, ClosesAt, Remaining, now);
}
