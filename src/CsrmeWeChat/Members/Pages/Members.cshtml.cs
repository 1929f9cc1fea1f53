using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Members.Pages;

[Allowed(Role.Admin, Role.Secretary)]
public sealed class MembersModel(MemberSearch search, MemberChoices choices) : ListPage
{
    private const string Otherwise = "name";

    [BindProperty(SupportsGet = true, Name = "name")]
    public string? Name { get; set; }

    [BindProperty(SupportsGet = true, Name = "number")]
    public string? Number { get; set; }

    [BindProperty(SupportsGet = true, Name = "unit")]
    public string? Unit { get; set; }

    [BindProperty(SupportsGet = true, Name = "branch")]
    public long? Branch { get; set; }

    [BindProperty(SupportsGet = true, Name = "level")]
    public long? Level { get; set; }

    [BindProperty(SupportsGet = true, Name = "tag")]
    public string? Tag { get; set; }

    [BindProperty(SupportsGet = true, Name = "bound")]
    public bool? Bound { get; set; }

    /// <summary>Posted only: a phone stands in no address.</summary>
    [BindProperty(Name = "phone")]
    public string? Phone { get; set; }

    public IReadOnlyList<NamedChoice> Branches { get; private set; } = [];

    public IReadOnlyList<NamedChoice> Levels { get; private set; } = [];

    public IReadOnlyList<string> Tags { get; private set; } = [];

    public MemberPage Found { get; private set; } = new([], HasMore: false, Total: null);

    public bool IsByPhone { get; private set; }

    public string Total =>
        Found switch
        {
            { Total: { } total } => $"{Show.Number(total)} 人",
            { Members.Count: > 0 } => $"{MemberSearch.MaxCounted}+ 人",
            _ => "",
        };

    private MemberFilter Filter => MemberFilter.Of(Name, Number, Unit, Branch, Level, Tag, Bound);

    public async Task OnGetAsync()
    {
        await ChoicesAsync();
        Found = await search.FindAsync(Filter, OrderBy(MemberSearch.Columns, Otherwise), Skip, PageSize, Ct);
    }

    public async Task<IActionResult> OnPostPhoneAsync()
    {
        IsByPhone = true;
        await ChoicesAsync();
        if (PhoneSought.Of(Phone) is not { } phone)
        {
            return Refuse("请输入完整的手机号，或手机号的后四位。");
        }
        Found = await search.FindAsync(
            new MemberFilter(Phone: phone),
            MemberSearch.Columns[Otherwise],
            skip: 0,
            MemberSearch.MaxCounted,
            Ct
        );
        return Page();
    }

    public async Task<IActionResult> OnGetExportAsync()
    {
        await ChoicesAsync();
        var audited = new
        {
            name = Name,
            number = Number,
            unit = Unit,
            branch = Branches.FirstOrDefault(branch => branch.Id == Branch)?.Name,
            level = Levels.FirstOrDefault(level => level.Id == Level)?.Name,
            tag = Tag,
            bound = Bound,
        };
        return await ExportAsync(
            new Change("member.export", "member", 0, "会员", After: audited),
            "会员",
            ["会员号", "姓名", "手机", "单位", "分支机构", "会员级别", "会费有效期", "标签", "绑定微信", "录入时间"],
            RowsAsync()
        );
    }

    private async IAsyncEnumerable<IReadOnlyList<object?>> RowsAsync()
    {
        await foreach (var member in search.AllAsync(Filter, OrderBy(MemberSearch.Columns, Otherwise), Ct))
        {
            yield return
            [
                member.Number,
                member.Name,
                member.Phone,
                member.Unit,
                member.Branch,
                member.Level,
                Show.Date(member.PaidUntil),
                string.Join("、", member.Tags),
                Show.Beijing(member.BoundAt),
                Show.Beijing(member.CreatedAt),
            ];
        }
    }

    private async Task ChoicesAsync() =>
        (Branches, Levels, Tags) = (await choices.BranchesAsync(Ct), await choices.LevelsAsync(Ct), await choices.TagsAsync(Ct));
}
