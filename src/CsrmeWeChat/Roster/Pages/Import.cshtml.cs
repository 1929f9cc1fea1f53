using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Jobs;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace CsrmeWeChat.Roster.Pages;

/// <summary>One import, from the file to the roster and back: what stands here is what its state asks for next.</summary>
[Allowed(Role.Admin, Role.Secretary)]
public sealed class ImportModel(
    RosterStore store,
    RosterOrders orders,
    RosterFiles files,
    RosterSearch search,
    RosterChanges changes,
    RosterRefused refused,
    Soon soon
) : ListPage
{
    private const int ExportSlice = 500;

    private static readonly Dictionary<string, string> Columns = new()
    {
        ["line"] = "r.line",
        ["number"] = "r.number, r.line",
        ["name"] = "r.name, r.line",
    };

    [FromRoute]
    public long Id { get; set; }

    [BindProperty(SupportsGet = true, Name = "verdict")]
    public RosterVerdict? Verdict { get; set; }

    [BindProperty(SupportsGet = true, Name = "outcome")]
    public RosterOutcome? Outcome { get; set; }

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Q { get; set; }

    /// <summary>Which sheet of an uploaded file is read, and which of its lines is the header; where nothing is said, what seems to be.</summary>
    [BindProperty(SupportsGet = true, Name = "sheet")]
    public int? Sheet { get; set; }

    [BindProperty(SupportsGet = true, Name = "line")]
    public int? Line { get; set; }

    /// <summary>The column of the file for each <see cref="RosterColumn"/>; -1 for none.</summary>
    [BindProperty]
    public int[] Chosen { get; set; } = [];

    [BindProperty]
    public bool TagAbsent { get; set; }

    public RosterBatch Batch { get; private set; } = null!;

    public IReadOnlyList<RosterTally> Tallies { get; private set; } = [];

    /// <summary>The beginning of an uploaded file; null in every other state.</summary>
    public RosterPreview? Preview { get; private set; }

    /// <summary>Another import for which this one waits.</summary>
    public RosterBatch? Busy { get; private set; }

    public IReadOnlyList<RosterRow> Items { get; private set; } = [];

    public bool HasMore { get; private set; }

    public bool IsGoingOn => RosterText.IsGoingOn(Batch, Now);

    public bool HasLines =>
        Batch.State is RosterState.Staged or RosterState.Applying or RosterState.Applied or RosterState.Undoing or RosterState.Undone;

    public IReadOnlyList<AuditDifference> Changes(RosterRow row) => changes.Of(row);

    public long Count(Func<RosterTally, bool> which) => Tallies.Where(which).Sum(tally => tally.Amount);

    public async Task<IActionResult> OnGetAsync()
    {
        if (!await LoadAsync())
        {
            return NotFound();
        }
        if (Batch is { State: RosterState.Uploaded, Wanted: null } && await PreviewAsync())
        {
            Chosen = Preview!.Guess.Header.Columns;
        }
        if (HasLines && !IsGoingOn)
        {
            var found = await search.ListRowsAsync(Id, Filter, OrderBy(Columns, "line"), 0, Skip, PageSize + 1, Ct);
            (Items, HasMore) = ([.. found.Take(PageSize)], found.Count > PageSize);
        }
        return Page();
    }

    /// <summary>How far the work has come; asked for every second by the page itself.</summary>
    /// <param name="seen">What the page shows: where that has changed, it is shown anew.</param>
    public async Task<IActionResult> OnGetProgressAsync(RosterState? seen)
    {
        if (!await LoadAsync())
        {
            return NotFound();
        }
        if (!IsGoingOn || Batch.State != seen)
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
        if (Batch is not { State: RosterState.Uploaded, Wanted: null })
        {
            return Ask(false);
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
        var plan = new RosterPlan(Sheet ?? Preview!.Sheet, new RosterHeader(Line ?? Preview!.Guess.Header.Line, Chosen), TagAbsent);
        return plan.Fault(Preview!) is { } fault ? Refuse(fault) : Ask(await orders.StageAsync(By, Id, plan, Now, Ct));
    }

    public async Task<IActionResult> OnPostApplyAsync() => Ask(await orders.ApplyAsync(By, Id, Now, Ct));

    public async Task<IActionResult> OnPostUndoAsync() => Ask(await orders.UndoAsync(By, Id, Now, Ct));

    public async Task<IActionResult> OnPostWithdrawAsync() => Ask(await orders.WithdrawAsync(Id, Ct));

    public async Task<IActionResult> OnPostDiscardAsync() => Ask(await store.DiscardAsync(By, Id, Now, Ct));

    public async Task<IActionResult> OnGetRefusedAsync()
    {
        if (!await LoadAsync())
        {
            return NotFound();
        }
        HttpContext.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName($"名册导入{Id}-未采用的行.csv");
        Response.Headers.ContentDisposition = disposition.ToString();
        Response.ContentType = "text/csv; charset=utf-8";
        await refused.WriteAsync(By, Batch, Response.Body, Now, Ct);
        return new EmptyResult();
    }

    public async Task<IActionResult> OnGetExportAsync() =>
        !await LoadAsync()
            ? NotFound()
            : await ExportAsync(
                new Change("roster.export", "roster", Id, Batch.FileName),
                $"名册导入{Id}",
                ["行", "会员号", "姓名", "判定", "变化", "说明", "结果"],
                RowsAsync()
            );

    private RosterFilter Filter => new(Verdict, Outcome, PlainText.Clean(Q));

    private async IAsyncEnumerable<IReadOnlyList<object?>> RowsAsync()
    {
        for (
            var after = 0;
            await search.ListRowsAsync(Id, Filter, "r.line", after, 0, ExportSlice, Ct) is { Count: > 0 } rows;
            after = rows[^1].Line
        )
        {
            foreach (var row in rows)
            {
                yield return
                [
                    row.Line,
                    row.Number,
                    row.Name,
                    RosterText.Say(row.Verdict),
                    string.Join(
                        "；",
                        Changes(row)
                            .Select(change =>
                                change.Before is null
                                    ? $"{change.Field}：{change.After}"
                                    : $"{change.Field}：{change.Before} → {Show.Or(change.After)}"
                            )
                    ),
                    row.Reason,
                    RosterText.Result(row),
                ];
            }
        }
    }

    private async Task<bool> LoadAsync()
    {
        if (await store.FindAsync(Id, Ct) is not { } batch)
        {
            return false;
        }
        (Batch, Tallies) = (batch, await store.TallyAsync(Id, Ct));
        Busy =
            batch is { Wanted: RosterState.Applying or RosterState.Undoing } && await orders.FindBusyAsync(Ct) is { } busy && busy.Id != Id
                ? busy
                : null;
        return true;
    }

    /// <summary>False where the file cannot be read; then it is said why.</summary>
    private async Task<bool> PreviewAsync()
    {
        try
        {
            using var book = RosterBook.Open(
                await files.OpenAsync(Id, Ct) ?? throw new RosterFileException("上传的文件已不在，请放弃这次导入，重新上传。")
            );
            Preview = RosterPreview.Of(book, Sheet, Line);
            return true;
        }
        catch (RosterFileException e)
        {
            ModelState.AddModelError("", e.Reason);
            return false;
        }
    }

    private RedirectToPageResult Ask(bool isTaken)
    {
        if (isTaken)
        {
            soon.Run<RosterWork>(work => work.RunAsync(CancellationToken.None));
        }
        else
        {
            Done("这次导入刚刚有人处理过，或还在处理。下面是它现在的状态。");
        }
        return RedirectToPage(new { Id });
    }
}
