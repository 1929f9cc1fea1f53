using Dapper;

namespace CsrmeWeChat.Members;

/// <summary>
/// Members chosen by what the roster says of them, as one condition for any statement about members. Criteria are joined by AND, the
/// values of one criterion by OR; an empty criterion lets everybody through. Members of a rehearsal are never in a set.
/// </summary>
public sealed record MemberSet
{
    /// <summary>Ids of levels.</summary>
    public IReadOnlyCollection<long> Levels { get; init; } = [];

    /// <summary>Ids of branches.</summary>
    public IReadOnlyCollection<long> Branches { get; init; } = [];

    /// <summary>Tags, of which a member has at least one.</summary>
    public IReadOnlyCollection<string> Tags { get; init; } = [];

    /// <summary>Exact member numbers.</summary>
    public IReadOnlyCollection<string> Numbers { get; init; } = [];

    /// <summary>The day (in Beijing) for which dues must be paid.</summary>
    public DateOnly? DuesPaidOn { get; init; }

    /// <summary>The condition on <c>members m</c>. Its parameters are <see cref="Parameters"/>.</summary>
    public string Where => string.Join(" AND ", [IsReal, .. Criteria.Select(criterion => criterion.Condition)]);

    /// <summary>
    /// An expression on <c>members m</c>: the name of the first <see cref="MemberCriterion"/> that the member does not meet, in small
    /// letters, and an empty text where the member is in the set.
    /// </summary>
    public string FirstUnmet =>
        Criteria.Count == 0
            ? "''"
            // What is compared with nothing is neither true nor false, and then it is not met.
            : $"CASE {string.Join(' ', Criteria.Select(one => $"WHEN COALESCE(({one.Condition}), 0) = 0 THEN '{one.Key}'"))} ELSE '' END";

    private const string IsReal = "m.name_key > ''";

    private IReadOnlyList<(string Key, string Condition)> Criteria
    {
        get
        {
            List<(MemberCriterion Criterion, string Condition)> criteria = [];
            if (Levels.Count > 0)
            {
                criteria.Add((MemberCriterion.Level, "m.level_id IN @SetLevels"));
            }
            if (Branches.Count > 0)
            {
                criteria.Add((MemberCriterion.Branch, "m.branch_id IN @SetBranches"));
            }
            if (Tags.Count > 0)
            {
                criteria.Add((MemberCriterion.Tag, "m.id IN (SELECT t.member_id FROM member_tags t WHERE t.tag IN @SetTags)"));
            }
            if (Numbers.Count > 0)
            {
                criteria.Add((MemberCriterion.Number, "m.number IN @SetNumbers"));
            }
            if (DuesPaidOn is not null)
            {
                criteria.Add((MemberCriterion.Dues, "m.paid_until >= @SetDuesPaidOn"));
            }
            return [.. criteria.Select(one => (one.Criterion.ToString().ToLowerInvariant(), one.Condition))];
        }
    }

    /// <summary>The parameters of <see cref="Where"/>, which all begin with <c>Set</c>, and those of the statement around it.</summary>
    public DynamicParameters Parameters(object? others = null)
    {
        var parameters = new DynamicParameters(others);
        parameters.AddDynamicParams(
            new
            {
                SetLevels = Levels,
                SetBranches = Branches,
                SetTags = Tags,
                SetNumbers = Numbers,
                SetDuesPaidOn = DuesPaidOn,
            }
        );
        return parameters;
    }
}

/// <summary>What a set of members asks for.</summary>
public enum MemberCriterion
{
    Level,
    Branch,
    Tag,
    Number,
    Dues,
}
