using CsrmeWeChat.Foundation.Console;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Benefits.Pages;

/// <summary>The live page of a rush; live.js asks for the figures again and again.</summary>
[Allowed(Role.Admin, Role.Secretary)]
public sealed class LiveModel(BenefitStore benefits, LiveRush rush) : ConsolePage
{
    [FromRoute]
    public long Id { get; set; }

    public Benefit Benefit { get; private set; } = null!;

    /// <summary>A rehearsal's benefit has no page of its own to link to.</summary>
    public bool IsRehearsal { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        if (await benefits.FindAnyAsync(Id, Ct) is not { } benefit)
        {
            return NotFound();
        }
        Benefit = benefit;
        IsRehearsal = await benefits.FindAsync(Id, Ct) is null;
        return Page();
    }

    public async Task<IActionResult> OnGetFiguresAsync() =>
        await rush.FindAsync(Id, Ct) is { } figures ? new JsonResult(LiveView.Of(figures)) : NotFound();
}
