using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Members;
using CsrmeWeChat.Seasons;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Benefits.Pages;

[Allowed(Role.Admin, Role.Secretary)]
public sealed class EditBenefitModel(
    BenefitStore benefits,
    AuditSearch trail,
    AuditLabels labels,
    EligibleMembers eligible,
    RosterChoices choices,
    SeasonStore seasons
) : BenefitFormPage(eligible, choices, seasons)
{
    [FromRoute]
    public long Id { get; set; }

    /// <summary>The one the form was filled from.</summary>
    [BindProperty]
    public long Revision { get; set; }

    public BenefitSheet Sheet { get; private set; } = null!;

    public EditConflict? Conflict { get; private set; }

    protected override async Task<bool> FindAsync()
    {
        if (await benefits.FindSheetAsync(Id, Ct) is not { } sheet)
        {
            return false;
        }
        Sheet = sheet;
        (Form.Kind, Form.Season, Form.Stock) = (sheet.Benefit.Kind, sheet.Season, sheet.Benefit.Stock);
        return true;
    }

    public async Task OnGetAsync()
    {
        (Form, Revision) = (BenefitForm.Of(Sheet), Sheet.Revision);
        await LoadChoicesAsync(Sheet);
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await LoadChoicesAsync(Sheet);
        foreach (var why in ModelState.IsValid ? Form.WhyRefused(edited: true) : [])
        {
            Refuse(why);
        }
        if (!ModelState.IsValid)
        {
            return Page();
        }
        var terms = Form.Benefit.Terms();
        switch (await benefits.EditAsync(By, Id, Revision, terms, Now, Ct))
        {
            case { Outcome: EditOutcome.NoSuchBenefit }:
                return NotFound();
            case { Outcome: EditOutcome.Refused, Why: var why }:
                return Refuse(why!);
            case { Outcome: EditOutcome.EditedByOther }:
                await LoadConflictAsync(terms);
                return Page();
            default:
                Done("已保存。");
                return RedirectToPage("Benefit", new { Id });
        }
    }

    public async Task<IActionResult> OnPostPreviewAsync() => Partial("_Preview", await PreviewAsync(Sheet));

    private async Task LoadConflictAsync(BenefitTerms typed)
    {
        Sheet = (await benefits.FindSheetAsync(Id, Ct))!;
        // The next save is over what stands now.
        Revision = Sheet.Revision;
        ModelState.Remove(nameof(Revision));
        var edits = new List<AuditEvent>();
        foreach (var action in (string[])["benefit.edit", "benefit.window"])
        {
            edits.AddRange(
                await trail.ListAsync(new AuditFilter(null, action, "benefit", Id, "", null, null), "seq DESC", skip: 0, limit: 1, Ct)
            );
        }
        Conflict = new EditConflict(
            "这项福利",
            $"/staff/benefits/{Id}/edit",
            edits.MaxBy(edit => edit.Seq),
            labels.Differences("benefit", Change.Write(Sheet.Terms), Change.Write(typed))
        );
    }
}
