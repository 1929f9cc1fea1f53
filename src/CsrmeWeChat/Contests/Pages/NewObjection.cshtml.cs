using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Contests.Pages;

/// <summary>Notes an objection that came by letter or telephone.</summary>
[Allowed(Role.Admin, Role.Secretary)]
public sealed class NewObjectionModel(ContestStore contests, AwardStore awards, ObjectionStates objections) : ConsolePage
{
    [FromRoute]
    public long Id { get; set; }

    [BindProperty]
    public long? EntryId { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Contact { get; set; }

    [BindProperty]
    public bool IsNamed { get; set; }

    [BindProperty]
    public string? Words { get; set; }

    public Contest Contest { get; private set; } = null!;

    public IReadOnlyList<Award> Awards { get; private set; } = [];

    protected override async Task<bool> FindAsync()
    {
        if (await contests.FindAsync(Id, Ct) is not { } contest)
        {
            return false;
        }
        Contest = contest;
        Awards = await awards.ListPublicAsync(Id, Ct);
        return true;
    }

    public void OnGet() { }

    public async Task<IActionResult> OnPostAsync()
    {
        var objection = new NewObjection(EntryId, PlainText.Clean(Name), PlainText.Clean(Contact), IsNamed, PlainText.CleanLines(Words));
        if (objection.Words.Length is 0 or > NewObjection.MaxWords)
        {
            return Refuse($"请写明异议的内容，最长 {NewObjection.MaxWords} 字。");
        }
        if (objection.Name.Length > NewObjection.MaxName || objection.Contact.Length > NewObjection.MaxContact)
        {
            return Refuse($"姓名最长 {NewObjection.MaxName} 字，联系方式最长 {NewObjection.MaxContact} 字。");
        }
        if (await objections.NoteAsync(By, Contest, objection, Now, Ct) is not ObjectionOutcome.Done)
        {
            return Refuse("公示已结束，或这件作品不在公示名单里，不能登记。");
        }
        Done("已登记。");
        return RedirectToPage("Result", new { Id });
    }
}
