using System.ComponentModel.DataAnnotations;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Benefits.Pages;

/// <summary>One benefit, and what can be done to it while it runs.</summary>
[Allowed(Role.Admin, Role.Secretary)]
public sealed class BenefitModel(BenefitStore benefits, BenefitRun run, ClaimList claims, AuditSearch trail) : ConsolePage
{
    private const int HistoryLength = 10;

    [FromRoute]
    public long Id { get; set; }

    /// <summary>Only its times.</summary>
    [BindProperty]
    public BenefitForm Windows { get; set; } = new();

    [BindProperty]
    public long Revision { get; set; }

    [BindProperty]
    [Display(Name = "增加的份数")]
    public int? More { get; set; }

    /// <summary>The stock that was on the page.</summary>
    [BindProperty]
    public int Seen { get; set; }

    public BenefitSheet Sheet { get; private set; } = null!;

    public CardPreview Card { get; private set; } = null!;

    public int Redeemed { get; private set; }

    public IReadOnlyList<AuditEvent> History { get; private set; } = [];

    public string StateSaid =>
        Sheet.Benefit.State switch
        {
            BenefitState.Draft => "会员还看不到。",
            BenefitState.Published => "会员能看到，在领取时间内能领取。",
            BenefitState.Closed => "会员能看到，不能再领取；已领取的仍可使用。",
        };

    public IEnumerable<string> Warnings
    {
        get
        {
            if (Sheet.Benefit.State is BenefitState.Closed)
            {
                yield break;
            }
            if (Sheet.Benefit is { Kind: BenefitKind.Voucher, Stock: 0 })
            {
                yield return "还没有兑换码。";
            }
            if (Now >= Sheet.Benefit.ClosesAt)
            {
                yield return "领取时间已经过去。";
            }
        }
    }

    protected override async Task<bool> FindAsync() => await benefits.FindAsync(Id, Ct) is not null;

    public async Task OnGetAsync()
    {
        await LoadAsync();
        Windows = BenefitForm.Of(Sheet);
    }

    public async Task<IActionResult> OnPostStateAsync(BenefitState from, BenefitState to) =>
        ModelState.IsValid
            ? await DoneAsync((await run.SetStateAsync(By, Id, from, to, Now, Ct)).WhyNot, $"状态：{to.Word}。")
            : BadRequest();

    public async Task<IActionResult> OnPostStockAsync() =>
        !ModelState.IsValid
            ? await RefusedAsync(null)
            : await DoneAsync(
                More is { } more ? (await run.AddStockAsync(By, Id, more, Seen, Now, Ct)).WhyNot : "请填写增加的份数。",
                "总量已调整。"
            );

    public async Task<IActionResult> OnPostWindowsAsync()
    {
        if (!ModelState.IsValid)
        {
            return await RefusedAsync(null, typed: true);
        }
        if (!LocalTimes.AreTimes(Windows.OpensAt, Windows.ClosesAt, Windows.UseUntil))
        {
            return await RefusedAsync("请填写开始领取、结束领取和使用截止的时间。", typed: true);
        }
        var (opens, closes, use) = (LocalTimes.At(Windows.OpensAt), LocalTimes.At(Windows.ClosesAt), LocalTimes.At(Windows.UseUntil));
        if (BenefitTerms.WhyWindowsRefused(opens, closes, use) is { } refusal)
        {
            return await RefusedAsync(refusal, typed: true);
        }
        switch (await benefits.SetWindowsAsync(By, Id, Revision, opens, closes, use, Now, Ct))
        {
            case { Outcome: EditOutcome.EditedByOther }:
                await LoadAsync();
                var now = Sheet.Terms;
                var other = History.FirstOrDefault(row => row.Action is "benefit.edit" or "benefit.window");
                return await RefusedAsync(
                    $"您打开本页之后，{other?.Actor ?? "别人"}已修改了这项福利，现在的时间是 {Stages.When(now.OpensAt)}、{Stages.When(now.ClosesAt)}、{Stages.When(now.UseUntil)}。"
                        + "您的修改没有保存，填写的时间还在下面，请核对后再提交一次。",
                    typed: true
                );
            case { Why: { } why }:
                return await RefusedAsync(why, typed: true);
            default:
                return await DoneAsync(null, "时间已调整。");
        }
    }

    private async Task<IActionResult> DoneAsync(string? whyNot, string done)
    {
        if (whyNot is not null)
        {
            return await RefusedAsync(whyNot);
        }
        Done(done);
        return RedirectToPage(new { Id });
    }

    /// <param name="typed">The times that were typed stay.</param>
    private async Task<IActionResult> RefusedAsync(string? why, bool typed = false)
    {
        await LoadAsync();
        if (!typed)
        {
            Windows = BenefitForm.Of(Sheet);
        }
        return why is null ? Page() : Refuse(why);
    }

    private async Task LoadAsync()
    {
        Sheet = (await benefits.FindSheetAsync(Id, Ct))!;
        var benefit = Sheet.Benefit;
        (Revision, Seen) = (Sheet.Revision, benefit.Stock);
        Card = CardPreview.Of(Sheet.Terms, benefit.Kind, benefit.Stock, benefit.Held, benefit.State, Now);
        Redeemed = await claims.CountRedeemedAsync(Id, Ct);
        History = await trail.ListAsync(new AuditFilter(null, null, "benefit", Id, "", null, null), "seq DESC", skip: 0, HistoryLength, Ct);
    }
}

public sealed record StateButton(BenefitState From, BenefitState To, string Text, string Look, string Question);
