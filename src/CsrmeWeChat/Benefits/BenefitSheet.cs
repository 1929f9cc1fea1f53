using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Benefits;

/// <summary>A benefit as the secretariat sees it: what was written, and how often that was edited.</summary>
public sealed record BenefitSheet(Benefit Benefit, int Season, long Revision, BenefitTerms Terms)
{
    /// <summary>In a transaction that holds the benefit's lock, what stands until it commits.</summary>
    internal static Task<BenefitSheet?> ReadAsync(Sql sql, long benefitId, CancellationToken ct) =>
        sql.ReadAsync(
            $"""
            {BenefitStore.Columns} WHERE id = @benefitId;
            SELECT s.year, b.revision FROM benefits b JOIN seasons s ON s.id = b.season_id WHERE b.id = @benefitId AND s.hidden = 0;
            SELECT l.name FROM benefit_levels r JOIN levels l ON l.id = r.level_id WHERE r.benefit_id = @benefitId;
            SELECT n.name FROM benefit_branches r JOIN branches n ON n.id = r.branch_id WHERE r.benefit_id = @benefitId;
            SELECT tag FROM benefit_tags WHERE benefit_id = @benefitId;
            """,
            new { benefitId },
            async grid =>
            {
                var benefit = await grid.ReadFirstOrDefaultAsync<Benefit>();
                var edits = await grid.ReadFirstOrDefaultAsync<Edits>();
                var (levels, branches, tags) = (
                    Names(await grid.ReadAsync<string>()),
                    Names(await grid.ReadAsync<string>()),
                    Names(await grid.ReadAsync<string>())
                );
                return benefit is null || edits is null
                    ? null
                    : new BenefitSheet(
                        benefit,
                        edits.Year,
                        edits.Revision,
                        new BenefitTerms(
                            benefit.Title,
                            benefit.Summary,
                            benefit.UsageNote,
                            benefit.Partner,
                            benefit.OpensAt,
                            benefit.ClosesAt,
                            benefit.UseUntil,
                            benefit.DuesRequired,
                            benefit.ExpiryReturnsStock,
                            levels,
                            branches,
                            tags
                        )
                    );
            },
            ct
        );

    private static IReadOnlyList<string> Names(IEnumerable<string> names) => [.. names.Order(StringComparer.Ordinal)];

    private sealed record Edits
    {
        public required int Year { get; init; }
        public required long Revision { get; init; }
    }
}
