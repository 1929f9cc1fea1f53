using CsrmeWeChat.Foundation.Console;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Benefits.Pages;

/// <summary>A rush as it goes on; live.js asks for the figures again and again.</summary>
[Allowed(Role.Admin, Role.Secretary)]
public sealed class LiveModel(BenefitStore benefits, LiveRush rush) : ConsolePage
{
    [FromRoute]
    public long Id { get; set; }

    public Benefit Benefit { get; private set; } = null!;

    /// <summary>It has no page of its own.</summary>
    public bool IsRehearsal { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        if (await benefits.FindAnyAsync(Id, Ct) is not { } benefit)
        {
            return NotFound();
        }
        (Benefit, IsRehearsal) = (benefit, await benefits.FindAsync(Id, Ct) is null);
        return Page();
    }

    public async Task<IActionResult> OnGetFiguresAsync() =>
        await rush.FindAsync(Id, Ct) is { } figures ? new JsonResult(LiveView.Of(figures)) : NotFound();
}
