using CsrmeWeChat.Benefits;
using CsrmeWeChat.Members;

namespace CsrmeWeChat.Messages;

/// <summary>What an audience is chosen from.</summary>
public sealed class AudienceChoices(MemberChoices members, BenefitSearch benefits)
{
    private const int Benefits = 200;

    public async Task<AudienceNames> LoadAsync(DateTimeOffset now, CancellationToken ct) =>
        new(
            await members.BranchesAsync(ct),
            await members.LevelsAsync(ct),
            await members.TagsAsync(ct),
            [
                .. (await benefits.ListAsync(new BenefitFilter(), "b.id DESC", 0, Benefits, now, ct)).Where(benefit =>
                    benefit.State is not BenefitState.Draft
                ),
            ]
        );
}

/// <summary>The names of what an audience is chosen from.</summary>
/// <param name="Benefits">The latest first, without drafts, which nobody holds.</param>
public sealed record AudienceNames(
    IReadOnlyList<NamedChoice> Branches,
    IReadOnlyList<NamedChoice> Levels,
    IReadOnlyList<string> Tags,
    IReadOnlyList<ListedBenefit> Benefits
)
{
    private const int MaxNumbersNamed = 10;

    public string Describe(Audience to)
    {
        List<string> parts =
        [
            .. Part("分支机构", to.Branches.Select(id => NameOf(Branches, id))),
            .. Part("会员级别", to.Levels.Select(id => NameOf(Levels, id))),
            .. Part("标签", to.Tags),
            .. Part(
                "会员号",
                to.Numbers.Count <= MaxNumbersNamed ? to.Numbers : [.. to.Numbers.Take(MaxNumbersNamed), $"等 {to.Numbers.Count} 个"]
            ),
            .. to.BenefitId is { } benefit
                ? Part("持有或已使用的福利", [Benefits.FirstOrDefault(line => line.Id == benefit)?.Title ?? $"第 {benefit} 号"])
                : [],
        ];
        return parts.Count == 0 ? "全体会员" : string.Join("；", parts);
    }

    private static IEnumerable<string> Part(string what, IEnumerable<string> names) =>
        names.Any() ? [$"{what}：{string.Join("、", names)}"] : [];

    private static string NameOf(IReadOnlyList<NamedChoice> choices, long id) =>
        choices.FirstOrDefault(choice => choice.Id == id)?.Name ?? $"第 {id} 号";
}
