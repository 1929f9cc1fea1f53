namespace CsrmeWeChat.Benefits;

/// <summary>Whom a benefit is for. An empty set asks for nothing.</summary>
public sealed record Eligibility(IReadOnlySet<long> Levels, IReadOnlySet<long> Branches, IReadOnlySet<string> Tags, bool DuesRequired)
{
    /// <summary>The reason why not, or null where the member is eligible.</summary>
    public ClaimOutcome? WhyNot(Standing member, DateOnly today) =>
        this switch
        {
            _ when Levels.Count > 0 && !(member.LevelId is { } level && Levels.Contains(level)) => ClaimOutcome.WrongLevel,
            _ when Branches.Count > 0 && !(member.BranchId is { } branch && Branches.Contains(branch)) => ClaimOutcome.WrongBranch,
            _ when Tags.Count > 0 && !member.Tags.Any(Tags.Contains) => ClaimOutcome.NotTagged,
            _ when DuesRequired && !(member.PaidUntil >= today) => ClaimOutcome.DuesUnpaid,
            _ => null,
        };

    public static Eligibility From(IEnumerable<RuleRow> rules, bool duesRequired)
    {
        HashSet<long> levels = [],
            branches = [];
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

/// <summary>What of a member decides whether a benefit is for them.</summary>
public sealed record Standing
{
    public required long MemberId { get; init; }
    public long? LevelId { get; init; }
    public long? BranchId { get; init; }
    public DateOnly? PaidUntil { get; init; }
    public IReadOnlyCollection<string> Tags { get; init; } = [];
}

/// <summary>One line of a benefit's eligibility: exactly one of the three is set.</summary>
public sealed record RuleRow
{
    public required long BenefitId { get; init; }
    public long? LevelId { get; init; }
    public long? BranchId { get; init; }
    public string? Tag { get; init; }
}
