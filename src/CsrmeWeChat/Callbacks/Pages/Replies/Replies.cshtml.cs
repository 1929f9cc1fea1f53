using CsrmeWeChat.Foundation.Console;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Callbacks.Pages;

[Allowed(Role.Admin, Role.Secretary)]
public sealed class RepliesModel(AutoReplyStore store) : ConsolePage
{
    [BindProperty]
    public AutoReplyKind Kind { get; set; }

    [BindProperty]
    public ReplyForm Form { get; set; } = new();

    public IReadOnlyList<AutoReply> Items { get; private set; } = [];

    public AutoReply? Single(AutoReplyKind kind) => Items.FirstOrDefault(reply => reply.Kind == kind);

    public async Task OnGetAsync() => Items = await store.ListAsync(Ct);

    public async Task<IActionResult> OnPostAsync()
    {
        Items = await store.ListAsync(Ct);
        var fields = Form.Of(Kind);
        foreach (var (field, why) in ModelState.IsValid ? fields.Faults() : [])
        {
            Refuse(why, field);
        }
        if (!ModelState.IsValid)
        {
            return Page();
        }
        if (!await store.AddAsync(By, fields, Now, Ct))
        {
            return Refuse(
                Kind is AutoReplyKind.Keyword
                    ? $"关键词“{fields.Keyword}”已经有回复了，请修改已有的那一条。"
                    : "这种回复已经有了，请修改已有的那一条。"
            );
        }
        Done("已保存，几秒内生效。");
        return RedirectToPage();
    }
}
