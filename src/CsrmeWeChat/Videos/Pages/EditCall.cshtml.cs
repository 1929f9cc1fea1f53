using CsrmeWeChat.Foundation.Console;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Videos.Pages;

[Allowed(Role.Admin, Role.Secretary)]
public sealed class EditCallModel(CallStore calls) : ConsolePage
{
    [FromRoute]
    public long Id { get; set; }

    /// <summary>The revision that the form was filled from.</summary>
    [BindProperty]
    public long Revision { get; set; }

    [BindProperty]
    public CallForm Form { get; set; } = new();

    public VideoCall Call { get; private set; } = null!;

    protected override async Task<bool> FindAsync()
    {
        if (await calls.FindAsync(Id, Ct) is not { } call)
        {
            return false;
        }
        Call = call;
        return true;
    }

    public void OnGet() => (Form, Revision) = (CallForm.Of(Call), Call.Revision);

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
        if (await calls.EditAsync(By, Call with { Revision = Revision }, Form.Draft, Now, Ct) is not { } hidden)
        {
            // What was typed stays; the next save replaces what stands now.
            Revision = Call.Revision;
            ModelState.Remove(nameof(Revision));
            return Refuse("刚才另一位同事改过这次征集。请核对下面的内容，再保存一次会以您填写的为准。");
        }
        Done(hidden == 0 ? "已保存。" : $"已保存。{hidden} 件作品在小程序里不能再播放，已停止展示。");
        return RedirectToPage("Call", new { Id });
    }
}
