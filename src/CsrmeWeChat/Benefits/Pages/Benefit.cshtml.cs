using System.ComponentModel.DataAnnotations;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Media;
using CsrmeWeChat.Seasons;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Benefits.Pages;

/// <summary>One benefit: its figures, and what can be done to it while it runs.</summary>
[Allowed(Role.Admin, Role.Secretary), TakesFiles(MaxUpload)]
public sealed class BenefitModel(
    BenefitStore benefits,
    BenefitOperations operations,
    BenefitCopies copies,
    ClaimSearch claims,
    Pictures pictures,
    SeasonChoice choice,
    AuditSearch audit
) : ConsolePage
{
    /// <summary>More than a picture may have: one that is too large is refused in words and not by the server's limit.</summary>
    private const int MaxUpload = 48 << 20;

    private const int HistoryLength = 10;

    [FromRoute]
    public long Id { get; set; }

    /// <summary>A form of which only the times are filled.</summary>
    [BindProperty]
    public BenefitForm Windows { get; set; } = new();

    [BindProperty]
    public long Revision { get; set; }

    [BindProperty]
    [Display(Name = "增加的份数")]
    public int? More { get; set; }

    [BindProperty]
    public IFormFile? PictureFile { get; set; }

    /// <summary>The season into which a copy goes.</summary>
    public int CopyYear { get; private set; }

    /// <summary>The stock that the page showed.</summary>
    [BindProperty]
    public int Seen { get; set; }

    public BenefitDetails Details { get; private set; } = null!;

    public CardPreview Card { get; private set; } = null!;

    public int Redeemed { get; private set; }

    public IReadOnlyList<AuditEvent> History { get; private set; } = [];

    public string StateExplained =>
        Details.Benefit.State switch
        {
            BenefitState.Draft => "会员还看不到。",
            BenefitState.Published => "会员能看到，在领取时间内能领取。",
            BenefitState.Closed => "会员能看到，不能再领取；已领取的仍可使用。",
        };

    /// <summary>What can be done to the state as it is.</summary>
    public IEnumerable<StateButton> StateButtons =>
        Details.Benefit switch
        {
            { State: BenefitState.Draft } => [StateButton.Publish],
            { State: BenefitState.Published, Issued: 0 } => [StateButton.Close, StateButton.Withdraw],
            { State: BenefitState.Published } => [StateButton.Close],
            _ => [StateButton.Reopen],
        };

    public IEnumerable<string> Warnings
    {
        get
        {
            if (Details.Benefit.State is BenefitState.Closed)
            {
                yield break;
            }
            if (Details.Benefit is { Kind: BenefitKind.Voucher, Stock: 0 })
            {
                yield return "还没有兑换码。";
            }
            if (Now >= Details.Benefit.ClosesAt)
            {
                yield return "领取时间已经过去。";
            }
        }
    }

    protected override async Task<bool> FindAsync() => await benefits.FindAsync(Id, Ct) is not null;

    public async Task OnGetAsync()
    {
        await LoadAsync();
        Windows = BenefitForm.Of(Details);
    }

    public async Task<IActionResult> OnPostStateAsync(BenefitState from, BenefitState to) =>
        ModelState.IsValid ? await DoneAsync((await operations.SetStateAsync(By, Id, from, to, Now, Ct)).WhyNot, SaidOf(to)) : BadRequest();

    public async Task<IActionResult> OnPostStockAsync() =>
        !ModelState.IsValid
            ? await RefusedAsync(null)
            : await DoneAsync(
                More is { } more ? (await operations.AddStockAsync(By, Id, more, Seen, Now, Ct)).WhyNot : "请填写增加的份数。",
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
        var opens = LocalTimes.At(Windows.OpensAt);
        var closes = LocalTimes.At(Windows.ClosesAt);
        var use = LocalTimes.At(Windows.UseUntil);
        if (BenefitDefinition.WhyWindowsRefused(opens, closes, use) is { } refusal)
        {
            return await RefusedAsync(refusal, typed: true);
        }
        switch (await benefits.SetWindowsAsync(By, Id, Revision, opens, closes, use, Now, Ct))
        {
            case { Outcome: EditOutcome.EditedMeanwhile }:
                await LoadAsync();
                return await RefusedAsync(WindowsEditedMeanwhile(), typed: true);
            case { Why: { } why }:
                return await RefusedAsync(why, typed: true);
            default:
                return await DoneAsync(null, "时间已调整。");
        }
    }

    public async Task<IActionResult> OnPostPictureAsync()
    {
        if (PictureFile is not { Length: > 0 } file)
        {
            return await RefusedAsync("请选择一张图片。");
        }
        using var content = new MemoryStream();
        await file.CopyToAsync(content, Ct);
        var (name, why) = await pictures.AddAsync(content.ToArray(), Ct);
        if (name is null)
        {
            return await RefusedAsync($"图片没有更换：{why}");
        }
        await benefits.SetPictureAsync(By, Id, pictures.Measure(name), Now, Ct);
        return await DoneAsync(null, "图片已更换。");
    }

    public async Task<IActionResult> OnPostNoPictureAsync()
    {
        await benefits.SetPictureAsync(By, Id, Picture.None, Now, Ct);
        return await DoneAsync(null, "图片已去掉。");
    }

    public async Task<IActionResult> OnPostCopyAsync()
    {
        await LoadAsync();
        var (id, refusal) = await copies.CopyAsync(By, Id, CopyYear, Now, Ct);
        if (refusal is not null)
        {
            return await RefusedAsync(refusal);
        }
        Done($"已复制到 {CopyYear} 年度，现在是草稿。{(CopyYear == Details.Season ? "日期照旧" : "日期已按年顺延")}，请核对后保存。");
        return RedirectToPage("EditBenefit", new { id });
    }

    public async Task<IActionResult> OnPostRemoveAsync()
    {
        if ((await operations.RemoveAsync(By, Id, Now, Ct)).WhyNot is { } why)
        {
            return await FindAsync() ? await RefusedAsync(why) : NotFound();
        }
        Done("福利已删除。");
        return RedirectToPage("Benefits");
    }

    private static string SaidOf(BenefitState to) =>
        to switch
        {
            BenefitState.Draft => "已撤回为草稿，会员看不到了。",
            BenefitState.Published => "已发布，会员现在可以看到。",
            BenefitState.Closed => "已关闭领取。",
        };

    private string WindowsEditedMeanwhile()
    {
        var now = Details.Definition;
        var opens = BenefitForm.TimeOrPending(now.OpensAt);
        var closes = BenefitForm.TimeOrPending(now.ClosesAt);
        var use = BenefitForm.TimeOrPending(now.UseUntil);
        var other = History.FirstOrDefault(row => row.Action is "benefit.edit" or "benefit.window");
        return $"您打开本页之后，{other?.Actor ?? "别人"}已修改了这项福利，现在的时间是 {opens}、{closes}、{use}。"
            + "您的修改没有保存，填写的时间还在下面，请核对后再提交一次。";
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

    /// <param name="typed">Keeps the times that were typed.</param>
    private async Task<IActionResult> RefusedAsync(string? why, bool typed = false)
    {
        await LoadAsync();
        if (!typed)
        {
            Windows = BenefitForm.Of(Details);
        }
        return why is null ? Page() : Refuse(why);
    }

    private async Task LoadAsync()
    {
        Details = (await benefits.FindDetailsAsync(Id, Ct))!;
        var benefit = Details.Benefit;
        Revision = Details.Revision;
        Seen = benefit.Stock;
        Card = CardPreview.Of(Details.Definition, benefit.Kind, benefit.Stock, benefit.Held, benefit.State, Now) with
        {
            Picture = benefit.PictureAnswer,
        };
        CopyYear = (await choice.OfAsync(HttpContext, Ct)).Chosen?.Year ?? Details.Season;
        Redeemed = await claims.CountRedeemedAsync(Id, Ct);
        History = await audit.LastOfAsync("benefit", Id, HistoryLength, Ct);
    }
}

/// <param name="From">The state that the page shows, so that a stale page changes nothing.</param>
/// <param name="Look">Classes of the button beside <c>btn</c>.</param>
/// <param name="Question">Asked before the state is set.</param>
public sealed record StateButton(BenefitState From, BenefitState To, string Text, string Look, string Question)
{
    public static readonly StateButton Publish = new(
        BenefitState.Draft,
        BenefitState.Published,
        "发布",
        "btn-primary",
        "发布后会员能看到，到开始时间就能领取。确定发布？"
    );

    public static readonly StateButton Close = new(
        BenefitState.Published,
        BenefitState.Closed,
        "关闭领取",
        "",
        "关闭后会员不能再领取，已领取的仍可使用。确定关闭？"
    );

    public static readonly StateButton Withdraw = new(
        BenefitState.Published,
        BenefitState.Draft,
        "撤回为草稿",
        "",
        "还没有人领取。撤回后会员看不到这项福利。确定撤回？"
    );

    public static readonly StateButton Reopen = new(
        BenefitState.Closed,
        BenefitState.Published,
        "重新开放",
        "btn-primary",
        "在领取时间内，会员又能领取。确定重新开放？"
    );
}
