using System.Collections.Concurrent;

namespace WeChat.Sandbox;

/// <summary>One account with its templates, pages and quotas.</summary>
internal sealed class App
{
    private readonly ConcurrentDictionary<string, Quota> quotas = [];
    private readonly List<Account> accounts = [];

    public App(SandboxAppOptions options)
    {
        (AppId, Secret, Kind) = (options.AppId, options.Secret, options.Kind);
        foreach (var template in options.Templates)
        {
            Templates[template.Id] = template;
        }

        foreach (var page in options.Pages)
        {
            Pages[page] = true;
        }
    }

    public string AppId { get; }

    public string Secret { get; }

    public SandboxAppKind Kind { get; }

    /// <summary>The account's original id, by which messages name it.</summary>
    public string OriginalId => $"gh_{AppId[^Math.Min(12, AppId.Length)..]}";

    public ConcurrentDictionary<string, SandboxTemplate> Templates { get; } = [];

    public ConcurrentDictionary<string, bool> Pages { get; } = [];

    private readonly ConcurrentDictionary<string, SentTemplate> sent = [];

    /// <summary>
    /// A template message goes out once under its client_msg_id, which is heeded for 10 minutes; without such an id what is the same
    /// to the same user is refused for a minute (40241).
    /// </summary>
    /// <param name="isRepeatRefused">Whether a repeat under an id is 40241 as well, and not answered the first message's id.</param>
    public (int ErrCode, long MessageId) SendOnce(string key, bool hasId, bool isRepeatRefused, DateTimeOffset now, Func<long> send)
    {
        var fresh = new SentTemplate(now, new Lazy<long>(send));
        var heeded = TimeSpan.FromMinutes(hasId ? 10 : 1);
        var kept = sent.AddOrUpdate(key, fresh, (_, before) => now - before.At < heeded ? before : fresh);
        var isRepeat = !ReferenceEquals(kept, fresh);
        return isRepeat && (!hasId || isRepeatRefused) && now - kept.At < TimeSpan.FromMinutes(1) ? (40241, 0) : (0, kept.Id.Value);
    }

    private sealed record SentTemplate(DateTimeOffset At, Lazy<long> Id);

    /// <summary>Whether the account itself is banned from subscription messages: 43107.</summary>
    public bool IsBanned { get; set; }

    /// <summary>Names by id.</summary>
    public ConcurrentDictionary<int, string> Tags { get; } = [];

    /// <summary>The buttons as they were set; null where never.</summary>
    public string? Menu { get; set; }

    /// <summary>In the order in which they came to be.</summary>
    public void Add(Account account)
    {
        lock (accounts)
        {
            account.Number = accounts.Count;
            accounts.Add(account);
        }
    }

    /// <summary>Who follows, after this one, and how many do in all.</summary>
    public (IReadOnlyList<string> OpenIds, int Total) Followers(Account? after, int limit)
    {
        lock (accounts)
        {
            return (
                [
                    .. accounts
                        .Skip(after is null ? 0 : after.Number + 1)
                        .Where(account => account.Person.Follows)
                        .Take(limit)
                        .Select(account => account.OpenId),
                ],
                accounts.Count(account => account.Person.Follows)
            );
        }
    }

    /// <summary>Who follows, or of them who has the tag.</summary>
    public IReadOnlyList<Account> Audience(int? tag)
    {
        lock (accounts)
        {
            return [.. accounts.Where(account => account.Person.Follows && (tag is not { } id || account.Tags.ContainsKey(id)))];
        }
    }

    public void RemoveTag(int tag)
    {
        Tags.TryRemove(tag, out _);
        lock (accounts)
        {
            accounts.ForEach(account => account.Tags.TryRemove(tag, out _));
        }
    }

    public int CountTagged(int tag)
    {
        lock (accounts)
        {
            return accounts.Count(account => account.Tags.ContainsKey(tag));
        }
    }

    public Articles Articles { get; } = new();

    private readonly ConcurrentDictionary<string, bool> denied = [];

    public bool May(string api) =>
        !denied.ContainsKey(api)
        && (Kind is SandboxAppKind.ServiceAccount || api is not ("/cgi-bin/message/template/send" or "/cgi-bin/message/subscribe/bizsend"));

    public void Deny(string api, bool isDenied)
    {
        if (isDenied)
        {
            denied[api] = true;
        }
        else
        {
            denied.TryRemove(api, out _);
        }
    }

    public Quota QuotaOf(string api) => quotas.GetOrAdd(api, Quota.DefaultFor);

    private readonly Dictionary<string, (int Month, int Count)> clears = [];

