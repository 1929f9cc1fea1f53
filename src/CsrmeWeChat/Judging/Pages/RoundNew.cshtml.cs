using CsrmeWeChat.Foundation.Console;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Judging.Pages;

[Allowed(Role.Admin, Role.Secretary)]
public sealed class RoundNewModel(RoundStore rounds, RoundDesk desk) : ConsolePage
{
    [FromRoute]
    public string Panel { get; set; } = "";

    [FromRoute]
    public long Id { get; set; }

    [BindProperty]
    public RoundForm Form { get; set; } = new();

    public PanelInfo Info { get; private set; } = null!;

    private IReadOnlyList<Round> Before { get; set; } = [];

    protected override async Task<bool> FindAsync()
    {
        if (desk.SourceOf(Panel) is not { } source || await source.FindAsync(Id, Ct) is not { } info)
        {
            return false;
        }
        (Info, Before) = (info, await rounds.ListAsync(new Panel(Panel, Id), Ct));
        Form.Candidates = await desk.ListCandidatesAsync(Ct);
        return true;
    }

    public void OnGet()
    {
        var candidates = Form.Candidates;
        Form = RoundForm.New(Info, Before, Now);
        Form.Candidates = candidates;
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (Before.Count > 0 && Before[^1].State is not RoundState.Frozen)
        {
            return Refuse("上一轮还没有定榜，请定榜后再新建下一轮。");
        }
        foreach (var why in ModelState.IsValid ? Form.WhyRefused(Now) : [])
        {
            Refuse(why);
        }
        if (!ModelState.IsValid)
        {
            return Page();
        }
        if (await rounds.AddAsync(By, new Panel(Panel, Id), Before.Count + 1, Form.Draft, Now, Ct) is not { } id)
        {
            return Refuse("刚才另一位同事已经新建了这一轮，请返回查看。");
        }
        Done("已建立，现在是草稿。请核对下面的检查结果，再开始评审。");
        return RedirectToPage("Round", new { id });
    }
}
