using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.RegularExpressions;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Messages.Pages;

/// <summary>The form in which staff write a message.</summary>
public sealed partial class MessageForm
{
    /// <summary>The choice that leaves it to <see cref="Page"/>.</summary>
    public const string OtherPage = "other";

    public const int NameLength = 50,
        PageLength = 200,
        MaxNumbers = 200;

    /// <summary>The kinds of field limit themselves to less, but for times and for values that the template lists.</summary>
    public const int ValueLength = 64;

    /// <summary>The length of the columns that hold JSON.</summary>
    private const int JsonLength = 4000;

    public string? Name { get; set; }

    [Display(Name = "消息类别")]
    public Topic Topic { get; set; } = Topic.Events;

    [Display(Name = "模板")]
    public long TemplateId { get; set; }

    /// <summary>Values by the keys of the template's fields.</summary>
    public Dictionary<string, string?> Values { get; set; } = [];

    /// <summary>What a press on the message opens: nothing, one of the pages that are offered, or the path in <see cref="Page"/>.</summary>
    public string? Opens { get; set; }

    public string? Page { get; set; }

    [Display(Name = "分支机构")]
    public List<long> Branches { get; set; } = [];

    [Display(Name = "会员级别")]
    public List<long> Levels { get; set; } = [];

    public List<string> Tags { get; set; } = [];

    public string? Numbers { get; set; }

    [Display(Name = "福利")]
    public long? BenefitId { get; set; }

    public static MessageForm Of(Campaign campaign) =>
        new()
        {
            Name = campaign.Name,
            Topic = campaign.Topic,
            TemplateId = campaign.TemplateId,
            Values = campaign.Values.ToDictionary(value => value.Key, value => (string?)value.Value),
            Page = campaign.Page,
            Opens = campaign.Page is "" ? "" : OtherPage,
            Branches = [.. campaign.To.Branches],
            Levels = [.. campaign.To.Levels],
            Tags = [.. campaign.To.Tags],
            Numbers = string.Join('\n', campaign.To.Numbers),
            BenefitId = campaign.To.BenefitId,
        };

    public CampaignDraft Draft(MessageTemplate template) =>
        new(
            PlainText.Clean(Name),
            Topic,
            template.Id,
            template.FieldList.ToDictionary(field => field.Key, field => PlainText.Clean(Values.GetValueOrDefault(field.Key))),
            PlainText.Clean(Opens is null or OtherPage ? Page : Opens),
            new Audience(
                [.. Branches.Distinct().Order()],
                [.. Levels.Distinct().Order()],
                [.. Tags.Select(PlainText.Clean).Distinct()],
                [.. NumbersIn(Numbers)],
                BenefitId
            )
        );

    /// <summary>What is wrong with a draft, each with the name of its field in the form.</summary>
    public static IEnumerable<(string Field, string Why)> Faults(CampaignDraft draft, MessageTemplate template)
    {
        if (draft.Name.Length is 0 or > NameLength)
        {
            yield return ("Form.Name", $"标题须为 1 至 {NameLength} 个字。");
        }
        foreach (var (field, why) in FaultsOf(draft.Values, template.FieldList))
        {
            yield return ($"Form.Values[{field.Key}]", why);
        }
        if (draft.Page.Length > PageLength || !PagePath().IsMatch(draft.Page))
        {
            yield return (
                "Form.Page",
                $"打开的页面须是小程序里的路径，如 pages/benefits/index?id=1，不超过 {PageLength} 个字符，不是网址。"
            );
        }
        if (draft.To.Numbers.Count > MaxNumbers)
        {
            yield return ("Form.Numbers", $"会员号最多 {MaxNumbers} 个。更多的请先给会员加标签，再按标签选。");
        }
        else if (JsonSerializer.Serialize(draft.To, MessageJson.Options).Length > JsonLength)
        {
            yield return ("Form.Numbers", "收件人的条件太多。请先给会员加标签，再按标签选。");
        }
    }

    /// <summary>What WeChat would not take in a template's fields, once a member's name and number are in them.</summary>
    public static IEnumerable<(TemplateField Field, string Why)> FaultsOf(
        IReadOnlyDictionary<string, string> values,
        IReadOnlyList<TemplateField> fields
    )
    {
        var filled = Example(values);
        foreach (var field in fields)
        {
            var value = filled.GetValueOrDefault(field.Key, "");
            if (Braces().IsMatch(value))
            {
                yield return (field, $"“{field.Label}”的花括号里只能是{MessageText.Name}或{MessageText.Number}。");
            }
            else if (FieldKinds.Fault(field, value) is { } why)
            {
                yield return (field, why);
            }
            else if (value.Length > ValueLength)
            {
                yield return (field, $"“{field.Label}”不能超过 {ValueLength} 个字。");
            }
        }
    }

    /// <summary>The values as an invented member would get them.</summary>
    public static IReadOnlyDictionary<string, string> Example(IReadOnlyDictionary<string, string> values) =>
        MessageText.Fill(values, "王小明", "20260001");

    private static IEnumerable<string> NumbersIn(string? text) =>
        (text ?? "")
            .Split([' ', '\t', '\r', '\n', ',', '，', '、', ';', '；', '\u3000'], StringSplitOptions.RemoveEmptyEntries)
            .Select(PlainText.Clean)
            .Where(number => number is not "")
            .Distinct();

    [GeneratedRegex(@"^[A-Za-z0-9_\-./?=&%]*\z", RegexOptions.None, PlainText.MatchMilliseconds)]
    private static partial Regex PagePath();

    [GeneratedRegex(@"\{[^{}]*\}", RegexOptions.None, PlainText.MatchMilliseconds)]
    private static partial Regex Braces();
}

/// <summary>A message as a member's phone shows it.</summary>
public sealed record MessagePreview(
    MessageChannel Channel,
    string TemplateName,
    IReadOnlyList<(string Label, string Value)> Rows,
    bool Opens
)
{
    public static MessagePreview Of(MessageTemplate template, CampaignDraft draft) =>
        Of(template.Channel, template.Name, template.FieldList, draft);

    public static MessagePreview Of(Campaign campaign) => Of(campaign.Channel, campaign.TemplateName, campaign.FieldList, campaign.Draft);

    private static MessagePreview Of(MessageChannel channel, string name, IReadOnlyList<TemplateField> fields, CampaignDraft draft)
    {
        var filled = MessageForm.Example(draft.Values);
        return new(
            channel,
            name,
            [.. fields.Select(field => (field.Label, filled.GetValueOrDefault(field.Key, "")))],
            draft.Page is not ""
        );
    }
}
