using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Benefits.Pages;

/// <summary>
/// 签名表: who has claimed, to be printed and signed at the counter. Looking at it is written to the trail, as an export is.
/// </summary>
[Allowed(Role.Admin, Role.Secretary)]
public sealed class SheetModel(BenefitStore benefits, SignatureSheet sheet, AuditTrail audit) : ConsolePage
{
    [FromRoute]
    public long Id { get; set; }

    public Benefit Benefit { get; private set; } = null!;

    public List<SignatureLine> Lines { get; } = [];

    protected override async Task<bool> FindAsync()
    {
        Benefit = (await benefits.FindAsync(Id, Ct))!;
        return Benefit is not null;
    }

    public async Task OnGetAsync()
    {
        await audit.AddAsync(By, new Change("claim.sheet", "benefit", Id, Benefit.Title), Now, Ct);
        await foreach (var line in sheet.ListAsync(Id, Ct))
        {
            Lines.Add(line);
        }
    }
}
