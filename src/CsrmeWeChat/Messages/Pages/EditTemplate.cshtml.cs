using CsrmeWeChat.Foundation.Console;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Messages.Pages;

[Allowed(Role.Admin, Role.Secretary)]
public sealed class EditTemplateModel(TemplateStore templates) : TemplateFormPage
{
    [FromRoute]
    public long Id { get; set; }

    /// <summary>The one the form was filled from.</summary>
    [BindProperty]
    public long Revision { get; set; }

    public MessageTemplate Template { get; private set; } = null!;

    protected override async Task<bool> FindAsync()
    {
        Template = (await templates.FindAsync(Id, Ct))!;
        return Template is not null;
    }

    public void OnGet() => (Form, Revision) = (TemplateForm.Of(Template), Template.Revision);

    public async Task<IActionResult> OnPostAsync()
    {
        (Form.Channel, Form.WechatId) = (Template.Channel, Template.WechatId);
        if (Read() is not { } typed)
        {
            return Page();
        }
        if (!await templates.EditAsync(By, Template with { Revision = Revision }, typed.Name, typed.Fields, typed.LongTerm, Now, Ct))
        {
            if (await templates.FindUseAsync(Id, Ct) is { } use)
            {
                return Refuse($"正在用这个模板发送「{use}」，发完或取消之后才能改。填写的内容还在下面。");
            }
            Template = (await templates.FindAsync(Id, Ct))!;
            // The next save is over what stands now.
            Revision = Template.Revision;
            ModelState.Remove(nameof(Revision));
            return Refuse(
                $"您打开本页之后，别人修改了这个模板，现在是「{Template.Name}」：{string.Join("、", Template.FieldList.Select(field => $"{field.Key} {field.Label}"))}。您的修改没有保存，填写的内容还在下面；再次保存，就以您填写的为准。"
            );
        }
        Done("模板已保存。用它写的草稿，请再核对一遍。");
        return RedirectToPage("Templates");
    }
}
