using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Members;
using CsrmeWeChat.Seasons;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Benefits.Pages;

[Allowed(Role.Admin, Role.Secretary)]
public sealed class EditBenefitModel(
    BenefitStore benefits,
    AuditSearch audit,
    AuditLabels labels,
    EligibleMembers eligible,
    MemberChoices choices,
    SeasonStore seasons
) : BenefitFormPage(eligible, choices, seasons)
{
    [FromRoute]
    public long Id { get; set; }

    /// <summary>The revision that the form was filled from.</summary>
    [BindProperty]
    public long Revision { get; set; }

    public BenefitDetails Details { get; private set; } = null!;

    public EditConflict? Conflict { get; private set; }

    protected override async Task<bool> FindAsync()
    {
        if (await benefits.FindDetailsAsync(Id, Ct) is not { } details)
        {
            return false;
        }
        Details = details;
        Form.Kind = details.Benefit.Kind;
        Form.Season = details.Season;
        Form.Stock = details.Benefit.Stock;
        return true;
    }

    public async Task OnGetAsync()
    {
        Form = BenefitForm.Of(Details);
        Revision = Details.Revision;
        await LoadChoicesAsync(Details);
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await LoadChoicesAsync(Details);
        foreach (var why in ModelState.IsValid ? Form.WhyRefused(edited: true) : [])
        {
            Refuse(why);
        }
        if (!ModelState.IsValid)
        {
            return Page();
        }
        var definition = Form.Benefit.Definition();
        switch (await benefits.EditAsync(By, Id, Revision, definition, Now, Ct))
        {
            case { Outcome: EditOutcome.NoSuchBenefit }:
                return NotFound();
            case { Outcome: EditOutcome.Refused, Why: var why }:
                return Refuse(why!);
            case { Outcome: EditOutcome.EditedMeanwhile }:
                await LoadConflictAsync(definition);
                return Page();
            default:
                Done("已保存。");
                return RedirectToPage("Benefit", new { Id });
        }
    }

    public async Task<IActionResult> OnPostPreviewAsync() => Partial("_Preview", await PreviewAsync(Details));

    private async Task LoadConflictAsync(BenefitDefinition typed)
    {
        Details = (await benefits.FindDetailsAsync(Id, Ct))!;
        // The next save replaces what stands now.
        Revision = Details.Revision;
        ModelState.Remove(nameof(Revision));
        var edits = new List<AuditEvent>();
        foreach (var action in (string[])["benefit.edit", "benefit.window"])
        {
            edits.AddRange(await audit.LastOfAsync("benefit", Id, 1, Ct, action));
        }
        Conflict = new EditConflict(
            "这项福利",
            $"/staff/benefits/{Id}/edit",
            edits.MaxBy(edit => edit.Seq),
            labels.Differences("benefit", Change.Write(Details.Definition), Change.Write(typed))
        );
    }
}
