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
    public string Where
    {
        get
        {
            List<string> conditions = ["m.name_key > ''"];
            if (Levels.Count > 0)
            {
                conditions.Add("m.level_id IN @SetLevels");
            }
            if (Branches.Count > 0)
            {
                conditions.Add("m.branch_id IN @SetBranches");
            }
            if (Tags.Count > 0)
            {
                conditions.Add("m.id IN (SELECT t.member_id FROM member_tags t WHERE t.tag IN @SetTags)");
            }
            if (Numbers.Count > 0)
            {
                conditions.Add("m.number IN @SetNumbers");
            }
            if (DuesPaidOn is not null)
            {
                conditions.Add("m.paid_until >= @SetDuesPaidOn");
            }
            return string.Join(" AND ", conditions);
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
