using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Http;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Benefits.Pages;

/// <summary>The live page of a rush; live.js asks for the figures again and again.</summary>
[Allowed(Role.Admin, Role.Secretary)]
public sealed class LiveModel(BenefitStore benefits, BenefitOperations operations, LiveRush rush) : ConsolePage
{
    [FromRoute]
    public long Id { get; set; }

    public Benefit Benefit { get; private set; } = null!;

    /// <summary>A rehearsal's benefit has no page of its own to link to.</summary>
    public bool IsRehearsal { get; private set; }

    /// <summary>The form for the stock, after it was sent: why it was refused, or that it was done.</summary>
    public string? Refusal { get; private set; }

    public string? Said { get; private set; }

    public async Task<IActionResult> OnGetAsync() => await LoadAsync() ? Page() : NotFound();

    /// <summary>Adds to the stock while the rush goes on, without leaving the page.</summary>
    /// <param name="add">Of a button; else what was typed counts.</param>
    /// <param name="seen">The stock that the form showed, so that one sent twice counts once.</param>
    public async Task<IActionResult> OnPostStockAsync(int? add, int? more, int seen)
    {
        if (!await LoadAsync())
        {
            return NotFound();
        }
        Refusal =
            IsRehearsal ? "演练的总量不能改。"
            : (add ?? more) is not { } pieces || pieces == 0 ? "请填写增加的份数。"
            : (await operations.AddStockAsync(By, Id, pieces, seen, Now, Ct)).WhyNot;
        await LoadAsync();
        Said = Refusal is null ? $"总量已改为 {Show.Number(Benefit.Stock)}。" : null;
        return Request.IsPartial ? Partial("_LiveStock", this) : Page();
    }

    public async Task<IActionResult> OnGetFiguresAsync() =>
        await rush.FindAsync(Id, Ct) is { } figures ? new JsonResult(LiveView.Of(figures)) : NotFound();

    /// <summary>False where there is no such benefit. The figures do not ask: however many watch, they are read once.</summary>
    private async Task<bool> LoadAsync()
    {
        if (await benefits.FindAnyAsync(Id, Ct) is not { } benefit)
        {
            return false;
        }
        Benefit = benefit;
        IsRehearsal = await benefits.FindAsync(Id, Ct) is null;
        return true;
    }
}
