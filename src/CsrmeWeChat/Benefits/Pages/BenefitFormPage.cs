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

    /// <summary>The choices of each rule: what the roster has, and what the form has already.</summary>
    public IReadOnlyList<(string Field, string Legend, IReadOnlyList<string> Names, List<string> Chosen)> Rules { get; private set; } = [];

    public IReadOnlyList<Season> Seasons { get; private set; } = [];

    public PreviewParts Preview { get; private set; } = null!;

    /// <summary>A longer list of choices scrolls.</summary>
    public const int LongList = 12;

    protected async Task LoadChoicesAsync(BenefitDetails? details)
    {
        var levels = await choices.OfferedLevelsAsync(Ct);
        var branches = await choices.OfferedBranchesAsync(Ct);
        var tags = await choices.TagsAsync(Ct);
        Rules =
        [
            ("Levels", "限会员级别（有其中一个即可）", Names(levels.Select(level => level.Name), Form.Levels), Form.Levels),
            ("Branches", "限分支机构（属于其中一个即可）", Names(branches.Select(branch => branch.Name), Form.Branches), Form.Branches),
            ("Tags", "限标签（有其中一个即可）", Names(tags, Form.Tags), Form.Tags),
        ];
        Seasons = await seasons.ListAsync(Ct);
        Preview = await PreviewAsync(details);
    }

    protected async Task<PreviewParts> PreviewAsync(BenefitDetails? details)
    {
        var benefit = details?.Benefit;
        var definition = Form.Benefit.Definition();
        var kind = benefit?.Kind ?? Form.Kind;
        var stock = benefit?.Stock ?? (kind is BenefitKind.Counter ? Form.Stock ?? 0 : 0);
        var card = CardPreview.Of(definition, kind, stock, benefit?.Held ?? 0, benefit?.State ?? BenefitState.Draft, Now);
        return new PreviewParts(card with { Picture = benefit?.PictureAnswer }, await eligible.CountAsync(definition, China.Date(Now), Ct));
    }

    private static IReadOnlyList<string> Names(IEnumerable<string> roster, IEnumerable<string> chosen) => [.. roster.Union(chosen)];
}
