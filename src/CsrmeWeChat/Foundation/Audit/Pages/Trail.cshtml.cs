using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Foundation.Audit.Pages;

[Allowed(Role.Admin)]
public sealed class TrailModel(AuditSearch trail, AuditLabels labels, AuditHeads heads) : ListPage
{
    /// <summary>Where the trail has less than it had; null where it does not.</summary>
    public string? Alarm => heads.Alarm;

    private static readonly Dictionary<string, string> Columns = new()
    {
        ["seq"] = "seq",
        ["actor"] = "actor, seq",
        ["action"] = "action, seq",
    };

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true, Name = "action")]
    public string? Action { get; set; }

    [BindProperty(SupportsGet = true, Name = "staff")]
    public long? StaffId { get; set; }

    [BindProperty(SupportsGet = true, Name = "kind")]
    public string? Kind { get; set; }

    [BindProperty(SupportsGet = true, Name = "target")]
    public long? Target { get; set; }

    /// <summary>Days in Beijing, both included.</summary>
    [BindProperty(SupportsGet = true, Name = "from")]
    public DateOnly? From { get; set; }

    [BindProperty(SupportsGet = true, Name = "to")]
    public DateOnly? To { get; set; }

    public IReadOnlyList<AuditEvent> Items { get; private set; } = [];

    public IReadOnlyList<string> Actions { get; private set; } = [];

    public bool HasMore { get; private set; }

    private AuditFilter Filter =>
        new(
            StaffId,
            Action,
            Kind,
            Target,
            PlainText.Clean(Q),
            From is { } from ? China.Midnight(from) : null,
            To is { } to ? China.Midnight(to.AddDays(1)) : null
        );

    public async Task OnGetAsync()
    {
        var found = await trail.ListAsync(Filter, OrderBy(Columns, "-seq"), Skip, PageSize + 1, Ct);
        (Items, HasMore) = ([.. found.Take(PageSize)], found.Count > PageSize);
        Actions = await trail.ActionsAsync(Ct);
    }

    public Task<IActionResult> OnGetExportAsync() =>
        ExportAsync(
            new Change("audit.export", "audit", 0, "操作记录"),
            "操作记录",
            ["序号", "时间", "操作人", "操作", "对象类别", "对象编号", "对象", "内容"],
            RowsAsync()
        );

    private async IAsyncEnumerable<IReadOnlyList<object?>> RowsAsync()
    {
        await foreach (var row in trail.AllAsync(Filter, Ct))
        {
            yield return
            [
                row.Seq,
                Show.BeijingExact(row.At),
                row.Actor,
                labels.Action(row.Action),
                labels.Kind(row.Kind),
                row.TargetId,
                row.Name,
                string.Join(
                    "；",
                    labels
                        .Differences(row)
                        .Select(change =>
                            change.Before is null ? $"{change.Field}：{change.After}" : $"{change.Field}：{change.Before} → {change.After}"
                        )
                ),
            ];
        }
    }
}
