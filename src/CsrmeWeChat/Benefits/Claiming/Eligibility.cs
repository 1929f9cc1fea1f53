using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Benefits;

/// <summary>Whom a benefit is for. An empty set demands nothing.</summary>
public sealed record Eligibility(IReadOnlySet<long> Levels, IReadOnlySet<long> Branches, IReadOnlySet<string> Tags, bool DuesRequired)
{
    /// <summary>The first reason against the member, or null where the member is eligible.</summary>
    public ClaimOutcome? WhyNot(MemberStanding member, DateOnly today) =>
        this switch
        {
            _ when Levels.Count > 0 && !(member.LevelId is { } level && Levels.Contains(level)) => ClaimOutcome.WrongLevel,
            _ when Branches.Count > 0 && !(member.BranchId is { } branch && Branches.Contains(branch)) => ClaimOutcome.WrongBranch,
            _ when Tags.Count > 0 && !member.Tags.Any(Tags.Contains) => ClaimOutcome.NotTagged,
            _ when DuesRequired && !(member.PaidUntil >= today) => ClaimOutcome.DuesUnpaid,
            _ => null,
        };

    public static Eligibility From(IEnumerable<EligibilityRule> rules, bool duesRequired)
    {
        HashSet<long> levels = [];
        HashSet<long> branches = [];
        HashSet<string> tags = [];
        foreach (var rule in rules)
        {
            _ = rule switch
            {
                { LevelId: { } level } => levels.Add(level),
                { BranchId: { } branch } => branches.Add(branch),
                _ => tags.Add(rule.Tag!),
            };
        }
        return new Eligibility(levels, branches, tags, duesRequired);
    }
}

/// <summary>The facts about a member that decide whether a benefit is for them.</summary>
public sealed record MemberStanding
{
    public required long MemberId { get; init; }
    public long? LevelId { get; init; }
    public long? BranchId { get; init; }
    public DateOnly? PaidUntil { get; init; }
    public IReadOnlyCollection<string> Tags { get; init; } = [];

    internal static Task<MemberStanding?> FindAsync(Sql sql, long memberId, CancellationToken ct) =>
        sql.ReadAsync(
            """
            SELECT id AS member_id, level_id, branch_id, paid_until FROM members WHERE id = @memberId;
            SELECT tag FROM member_tags WHERE member_id = @memberId;
            """,
            new { memberId },
            async grid =>
            {
                var standing = await grid.ReadFirstOrDefaultAsync<MemberStanding>();
                var tags = await grid.ReadAsync<string>();
                return standing is null ? null : standing with { Tags = [.. tags] };
            },
            ct
        );
}

/// <summary>One row of a benefit's rules: exactly one of level, branch and tag is set.</summary>
public sealed record EligibilityRule
{
    /// <summary>The rules of all benefits, with their names: there are few.</summary>
    internal const string All = """
        SELECT r.benefit_id, r.level_id, NULL AS branch_id, NULL AS tag, l.name
          FROM benefit_levels r JOIN levels l ON l.id = r.level_id
        UNION ALL
        SELECT r.benefit_id, NULL, r.branch_id, NULL, b.name FROM benefit_branches r JOIN branches b ON b.id = r.branch_id
        UNION ALL
        SELECT benefit_id, NULL, NULL, tag, tag FROM benefit_tags
        """;

    public required long BenefitId { get; init; }
    public long? LevelId { get; init; }
    public long? BranchId { get; init; }
    public string? Tag { get; init; }

    /// <summary>Of the level, branch or tag; only where the rule is shown.</summary>
    public string Name { get; init; } = "";
}
