using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Http;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Benefits.Pages;

/// <summary>核销: redeems codes one after another at a counter, typed or scanned.</summary>
[Allowed(Role.Admin, Role.Secretary, Role.Redeemer)]
public sealed class RedeemModel(RedemptionStore redemptions) : ConsolePage
{
    private const int MaxShown = 200;
    private const int MaxTyped = 200;
    private const int MaxFound = 20;

    [BindProperty]
    public string? Code { get; set; }

    /// <summary>A member's number or whole name, where the code cannot be shown.</summary>
    [BindProperty]
    public string? Who { get; set; }

    /// <summary>Null where nobody was looked for.</summary>
    public IReadOnlyList<ClaimToRedeem>? Found { get; private set; }

    public RedeemResult? Result { get; private set; }

    /// <summary>Why a request other than a redemption came to nothing, in Chinese.</summary>
    public string? Refusal { get; private set; }

    public bool Undone { get; private set; }

    public bool MayUndoOthers => Me.Is(Role.Admin, Role.Secretary);

    public IReadOnlyList<Redemption> Today { get; private set; } = [];

    private Redeemer Counter => Redeemer.OfStaff(By);

    public Task OnGetAsync() => LoadTodayAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        Result =
            string.IsNullOrWhiteSpace(Code) || Code.Length > MaxTyped
                ? new RedeemResult(RedeemOutcome.ForeignCode)
                : await redemptions.RedeemAsync(Counter, Code, Now, Ct);
        return await AnswerAsync();
    }

    public async Task<IActionResult> OnPostUndoAsync(long redemption)
    {
        Undone = await redemptions.UndoAsync(Counter, redemption, MayUndoOthers, Now, Ct);
        Refusal = Undone ? null : "这次核销不是您做的，不能由您撤销。请找秘书处。";
        return await AnswerAsync();
    }

    public async Task<IActionResult> OnPostFindAsync()
    {
        Found = PlainText.Clean(Who) is { Length: > 0 and <= MaxTyped } who
            ? await redemptions.ListToRedeemAsync(who, MaxFound, Now, Ct)
            : [];
        if (Request.IsPartial)
        {
            return Partial("_Found", this);
        }
        await LoadTodayAsync();
        return Page();
    }

    public async Task<IActionResult> OnPostByHandAsync(long claim)
    {
        Result = await redemptions.RedeemByHandAsync(By, claim, Now, Ct);
        return await AnswerAsync();
    }

    private async Task<IActionResult> AnswerAsync()
    {
        await LoadTodayAsync();
        return Request.IsPartial ? Partial("_Answer", this) : Page();
    }

    private async Task LoadTodayAsync() => Today = await redemptions.ListSinceAsync(Counter, China.Midnight(China.Date(Now)), MaxShown, Ct);
}
