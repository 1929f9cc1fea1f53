using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Benefits.Pages;

/// <summary>One member's claim: the ticket to print, and what the secretariat can do about it.</summary>
[Allowed(Role.Admin, Role.Secretary)]
public sealed class ClaimModel(BenefitStore benefits, ClaimSearch search, StaffClaims staffClaims, RedemptionStore redemptions)
    : ConsolePage
{
    private const int ReasonLength = 200;

    [FromRoute]
    public long Id { get; set; }

    [FromRoute]
    public int Serial { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public Benefit Benefit { get; private set; } = null!;

    public ListedClaim Listed { get; private set; } = null!;

    /// <summary>The code in groups of four, to be read out and typed; a partner's code as it is.</summary>
    public string Code => Listed.Voucher ?? string.Join('-', Listed.Code.Chunk(4).Select(four => new string(four)));

    public void OnGet() { }

    public IActionResult OnGetPicture() => File(ClaimCode.Picture(Listed.Voucher ?? ClaimCode.ScanPrefix + Listed.Code), "image/png");

    public async Task<IActionResult> OnPostCancelAsync()
    {
        if (PlainText.Clean(Reason) is not { Length: > 0 and <= ReasonLength } reason)
        {
            return Refuse($"请写明取消的原因，最长 {ReasonLength} 字。");
        }
        if (StaffClaims.WhyNot(await staffClaims.CancelAsync(By, Id, Serial, reason, Now, Ct)) is { } why)
        {
            await FindAsync();
            return Refuse(why);
        }
        Done("已取消领取。");
        return RedirectToPage(new { Id, Serial });
    }

    public async Task<IActionResult> OnPostRedeemAsync()
    {
        var result = await redemptions.RedeemByHandAsync(By, Listed.Id, Now, Ct);
        if (RedemptionEndpoints.WhyNot(result) is var (_, why))
        {
            await FindAsync();
            return Refuse(why);
        }
        Done("已核销。");
        return RedirectToPage(new { Id, Serial });
    }

    public async Task<IActionResult> OnPostUndoAsync(long redemption)
    {
        if (Listed.RedemptionId is not null && Listed.RedemptionId != redemption)
        {
            return Refuse("它在您打开本页之后又被核销过。请看过现在的情况再操作。");
        }
        await redemptions.UndoAsync(Redeemer.OfStaff(By), redemption, evenIfMadeByOthers: true, Now, Ct);
        Done("已撤销核销，这张福利码恢复可用。");
        return RedirectToPage(new { Id, Serial });
    }

    protected override async Task<bool> FindAsync()
    {
        if (await benefits.FindAsync(Id, Ct) is not { } benefit || await search.FindAsync(Id, Serial, Now, Ct) is not { } listed)
        {
            return false;
        }
        Benefit = benefit;
        Listed = listed;
        return true;
    }
}
