using CsrmeWeChat.Foundation.Data;
using Dapper;

namespace CsrmeWeChat.Benefits;

/// <summary>A benefit as the secretariat edits it.</summary>
/// <param name="Season">The year of its season.</param>
/// <param name="Revision">Counts the edits: an edit names the revision it was made from, so that it overwrites nobody's.</param>
public sealed record BenefitDetails(Benefit Benefit, int Season, long Revision, BenefitDefinition Definition)
{
    /// <summary>
    /// Null for a rehearsal's benefit, too. In a transaction that holds the benefit's lock the answer is true until it commits.
    /// </summary>
    internal static Task<BenefitDetails?> ReadAsync(Sql sql, long benefitId, CancellationToken ct) =>
        sql.ReadAsync(
            $"""
            SELECT {Benefit.Columns} FROM benefits WHERE id = @benefitId;
            SELECT s.year, b.revision
              FROM benefits b JOIN seasons s ON s.id = b.season_id
             WHERE b.id = @benefitId AND s.hidden = 0;
            SELECT l.name FROM benefit_levels r JOIN levels l ON l.id = r.level_id WHERE r.benefit_id = @benefitId;
            SELECT n.name FROM benefit_branches r JOIN branches n ON n.id = r.branch_id WHERE r.benefit_id = @benefitId;
            SELECT tag FROM benefit_tags WHERE benefit_id = @benefitId;
            """,
            new { benefitId },
            FromAsync,
            ct
        );

    private static async Task<BenefitDetails?> FromAsync(SqlMapper.GridReader grid)
    {
        var benefit = await grid.ReadFirstOrDefaultAsync<Benefit>();
        var edits = await grid.ReadFirstOrDefaultAsync<Edits>();
        var levels = Names(await grid.ReadAsync<string>());
        var branches = Names(await grid.ReadAsync<string>());
        var tags = Names(await grid.ReadAsync<string>());
        if (benefit is null || edits is null)
        {
            return null;
        }
        var definition = new BenefitDefinition(
            benefit.Title,
            benefit.Summary,
            benefit.UsageNote,
            benefit.Partner,
            benefit.Place,
            benefit.OpensAt,
            benefit.ClosesAt,
            benefit.UseUntil,
            benefit.DuesRequired,
            benefit.ExpiryReturnsStock,
            levels,
            branches,
            tags
        );
        return new BenefitDetails(benefit, edits.Year, edits.Revision, definition);
    }

    private static IReadOnlyList<string> Names(IEnumerable<string> names) => [.. names.Order(StringComparer.Ordinal)];

    private sealed record Edits
    {
        public required int Year { get; init; }
        public required long Revision { get; init; }
    }
}
