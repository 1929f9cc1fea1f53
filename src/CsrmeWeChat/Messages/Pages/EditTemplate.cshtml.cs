using CsrmeWeChat.Foundation.Console;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Messages.Pages;

[Allowed(Role.Admin, Role.Secretary)]
public sealed class EditTemplateModel(TemplateStore templates) : TemplateFormPage
{
    [FromRoute]
    public long Id { get; set; }

    /// <summary>The revision that the form was filled from.</summary>
    [BindProperty]
    public long Revision { get; set; }

    public MessageTemplate Template { get; private set; } = null!;

    protected override async Task<bool> FindAsync()
    {
        Template = (await templates.FindAsync(Id, Ct))!;
        return Template is not null;
    }

    public void OnGet()
    {
        Form = TemplateForm.Of(Template);
        Revision = Template.Revision;
    }

    public async Task<IActionResult> OnPostAsync()
    {
        Form.Channel = Template.Channel;
        Form.WechatId = Template.WechatId;
        if (Read() is not { } typed)
        {
            return Page();
        }
        var seen = Template with { Revision = Revision };
        switch (await templates.EditAsync(By, seen, typed.Name, typed.Fields, typed.LongTerm, Now, Ct))
        {
            case TemplateEdit.Edited:
                Done($"模板已保存。{typed.Note}请把用它写的草稿再核对一遍。");
                return RedirectToPage("Templates");
            case TemplateEdit.EditedMeanwhile:
                return await EditedMeanwhileAsync();
            default:
                var use = await templates.FindUseAsync(Id, Ct);
                return Refuse($"正在用这个模板发送“{use}”，发完或取消之后才能改。填写的内容还在下面。");
        }
    }

    private async Task<IActionResult> EditedMeanwhileAsync()
    {
        Template = (await templates.FindAsync(Id, Ct))!;
        // The next save overwrites what is there now.
        Revision = Template.Revision;
        ModelState.Remove(nameof(Revision));
        var fields = string.Join("、", Template.FieldList);
        return Refuse(
            $"您打开本页之后，别人修改了这个模板，现在是“{Template.Name}”：{fields}。"
                + "您的修改没有保存，填写的内容还在下面；再次保存，就以您填写的为准。"
        );
    }
}
