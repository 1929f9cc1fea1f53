using CsrmeWeChat.Foundation.Console;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Benefits.Pages;

[Allowed(Role.Admin, Role.Secretary)]
[RequestSizeLimit(MaxBytes)]
[RequestFormLimits(MultipartBodyLengthLimit = MaxBytes, ValueLengthLimit = MaxBytes)]
public sealed class VouchersModel(BenefitStore benefits, VoucherStore vouchers, VoucherRestore restore) : ConsolePage
{
    public const int MaxShown = 500;

    private const int MaxUploads = 20;

    /// <summary>The size of the largest file and of what a form puts around it.</summary>
    private const int MaxBytes = VoucherUpload.MaxBytes + 64 * 1024;

    [FromRoute]
    public long Id { get; set; }

    [BindProperty]
    public IFormFile? Codes { get; set; }

    [BindProperty]
    public string? Pasted { get; set; }

    /// <summary>After a restore: the last serial that was given out.</summary>
    [BindProperty]
    public int? Last { get; set; }

    public Benefit Benefit { get; private set; } = null!;

    public HeldVouchers? Held { get; private set; }

    public VoucherReport? Report { get; private set; }

    /// <summary>What was uploaded, latest first.</summary>
    public IReadOnlyList<VoucherBatch> Uploads { get; private set; } = [];

    /// <summary>Whether it stands at the end of the pool and no member has any of it.</summary>
    public bool CanTakeBack(VoucherBatch upload) =>
        upload.First > Benefit.Issued && upload.Last == Benefit.Stock && upload.Amount == upload.Last - upload.First + 1;

    protected override async Task<bool> FindAsync()
    {
        await LoadAsync();
        if (Benefit is { IsOnHold: true })
        {
            Held = (await restore.ListAsync(Ct)).FirstOrDefault(held => held.Id == Id);
        }
        return Benefit is { Kind: BenefitKind.Voucher };
    }

    public void OnGet() { }

    public async Task<IActionResult> OnPostLastAsync()
    {
        if (Last is not { } last)
        {
            return Refuse("请填写最后发出的序号。");
        }
        if (await restore.ReleaseAsync(By, Id, last, Now, Ct) is VoucherRestoreOutcome.NoSuchSerial)
        {
            return Refuse($"序号应在 {Benefit.Issued} 到 {Benefit.Stock} 之间。");
        }
        Done("已核对，可以继续发放。");
        return RedirectToPage();
    }

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
        await LoadAsync();
        Pasted = null;
        return Page();
    }

    public async Task<IActionResult> OnPostTakeBackAsync(long upload)
    {
        switch (await vouchers.TakeBackAsync(By, Id, upload, Now, Ct))
        {
            case TakeBackOutcome.GivenOut:
                return Refuse("其中已有兑换码发给会员，不能撤回。");
            case TakeBackOutcome.NotLast:
                return Refuse("之后又加入了别的兑换码。请先撤回后来的，再撤回这一批。");
            case TakeBackOutcome.TakenBack:
                Done("已撤回这一批兑换码。");
                break;
            case TakeBackOutcome.NoSuchUpload:
                Done("这一批已经撤回了。");
                break;
        }
        return RedirectToPage(new { Id });
    }

    private async Task LoadAsync()
    {
        Benefit = (await benefits.FindAsync(Id, Ct))!;
        Uploads = await vouchers.ListUploadsAsync(Id, MaxUploads, Ct);
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
