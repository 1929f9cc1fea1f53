using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Benefits.Pages;

/// <summary>One member's claim: its ticket to print, and what the secretariat can do about it.</summary>
[Allowed(Role.Admin, Role.Secretary)]
public sealed class ClaimModel(BenefitStore benefits, ClaimList claims, StaffClaims staffClaims, RedemptionStore redemptions) : ConsolePage
{
    private const int ReasonLength = 200;

    [FromRoute]
    public long Id { get; set; }

    [FromRoute]
    public int Serial { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public Benefit Benefit { get; private set; } = null!;

    public ClaimLine Line { get; private set; } = null!;

    /// <summary>In fours, to be read out and typed.</summary>
    public string Code => Line.Voucher ?? string.Join('-', Line.Code.Chunk(4).Select(four => new string(four)));

    public void OnGet() { }

    public IActionResult OnGetPicture() =>
        File(CsrmeWeChat.Benefits.Claim.Picture(Line.Voucher ?? CsrmeWeChat.Benefits.Claim.ScanPrefix + Line.Code), "image/png");

    public async Task<IActionResult> OnPostCancelAsync()
    {
        if (PlainText.Clean(Reason) is not { Length: > 0 and <= ReasonLength } reason)
        {
            return Refuse($"请写明取消的原因，最长 {ReasonLength} 字。");
        }
        if ((await staffClaims.CancelAsync(By, Id, Serial, reason, Now, Ct)).WhyNotForStaff is { } why)
        {
            await FindAsync();
            return Refuse(why);
        }
        Done("已取消领取。");
        return RedirectToPage(new { Id, Serial });
    }

    public async Task<IActionResult> OnPostUndoAsync(long redemption)
    {
        if (Line.RedemptionId is not null && Line.RedemptionId != redemption)
        {
            return Refuse("它在您打开本页之后又被核销过。请看过现在的情况再操作。");
        }
        await redemptions.UndoAsync(Redeemer.OfStaff(By), redemption, anybodys: true, Now, Ct);
        Done("已撤销核销，这张福利码又能使用。");
        return RedirectToPage(new { Id, Serial });
    }

    protected override async Task<bool> FindAsync()
    {
        if (await benefits.FindAsync(Id, Ct) is not { } benefit || await claims.FindAsync(Id, Serial, Now, Ct) is not { } line)
        {
            return false;
        }
        (Benefit, Line) = (benefit, line);
        return true;
    }
}
