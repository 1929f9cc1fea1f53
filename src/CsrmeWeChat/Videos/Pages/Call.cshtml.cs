using CsrmeWeChat.Costs;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Videos.Pages;

[Allowed(Role.Admin, Role.Secretary, Role.Reviewer)]
public sealed class CallModel(CallStore calls, CallFigures counts, CostBook costs, VideoPackages packages, AuditTrail audit) : ConsolePage
{
    [FromRoute]
    public long Id { get; set; }

    /// <summary>The revision that the page showed.</summary>
    [BindProperty]
    public long Revision { get; set; }

    /// <summary>Of a cost; what was typed stays where it is refused.</summary>
    [BindProperty(Name = "label")]
    public string? Label { get; set; }

    [BindProperty(Name = "yuan")]
    public string? Yuan { get; set; }

    public VideoCall Call { get; private set; } = null!;

    public CallCount Figures { get; private set; } = null!;

    public IReadOnlyList<Cost> Costs { get; private set; } = [];

    private CostSubject Subject => new("call", Id, Call.Title);

    public bool MayWrite => Me.Is(Role.Admin, Role.Secretary);

    protected override async Task<bool> FindAsync()
    {
        if (await calls.FindAsync(Id, Ct) is not { } call)
        {
            return false;
        }
        Call = call;
        Figures = (await counts.CountAsync([Id], Ct))[Id];
        Costs = await costs.ListAsync(Subject, Ct);
        return true;
    }

    public void OnGet() { }

    [Allowed(Role.Admin, Role.Secretary)]
    public Task<IActionResult> OnPostPublishAsync() => MoveAsync(CallState.Published, "已发布，小程序里可以投稿了。");

    [Allowed(Role.Admin, Role.Secretary)]
    public Task<IActionResult> OnPostWithdrawAsync() => MoveAsync(CallState.Withdrawn, "已撤下。");

    [Allowed(Role.Admin, Role.Secretary)]
    public async Task<IActionResult> OnPostAddCostAsync()
    {
        if (await costs.AddAsync(By, Subject, Label, Yuan, Now, Ct) is { } why)
        {
            return Refuse(why);
        }
        return RedirectToPage(new { Id });
    }

    [Allowed(Role.Admin, Role.Secretary)]
    public async Task<IActionResult> OnPostRemoveCostAsync(long costId)
    {
        await costs.RemoveAsync(By, Subject, costId, Now, Ct);
        return RedirectToPage(new { Id });
    }

    /// <summary>The files as the authors sent them.</summary>
    [Allowed(Role.Admin, Role.Secretary)]
    public Task<IActionResult> OnGetOriginalsAsync() => PackAsync("原件", packages.WriteOriginalsAsync);

    /// <summary>What is needed to put the accepted videos into 视频号.</summary>
    [Allowed(Role.Admin, Role.Secretary)]
    public Task<IActionResult> OnGetChannelAsync() => PackAsync("视频号发布包", packages.WriteForChannelAsync);

    private async Task<IActionResult> PackAsync(string what, Func<long, Stream, CancellationToken, Task> write)
    {
        HttpContext.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
        await audit.AddAsync(By, new Change("call.export", "call", Id, Call.Title, After: new { kind = what }), Now, Ct);
        return new ZipResult($"{Call.Title}-{what}.zip", (to, ct) => write(Id, to, ct));
    }

    private async Task<IActionResult> MoveAsync(CallState to, string done)
    {
        if (!await calls.MoveAsync(By, Call with { Revision = Revision }, to, Now, Ct))
        {
            return Refuse("刚才另一位同事改过这次征集，请看现在的内容再决定。");
        }
        Done(done);
        return RedirectToPage(new { Id });
    }
}
