using System.Globalization;
using CsrmeWeChat.Benefits;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Jobs;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Rehearsals.Pages;

[Allowed(Role.Admin)]
public sealed class RehearsalModel(RehearsalStore rehearsals, RushActivity activity, JobRunner jobs) : ConsolePage
{
    private const int Shown = 20;

    [BindProperty]
    public int Phones { get; set; } = 500;

    [BindProperty]
    public int Stock { get; set; } = 300;

    /// <summary>The latest rehearsals, the newest first.</summary>
    public IReadOnlyList<Rehearsal> Items { get; private set; } = [];

    public Rehearsal? UnderWay => Items.FirstOrDefault(rehearsal => rehearsal.IsUnderWay);

    /// <summary>Why no rehearsal may begin now, in Chinese.</summary>
    public string? Busy { get; private set; }

    public Task OnGetAsync() => LoadAsync();

    /// <summary>The part of the page that changes while a rehearsal is under way.</summary>
    public async Task<IActionResult> OnGetProgressAsync()
    {
        await LoadAsync();
        return Partial("_Rehearsal", this);
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await LoadAsync();
        if (!ModelState.IsValid)
        {
            return Page();
        }
        if (Rehearsal.WhyRefused(Phones, Stock) is { } refusal)
        {
            return Refuse(refusal);
        }
        if (Busy is { } busy)
        {
            return Refuse(busy);
        }
        if (!await rehearsals.TryAskAsync(By, Phones, Stock, Now, Ct))
        {
            return Refuse("已有一次演练在进行，请等它结束。");
        }
        jobs.RunNow<RunRehearsal>();
        Done("演练已开始，进度见下。");
        return RedirectToPage();
    }

    public static string StepOf(Rehearsal rehearsal) =>
        (rehearsal.State, rehearsal.Step) switch
        {
            (RehearsalState.Wanted, _) => "等待开始",
            (RehearsalState.Removing, _) => "清除演练数据",
            (_, RehearsalStep.WarmingUp) => "预热",
            (_, RehearsalStep.Rushing) => "同时抢领",
            _ => $"准备手机 {rehearsal.Done:N0} / {rehearsal.Phones + rehearsal.WarmUp:N0}",
        };

    public static string OutcomesOf(RehearsalResult result) =>
        string.Join(
            "，",
            result.Outcomes.Select(outcome => $"{LabelOf(outcome.Key)} {outcome.Value.ToString("N0", CultureInfo.InvariantCulture)}")
        );

    private static string LabelOf(string code) =>
        code switch
        {
            RehearsalResult.Claimed => "领到",
            RehearsalResult.None => "没有回答",
            "benefit.sold_out" => "已领完",
            "service.busy" => "系统繁忙",
            "limit.exceeded" => "操作过于频繁",
            _ => code,
        };

    private async Task LoadAsync()
    {
        Items = await rehearsals.ListAsync(Shown, Ct);
        Busy = await activity.WhyBusyAsync(Now, Ct);
    }
}
