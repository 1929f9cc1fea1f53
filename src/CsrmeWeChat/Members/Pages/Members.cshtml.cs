using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Members.Pages;

[Allowed(Role.Admin, Role.Secretary)]
public sealed class MembersModel(MemberSearch search, MemberChoices choices, MarkStore marks) : ListPage
{
    /// <summary>Says in the address that what is sought stands in the reader's cookie, sealed, for it may be a phone.</summary>
    private const string InCookie = "kept";

    private const string Otherwise = "name",
        SoughtKey = "members-sought";

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true, Name = "sought")]
    public string? Sought { get; set; }

    [BindProperty(SupportsGet = true, Name = "branch")]
    public long? Branch { get; set; }

    [BindProperty(SupportsGet = true, Name = "level")]
    public long? Level { get; set; }

    [BindProperty(SupportsGet = true, Name = "tag")]
    public string? Tag { get; set; }

    [BindProperty(SupportsGet = true, Name = "bound")]
    public bool? Bound { get; set; }

    [BindProperty(SupportsGet = true, Name = "dues")]
    public Dues? Dues { get; set; }

    /// <summary>The members whose boxes are checked.</summary>
    [BindProperty(Name = "chosen")]
    public long[] Chosen { get; set; } = [];

    /// <summary>All that fit the filter, not only those who are checked.</summary>
    [BindProperty(Name = "every")]
    public bool Every { get; set; }

    [BindProperty(Name = "mark")]
    public string? Mark { get; set; }

    public IReadOnlyList<NamedChoice> Branches { get; private set; } = [];

    public IReadOnlyList<NamedChoice> Levels { get; private set; } = [];

    public IReadOnlyList<string> Tags { get; private set; } = [];

    public MemberPage Found { get; private set; } = new([], HasMore: false, Total: 0);

    public Roll Roll { get; private set; } = null!;

    /// <summary>What is sought is in the cookie and in no address: a phone, or what looks like one.</summary>
    public bool IsHidden => Sought is InCookie;

    public bool IsFiltered => Filter.Where is not "" || Bound is not null;

    /// <summary>How many of the folded filters are in use.</summary>
    public int Folded =>
        new object?[] { Branch, Level, Bound, Dues }.Count(value => value is not null) + (string.IsNullOrEmpty(Tag) ? 0 : 1);

    public static IReadOnlyDictionary<Dues, string> DuesLabels { get; } =
        new Dictionary<Dues, string>
        {
            [Members.Dues.Paid] = "有效",
            [Members.Dues.Ending] = $"{MemberFilter.EndingDays} 天内到期",
            [Members.Dues.Ended] = "已过期",
            [Members.Dues.Unknown] = "没有登记",
        };

    private MemberFilter Filter =>
        new(PlainText.Clean(Q), Branch, Level, PlainText.Clean(Tag), Bound, Dues, China.Date(Now), IsHidden ? PhoneSought.Of(Q) : null);

    public async Task OnGetAsync() => await LoadAsync();

    /// <summary>How many fit, counted to the end. The page itself asks for it where the list ended before.</summary>
    public async Task<IActionResult> OnGetTotalAsync()
    {
        if (IsHidden)
        {
            Q = TempData.Peek(SoughtKey) as string;
        }
        return Content(Show.Number(await search.CountAsync(Filter, Ct)));
    }

    /// <summary>
    /// Where a search goes: a text into the address, so that it can be kept and sent on; what looks like a phone into the cookie, where
    /// it is still found after a look at a member.
    /// </summary>
    public IActionResult OnPostFind()
    {
        var isHidden = PhoneSought.IsLike(Q);
        if (isHidden)
        {
            TempData[SoughtKey] = PlainText.Cut(PlainText.Clean(Q), 100);
        }
        var text = PlainText.Clean(Q) is { Length: > 0 } typed ? typed : null;
        return RedirectToPage(
            new
            {
                q = isHidden ? null : text,
                sought = isHidden ? InCookie : null,
                branch = Branch,
                level = Level,
                tag = string.IsNullOrEmpty(Tag) ? null : Tag,
                bound = Bound is { } bound ? (bound ? "true" : "false") : null,
                dues = Dues?.ToString().ToLowerInvariant(),
                sort = Sort,
            }
        );
    }

    public Task<IActionResult> OnPostTagAsync() => TagAsync(add: true);

    public Task<IActionResult> OnPostUntagAsync() => TagAsync(add: false);

    private async Task<IActionResult> TagAsync(bool add)
    {
        await LoadAsync();
        var tag = PlainText.Clean(Mark);
        if (tag.Length is 0 or > MarkStore.TagLength)
        {
            return Refuse($"请填写标签，1 到 {MarkStore.TagLength} 个字。");
        }
        if (IsHidden && string.IsNullOrEmpty(Q))
        {
            return Refuse("上次按手机号的查找已失效，请重新查找。");
        }
        if (!Every && Chosen.Length == 0)
        {
            return Refuse("请先勾选会员，或选择“符合条件的全部会员”。");
        }
        var (ids, how) = Every ? (await search.IdsAsync(Filter, Ct), InWords()) : ([.. Chosen.Distinct().Take(PageSize)], "逐位勾选");
        var changed = await marks.TagManyAsync(By, ids, tag, add, how, Now, Ct);
        var others = ids.Count - changed;
        Done(
            add
                ? $"已给 {Show.Number(changed)} 位会员加标签“{tag}”{(others > 0 ? $"，另外 {Show.Number(others)} 位已有" : "")}。"
                : $"已去掉 {Show.Number(changed)} 位会员的标签“{tag}”{(others > 0 ? $"，另外 {Show.Number(others)} 位本来没有" : "")}。"
        );
        return Redirect(Here());
    }

    /// <summary>Where a form about this list, as it is filtered, goes.</summary>
    public string AddressOf(string handler) => Microsoft.AspNetCore.WebUtilities.QueryHelpers.AddQueryString(Here(), "handler", handler);

    /// <summary>This list's address, as it was before something was done in it.</summary>
    private string Here()
    {
        var query = Request
            .Query.Where(pair => pair.Key is not "handler")
            .SelectMany(pair => pair.Value, (pair, value) => (pair.Key, value));
        return Microsoft.AspNetCore.WebUtilities.QueryHelpers.AddQueryString(
            "/staff/members",
            query.Select(pair => KeyValuePair.Create(pair.Key, pair.value))
        );
    }

    public async Task<IActionResult> OnGetExportAsync()
    {
        await LoadAsync();
        return await ExportAsync(
            new Change("member.export", "member", 0, "会员", After: new { filter = InWords() }),
            "会员",
            ["会员号", "姓名", "手机", "单位", "分支机构", "会员级别", "会费有效期", "标签", "绑定微信", "录入时间"],
            RowsAsync()
        );
    }

    /// <summary>What the list is filtered by, for the trail: never a phone.</summary>
    private string InWords()
    {
        List<string> parts =
        [
            IsHidden ? "按手机号" : PlainText.Clean(Q),
            Branches.FirstOrDefault(branch => branch.Id == Branch)?.Name ?? "",
            Levels.FirstOrDefault(level => level.Id == Level)?.Name ?? "",
            PlainText.Clean(Tag) is { Length: > 0 } tag ? $"标签 {tag}" : "",
            Dues is { } dues ? $"会费{DuesLabels[dues]}" : "",
            Bound switch
            {
                null => "",
                true => "已绑定微信",
                false => "未绑定微信",
            },
        ];
        return string.Join("，", parts.Where(part => part is not "")) is { Length: > 0 } words ? words : "全部会员";
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

    private async Task LoadAsync()
    {
        if (IsHidden)
        {
            Q = TempData.Peek(SoughtKey) as string;
            ModelState.Remove("q");
        }
        (Branches, Levels, Tags) = (await choices.BranchesAsync(Ct), await choices.LevelsAsync(Ct), await choices.TagsAsync(Ct));
        Roll = await search.RollAsync(Ct);
        if (IsHidden && string.IsNullOrEmpty(Q))
        {
            return;
        }
        Found = await search.FindAsync(Filter, OrderBy(MemberSearch.Columns, Otherwise), Skip, PageSize, Ct);
    }
}
