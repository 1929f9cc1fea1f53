using System.Collections.Concurrent;

namespace WeChat.Sandbox;

/// <summary>Issues and checks access tokens: the two ways to get one know nothing of each other.</summary>
internal sealed class TokenDesk
{
    private const int ForcedPerDay = 20;

    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(7200);
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ForcedApart = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, Token> tokens = [];
    private readonly ConcurrentDictionary<App, Till> tills = [];

    /// <summary>The app a token speaks for, or the errcode that turns it away.</summary>
    public (App? App, int ErrCode) Check(string? value, DateTimeOffset now) =>
        string.IsNullOrEmpty(value) ? (null, 41001)
        : !tokens.TryGetValue(value, out var token) ? (null, 40001)
        : token.RefusedWith != 0 ? (null, token.RefusedWith)
        : now >= token.ExpiresAt ? (null, 42001)
        : (token.App, 0);

    public App? OwnerOf(string value) => tokens.GetValueOrDefault(value)?.App;

    /// <summary>/cgi-bin/token: a new one each time; the one before lives on for 5 minutes.</summary>
    public Token IssuePlain(App app, DateTimeOffset now)
    {
        var till = tills.GetOrAdd(app, _ => new Till());
        lock (till)
        {
            if (till.Plain is { } before && before.ExpiresAt > now + Overlap)
            {
                before.ExpiresAt = now + Overlap;
            }

            return till.Plain = Issue(app, now);
        }
    }

    /// <summary>
    /// Serves /cgi-bin/stable_token: the same token until 5 minutes before it expires, or a new one when forced.
    /// Returns no token but an errcode where forcing is refused.
    /// </summary>
    public (Token? Token, int ErrCode) IssueStable(App app, bool force, DateTimeOffset now)
    {
        var till = tills.GetOrAdd(app, _ => new Till());
        lock (till)
        {
            var held = till.Stable;
            if (!force)
            {
                var usable = held is not null && held.ExpiresAt - now > Overlap && (held.RefusedWith == 0 || held.RefusedUntilForced);
                return (usable ? held : till.Stable = Issue(app, now), 0);
            }

            var day = now.ToOffset(TimeSpan.FromHours(8)).Date;
            var forcedToday = till.ForcedDay == day ? till.ForcedToday : 0;
            if (forcedToday >= ForcedPerDay)
            {
                return (null, 45009);
            }

            if (now - till.ForcedAt < ForcedApart)
            {
                return (null, 45011);
            }

            (till.ForcedDay, till.ForcedToday, till.ForcedAt) = (day, forcedToday + 1, now);
            held?.RefusedWith = 40001;
            return (till.Stable = Issue(app, now), 0);
        }
    }

    /// <summary>
    /// Turns the app's tokens away from now on. With <paramref name="untilForced"/> stable_token keeps answering
    /// the dead token until a new one is forced.
    /// </summary>
    public void Invalidate(App app, int errCode, bool untilForced)
    {
        foreach (var token in tokens.Values.Where(token => token.App == app))
        {
            token.RefusedWith = errCode;
            token.RefusedUntilForced = untilForced;
        }
    }

    private Token Issue(App app, DateTimeOffset now)
    {
        foreach (var (value, old) in tokens)
        {
            if (old.ExpiresAt + Lifetime < now)
            {
                tokens.TryRemove(value, out _);
            }
        }

        var token = new Token(app, RandomText.Of(136), now + Lifetime);
        tokens[token.Value] = token;
        return token;
    }

    public sealed class Token(App app, string value, DateTimeOffset expiresAt)
    {
        public App App { get; } = app;

        public string Value { get; } = value;

        public DateTimeOffset ExpiresAt { get; set; } = expiresAt;

        public int RefusedWith { get; set; }

        public bool RefusedUntilForced { get; set; }
    }

    private sealed class Till
    {
        public Token? Plain { get; set; }

        public Token? Stable { get; set; }

        public DateTime ForcedDay { get; set; }

        public int ForcedToday { get; set; }

        public DateTimeOffset ForcedAt { get; set; } = DateTimeOffset.MinValue;
    }
}
