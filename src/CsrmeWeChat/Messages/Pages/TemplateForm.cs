using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.RegularExpressions;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Messages.Pages;

/// <summary>The form in which staff enter a template as WeChat's own console shows it.</summary>
public sealed partial class TemplateForm
{
    public const int NameLength = 50,
        MaxFields = 20,
        LabelLength = 20;

    private const int JsonLength = 2000;

    [Display(Name = "发送方式")]
    public MessageChannel Channel { get; set; }

    public string? WechatId { get; set; }

    public string? Name { get; set; }

    /// <summary>One field a line: 活动名称{{thing1.DATA}}, or thing1 活动名称.</summary>
    public string? Fields { get; set; }

    public bool LongTerm { get; set; }

    public static TemplateForm Of(MessageTemplate template) =>
        new()
        {
            Channel = template.Channel,
            WechatId = template.WechatId,
            Name = template.Name,
            Fields = Write(template.FieldList),
            LongTerm = template.LongTerm,
        };

    /// <summary>Writes fields the way they are pasted from WeChat's console.</summary>
    public static string Write(IEnumerable<TemplateField> fields) =>
        string.Join('\n', fields.Select(field => $"{field.Label}{{{{{field.Key}.DATA}}}}"));

    public TypedTemplate Read()
    {
        List<(string Field, string Why)> faults = [];
        var fields = ReadFields(faults);
        var name = PlainText.Clean(Name);
        var id = PlainText.Clean(WechatId);
        if (name.Length is 0 or > NameLength)
        {
            faults.Add(("Form.Name", $"名称须为 1 至 {NameLength} 个字。"));
        }
        if (!WechatIdShape().IsMatch(id))
        {
            faults.Add(("Form.WechatId", "模板编号须照微信后台的原样填写，只有字母、数字、- 和 _，不超过 64 个。"));
        }
        return new TypedTemplate(Channel, id, name, fields, LongTerm && Channel.NeedsCredit, faults);
    }

    private List<TemplateField> ReadFields(List<(string Field, string Why)> faults)
    {
        List<TemplateField> fields = [];
        var lines = (Fields ?? "").Split('\n').Select(PlainText.Clean).Where(line => line is not "").ToList();
        foreach (var line in lines)
        {
            if (
                (Pasted().Match(line) is { Success: true } pasted ? pasted : Typed().Match(line)) is not { Success: true } match
                || !FieldKinds.IsKey(match.Groups["key"].Value)
            )
            {
                faults.Add(
                    ("Form.Fields", $"看不懂“{PlainText.Cut(line, 30)}”。一行一项，写成 活动名称{{{{thing1.DATA}}}} 或 thing1 活动名称。")
                );
                continue;
            }
            var field = new TemplateField(match.Groups["key"].Value, match.Groups["label"].Value.Trim());
            if (field.Label.Length is 0 or > LabelLength)
            {
                faults.Add(("Form.Fields", $"“{field.Key}”的名称须为 1 至 {LabelLength} 个字。"));
            }
            else if (fields.Any(other => other.Key == field.Key))
            {
                faults.Add(("Form.Fields", $"“{field.Key}”写了两次。"));
            }
            else
            {
                fields.Add(field);
            }
        }
        if (lines.Count is 0 or > MaxFields || JsonSerializer.Serialize(fields, MessageJson.Options).Length > JsonLength)
        {
            faults.Add(("Form.Fields", $"请填写模板的各项，1 至 {MaxFields} 行。"));
        }
        return fields;
    }

    [GeneratedRegex(@"^(?<label>.*?)\s*[:：]?\s*\{\{\s*(?<key>[a-z_0-9]+)\s*\.\s*DATA\s*\}\}$", RegexOptions.IgnoreCase)]
    private static partial Regex Pasted();

    [GeneratedRegex(@"^(?<key>[a-z_]+[0-9]+)[\s:：,，]+(?<label>.+)$")]
    private static partial Regex Typed();

    [GeneratedRegex("^[A-Za-z0-9_-]{1,64}$")]
    private static partial Regex WechatIdShape();
}

/// <param name="Faults">What is wrong, each with the name of its field in the form.</param>
public sealed record TypedTemplate(
    MessageChannel Channel,
    string WechatId,
    string Name,
    IReadOnlyList<TemplateField> Fields,
    bool LongTerm,
    IReadOnlyList<(string Field, string Why)> Faults
);

/// <summary>A page on which a template is entered.</summary>
public abstract class TemplateFormPage : ConsolePage
{
    [Microsoft.AspNetCore.Mvc.BindProperty]
    public TemplateForm Form { get; set; } = new();

    /// <summary>What was typed, or null where something is wrong with it, which is then said at its field.</summary>
    protected TypedTemplate? Read()
    {
        if (!ModelState.IsValid)
        {
            return null;
        }
        var typed = Form.Read();
        foreach (var (field, why) in typed.Faults)
        {
            ModelState.AddModelError(field, why);
        }
        return typed.Faults.Count == 0 ? typed : null;
    }
}
