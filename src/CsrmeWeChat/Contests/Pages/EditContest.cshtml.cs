using CsrmeWeChat.Foundation.Console;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Contests.Pages;

[Allowed(Role.Admin, Role.Secretary)]
public sealed class EditContestModel(ContestStore contests) : ConsolePage
{
    [FromRoute]
    public long Id { get; set; }

    /// <summary>The revision that the form was filled from.</summary>
    [BindProperty]
    public long Revision { get; set; }

    [BindProperty]
    public ContestForm Form { get; set; } = new();

    public Contest Contest { get; private set; } = null!;

    protected override async Task<bool> FindAsync()
    {
        if (await contests.FindAsync(Id, Ct) is not { } contest)
        {
            return false;
        }
        Contest = contest;
        return true;
    }

    public void OnGet() => (Form, Revision) = (ContestForm.Of(Contest), Contest.Revision);

    public async Task<IActionResult> OnPostAsync()
    {
        foreach (var why in ModelState.IsValid ? Form.WhyRefused() : [])
        {
            Refuse(why);
        }
        if (!ModelState.IsValid)
        {
            return Page();
        }
        switch (await contests.EditAsync(By, Contest with { Revision = Revision }, Form.Draft, Now, Ct))
        {
            case EditContest.Done:
                Done("已保存。");
                return RedirectToPage("Contest", new { Id });
            case EditContest.GroupInUse:
                return Refuse("已有作品的组别不能删除，也不能改变形式。可以改名称。");
            default:
                // What was typed stays; the next save replaces what stands now.
                Revision = Contest.Revision;
                ModelState.Remove(nameof(Revision));
                return Refuse("刚才另一位同事改过这次大赛。请核对下面的内容，再保存一次会以您填写的为准。");
        }
    }
}
