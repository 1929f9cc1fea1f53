using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Http;

/// <summary>
/// Limits of one node, in requests per 10 seconds. Whoever is signed in is counted by person, so that a rush from behind one
/// address passes; only requests without a valid token (sign-in among them) are counted by address.
/// </summary>
public sealed class LimitOptions
{
    public const string Section = "Limits";

    [Range(1, 1_000_000)]
    public int PerPerson { get; init; } = 60;

    [Range(1, 10_000_000)]
    public int PerAddress { get; init; } = 5_000;

    /// <summary>Seconds after which a request that is not done is told to come back (503): nobody waits 3 s for an answer.</summary>
    [Range(0.1, 60)]
    public double RequestSeconds { get; init; } = 2.5;
}

/// <summary>
/// All windows begin together and end as a whole. (The framework's limiter keeps an object for each caller and visits all of
/// them ten times a second: a rush of 60,000 spent a tenth of the processor there.)
/// </summary>
public static class RateLimits
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(10);

    public static void UseRateLimits(this WebApplication app)
    {
        var limits = app.Services.GetRequiredService<IOptions<LimitOptions>>().Value;
        var time = app.Services.GetRequiredService<TimeProvider>();
        var current = new Window(time.GetUtcNow() + Length);
        app.Use((context, next) =>
        {
            if (!context.Request.Path.StartsWithSegments("/api"))
            {
                return next(context);
            }
            var (caller, permits) = context.SignedIn is { } person
                ? (new Caller(person.PersonId, null), limits.PerPerson)
                : (new Caller(0, context.Connection.RemoteIpAddress), limits.PerAddress);
            var now = time.GetUtcNow();
            var window = Volatile.Read(ref current);
            if (now >= window.Ends)
            {
                var following = new Window(now + Length);
                var found = Interlocked.CompareExchange(ref current, following, window);
                window = found == window ? following : found;
            }
            return window.Requests.AddOrUpdate(caller, 1, (_, count) => count + 1) <= permits ? next(context) : RefuseAsync(context, window.Ends - now);
        });
    }

    private static Task RefuseAsync(HttpContext context, TimeSpan wait)
    {
        context.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString();
        return Problems.WriteAsync(context, StatusCodes.Status429TooManyRequests);
    }

    private readonly record struct Caller(long Person, IPAddress? Address);

    private sealed class Window(DateTimeOffset ends)
    {
        public DateTimeOffset Ends { get; } = ends;

        public ConcurrentDictionary<Caller, int> Requests { get; } = [];
    }
}
