using CsrmeWeChat.Foundation.Data;
using Dapper;

namespace CsrmeWeChat.Benefits;

/// <param name="Title">Part of a title or of a partner's name.</param>
/// <param name="Season">A year.</param>
public sealed record BenefitFilter(string Title = "", int? Season = null, BenefitStage? Stage = null, BenefitKind? Kind = null);

/// <summary>Benefits as the secretariat looks for them.</summary>
public sealed class BenefitList(Database database)
{
    /// <summary>What it can be sorted by.</summary>
    public static readonly IReadOnlyDictionary<string, string> Columns = new Dictionary<string, string>
    {
        ["id"] = "b.id",
        ["title"] = "b.title, b.id",
        ["opens"] = "b.opens_at, b.id",
        ["closes"] = "b.closes_at, b.id",
        ["stock"] = "b.stock, b.id",
        ["remaining"] = "b.stock - b.held, b.id",
    };

    private const string Tables = " FROM benefits b JOIN seasons s ON s.id = b.season_id WHERE s.hidden = 0";

    public Task<IReadOnlyList<BenefitLine>> ListAsync(
        BenefitFilter filter,
        string orderBy,
        int skip,
        int take,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var (where, args) = Where(filter, now);
        args.AddDynamicParams(new { skip, take });
        return database.ListAsync<BenefitLine>(
            $"""
            SELECT b.id, s.year AS season, b.kind, b.state, b.title, b.partner, b.opens_at, b.closes_at, b.use_until, b.stock, b.issued, b.held
            {Tables}{where} ORDER BY {orderBy} LIMIT @take OFFSET @skip
            """,
            args,
            ct
        );
    }

    private static (string Where, DynamicParameters Args) Where(BenefitFilter filter, DateTimeOffset now)
    {
        var text = PlainText.Clean(filter.Title);
        var where = filter.Stage switch
        {
            null => "",
            BenefitStage.Draft => " AND b.state = 'draft'",
            BenefitStage.Closed => " AND (b.state = 'closed' OR (b.state = 'published' AND b.closes_at <= @now))",
            BenefitStage.Upcoming => " AND b.state = 'published' AND b.opens_at > @now",
            BenefitStage.SoldOut => " AND b.state = 'published' AND b.opens_at <= @now AND b.closes_at > @now AND b.held >= b.stock",
            _ => " AND b.state = 'published' AND b.opens_at <= @now AND b.closes_at > @now AND b.held < b.stock",
        };
        where += text is "" ? "" : $" AND ({Sql.Has("b.title", "@text")} OR {Sql.Has("b.partner", "@text")})";
        where += filter.Season is null ? "" : " AND s.year = @Season";
        where += filter.Kind is null ? "" : " AND b.kind = @kind";
        return (
            where,
            new DynamicParameters(
                new
                {
                    now,
                    text,
                    filter.Season,
                    kind = filter.Kind?.ToString().ToLowerInvariant(),
                }
            )
        );
    }
}

public sealed record BenefitLine
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

    public BenefitStage StageAt(DateTimeOffset now) => BenefitStages.Of(State, OpensAt, ClosesAt, Remaining, now);
}
