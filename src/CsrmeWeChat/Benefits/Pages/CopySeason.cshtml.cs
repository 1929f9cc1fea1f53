using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Seasons;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Benefits.Pages;

/// <summary>Takes over the benefits of an earlier season as drafts.</summary>
[Allowed(Role.Admin, Role.Secretary)]
public sealed class CopySeasonModel(BenefitCopies copies, BenefitSearch search, SeasonStore seasons, SeasonChoice choice) : ConsolePage
{
    private const int MaxShown = 200;

    [BindProperty(SupportsGet = true, Name = "from")]
    public int From { get; set; }

    [BindProperty]
    public int To { get; set; }

    public IReadOnlyList<Season> Seasons { get; private set; } = [];

    public IReadOnlyList<ListedBenefit> Items { get; private set; } = [];

    public async Task OnGetAsync()
    {
        Seasons = await seasons.ListAsync(Ct);
        var chosen = (await choice.OfAsync(HttpContext, Ct)).Chosen ?? Seasons.FirstOrDefault();
        To = To == 0 ? chosen?.Year ?? 0 : To;
        From = From == 0 ? Seasons.FirstOrDefault(season => season.Year < To && season.Benefits > 0)?.Year ?? 0 : From;
        Items = await search.ListAsync(new BenefitFilter(Season: From), BenefitSearch.Columns["opens"], 0, MaxShown, Now, Ct);
    }

    public async Task<IActionResult> OnPostAsync()
    {
        var (copied, skipped, refusal) = await copies.CopySeasonAsync(By, From, To, Now, Ct);
        if (refusal is not null)
        {
            await OnGetAsync();
            return Refuse(refusal);
        }
        var there = skipped == 0 ? "" : $"{skipped} 项 {To} 年度已有同名的，没有复制。";
        Done(
            copied == 0
                ? $"没有可复制的福利。{there}"
                : $"{copied} 项福利已复制到 {To} 年度，都是草稿。{there}请逐项核对时间和总量，再发布。"
        );
        SeasonChoice.Choose(HttpContext, To);
        return RedirectToPage("Benefits");
    }
}
