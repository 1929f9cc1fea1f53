using CsrmeWeChat.Foundation.Console;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Judging.Pages;

[Allowed(Role.Admin, Role.Secretary)]
public sealed class RoundEditModel(RoundStore rounds, RoundDesk desk) : ConsolePage
{
    [FromRoute]
    public long Id { get; set; }

    /// <summary>The revision that the form was filled from.</summary>
    [BindProperty]
    public long Revision { get; set; }

    [BindProperty]
    public RoundForm Form { get; set; } = new();

    public Round Round { get; private set; } = null!;

    protected override async Task<bool> FindAsync()
    {
        if (await rounds.FindAsync(Id, Ct) is not { } round)
        {
            return false;
        }
        Round = round;
        Form.Candidates = await desk.ListCandidatesAsync(Ct);
        return true;
    }

    public async Task OnGetAsync()
    {
        var candidates = Form.Candidates;
        (Form, Revision) = (RoundForm.Of(Round, await rounds.ListJurorsAsync(Id, Ct)), Round.Revision);
        Form.Candidates = candidates;
    }

    public async Task<IActionResult> OnPostAsync()
    {
        foreach (var why in ModelState.IsValid ? Form.WhyRefused(Now) : [])
        {
            Refuse(why);
        }
        if (!ModelState.IsValid)
        {
            return Page();
        }
        if (!await rounds.EditAsync(By, Round with { Revision = Revision }, Form.Draft, Now, Ct))
        {
            if (Round.State is not RoundState.Draft)
            {
                return Refuse("这一轮已经开始评审，规则不能再改。");
            }
            // What was typed stays; the next save replaces what stands now.
            Revision = Round.Revision;
            ModelState.Remove(nameof(Revision));
            return Refuse("刚才另一位同事改过这一轮。请核对下面的内容，再保存一次会以您填写的为准。");
        }
        Done("已保存。");
        return RedirectToPage("Round", new { Id });
    }
}
