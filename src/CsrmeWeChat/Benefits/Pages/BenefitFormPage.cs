using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Members;
using CsrmeWeChat.Seasons;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Benefits.Pages;

/// <summary>A page on which a benefit is written, with the card a member will see beside it.</summary>
public abstract class BenefitFormPage(EligibleMembers eligible, MemberChoices choices, SeasonStore seasons) : ConsolePage
{
    [BindProperty]
    public BenefitForm Form { get; set; } = new();

    /// <summary>To choose from: what the roster has, and what the form has already.</summary>
    public IReadOnlyList<(string Field, string Legend, IReadOnlyList<string> Names, List<string> Chosen)> Rules { get; private set; } = [];

    public IReadOnlyList<Season> Seasons { get; private set; } = [];

    public PreviewParts Preview { get; private set; } = null!;

    /// <summary>Beyond this length a choice is searched for in a list that scrolls.</summary>
    public const int LongList = 12;

    protected async Task LoadChoicesAsync(BenefitSheet? sheet)
    {
        var (levels, branches, tags) = (await choices.LevelsAsync(Ct), await choices.BranchesAsync(Ct), await choices.TagsAsync(Ct));
        Rules =
        [
            ("Levels", "限会员级别", Names(levels.Select(level => level.Name), Form.Levels), Form.Levels),
            ("Branches", "限分支机构", Names(branches.Select(branch => branch.Name), Form.Branches), Form.Branches),
            ("Tags", "限标签（有其中一个即可）", Names(tags, Form.Tags), Form.Tags),
        ];
        Seasons = await seasons.ListAsync(Ct);
        Preview = await PreviewAsync(sheet);
    }

    protected async Task<PreviewParts> PreviewAsync(BenefitSheet? sheet)
    {
        var (benefit, terms) = (sheet?.Benefit, Form.Benefit.Terms());
        var kind = benefit?.Kind ?? Form.Kind;
        var stock = benefit?.Stock ?? (kind is BenefitKind.Counter ? Form.Stock ?? 0 : 0);
        return new PreviewParts(
            CardPreview.Of(terms, kind, stock, benefit?.Held ?? 0, benefit?.State ?? BenefitState.Draft, Now),
            await eligible.CountAsync(terms, China.Date(Now), Ct)
        );
    }

    private static IReadOnlyList<string> Names(IEnumerable<string> roster, IEnumerable<string> chosen) => [.. roster.Union(chosen)];
}
