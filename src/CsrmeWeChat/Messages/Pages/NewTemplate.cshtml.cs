using CsrmeWeChat.Foundation.Console;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Messages.Pages;

[Allowed(Role.Admin, Role.Secretary)]
public sealed class NewTemplateModel(TemplateStore templates) : TemplateFormPage
{
    public void OnGet() { }

    public async Task<IActionResult> OnPostAsync()
    {
        if (Read() is not { } typed)
        {
            return Page();
        }
        if (await templates.TryAddAsync(By, typed.Channel, typed.WechatId, typed.Name, typed.Fields, typed.LongTerm, Now, Ct) is null)
        {
            return Refuse("这个模板编号已经登记过。", "Form.WechatId");
        }
        Done($"模板已登记。{typed.Note}");
        return RedirectToPage("Templates");
    }
}
