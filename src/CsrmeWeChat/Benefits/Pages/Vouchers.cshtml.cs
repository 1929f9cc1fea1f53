using CsrmeWeChat.Foundation.Console;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Benefits.Pages;

[Allowed(Role.Admin, Role.Secretary)]
[RequestSizeLimit(MaxBytes)]
[RequestFormLimits(MultipartBodyLengthLimit = MaxBytes, ValueLengthLimit = MaxBytes)]
public sealed class VouchersModel(BenefitStore benefits, VoucherStore vouchers) : ConsolePage
{
    public const int MaxShown = 500;

    /// <summary>The size of the largest file and of what a form puts around it.</summary>
    private const int MaxBytes = VoucherUpload.MaxBytes + 64 * 1024;

    [FromRoute]
    public long Id { get; set; }

    [BindProperty]
    public IFormFile? Codes { get; set; }

    [BindProperty]
    public string? Pasted { get; set; }

    public Benefit Benefit { get; private set; } = null!;

    public VoucherReport? Report { get; private set; }

    protected override async Task<bool> FindAsync()
    {
        Benefit = (await benefits.FindAsync(Id, Ct))!;
        return Benefit is { Kind: BenefitKind.Voucher };
    }

    public void OnGet() { }

    /// <summary>Shows the report without a redirect: a form sent again finds all codes there already and adds none.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        if ((Codes is null) == string.IsNullOrWhiteSpace(Pasted))
        {
            return Refuse(Codes is null ? "请选择文件，或粘贴兑换码。" : "文件和粘贴的内容请只选一种。");
        }
        HttpContext.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
        var upload = await ReadAsync();
        if (upload.Refusal is { } refusal)
        {
            return Refuse(refusal);
        }
        Report = await vouchers.AddAsync(By, Id, upload, Now, Ct);
        Benefit = (await benefits.FindAsync(Id, Ct))!;
        Pasted = null;
        return Page();
    }

    private async Task<VoucherUpload> ReadAsync()
    {
        if (Codes is null)
        {
            return VoucherUpload.FromText(Pasted!);
        }
        await using var stream = Codes.OpenReadStream();
        return VoucherUpload.FromFile(stream, Codes.FileName);
    }
}
