using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Messages.Pages;

/// <summary>What people are told by itself: for each kind the template, and what stands in its fields.</summary>
[Allowed(Role.Admin, Role.Secretary)]
public sealed class AutomaticModel(IEnumerable<AutomaticKind> kinds, AutomaticStore store, TemplateStore templates) : ConsolePage
{
    private const int MaxText = 100;

    /// <summary>Of which the template is being chosen.</summary>
    [BindProperty(SupportsGet = true, Name = "kind")]
    public string? Kind { get; set; }

    [BindProperty(SupportsGet = true, Name = "template")]
    public long? Template { get; set; }

    [BindProperty(Name = "revision")]
    public long Revision { get; set; }

    [BindProperty(Name = "fields")]
    public Dictionary<string, string?> Fields { get; set; } = [];

    public IReadOnlyList<AutomaticKind> Kinds { get; } = [.. kinds];

    public IReadOnlyDictionary<string, AutomaticSetting> Settings { get; private set; } = new Dictionary<string, AutomaticSetting>();

    public IReadOnlyList<MessageTemplate> Templates { get; private set; } = [];

    protected override async Task<bool> FindAsync()
    {
        Settings = await store.ListAsync(Ct);
        Templates = await templates.ListAsync(Ct);
        return true;
    }

    public void OnGet() { }

    public async Task<IActionResult> OnPostSetAsync()
    {
        if (
            Kinds.FirstOrDefault(kind => kind.Key == Kind) is not { } kind
            || Templates.FirstOrDefault(template => template.Id == Template) is not { } template
        )
        {
            return NotFound();
        }
        var texts = template.FieldList.ToDictionary(field => field.Key, field => PlainText.Clean(Fields.GetValueOrDefault(field.Key)));
        foreach (var field in template.FieldList)
        {
            if (WhyRefused(kind, field, texts[field.Key]) is { } why)
            {
                Refuse(why);
            }
        }
        if (!ModelState.IsValid)
        {
            return Page();
        }
        if (!await store.SetAsync(By, kind, Revision, template, texts, Now, Ct))
        {
            return Refuse("刚才另一位同事改过，请看现在的设置再保存。");
        }
        Done($"已保存。今后将自动发送“{kind.Label}”通知。");
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostClearAsync()
    {
        if (Kinds.FirstOrDefault(kind => kind.Key == Kind) is not { } kind)
        {
            return NotFound();
        }
        Done(await store.ClearAsync(By, kind, Revision, Now, Ct) ? "已停止自动发送。" : "刚才另一位同事改过，请看现在的设置再决定。");
        return RedirectToPage();
    }

    /// <summary>The one being chosen, else the one that is.</summary>
    public MessageTemplate? TemplateOf(AutomaticKind kind)
    {
        var id = kind.Key == Kind && Template is { } chosen ? chosen : Settings.GetValueOrDefault(kind.Key)?.TemplateId;
        return Templates.FirstOrDefault(template => template.Id == id);
    }

    public string ValueOf(AutomaticKind kind, TemplateField field) =>
        kind.Key == Kind && Fields.TryGetValue(field.Key, out var typed) ? typed ?? ""
        : Settings.GetValueOrDefault(kind.Key) is { } setting && setting.Fields.TryGetValue(field.Key, out var text) ? text
        : "";

    /// <summary>Tried with short examples: real words are cut to fit, but a day in a field for numbers never fits.</summary>
    private static string? WhyRefused(AutomaticKind kind, TemplateField field, string text)
    {
        if (text.Length > MaxText)
        {
            return $"“{field.Label}”最长 {MaxText} 字。";
        }
        var filled = ChosenTemplate.Fill(field, text, kind.Words.ToDictionary(word => word, ExampleOf));
        return FieldKinds.Fault(field, filled);
    }

    private static string ExampleOf(string word) => word is "时间" ? "2027年5月30日 09:00" : "示例";
}
