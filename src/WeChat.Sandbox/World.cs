using System.Collections.Concurrent;
using WeChat.Sandbox.Media;
using WeChat.Sandbox.Pushes;

namespace WeChat.Sandbox;

/// <summary>Everything this WeChat knows.</summary>
internal sealed class World
{
    private static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, Account> accounts = [];
    private readonly ConcurrentDictionary<string, Code> codes = [];
    private readonly List<(Person Person, IReadOnlyDictionary<string, string> OpenIds)> made = [];
    private long lastMessageId = 3_000_000_000;
    private int lastPhone;

    public World(SandboxOptions options, TimeProvider time)
    {
        Time = time;
        IEnumerable<SandboxAppOptions> apps = options.Apps.Count > 0 ? options.Apps : SandboxOptions.DefaultApps;
        Apps = apps.Select(app => new App(app)).ToDictionary(app => app.AppId);
        Received = new ReceivedCalls(options.ReceivedKept);
        Pushes = new PushDesk(time);
        Media = new MediaDesk(Pushes, time);
        Crowd = new Crowd(time);
    }

    public TimeProvider Time { get; }

    public DateTimeOffset Now => Time.GetUtcNow();

    public IReadOnlyDictionary<string, App> Apps { get; }

    public TokenDesk Tokens { get; } = new();

    public Faults Faults { get; } = new();

    public ReceivedCalls Received { get; }

    public Mailbox Mailbox { get; } = new();

    public PushDesk Pushes { get; }

    public MediaDesk Media { get; }

    public Crowd Crowd { get; }

    public long NextMessageId() => Interlocked.Increment(ref lastMessageId);

    public Account? FindAccount(string? openId) => openId is null ? null : accounts.GetValueOrDefault(openId);

    /// <summary>The account, where the openid is one of this app's.</summary>
    public Account? FindAccount(App app, string? openId) => FindAccount(openId) is { } account && account.App == app ? account : null;

    public SandboxUser MakeUser(string? phone, bool unionId, bool follows)
    {
        // A foreign number is given with its area code: +852-61234567.
        var number = phone ?? $"139{Interlocked.Increment(ref lastPhone):D8}";
        var code = number.StartsWith('+') ? number.IndexOf('-', StringComparison.Ordinal) : -1;
        var person = new Person
        {
            Phone = code < 0 ? number : number[(code + 1)..],
            CountryCode = code < 0 ? "86" : number[1..code],
            UnionId = unionId ? NewUnionId() : null,
        };
        if (follows)
        {
            person.Follow(Now);
        }

        var openIds = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var app in Apps.Values)
        {
            var openId = "o" + RandomText.Of(27);
            var account = new Account(person, app, openId);
            accounts[openId] = account;
            app.Add(account);
            openIds[app.AppId] = openId;
        }

        lock (made)
        {
            made.Add((person, openIds));
        }

        return Show(person, openIds);
    }

    /// <summary>In the order in which they were made.</summary>
    public IReadOnlyList<SandboxUser> ListUsers(int limit)
    {
        lock (made)
        {
            return [.. made.Take(limit).Select(user => Show(user.Person, user.OpenIds))];
        }
    }

    private static SandboxUser Show(Person person, IReadOnlyDictionary<string, string> openIds) =>
        new(openIds, person.UnionId, person.Phone, person.Follows);

    public static string NewUnionId() => "o" + RandomText.Of(27);

    public string MintCode(CodeKind kind, Account account)
    {
        var value = RandomText.Of(32);
        codes[value] = new Code(kind, account, Now + CodeLifetime);
        return value;
    }

    public Account? OwnerOfCode(string? code) => code is null ? null : codes.GetValueOrDefault(code)?.Account;

    /// <summary>Uses a code up: 40029 for one that is unknown, expired or another app's, 40163 for a used one.</summary>
    public (Account? Account, int ErrCode) UseCode(CodeKind kind, App app, string value, string? openId = null)
    {
        if (
            !codes.TryGetValue(value, out var code)
            || code.Kind != kind
            || code.Account.App != app
            || code.Account.OpenId != (openId ?? code.Account.OpenId)
            || Now >= code.ExpiresAt
        )
        {
            return (null, 40029);
        }

        return code.TryUse() ? (code.Account, 0) : (null, 40163);
    }

    private sealed class Code(CodeKind kind, Account account, DateTimeOffset expiresAt)
    {
        private int used;

        public CodeKind Kind { get; } = kind;

        public Account Account { get; } = account;

        public DateTimeOffset ExpiresAt { get; } = expiresAt;

        public bool TryUse() => Interlocked.Exchange(ref used, 1) == 0;
    }
}

internal enum CodeKind
{
    Login,
    Phone,
}
