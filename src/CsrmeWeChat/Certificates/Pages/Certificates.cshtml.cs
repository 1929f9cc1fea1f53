using CsrmeWeChat.Certificates.Printing;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Certificates.Pages;

[Allowed(Role.Admin, Role.Secretary)]
public sealed class CertificatesModel(
    CertificateStore certificates,
    CertificatePress press,
    CertificatePackages packages,
    CertificateAddresses addresses,
    IEnumerable<CertificatePanel> panels,
    AuditTrail audit
) : ListPage
{
    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true, Name = "panel")]
    public string? Panel { get; set; }

    /// <summary>With <see cref="Panel"/>: of one contest, and not of all.</summary>
    [BindProperty(SupportsGet = true, Name = "of")]
    public long? Of { get; set; }

    [BindProperty(SupportsGet = true, Name = "state")]
    public CertificateState? State { get; set; }

    public IReadOnlyList<Certificate> Items { get; private set; } = [];

    public IReadOnlyList<CertificatePanel> Panels { get; } = [.. panels];

    public bool HasMore { get; private set; }

    public bool IsFiltered => Filter != new CertificateFilter() || P > 1;

    /// <summary>What all that is listed is for, where it is for one thing.</summary>
    public string? Occasion => HasPlace ? Items.FirstOrDefault()?.Occasion : null;

    public bool HasPlace => Filter is { Panel: not null, PanelId: not null };

    /// <summary>Null where files can be made.</summary>
    public string? WhyNotReady => press.IsReady ? null : press.WhyNotReady;

    private CertificateFilter Filter => new(Q ?? "", string.IsNullOrEmpty(Panel) ? null : Panel, Of, State);

    private string Order => OrderBy(CertificateStore.Columns, "-issued");

    protected override async Task<bool> FindAsync()
    {
        var found = await certificates.ListAsync(Filter, Order, Skip, PageSize + 1, Ct);
        Items = [.. found.Take(PageSize)];
        HasMore = found.Count > PageSize;
        return true;
    }

    public void OnGet() { }

    public Task<IActionResult> OnGetExportAsync() =>
        ExportAsync(
            new Change("certificate.export", "certificate", 0, Occasion ?? "证书"),
            "证书",
            CertificatePackages.Headers,
            RowsAsync()
        );

    /// <summary>The PDFs of all that stand for one thing.</summary>
    public async Task<IActionResult> OnGetPackAsync()
    {
        if (!HasPlace || await certificates.ListIssuedAsync(Panel!, Of!.Value, Ct) is not { Count: > 0 } all)
        {
            return Refuse("请先从一次评选的页面进入，再下载它的全部证书。");
        }
        if (WhyNotReady is { } why)
        {
            return Refuse(why);
        }
        HttpContext.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
        var change = new Change("certificate.pack", "certificate", 0, all[0].Occasion, After: new { count = all.Count });
        await audit.AddAsync(By, change, Now, Ct);
        return new ZipResult($"{all[0].Occasion}-证书.zip", (to, ct) =>
            packages.WriteAsync(all, one => addresses.Verification(one.Code, Request), to, ct)
        );
    }

    private async IAsyncEnumerable<IReadOnlyList<object?>> RowsAsync()
    {
        foreach (var one in await certificates.ListAsync(Filter, Order, 0, int.MaxValue, Ct))
        {
            yield return CertificatePackages.Row(one);
        }
    }
}
