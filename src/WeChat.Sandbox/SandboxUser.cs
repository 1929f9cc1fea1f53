using System.Collections.Concurrent;

namespace WeChat.Sandbox;

/// <summary>A WeChat user as the control operations show it.</summary>
/// <param name="OpenIds">By app id.</param>
/// <param name="Phone">Without area code.</param>
public sealed record SandboxUser(IReadOnlyDictionary<string, string> OpenIds, string? UnionId, string Phone, bool Follows);

/// <summary>A person behind several openids. Locked on itself.</summary>
internal sealed class Person
{
    public required string Phone { get; init; }

    /// <summary>The area code of the phone.</summary>
    public string CountryCode { get; init; } = "86";

    public string? UnionId { get; set; }

    public bool Follows { get; set; }

    public DateTimeOffset FollowedAt { get; private set; }

    public void Follow(DateTimeOffset now) => (Follows, FollowedAt) = (true, Follows ? FollowedAt : now);
}

/// <summary>A person as one app knows them. Locked on itself.</summary>
internal sealed class Account(Person person, App app, string openId)
{
    private readonly Dictionary<string, int> credits = [];
    private readonly Dictionary<(int Year, int Month), int> articles = [];

    public Person Person { get; } = person;

    public App App { get; } = app;

    public string OpenId { get; } = openId;

    public DateTimeOffset? LastVisit { get; set; }

    /// <summary>Its place among the app's users.</summary>
    public int Number { get; set; }

    public string Remark { get; set; } = "";

    /// <summary>The user does not want template messages: 43101.</summary>
    public bool RefusesTemplates { get; set; }

    /// <summary>How template messages to this user end, in WeChat's words: success, failed:user block, failed:freq limit.</summary>
    public string TemplateStatus { get; set; } = "success";

    /// <summary>The templates of which the user ticked "总是保持以上选择": they are asked no more, and no event is pushed.</summary>
    public ConcurrentDictionary<string, bool> KeptChoices { get; } = [];

    /// <summary>When the user last wrote to the account, and how often it has answered since.</summary>
    public (DateTimeOffset At, int Answers)? Wrote { get; set; }

    public ConcurrentDictionary<int, bool> Tags { get; } = [];

    /// <summary>Takes a mass send in, where this month there is room for one more.</summary>
    public bool TryReceive((int Year, int Month) month, int perMonth)
    {
        lock (this)
        {
            var had = articles.GetValueOrDefault(month);
            articles[month] = Math.Min(had + 1, perMonth);
            return had < perMonth;
        }
    }

    public void GiveCredits(string templateId, int count)
    {
        lock (this)
        {
            credits[templateId] = Math.Max(0, credits.GetValueOrDefault(templateId) + count);
        }
    }

    public int CreditsFor(string templateId)
    {
        lock (this)
        {
            return credits.GetValueOrDefault(templateId);
        }
    }

    public bool TrySpendCredit(string templateId)
    {
        lock (this)
        {
            if (credits.GetValueOrDefault(templateId) == 0)
            {
                return false;
            }

            credits[templateId]--;
            return true;
        }
    }
}
