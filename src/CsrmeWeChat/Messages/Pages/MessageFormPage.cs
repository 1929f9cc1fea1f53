using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Members;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Messages.Pages;

/// <summary>A page on which a message is written, with what a phone will show beside it.</summary>
public abstract class MessageFormPage(TemplateStore templates, AudienceChoices choices, MemberStore members, MiniPages pages) : ConsolePage
{
    /// <summary>Longer lists of choices scroll.</summary>
    public const int LongList = 12;

    private const int MaxNumbersNamed = 10;

    [BindProperty]
    public MessageForm Form { get; set; } = new();

    /// <summary>The template whose fields were on the page.</summary>
    [BindProperty]
    public long Shown { get; set; }

    public IReadOnlyList<MessageTemplate> Templates { get; private set; } = [];

    /// <summary>The chosen template; null where there is none at all.</summary>
    public MessageTemplate? Template { get; private set; }

    /// <summary>The pages of the mini program that a message may open.</summary>
    public IReadOnlyList<MiniPage> Pages { get; private set; } = [];

    public AudienceNames Names { get; private set; } = null!;

    /// <summary>The choices of an audience: what the roster has, and what the form has already.</summary>
    public IEnumerable<(string Field, string Legend, IReadOnlyList<(string Value, string Text, bool IsChosen)> Choices)> Rules =>
        [
            (
                "Branches",
                "分支机构",
                [.. Names.Branches.Select(branch => ($"{branch.Id}", branch.Name, Form.Branches.Contains(branch.Id)))]
            ),
            ("Levels", "会员级别", [.. Names.Levels.Select(level => ($"{level.Id}", level.Name, Form.Levels.Contains(level.Id)))]),
            ("Tags", "标签（有其中一个即可）", [.. Names.Tags.Union(Form.Tags).Select(tag => (tag, tag, Form.Tags.Contains(tag)))]),
        ];

    public MessagePreview? Preview => Template is null ? null : MessagePreview.Of(Template, Form.Draft(Template));

    /// <summary>The fields of a template that was just chosen. What was typed into fields of the same key stays.</summary>
    public async Task<IActionResult> OnPostTemplateAsync()
    {
        await LoadTemplatesAsync();
        ModelState.Clear();
        return Partial("_TemplateFields", this);
    }

    public async Task<IActionResult> OnPostPreviewAsync()
    {
        await LoadTemplatesAsync();
        return Partial("_MessagePreview", Preview);
    }

    protected async Task LoadAsync()
    {
        await LoadTemplatesAsync();
        Names = await choices.LoadAsync(Now, Ct);
        Pages = await pages.ListAsync(Ct);
        if (Form.Opens is MessageForm.OtherPage && Pages.Any(page => page.Path == Form.Page))
        {
            Form.Opens = Form.Page;
        }
    }

    /// <summary>Loads just what is needed at each pause in typing.</summary>
    private async Task LoadTemplatesAsync()
    {
        Templates = await templates.ListAsync(Ct);
        Template = Templates.FirstOrDefault(template => template.Id == Form.TemplateId)
            ?? (Form.TemplateId == 0 ? Templates.FirstOrDefault() : null);
    }

    /// <summary>What was typed, or null where something is wrong with it, which is then said at its field.</summary>
    protected async Task<CampaignDraft?> ReadAsync()
    {
        if (!ModelState.IsValid)
        {
            return null;
        }
        if (Template is null)
        {
            ModelState.AddModelError("Form.TemplateId", "请选一个消息模板。");
            return null;
        }
        if (Shown != Template.Id)
        {
            // Without a script the fields of a template appear only with the next page.
            ModelState.AddModelError("Form.TemplateId", "模板已更换，请填写新模板的字段。");
            return null;
        }
        var draft = Form.Draft(Template);
        foreach (var (field, why) in MessageForm.Faults(draft, Template))
        {
            ModelState.AddModelError(field, why);
        }
        if (ModelState.IsValid && draft.To.Numbers.Count > 0)
        {
            var known = await members.ListByNumbersAsync([.. draft.To.Numbers], Ct);
            var unknown = draft.To.Numbers.Except(known.Select(member => member.Number)).ToList();
            if (unknown.Count > 0)
            {
                var named = string.Join("、", unknown.Take(MaxNumbersNamed));
                var more = unknown.Count > MaxNumbersNamed ? $" 等 {unknown.Count} 个" : "";
                ModelState.AddModelError("Form.Numbers", $"名册中没有会员号 {named}{more}。");
            }
        }
        return ModelState.IsValid ? draft : null;
    }
}
