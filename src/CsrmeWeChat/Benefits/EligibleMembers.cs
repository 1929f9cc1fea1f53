using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Benefits;

/// <summary>How many members rules that are being written would let claim.</summary>
public sealed class EligibleMembers(Database database)
{
    /// <summary>By the rules of <see cref="Eligibility"/>. Who is bound can claim at once, the others after binding.</summary>
    public async Task<EligibleCount> CountAsync(BenefitTerms terms, DateOnly today, CancellationToken ct) =>
        (
            await database.FindAsync<EligibleCount>(
                $"""
                SELECT COUNT(*) AS members, COUNT(b.member_id) AS bound
                  FROM members m LEFT JOIN bindings b ON b.member_id = m.id
                 WHERE m.name_key > ''
                   {(terms.Levels.Count == 0 ? "" : "AND m.level_id IN (SELECT id FROM levels WHERE name IN @Levels)")}
                   {(terms.Branches.Count == 0 ? "" : "AND m.branch_id IN (SELECT id FROM branches WHERE name IN @Branches)")}
                   {(terms.Tags.Count == 0 ? "" : "AND m.id IN (SELECT member_id FROM member_tags WHERE tag IN @Tags)")}
                   {(terms.DuesRequired ? "AND m.paid_until >= @today" : "")}
                """,
                new
                {
                    terms.Levels,
                    terms.Branches,
                    terms.Tags,
                    today,
                },
                ct
            )
        )!;
}

public sealed record EligibleCount
{
    public required int Members { get; init; }
    public required int Bound { get; init; }
}
