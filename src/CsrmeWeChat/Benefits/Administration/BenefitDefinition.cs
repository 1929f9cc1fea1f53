using System.Text.Json.Nodes;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Benefits;

/// <summary>What people write about a benefit and may edit later, cleaned: its text, windows and rules.</summary>
/// <param name="UseUntil">The first instant at which a claim that was not redeemed has expired.</param>
/// <param name="Levels">The names of the levels that may claim; none means all. Likewise branches and tags.</param>
public sealed record BenefitDefinition(
    string Title,
    string Summary,
    string UsageNote,
    string Partner,
    string Place,
    DateTimeOffset OpensAt,
    DateTimeOffset ClosesAt,
    DateTimeOffset UseUntil,
    bool DuesRequired,
    bool ExpiryReturnsStock,
    IReadOnlyList<string> Levels,
    IReadOnlyList<string> Branches,
    IReadOnlyList<string> Tags
)
{
    /// <summary>What is wrong, in Chinese, with the property it is wrong in.</summary>
    public IEnumerable<(string Field, string Why)> Faults()
    {
        if (Title is not { Length: >= 1 and <= 60 })
        {
            yield return (nameof(Title), "标题须为 1 至 60 字。");
        }
        if (Summary.Length > 500)
        {
            yield return (nameof(Summary), "简介最长 500 字。");
        }
        if (UsageNote.Length > 500)
        {
            yield return (nameof(UsageNote), "使用说明最长 500 字。");
        }
        if (Partner.Length > 100)
        {
            yield return (nameof(Partner), "提供方最长 100 字。");
        }
        if (Place.Length > 200)
        {
            yield return (nameof(Place), "地点最长 200 字。");
        }
        if (Tags.Any(tag => tag is not { Length: > 0 and <= 50 }))
        {
            yield return (nameof(Tags), "标签须为 1 至 50 字。");
        }
        if (WhyWindowsRefused(OpensAt, ClosesAt, UseUntil) is { } why)
        {
            yield return (nameof(OpensAt), why);
        }
    }

    public static string? WhyWindowsRefused(DateTimeOffset opensAt, DateTimeOffset closesAt, DateTimeOffset useUntil) =>
        opensAt >= closesAt ? "结束领取须晚于开始领取。"
        : closesAt > useUntil ? "使用截止不能早于结束领取。"
        : null;

    /// <summary>The same some years later, on the same days and hours of Beijing's calendar.</summary>
    public BenefitDefinition MovedBy(int years)
    {
        var opens = Moved(OpensAt);
        // Where 29 February becomes the 28th a window could end before it begins: then it stays as long as it was.
        var closes = Moved(ClosesAt) is var moved && moved > opens ? moved : opens + (ClosesAt - OpensAt);
        var until = Moved(UseUntil) is var last && last >= closes ? last : closes + (UseUntil - ClosesAt);
        return this with { OpensAt = opens, ClosesAt = closes, UseUntil = until };

        DateTimeOffset Moved(DateTimeOffset at) => China.At(China.Local(at).DateTime.AddYears(years));
    }

    /// <summary>The values as the audit trail shows them.</summary>
    internal JsonObject AuditValues() => JsonNode.Parse(Change.Write(this))!.AsObject();

    /// <summary>The values in which the two differ; null where they say the same.</summary>
    public static (JsonObject Before, JsonObject After)? Differences(BenefitDefinition before, BenefitDefinition after)
    {
        var left = before.AuditValues();
        var right = after.AuditValues();
        foreach (var same in left.Select(field => field.Key).Where(key => JsonNode.DeepEquals(left[key], right[key])).ToList())
        {
            left.Remove(same);
            right.Remove(same);
        }
        return left.Count == 0 ? null : (left, right);
    }
}

/// <summary>What it takes to make a benefit.</summary>
/// <param name="Season">The year of its season.</param>
/// <param name="Stock">Zero for vouchers: their stock is the pool of codes.</param>
public sealed record NewBenefit(
    int Season,
    BenefitKind Kind,
    string Title,
    string Summary,
    string UsageNote,
    string Partner,
    DateTimeOffset OpensAt,
    DateTimeOffset ClosesAt,
    DateTimeOffset UseUntil,
    int Stock = 0,
    bool DuesRequired = false,
    bool ExpiryReturnsStock = false,
    IReadOnlyList<string>? Levels = null,
    IReadOnlyList<string>? Branches = null,
    IReadOnlyList<string>? Tags = null,
    string Place = ""
)
{
    public const int MaxStock = 1_000_000;

    /// <summary>The part that can be edited later, cleaned. The stock of vouchers never returns, because their codes were seen.</summary>
    public BenefitDefinition Definition() =>
        new(
            PlainText.Clean(Title),
            PlainText.Clean(Summary),
            PlainText.Clean(UsageNote),
            PlainText.Clean(Partner),
            PlainText.Clean(Place),
            OpensAt.ToUniversalTime(),
            ClosesAt.ToUniversalTime(),
            UseUntil.ToUniversalTime(),
            DuesRequired,
            ExpiryReturnsStock && Kind is BenefitKind.Counter,
            Names(Levels),
            Names(Branches),
            Names(Tags)
        );

    /// <summary>What is wrong, in Chinese, with the property it is wrong in.</summary>
    public IEnumerable<(string Field, string Why)> Faults() =>
        Kind is BenefitKind.Counter && Stock is < 1 or > MaxStock
            ? Definition().Faults().Append((nameof(Stock), "总量须为 1 至 1,000,000。"))
            : Definition().Faults();

    private static IReadOnlyList<string> Names(IReadOnlyList<string>? names) =>
        [.. (names ?? []).Select(PlainText.Clean).Distinct().Order(StringComparer.Ordinal)];
}
