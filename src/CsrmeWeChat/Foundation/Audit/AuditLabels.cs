namespace CsrmeWeChat.Foundation.Audit;

/// <summary>What one kind of thing is called in the trail, with what may be done to it and the fields of its values.</summary>
/// <param name="Key">The trail's <c>kind</c>.</param>
/// <param name="Label">In Chinese.</param>
public sealed record AuditKind(string Key, string Label)
{
    /// <summary>The trail's <c>action</c>, such as <c>benefit.publish</c>, in Chinese.</summary>
    public Dictionary<string, string> Actions { get; init; } = [];

    /// <summary>The properties of the values before and after, in Chinese. What all kinds share need not be said.</summary>
    public Dictionary<string, string> Fields { get; init; } = [];
}

/// <summary>The trail in Chinese, as the rooms say it. What no room names shows as it is written.</summary>
public sealed class AuditLabels(IEnumerable<AuditKind> kinds)
{
    private static readonly Dictionary<string, string> Shared = new()
    {
        ["count"] = "数量",
        ["kind"] = "类别",
        ["name"] = "名称",
        ["reason"] = "原因",
        ["state"] = "状态",
        ["text"] = "查找内容",
        ["title"] = "标题",
    };

    private readonly Dictionary<string, AuditKind> kinds = kinds.ToDictionary(kind => kind.Key);
    private readonly Dictionary<string, string> actions = kinds.SelectMany(kind => kind.Actions).ToDictionary();

    public string Action(string action) => actions.GetValueOrDefault(action, action);

    public string Kind(string kind) => kinds.TryGetValue(kind, out var found) ? found.Label : kind;

    public string Field(string kind, string field) =>
        kinds.TryGetValue(kind, out var found) && found.Fields.TryGetValue(field, out var label)
            ? label
            : Shared.GetValueOrDefault(field, field);

    /// <summary>What a change made of what it was done to.</summary>
    public IReadOnlyList<AuditDifference> Differences(AuditEvent row) => Differences(row.Kind, row.BeforeValues, row.AfterValues);

    /// <summary>Between two objects as <see cref="Change.Write"/> writes them.</summary>
    public IReadOnlyList<AuditDifference> Differences(string kind, string beforeValues, string afterValues) =>
        [.. AuditDifference.Of(beforeValues, afterValues).Select(difference => difference with { Field = Field(kind, difference.Field) })];
}

public static class AuditKinds
{
    public static IServiceCollection AddAuditKinds(this IServiceCollection services, params ReadOnlySpan<AuditKind> kinds)
    {
        foreach (var kind in kinds)
        {
            services.AddSingleton(kind);
        }
        return services;
    }
}
