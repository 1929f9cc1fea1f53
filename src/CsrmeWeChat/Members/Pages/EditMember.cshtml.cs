using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Members.Pages;

[Allowed(Role.Admin, Role.Secretary)]
public sealed class EditMemberModel(MemberEdits edits, MemberStore members, MemberChoices choices, AuditSearch audit, AuditLabels labels)
    : MemberFormPage(members, choices)
{
    [FromRoute]
    public long Id { get; set; }

    /// <summary>The revision that the form was filled from.</summary>
    [BindProperty]
    public long Revision { get; set; }

    public Member Member { get; private set; } = null!;

    public EditConflict? Conflict { get; private set; }

    private MarkIds marks = null!;

    protected override async Task<bool> FindAsync()
    {
        if (await Store.FindAsync(Id, Ct) is not { IsSynthetic: false } member)
        {
            return false;
        }
        (Member, marks) = (member, await Store.MarkIdsAsync(Id, Ct));
        return true;
    }

    /// <summary>The form holds the whole phone, so opening it is a look at the phone, and the trail tells of it.</summary>
    public async Task OnGetAsync()
    {
        await LoadChoicesAsync(marks);
        await Store.RevealPhoneAsync(By, Member, Now, Ct);
        (Form, Revision) = (MemberForm.Of(Store.Fields(Member), marks), Member.Revision);
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await LoadChoicesAsync(marks);
        if (Typed(Member.Number) is not { } row)
        {
            return Page();
        }
        if (Member.Revision != Revision || !await edits.EditAsync(By, Member, row, Now, Ct))
        {
            await LoadConflictAsync(row.Fields);
            return Page();
        }
        Done($"已保存。{await OthersWithPhoneAsync(row)}");
        return Redirect($"/staff/members/{Id}");
    }

    private async Task LoadConflictAsync(MemberFields typed)
    {
        Member = (await Store.FindAsync(Id, Ct))!;
        // The next save replaces what stands now.
        Revision = Member.Revision;
        ModelState.Remove(nameof(Revision));
        var standing = Store.Fields(Member);
        Conflict = new EditConflict(
            "这位会员",
            $"/staff/members/{Id}/edit",
            (await audit.LastOfAsync("member", Id, 1, Ct, MemberEdits.EditAction)).FirstOrDefault(edit => edit.At >= Member.UpdatedAt),
            labels.Differences("member", Change.Write(MemberEdits.Audited(standing)), Change.Write(MemberEdits.Audited(typed, standing)))
        );
    }
}
