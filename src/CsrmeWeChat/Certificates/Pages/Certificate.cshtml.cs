using CsrmeWeChat.Certificates.Printing;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CsrmeWeChat.Certificates.Pages;

/// <summary>One certificate: its files, and what is to be done where it is wrong.</summary>
[Allowed(Role.Admin, Role.Secretary)]
public sealed class CertificateModel(
    CertificateStore certificates,
    CertificateStates states,
    CertificatePress press,
    CertificateAddresses addresses,
    AuditSearch history
) : ConsolePage
{
    private const int HistoryLength = 10;

    private const string Moved = "刚才另一位同事撤销或换发过，请看现在的状态再决定。";

    [FromRoute]
    public long Id { get; set; }

    /// <summary>The revision that the page showed.</summary>
    [BindProperty]
    public long Revision { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Unit { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public Certificate Found { get; private set; } = null!;

    public IReadOnlyList<AuditEvent> History { get; private set; } = [];

    /// <summary>Null where files can be made.</summary>
    public string? WhyNotReady => press.IsReady ? null : press.WhyNotReady;

    /// <summary>What of this certificate no font has.</summary>
    public IReadOnlyList<string> Undrawn => press.WhatCannotBeDrawn(Found.Printed);

    public string VerificationAddress => addresses.Verification(Found.Code, Request);

    public string PdfAddress => addresses.File(Found.Code, CertificateAddresses.Pdf, Now);

    public string PictureAddress => addresses.File(Found.Code, CertificateAddresses.Picture, Now);

    protected override async Task<bool> FindAsync()
    {
        if (await certificates.FindAsync(Id, Ct) is not { } found)
        {
            return false;
        }
        Found = found;
        History = await history.LastOfAsync("certificate", Id, HistoryLength, Ct);
        return true;
    }

    public void OnGet() { }

    public async Task<IActionResult> OnPostRevokeAsync()
    {
        if (ReasonGiven is not { } reason)
        {
            return RefuseReason();
        }
        if (await states.RevokeAsync(By, Found with { Revision = Revision }, reason, Now, Ct) is not CertificateOutcome.Done)
        {
            return Refuse(Moved);
        }
        Done("已撤销。公众查验时会看到“证书已撤销”。");
        return RedirectToPage(new { Id });
    }

    public async Task<IActionResult> OnPostReissueAsync()
    {
        var (name, unit) = (PlainText.Clean(Name), PlainText.Clean(Unit));
        if (ReasonGiven is not { } reason)
        {
            return RefuseReason();
        }
        if (name.Length is 0 or > CertificateDraft.MaxName || unit.Length > CertificateDraft.MaxUnit)
        {
            return Refuse($"请填写姓名（最长 {CertificateDraft.MaxName} 字）和单位（最长 {CertificateDraft.MaxUnit} 字）。");
        }
        if (press.WhatCannotBeDrawn(name + unit) is { Count: > 0 } undrawn)
        {
            return Refuse($"证书字体里没有这些字：{string.Join("、", undrawn)}。请与本人核对，改用能印出的写法。");
        }
        var reissued = await states.ReissueAsync(By, Found with { Revision = Revision }, name, unit, reason, Now, Ct);
        if (reissued.New is not { } issued)
        {
            return Refuse(Moved);
        }
        Done("已换发，新证书有新的编号；原证书已作废。");
        return RedirectToPage(new { issued.Id });
    }

    private string? ReasonGiven => PlainText.Clean(Reason) is { Length: > 0 and <= CertificateDraft.MaxReason } reason ? reason : null;

    private PageResult RefuseReason() => Refuse($"请写明原因，最长 {CertificateDraft.MaxReason} 字。");
}
