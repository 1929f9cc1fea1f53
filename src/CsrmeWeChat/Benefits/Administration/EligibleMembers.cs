using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Members;

namespace CsrmeWeChat.Benefits;

/// <summary>How many members could claim by rules that are just being written.</summary>
public sealed class EligibleMembers(Database database, MemberChoices choices)
{
    /// <summary>Counts by the rules of <see cref="Eligibility"/>. Bound members can claim at once, the others after binding.</summary>
    public async Task<EligibleCount> CountAsync(BenefitDefinition definition, DateOnly today, CancellationToken ct)
    {
        var set = new MemberSet
        {
            Levels = IdsOf(definition.Levels, await choices.LevelsAsync(ct)),
            Branches = IdsOf(definition.Branches, await choices.BranchesAsync(ct)),
            Tags = definition.Tags,
            DuesPaidOn = definition.DuesRequired ? today : null,
        };
        var count = await database.FindAsync<EligibleCount>(
            $"""
            SELECT COUNT(*) AS members, COUNT(b.member_id) AS bound
              FROM members m LEFT JOIN bindings b ON b.member_id = m.id
             WHERE {set.Where}
            """,
            set.Parameters(),
            ct
        );
        return count!;
    }

    /// <summary>A name that the roster does not have becomes an id that no member has.</summary>
    private static IReadOnlyList<long> IdsOf(IReadOnlyList<string> names, IReadOnlyList<NamedChoice> choices) =>
        [.. names.Select(name => choices.FirstOrDefault(choice => choice.Name == name)?.Id ?? 0)];
}

public sealed record EligibleCount
{
    public required int Members { get; init; }

    /// <summary>The members among them whom a WeChat user is bound to.</summary>
    public required int Bound { get; init; }
}
