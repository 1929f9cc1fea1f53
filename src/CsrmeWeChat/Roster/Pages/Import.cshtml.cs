using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Jobs;
using CsrmeWeChat.Foundation.Sheets;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Roster.Pages;

/// <summary>One import, from the file to the roster and back. The page shows what the import's state calls for next.</summary>
[Allowed(Role.Admin, Role.Secretary)]
public sealed class ImportModel(ImportStore store, ImportSearch search, LineDifferences differences, RefusedLines refused, JobRunner jobs)
    : ListPage
{
    private const int ExportSlice = 500;

    private static readonly Dictionary<string, string> Columns = new()
    {
        ["line"] = "l.line",
        ["number"] = "l.number, l.line",
        ["name"] = "l.name, l.line",
    };

    [FromRoute]
    public long Id { get; set; }

    [BindProperty(SupportsGet = true, Name = "verdict")]
    public LineVerdict? Verdict { get; set; }

    [BindProperty(SupportsGet = true, Name = "outcome")]
    public LineOutcome? Outcome { get; set; }

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Q { get; set; }

    /// <summary>Which sheet of an uploaded file is read; null for the one that seems to be the roster.</summary>
    [BindProperty(SupportsGet = true, Name = "sheet")]
    public int? Sheet { get; set; }

    /// <summary>Which of the sheet's lines is the header, 0 for none; null for the one that seems to be.</summary>
    [BindProperty(SupportsGet = true, Name = "line")]
    public int? Line { get; set; }

    /// <summary>The column of the file for each <see cref="Column"/>; -1 for none.</summary>
    [BindProperty]
    public int[] Chosen { get; set; } = [];

    [BindProperty]
    public bool TagAbsent { get; set; }

    public Import Import { get; private set; } = null!;

    public IReadOnlyList<LineTally> Tallies { get; private set; } = [];

    /// <summary>The beginning of an uploaded file; null in every other state.</summary>
    public Preview? Preview { get; private set; }

    /// <summary>The other import that this one waits for.</summary>
    public Import? Busy { get; private set; }

    public IReadOnlyList<ImportLine> Items { get; private set; } = [];

    public bool HasMore { get; private set; }

    public bool IsGoingOn => Import.IsGoingOn(Now);

    public bool HasLines =>
        Import.State is ImportState.Staged or ImportState.Applying or ImportState.Applied or ImportState.Undoing or ImportState.Undone;

    public IReadOnlyList<AuditDifference> DifferencesOf(ImportLine line) => differences.Of(line);

    public long Count(Func<LineTally, bool> which) => Tallies.Where(which).Sum(tally => tally.Amount);

    public async Task<IActionResult> OnGetAsync()
    {
        if (!await LoadAsync())
        {
            return NotFound();
        }
        if (Import is { State: ImportState.Uploaded, Wanted: null } && await PreviewAsync())
        {
            Chosen = Preview!.Guess.Header.Columns;
        }
        if (HasLines && !IsGoingOn)
        {
            var found = await search.ListLinesAsync(Id, Filter, OrderBy(Columns, "line"), after: 0, Skip, PageSize + 1, Ct);
            Items = [.. found.Take(PageSize)];
            HasMore = found.Count > PageSize;
        }
        return Page();
    }

    /// <summary>How far the work has come. The page itself asks for this every second.</summary>
    /// <param name="seen">The state that the page shows. Where it has changed, the page is loaded anew.</param>
    public async Task<IActionResult> OnGetProgressAsync(ImportState? seen)
    {
        if (!await LoadAsync())
        {
            return NotFound();
        }
        if (!IsGoingOn || Import.State != seen)
        {
            Response.Headers["HX-Refresh"] = "true";
        }
        return Partial("_Progress", this);
    }

    public async Task<IActionResult> OnPostStageAsync()
    {
        if (!await LoadAsync())
        {
            return NotFound();
        }
        if (Import is not { State: ImportState.Uploaded, Wanted: null })
        {
            return Accept(false, "");
        }
        if (!await PreviewAsync())
        {
            return Page();
        }
        if (!ModelState.IsValid || Chosen.Length != Preview!.Guess.Header.Columns.Length)
        {
            Chosen = Preview!.Guess.Header.Columns;
            return Refuse("请重新选择各列。");
        }
        var header = new Header(Line ?? Preview!.Guess.Header.Line, Chosen);
        var plan = new ReadingPlan(Sheet ?? Preview!.Sheet, header, TagAbsent);
        return plan.Fault(Preview!) is { } fault
            ? Refuse(fault)
            : Accept(await store.RequestStagingAsync(By, Id, plan, Now, Ct), "正在比较，完成后在这里列出会有哪些变化。");
    }

    public async Task<IActionResult> OnPostApplyAsync() =>
        Accept(await store.RequestApplyingAsync(By, Id, Now, Ct), "正在导入，进度见下。");

    public async Task<IActionResult> OnPostUndoAsync() => Accept(await store.RequestUndoingAsync(By, Id, Now, Ct), "正在撤销，进度见下。");

    public async Task<IActionResult> OnPostWithdrawAsync() => Accept(await store.WithdrawAsync(Id, Ct), "已取消，名册没有变化。");

    public async Task<IActionResult> OnPostDiscardAsync() =>
        Accept(await store.DiscardAsync(By, Id, Now, Ct), "已放弃这次导入，名册没有变化，上传的文件已删除。");

    public async Task<IActionResult> OnGetRefusedAsync()
    {
        if (!await LoadAsync())
        {
            return NotFound();
        }
        HttpContext.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
        var (file, _) = await refused.WriteAsync(By, Import, Now, Ct);
        return File(file, XlsxWriter.ContentType, $"名册导入{Id}-未采用的行.xlsx");
    }

    public async Task<IActionResult> OnGetExportAsync() =>
        !await LoadAsync()
            ? NotFound()
            : await ExportAsync(
                new Change("roster.export", "roster", Id, Import.FileName),
                $"名册导入{Id}",
                ["行", "会员号", "姓名", "判定", "变化", "说明", "结果"],
                RowsAsync()
            );

    private LineFilter Filter => new(Verdict, Outcome, PlainText.Clean(Q));

    private async IAsyncEnumerable<IReadOnlyList<object?>> RowsAsync()
    {
        var after = 0;
        while (await search.ListLinesAsync(Id, Filter, "l.line", after, skip: 0, ExportSlice, Ct) is { Count: > 0 } lines)
        {
            foreach (var line in lines)
            {
                yield return
                [
                    line.Line,
                    line.Number,
                    line.Name,
                    line.Verdict.Label,
                    string.Join("；", DifferencesOf(line).Select(TextOf)),
                    line.Reason,
                    ImportLabels.ResultOf(line),
                ];
            }
            after = lines[^1].Line;
        }
    }

    private static string TextOf(AuditDifference difference) =>
        difference.Before is null
            ? $"{difference.Field}：{difference.After}"
            : $"{difference.Field}：{difference.Before} → {Show.Or(difference.After)}";

    private async Task<bool> LoadAsync()
    {
        if (await store.FindAsync(Id, Ct) is not { } import)
        {
            return false;
        }
        Import = import;
        Tallies = await store.TallyAsync(Id, Ct);
        if (import.Wanted is ImportState.Applying or ImportState.Undoing && await store.FindBusyAsync(Ct) is { } busy && busy.Id != Id)
        {
            Busy = busy;
        }
        return true;
    }

    /// <summary>False where the file cannot be read; then the page says why.</summary>
    private async Task<bool> PreviewAsync()
    {
        try
        {
            using var workbook = Workbook.Open(await store.OpenFileAsync(Id, Ct) ?? throw Staging.FileIsGone());
            Preview = Roster.Preview.Of(workbook, Sheet, Line);
            return true;
        }
        catch (UnreadableFileException e)
        {
            ModelState.AddModelError("", e.Reason);
            return false;
        }
    }

    private RedirectToPageResult Accept(bool isAccepted, string words)
    {
        if (isAccepted)
        {
            jobs.RunNow<ImportJob>();
        }
        Done(isAccepted ? words : "这次导入刚刚有人处理过，或还在处理。下面是它现在的状态。");
        return RedirectToPage(new { Id });
    }
}
