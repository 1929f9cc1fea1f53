using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Foundation.Demo;

/// <summary>One making of the demo, and what its parts leave for those after them.</summary>
public sealed class DemoRun(DemoClock clock, DemoWeChat weChat, TextWriter output)
{
    public DemoClock Clock => clock;

    /// <summary>When it began.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary>The same numbers each time.</summary>
    public Random Random { get; } = new(530);

    public DemoWeChat WeChat => weChat;

    /// <summary>Where the service will be reached; null where nobody said so.</summary>
    public Uri? Service { get; init; }

    public int Year => China.Date(Now).Year;

    /// <summary>The opening of last year's season: 30 May, 10:00 in Beijing.</summary>
    public DateTimeOffset LastSeason => China.At(new DateTime(Year - 1, 5, 30, 10, 0, 0));

    /// <summary>The first opening of this year's season, some days ago.</summary>
    public DateTimeOffset ThisSeason => DaysAgo(12).AddHours(10);

    /// <summary>Who has the accounts of the console, by their role.</summary>
    public Dictionary<Role, Actor> Staff { get; } = [];

    public Actor Secretary => Staff[Role.Secretary];

    /// <summary>Who judges.</summary>
    public IReadOnlyList<Actor> Jurors { get; set; } = [];

    /// <summary>The roster.</summary>
    public IReadOnlyList<DemoMember> Members { get; set; } = [];

    /// <summary>Those of them who are bound to a WeChat user.</summary>
    public IReadOnlyList<DemoMember> Bound { get; set; } = [];

    /// <summary>The WeChat users who follow the official account.</summary>
    public IReadOnlyList<DemoUser> Followers { get; set; } = [];

    /// <summary>Midnight in Beijing, so many days before today.</summary>
    public DateTimeOffset DaysAgo(int days) => China.Midnight(China.Date(Now).AddDays(-days));

    /// <summary>Some moment by day, between two that lie in the past.</summary>
    public DateTimeOffset Between(DateTimeOffset from, DateTimeOffset to)
    {
        var day = China.Date(from + (Random.NextDouble() * (to - from)));
        var moment = China.Midnight(day).AddHours(8).AddSeconds(Random.Next(13 * 3_600));
        return moment < from ? from
            : moment > to ? to
            : moment;
    }

    /// <summary>For whoever started it: an account, something to try.</summary>
    public void Say(string line) => output.WriteLine(line);

    /// <summary>
    /// Hands something in, and once more where it was gone meanwhile: a service that runs beside this takes a draft of last year for
    /// forgotten, and removes it once a minute.
    /// </summary>
    public static async Task<long> HandInAsync(Func<Task<(long Id, string? WhyNot)>> attempt)
    {
        var (id, whyNot) = await attempt();
        if (whyNot is not null)
        {
            (id, whyNot) = await attempt();
        }
        Expect(whyNot);
        return id;
    }

    /// <summary>A step of which the rest of the demo is made must have succeeded.</summary>
    /// <param name="refusal">Why it did not, in Chinese; null where it did.</param>
    public static void Expect(string? refusal)
    {
        if (refusal is not null)
        {
            throw new InvalidOperationException(refusal);
        }
    }
}

/// <summary>Somebody of the made-up roster.</summary>
/// <param name="Phone">As the sheet has it, without area code.</param>
public sealed record DemoMember(long Id, string Number, string Name, string Phone, string Unit, string? Branch)
{
    public long PersonId { get; init; }

    /// <summary>Their WeChat, where they are bound.</summary>
    public DemoUser? User { get; init; }
}

/// <summary>A user of the stand-in for WeChat, as our two accounts know them.</summary>
/// <param name="OpenId">In the mini program.</param>
/// <param name="FollowerId">The openid in the official account, whether they follow it or not.</param>
public sealed record DemoUser(string OpenId, string FollowerId, string? UnionId, string Phone);
