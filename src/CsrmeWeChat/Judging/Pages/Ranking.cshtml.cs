using System.Text;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Judging.Ranking;
using CsrmeWeChat.Staff;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Judging.Pages;

/// <summary>What a round came to: before it is fixed as it would be, and after as it was.</summary>
[Allowed(Role.Admin, Role.Secretary)]
public sealed class RankingModel(
    RoundStore rounds,
    RoundDesk desk,
    RoundStates states,
    RankingStore rankings,
    StaffStore staff,
    AuditTrail audit
) : ConsolePage
{
    [FromRoute]
    public long Id { get; set; }

    public Round Round { get; private set; } = null!;

    public PanelInfo Info { get; private set; } = null!;

    /// <summary>Null while it is not fixed.</summary>
    public FrozenRanking? Frozen { get; private set; }

    public RankingCheck? Check { get; private set; }

    /// <summary>Empty while the jurors score: nobody is told how it stands.</summary>
    public IReadOnlyList<RankingReading> Groups { get; private set; } = [];

    public int Unscored => Groups.Sum(group => group.Unscored.Count);

    protected override async Task<bool> FindAsync()
    {
        if (
            await rounds.FindAsync(Id, Ct) is not { } round
            || desk.SourceOf(round.Panel) is not { } source
            || await source.FindAsync(round.PanelId, Ct) is not { } info
        )
        {
            return false;
        }
        (Round, Info) = (round, info);
        Frozen = await rankings.FindAsync(Id, Ct);
        if (round.State is RoundState.Closed or RoundState.Frozen)
        {
            // A thousand items are ranked a thousand times to see how firm the first places are.
            HttpContext.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
            await LoadAsync(source);
        }
        return true;
    }

    public void OnGet() { }

    public async Task<IActionResult> OnPostFreezeAsync()
    {
        if (!await states.FreezeAsync(By, Round, Now, Ct))
        {
            return Refuse(
                Round.State switch
                {
                    RoundState.Open => "请先截止评分，再定榜。",
                    RoundState.Closed => "刚才有作品撤回，或另一位同事已定榜。请看过现在的结果再定榜。",
                    _ => "这一轮已经定榜，或还没有开始。",
                }
            );
        }
        Done("已定榜，今后不会再变。");
        return RedirectToPage(new { Id });
    }

    public async Task<IActionResult> OnPostCheckAsync()
    {
        Check = await rankings.CheckAsync(Round, Ct);
        return Check is null ? Refuse("还没有定榜，没有可核对的内容。") : Page();
    }

    /// <summary>The fixed ranking as it stands, byte by byte: its SHA-256 is the one that the page and the trail show.</summary>
    public async Task<IActionResult> OnGetTextAsync()
    {
        if (Frozen is not { } frozen)
        {
            return NotFound();
        }
        await audit.AddAsync(By, new Change("round.export", "round", Id, Round.Title, After: new { kind = "JSON" }), Now, Ct);
        return File(Encoding.UTF8.GetBytes(frozen.Text), "application/json", $"{Round.Title}-榜单.json");
    }

    public async Task<IActionResult> OnGetExportAsync() =>
        Groups.Count == 0
            ? NotFound()
            : await ExportAsync(
                new Change("round.export", "round", Id, Round.Title, After: new { kind = "表格" }),
                $"{Round.Title}-榜单{(Frozen is null ? "（未定榜）" : "")}",
                [
                    "组别",
                    "名次",
                    "编号",
                    "作品",
                    "作者",
                    "单位",
                    "晋级",
                    "评委数",
                    .. Enum.GetValues<RankRule>().SelectMany(rule => new[] { rule.Label, $"{rule.Label}名次" }),
                    .. Round.CriterionList.Select(one => one.Name),
                    "稳定性",
                ],
                RowsAsync()
            );

    private async IAsyncEnumerable<IReadOnlyList<object?>> RowsAsync()
    {
        await Task.CompletedTask;
        foreach (var group in Groups)
        {
            foreach (var line in group.Lines)
            {
                yield return
                [
                    group.Name,
                    line.Standing.Place,
                    line.Item.Code,
                    line.Name?.Title,
                    line.Name?.Maker,
                    line.Name?.Unit,
                    line.GoesOn ? "是" : "",
                    line.Standing.Judged,
                    .. Enum.GetValues<RankRule>().SelectMany(rule => new object?[] { $"{line.Standing.By(rule)}", line.Places[rule] }),
                    .. line.Standing.ByCriterion.Select(points => (object?)$"{points}"),
                    RoundReading.Percent(line.Firm),
                ];
            }
            foreach (var (item, name) in group.Unscored)
            {
                yield return [group.Name, "未评", item.Code, name?.Title, name?.Maker, name?.Unit];
            }
        }
    }

    private async Task LoadAsync(IPanelSource source)
    {
        var ranking = Frozen is { } frozen ? RoundRanking.Read(frozen.Text) : await rankings.ComputeAsync(Round, Ct);
        var names = await source.NameAsync([.. ranking.Groups.SelectMany(group => group.Items).Select(item => item.Id)], Ct);
        var jurors = await staff.ListAsync([.. ranking.Groups.SelectMany(group => group.Severities.Keys).Distinct()], Ct);
        var jurorNames = jurors.ToDictionary(account => account.Id, account => account.Name);
        var groupNames = Info.Groups.ToDictionary(group => group.Key, group => group.Name);
        Groups =
        [
            .. ranking.Groups.Select(group =>
                RankingReading.Of(ranking, group, groupNames.GetValueOrDefault(group.Group, group.Group), Round.PerItem, names, jurorNames)
            ),
        ];
    }
}
