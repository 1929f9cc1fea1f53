using CsrmeWeChat.Data;

namespace CsrmeWeChat.Benefits;

/// <summary>Whom rules can name, and how many members rules that are being written would let claim.</summary>
public sealed class EligibleMembers(Database database)
{
    /// <summary>Levels, branches and tags of the roster, with how many members each has.</summary>
    public Task<RuleChoices> ListChoicesAsync(CancellationToken ct) => database.ReadAsync("""
        SELECT l.name, COUNT(m.id) AS members FROM levels l LEFT JOIN members m ON m.level_id = l.id GROUP BY l.id, l.name ORDER BY l.id;
        SELECT b.name, COUNT(m.id) AS members FROM branches b LEFT JOIN members m ON m.branch_id = b.id GROUP BY b.id, b.name ORDER BY b.name;
        SELECT tag AS name, COUNT(*) AS members FROM member_tags GROUP BY tag ORDER BY tag;
        """, null, async grid => new RuleChoices(
            [.. await grid.ReadAsync<RuleChoice>()], [.. await grid.ReadAsync<RuleChoice>()], [.. await grid.ReadAsync<RuleChoice>()]), ct);

    /// <summary>By the rules of <see cref="Eligibility"/>. Who is bound can claim at once, the others after binding.</summary>
    public async Task<EligibleCount> CountAsync(BenefitTerms terms, DateOnly today, CancellationToken ct) =>
        (await database.FindAsync<EligibleCount>($"""
            SELECT COUNT(*) AS members, COUNT(b.member_id) AS bound
              FROM members m LEFT JOIN bindings b ON b.member_id = m.id
             WHERE 1 = 1
               {(terms.Levels.Count == 0 ? "" : "AND m.level_id IN (SELECT id FROM levels WHERE name IN @Levels)")}
               {(terms.Branches.Count == 0 ? "" : "AND m.branch_id IN (SELECT id FROM branches WHERE name IN @Branches)")}
               {(terms.Tags.Count == 0 ? "" : "AND m.id IN (SELECT member_id FROM member_tags WHERE tag IN @Tags)")}
               {(terms.DuesRequired ? "AND m.paid_until >= @today" : "")}
            """, new { terms.Levels, terms.Branches, terms.Tags, today }, ct))!;
}

public sealed record RuleChoices(IReadOnlyList<RuleChoice> Levels, IReadOnlyList<RuleChoice> Branches, IReadOnlyList<RuleChoice> Tags);

public sealed record RuleChoice
{
    public required string Name { get; init; }
    public required int Members { get; init; }
}

public sealed record EligibleCount
{
    public required int Members { get; init; }
    public required int Bound { get; init; }
}
