using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Sheets;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Roster.Pages;

[Allowed(Role.Admin, Role.Secretary), TakesFiles(Workbook.MaxBytes)]
public sealed class ImportsModel(ImportSearch search, Staging staging) : ListPage
{
    private const int MaxExported = 10_000;

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
    public ImportState? State { get; set; }

    /// <summary>The file that is uploaded.</summary>
    [BindProperty]
    public IFormFile? Sheet { get; set; }

    public IReadOnlyList<Import> Items { get; private set; } = [];

    public bool HasMore { get; private set; }

    public async Task OnGetAsync()
    {
        var found = await ListAsync(Skip, PageSize + 1);
        Items = [.. found.Take(PageSize)];
        HasMore = found.Count > PageSize;
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (Sheet is null)
        {
            return await RefuseAsync("请选择名册文件。");
        }
        try
        {
            var importId = await staging.UploadAsync(By, Path.GetFileName(Sheet.FileName), Sheet.OpenReadStream, Now, Ct);
            return RedirectToPage("Import", new { id = importId });
        }
        catch (UnreadableFileException e)
        {
            return await RefuseAsync(e.Reason);
        }
    }

    public async Task<IActionResult> OnGetExportAsync()
    {
        var found = await ListAsync(0, MaxExported);
        return await ExportAsync(
            new Change("roster.export", "roster", 0, "名册导入"),
            "名册导入",
            ["编号", "文件", "状态", "上传时间", "应用时间", "撤销时间", "操作人"],
            found
                .Select(
                    IReadOnlyList<object?> (import) =>
                        [
                            import.Id,
                            import.FileName,
                            ImportLabels.StateOf(import, Now),
                            Show.Beijing(import.CreatedAt),
                            Show.Beijing(import.AppliedAt),
                            Show.Beijing(import.UndoneAt),
                            import.AskedBy,
                        ]
                )
                .ToAsyncEnumerable()
        );
    }

    private Task<IReadOnlyList<Import>> ListAsync(int skip, int limit) =>
        search.ListAsync(PlainText.Clean(Q), State, OrderBy(Columns, "-id"), skip, limit, Ct);

    private async Task<IActionResult> RefuseAsync(string reason)
    {
        await OnGetAsync();
        return Refuse(reason, nameof(Sheet));
    }
}