    /// <summary>Whether a quota may be cleared once more this month.</summary>
    public bool TryClear(string what, int aMonth, DateTimeOffset now)
    {
        lock (clears)
        {
            var month = now.ToOffset(TimeSpan.FromHours(8)) is var local ? (local.Year * 12) + local.Month : 0;
            var count = clears.GetValueOrDefault(what) is var before && before.Month == month ? before.Count : 0;
            clears[what] = (month, Math.Min(count + 1, aMonth));
            return count < aMonth;
        }
    }

    public void ClearQuotas()
    {
        foreach (var quota in quotas.Values)
        {
            quota.Clear();
        }
    }
}

/// <summary>Calls of one api by one account, counted by China's day and by the minute.</summary>
internal sealed class Quota(long perDay, long perMinute, int tooManyThisMinute)
{
    private long day,
        minute,
        today,
        thisMinute;

    public long PerDay { get; set; } = perDay;

    public long PerMinute { get; set; } = perMinute;

    /// <summary>Documented limits of a new account.</summary>
    public static Quota DefaultFor(string api) =>
        api switch
        {
            "/cgi-bin/token" => new(2_000, long.MaxValue, 45011),
            "/cgi-bin/stable_token" => new(500_000, 10_000, 45011),
            "/wxa/msg_sec_check" => new(2_000_000, 4_000, 44991),
            "/wxa/getwxacodeunlimit" => new(long.MaxValue, 5_000, 45009),
            "/cgi-bin/message/subscribe/send" => new(10_000_000, long.MaxValue, 45009),
            "/cgi-bin/user/get" => new(500, long.MaxValue, 45011),
            "/cgi-bin/message/custom/send" => new(500_000, long.MaxValue, 45011),
            "/wxa/media_check_async" => new(200_000, 2_000, 44991),
            "/cgi-bin/freepublish/delete" => new(10, long.MaxValue, 45011),
            "/cgi-bin/freepublish/batchget" or "/cgi-bin/freepublish/getarticle" => new(100, long.MaxValue, 45011),
            "/cgi-bin/draft/update" or "/cgi-bin/draft/count" or "/cgi-bin/draft/batchget" => new(1_000, long.MaxValue, 45011),
            "/cgi-bin/user/info/batchget" or "/cgi-bin/user/info" => new(5_000_000, long.MaxValue, 45011),
            "/cgi-bin/menu/create" => new(1_000, long.MaxValue, 45011),
            "/cgi-bin/message/template/send" => new(100_000, long.MaxValue, 45009),
            "/cgi-bin/message/mass/sendall" => new(100, 60, 45011),
            "/cgi-bin/message/mass/delete" => new(10, long.MaxValue, 45011),
            "/cgi-bin/message/mass/preview" => new(100, long.MaxValue, 45011),
            "/cgi-bin/draft/add" or "/cgi-bin/draft/delete" => new(1_000, long.MaxValue, 45011),
            "/cgi-bin/draft/get" => new(500, long.MaxValue, 45011),
            "/cgi-bin/freepublish/submit" or "/cgi-bin/freepublish/get" => new(100, long.MaxValue, 45011),
            "/cgi-bin/media/uploadimg" or "/cgi-bin/material/add_material" => new(100_000, long.MaxValue, 45011),
            _ => new(long.MaxValue, long.MaxValue, 45011),
        };

    public (long PerDay, long Used) Today(DateTimeOffset now)
    {
        lock (this)
        {
            return (PerDay, now.ToOffset(TimeSpan.FromHours(8)).Ticks / TimeSpan.TicksPerDay == day ? today : 0);
        }
    }

    /// <summary>As if nothing had been called today.</summary>
    public void Clear()
    {
        lock (this)
        {
            (today, thisMinute) = (0, 0);
        }
    }

    /// <summary>0, or the errcode of the limit that is reached.</summary>
    public int Take(DateTimeOffset now)
    {
        lock (this)
        {
            var local = now.ToOffset(TimeSpan.FromHours(8)).Ticks;
            (day, today) = local / TimeSpan.TicksPerDay is var thisDay && thisDay == day ? (day, today) : (thisDay, 0);
            (minute, thisMinute) =
                local / TimeSpan.TicksPerMinute is var thatMinute && thatMinute == minute ? (minute, thisMinute) : (thatMinute, 0);
            if (today >= PerDay)
            {
                return 45009;
            }

            if (thisMinute >= PerMinute)
            {
                return tooManyThisMinute;
            }

            today++;
            thisMinute++;
            return 0;
        }
    }
}
