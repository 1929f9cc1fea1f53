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

    private const int JsonLength = 2000,
        MaxLines = MaxFields + 2;

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

    /// <summary>Writes fields the way they are pasted from WeChat's console, and behind those of a list its values.</summary>
    public static string Write(IEnumerable<TemplateField> fields) =>
        string.Join(
            '\n',
            fields.Select(field => $"{field.Label}{{{{{field.Key}.DATA}}}} {string.Join('、', field.Values ?? [])}".TrimEnd())
        );

    public TypedTemplate Read()
    {
        List<(string Field, string Why)> faults = [];
        var (fields, leftOut) = ReadFields(faults);
        var name = PlainText.Clean(Name);
        var id = PlainText.Clean(WechatId);
        if (name.Length is 0 or > NameLength)
        {
            faults.Add(("Form.Name", $"名称须为 1 至 {NameLength} 个字。"));
        }
        if (!WechatIdShape().IsMatch(id))
        {
            faults.Add(("Form.WechatId", "模板编号须照微信公众平台上的原样填写，只有字母、数字、- 和 _，不超过 64 个。"));
        }
        return new TypedTemplate(Channel, id, name, fields, LongTerm && Channel.NeedsCredit, leftOut, faults);
    }

    private (List<TemplateField> Fields, bool LeftOut) ReadFields(List<(string Field, string Why)> faults)
    {
        var (fields, leftOut) = (new List<TemplateField>(), false);
        var lines = (Fields ?? "").Split('\n').Select(PlainText.Clean).Where(line => line is not "").Take(MaxLines + 1).ToList();
        foreach (var line in lines.Take(MaxLines))
        {
            if (TemplateLine.Read(line) is not { } read || !read.All(field => IsKey(field.Key)))
            {
                faults.Add(
                    ("Form.Fields", $"无法识别“{PlainText.Cut(line, 30)}”。一行一项，写成 活动名称{{{{thing1.DATA}}}} 或 thing1 活动名称。")
                );
                continue;
            }
            leftOut |= read.Any(field => FieldKinds.IsNoLongerShown(field.Key));
            foreach (var field in read.Where(field => !FieldKinds.IsNoLongerShown(field.Key)))
            {
                if (FaultOf(field, fields) is { } why)
                {
                    faults.Add(("Form.Fields", why));
                }
                else
                {
                    fields.Add(field);
                }
            }
        }
        var isTooMuch = lines.Count > MaxLines || fields.Count > MaxFields;
        if (
            isTooMuch
            || (faults.Count == 0 && fields.Count == 0)
            || JsonSerializer.Serialize(fields, MessageJson.Options).Length > JsonLength
        )
        {
            faults.Add(("Form.Fields", $"请填写模板字段，1 至 {MaxFields} 行。"));
        }
        return (fields, leftOut);
    }

    /// <summary>The templates of the other channels are younger than the rule that a key is a kind and a number.</summary>
    private bool IsKey(string key) => FieldKinds.IsKey(key) || (Channel is MessageChannel.Template && FieldKinds.IsOlderKey(key));

    private static string? FaultOf(TemplateField field, List<TemplateField> before) =>
        field.Label.Length is 0 or > LabelLength ? $"“{field.Key}”的名称须为 1 至 {LabelLength} 个字。"
        : before.Exists(other => other.Key == field.Key) ? $"“{field.Key}”写了两次。"
        : FieldKinds.IsChosen(field.Key) && field.Values is null or []
            ? $"“{field.Key}”只能是微信列出的几个值，请把它们写在后面，如 {field.Label}{{{{{field.Key}.DATA}}}} 会员活动、学术报告"
        : null;

    [GeneratedRegex(@"^[A-Za-z0-9_-]{1,64}\z", RegexOptions.None, PlainText.MatchMilliseconds)]
    private static partial Regex WechatIdShape();
}

/// <param name="LeftOut">Whether there were fields that WeChat no longer shows.</param>
/// <param name="Faults">What is wrong, each with the name of its field in the form.</param>
public sealed record TypedTemplate(
    MessageChannel Channel,
    string WechatId,
    string Name,
    IReadOnlyList<TemplateField> Fields,
    bool LongTerm,
    bool LeftOut,
    IReadOnlyList<(string Field, string Why)> Faults
)
{
    /// <summary>What staff are told beside that it is saved.</summary>
    public string Note => LeftOut ? "微信早已不再显示开头语（first）和备注（remark），这两项没有登记。" : "";
}

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
