using CsrmeWeChat.Foundation.Console;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Callbacks.Pages;

[Allowed(Role.Admin, Role.Secretary)]
public sealed class ReplyModel(AutoReplyStore store) : ConsolePage
{
    [FromRoute]
    public long Id { get; set; }

    [BindProperty]
    public ReplyForm Form { get; set; } = new();

    public AutoReply Item { get; private set; } = null!;

    public void OnGet() =>
        Form = new ReplyForm
        {
            Keyword = Item.Keyword,
            Matching = Item.Matching,
            Reply = Item.Reply,
            Enabled = Item.Enabled,
        };

    public async Task<IActionResult> OnPostAsync()
    {
        var fields = Form.Of(Item.Kind);
        foreach (var (field, why) in ModelState.IsValid ? fields.Faults() : [])
        {
            Refuse(why, field);
        }
        if (!ModelState.IsValid)
        {
            return Page();
        }
        switch (await store.EditAsync(By, Id, fields, Now, Ct))
        {
            case AutoReplyEdit.NoSuchReply:
                return NotFound();
            case AutoReplyEdit.KeywordTaken:
                return Refuse($"关键词“{fields.Keyword}”已经有另一条回复了。");
            default:
                Done("已保存，几秒内生效。");
                return RedirectToPage("Replies");
        }
    }

    public async Task<IActionResult> OnPostRemoveAsync()
    {
        await store.RemoveAsync(By, Id, Now, Ct);
        Done("已删除，几秒内生效。");
        return RedirectToPage("Replies");
    }

    protected override async Task<bool> FindAsync()
    {
        if (await store.FindAsync(Id, Ct) is not { } item)
        {
            return false;
        }
        Item = item;
        return true;
    }
}
