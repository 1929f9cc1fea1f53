using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Roster.Pages;

[Allowed(Role.Admin, Role.Secretary), TakesFiles(RosterBook.MaxBytes)]
public sealed class ImportsModel(RosterSearch search, RosterOrders orders) : ListPage
{
    private const int MostExported = 10_000;

    private static readonly Dictionary<string, string> Columns = new()
    {
        ["id"] = "id",
        ["file"] = "file_name, id",
        ["state"] = "state, id",
        ["by"] = "asked_by, id",
    };

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true, Name = "state")]
    public RosterState? State { get; set; }

    /// <summary>The sheet that is uploaded.</summary>
    [BindProperty]
    public IFormFile? Sheet { get; set; }

    public IReadOnlyList<RosterBatch> Items { get; private set; } = [];

    public bool HasMore { get; private set; }

    public async Task OnGetAsync()
    {
        var found = await ListAsync(Skip, PageSize + 1);
        (Items, HasMore) = ([.. found.Take(PageSize)], found.Count > PageSize);
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (Sheet is null)
        {
            return await RefuseAsync("请选择名册文件。");
        }
        try
        {
            var batchId = await orders.UploadAsync(By, Path.GetFileName(Sheet.FileName), Sheet.OpenReadStream, Now, Ct);
            return RedirectToPage("Import", new { id = batchId });
        }
        catch (RosterFileException e)
        {
            return await RefuseAsync(e.Reason);
        }
    }

    public async Task<IActionResult> OnGetExportAsync()
    {
        var found = await ListAsync(0, MostExported);
        return await ExportAsync(
            new Change("roster.export", "roster", 0, "名册导入"),
            "名册导入",
            ["编号", "文件", "状态", "上传时间", "应用时间", "撤销时间", "经办"],
            found
                .Select(
                    IReadOnlyList<object?> (batch) =>
                        [
                            batch.Id,
                            batch.FileName,
                            RosterText.Say(batch, Now),
                            Show.Beijing(batch.CreatedAt),
                            Show.Beijing(batch.AppliedAt),
                            Show.Beijing(batch.UndoneAt),
                            batch.AskedBy,
                        ]
                )
                .ToAsyncEnumerable()
        );
    }

    private Task<IReadOnlyList<RosterBatch>> ListAsync(int skip, int limit) =>
        search.ListBatchesAsync(PlainText.Clean(Q), State, OrderBy(Columns, "-id"), skip, limit, Ct);

    private async Task<IActionResult> RefuseAsync(string reason)
    {
        await OnGetAsync();
        return Refuse(reason, nameof(Sheet));
    }
}
