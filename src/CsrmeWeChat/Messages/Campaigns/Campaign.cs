using System.Text.Json;
using System.Text.Json.Serialization;

namespace CsrmeWeChat.Messages;

public enum CampaignState
{
    /// <summary>Being written.</summary>
    Draft,

    /// <summary>Its recipients are being written down, one row each.</summary>
    Freezing,

    /// <summary>All recipients are written down; it waits for somebody to start it.</summary>
    Frozen,

    /// <summary>Being sent, at once or from its hour on.</summary>
    Running,

    /// <summary>Stopped by somebody, or by itself; the campaign says why.</summary>
    Paused,

    Cancelled,

    /// <summary>Nothing of it is left to send.</summary>
    Done,
}

public enum DeliveryState
{
    Planned,

    /// <summary>Held by a node that is sending it, or was when it died.</summary>
    Leased,

    /// <summary>WeChat took it.</summary>
    Sent,

    /// <summary>WeChat reported that it arrived.</summary>
    Confirmed,

    /// <summary>It did not go out, and might if it were tried again.</summary>
    Failed,

    /// <summary>WeChat or the recipient does not want it sent.</summary>
    Refused,

    /// <summary>Nobody can say whether it went out. It is never sent again.</summary>
    Unknown,

    /// <summary>Never tried; the delivery says why.</summary>
    Skipped,
}

/// <summary>What a message is about. A person may decline a topic.</summary>
public enum Topic
{
    Benefits,
    Events,
    Contests,
    Stories,
    Membership,
}

/// <summary>A template as WeChat approved it.</summary>
public sealed record MessageTemplate
{
    public required long Id { get; init; }
    public required MessageChannel Channel { get; init; }

    /// <summary>WeChat's own id.</summary>
    public required string WechatId { get; init; }
    public required string Name { get; init; }
    public required string Fields { get; init; }

    /// <summary>Whether one acceptance allows any number of messages.</summary>
    public required bool LongTerm { get; init; }
    public required long Revision { get; init; }

    [JsonIgnore]
    public IReadOnlyList<TemplateField> FieldList => JsonSerializer.Deserialize<List<TemplateField>>(Fields, MessageJson.Options)!;
}

/// <param name="Key">WeChat's key: thing1, time2.</param>
/// <param name="Label">The name of the field in the template.</param>
/// <param name="Values">The only values that a field of the kinds enum and const takes; null for every other kind.</param>
public sealed record TemplateField(
    string Key,
    string Label,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Values = null
)
{
    /// <summary>In the words of the console: const4 活动类型（会员活动、学术报告）.</summary>
    public override string ToString() => $"{Key} {Label}{(Values is { Count: > 0 } ? $"（{string.Join("、", Values)}）" : "")}";
}

/// <summary>A message to many.</summary>
public sealed record Campaign
{
    public required long Id { get; init; }
    public required string Name { get; init; }
    public required Topic Topic { get; init; }
    public required long TemplateId { get; init; }
    public required string TemplateName { get; init; }
    public required MessageChannel Channel { get; init; }
    public required string WechatId { get; init; }
    public required bool LongTerm { get; init; }
    public required string TemplateFields { get; init; }
    public required string Fields { get; init; }
    public required string Page { get; init; }
    public required string Audience { get; init; }
    public required CampaignState State { get; init; }
    public required string Why { get; init; }
    public DateTimeOffset? StartAt { get; init; }
    public required long FrozenTo { get; init; }
    public required long Revision { get; init; }
    public required string CreatedBy { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }

    public IReadOnlyList<TemplateField> FieldList =>
        field ??= JsonSerializer.Deserialize<List<TemplateField>>(TemplateFields, MessageJson.Options)!;

    public IReadOnlyDictionary<string, string> Values =>
        field ??= JsonSerializer.Deserialize<Dictionary<string, string>>(Fields, MessageJson.Options)!;

    public Audience To => JsonSerializer.Deserialize<Audience>(Audience, MessageJson.Options)!;

    /// <summary>Whether each message takes one of the acceptances that its recipient gave.</summary>
    public bool SpendsCredits => Channel.NeedsCredit && !LongTerm;

    /// <summary>The campaign as staff wrote it.</summary>
    public CampaignDraft Draft => new(Name, Topic, TemplateId, Values, Page, To);
}

/// <summary>The part of a campaign that staff write.</summary>
public sealed record CampaignDraft(
    string Name,
    Topic Topic,
    long TemplateId,
    IReadOnlyDictionary<string, string> Values,
    string Page,
    Audience To
);

/// <summary>The members that a message is for: all who fit every list that is not empty.</summary>
/// <param name="Numbers">Membership numbers; empty for all members.</param>
/// <param name="BenefitId">Those who hold or redeemed this benefit.</param>
public sealed record Audience(
    IReadOnlyList<long> Branches,
    IReadOnlyList<long> Levels,
    IReadOnlyList<string> Tags,
    IReadOnlyList<string> Numbers,
    long? BenefitId
)
{
    public static Audience All { get; } = new([], [], [], [], null);
}

internal static class MessageJson
{
    public static JsonSerializerOptions Options { get; } =
        new(JsonSerializerDefaults.Web) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
