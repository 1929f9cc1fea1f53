using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.People.Pages;

[Allowed(Role.Admin, Role.Secretary)]
public sealed class BindRequestsModel(BindRequestSearch search) : ListPage
{
    public const string All = "all";

    private const string Open = "open";

    /// <summary>In the address; those to be decided where it says nothing.</summary>
    [BindProperty(SupportsGet = true, Name = "state")]
    public string? State { get; set; }

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Q { get; set; }

    public IReadOnlyList<ListedRequest> Items { get; private set; } = [];

    public bool HasMore { get; private set; }

    public bool IsOpenOnly => State is null or "" or Open;

    /// <summary>Who waits longest comes first; of all else the newest.</summary>
    public string Otherwise => IsOpenOnly ? "asked" : "-asked";

    public static IReadOnlyDictionary<string, string> States { get; } =
        new Dictionary<string, string>
        {
            [Open] = "待核对",
            ["accepted"] = "已核准",
            ["rejected"] = "已驳回",
        };

    private BindRequestFilter Filter =>
        new(
            IsOpenOnly ? Open
                : State is All ? null
                : State,
            PlainText.Clean(Q)
        );

    public async Task OnGetAsync()
    {
        var found = await search.ListAsync(Filter, OrderBy(BindRequestSearch.Columns, Otherwise), Skip, PageSize + 1, Ct);
        (Items, HasMore) = ([.. found.Take(PageSize)], found.Count > PageSize);
    }

    public Task<IActionResult> OnGetExportAsync() =>
        ExportAsync(
            new Change(
                "bind.export",
                "bind",
                0,
                "绑定申请",
                After: new { state = States.GetValueOrDefault(Filter.State ?? "", "全部"), text = Q }
            ),
            "绑定申请",
            ["编号", "申请时间", "姓名", "会员号", "单位", "说明", "状态", "原因", "绑定到", "处理人", "处理时间"],
            RowsAsync()
        );

    private async IAsyncEnumerable<IReadOnlyList<object?>> RowsAsync()
    {
        foreach (var request in await search.ListAsync(Filter, OrderBy(BindRequestSearch.Columns, Otherwise), 0, int.MaxValue, Ct))
        {
            yield return
            [
                request.Id,
                Show.Beijing(request.CreatedAt),
                request.Name,
                request.Number,
                request.Unit,
                request.Note,
                States.GetValueOrDefault(request.State, request.State),
                request.Reason,
                request.MemberId is null ? "" : $"{request.MemberNumber} {request.MemberName}",
                request.DecidedBy,
                Show.Beijing(request.DecidedAt),
            ];
        }
    }
}
