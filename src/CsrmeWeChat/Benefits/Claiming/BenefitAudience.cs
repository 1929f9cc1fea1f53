namespace CsrmeWeChat.Benefits;

/// <summary>
/// Whom a benefit is for, in the words that members and staff read: one of each kind is enough, and every kind is asked for.
/// </summary>
public static class BenefitAudience
{
    /// <summary>A condition for each kind, all of which have to be met; none means all members.</summary>
    public static IReadOnlyList<string> Conditions(
        IReadOnlyCollection<string> levels,
        IReadOnlyCollection<string> branches,
        IReadOnlyCollection<string> tags,
        bool duesRequired
    )
    {
        List<string> conditions = [];
        if (levels.Count > 0)
        {
            conditions.Add(string.Join("或", levels));
        }
        if (branches.Count > 0)
        {
            conditions.Add($"属于{string.Join("或", branches)}");
        }
        if (tags.Count > 0)
        {
            conditions.Add($"受邀（{string.Join("或", tags)}）");
        }
        if (duesRequired)
        {
            conditions.Add("会费在有效期内");
        }
        return conditions;
    }

    public static string Sentence(IReadOnlyCollection<string> conditions) =>
        conditions.Count == 0 ? "全体会员" : string.Join("，且", conditions);

    public static string Sentence(BenefitDefinition definition) =>
        Sentence(Conditions(definition.Levels, definition.Branches, definition.Tags, definition.DuesRequired));
}
