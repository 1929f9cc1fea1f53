using CsrmeWeChat.Foundation.Console;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Members.Pages;

/// <summary>Two rows of the roster that are one member, side by side before they are made one.</summary>
[Allowed(Role.Admin, Role.Secretary)]
public sealed class MergeMemberModel(MemberStore members, MemberMerge merge) : ConsolePage
{
    [FromRoute]
    public long Id { get; set; }

    /// <summary>The number of the one that goes.</summary>
    [BindProperty(SupportsGet = true, Name = "other")]
    public string? Other { get; set; }

    /// <summary>The revisions of both as they were shown.</summary>
    [BindProperty]
    public string? Seen { get; set; }

    public Member Member { get; private set; } = null!;

    public MemberPair? Pair { get; private set; }

    public MergePlan? Plan { get; private set; }

    public IReadOnlyList<(string Field, string Kept, string Gone, string Merged)> Lines { get; private set; } = [];

    public string SeenNow => Pair is { } pair ? $"{pair.Kept.Revision}/{pair.GoneId}/{pair.Gone.Revision}" : "";

    protected override async Task<bool> FindAsync()
    {
        if (await members.FindAsync(Id, Ct) is not { IsSynthetic: false } member)
        {
            return false;
        }
        Member = member;
        return true;
    }

    public async Task<IActionResult> OnGetAsync()
    {
        if (!string.IsNullOrEmpty(Other) && await PairAsync() is { } why)
        {
            return Refuse(why);
        }
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (await PairAsync() is { } why)
        {
            return Refuse(why);
        }
        if (Seen != SeenNow)
        {
            return Refuse(ChangedMeanwhile);
        }
        switch (await merge.MergeAsync(By, Pair!, Now, Ct))
        {
            case { Outcome: MergeOutcome.Merged }:
                Done($"已合并：{Pair!.Gone.Title} 并入 {Pair.Kept.Title}。");
                return Redirect($"/staff/members/{Id}");
            case { Outcome: MergeOutcome.Refused }:
                await PairAsync();
                return Page();
            default:
                await FindAsync();
                return Refuse(await PairAsync() ?? ChangedMeanwhile);
        }
    }

    private const string ChangedMeanwhile = "您打开本页之后，两位会员中有一位又有改动，没有合并。请看过现在的内容再合并。";

    /// <summary>Finds the other one and what the merging would make of both; or says why not.</summary>
    private async Task<string?> PairAsync()
    {
        var number = MemberNumber.Of(Other ?? "");
        if (await members.FindByNumberAsync(number, Ct) is not { IsSynthetic: false } other)
        {
            return $"名册中没有会员号 {number}。";
        }
        if (other.Id == Id)
        {
            return "请填写另一位会员的会员号。";
        }
        Pair = new MemberPair(Member, other);
        Plan = await merge.PlanAsync(Pair, Ct);
        Lines = [.. Compare(members.Fields(Member), members.Fields(other), Plan.Merged)];
        return null;
    }

    private static IEnumerable<(string Field, string Kept, string Gone, string Merged)> Compare(
        MemberFields kept,
        MemberFields gone,
        MemberFields merged
    )
    {
        (string Field, Func<MemberFields, string> Of)[] fields =
        [
            ("姓名", member => member.Name),
            ("手机", member => Phone.MaskOrNone(member.Phone)),
            ("邮箱", member => EmailAddress.Mask(member.Email)),
            ("单位", member => member.Unit),
            ("分支机构", member => member.Branch ?? ""),
            ("会员级别", member => member.Level ?? ""),
            ("会费有效期", member => Show.Date(member.PaidUntil)),
        ];
        return fields.Select(field => (field.Field, field.Of(kept), field.Of(gone), field.Of(merged)));
    }
}
