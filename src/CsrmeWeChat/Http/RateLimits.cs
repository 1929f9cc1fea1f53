using System.ComponentModel.DataAnnotations;
using System.Threading.RateLimiting;
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

public static class RateLimits
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    public static IServiceCollection AddRateLimits(this IServiceCollection services)
    {
        services.AddRateLimiter(_ => { });
        services.AddOptions<Microsoft.AspNetCore.RateLimiting.RateLimiterOptions>().Configure<IOptions<LimitOptions>>((limiter, options) =>
        {
            var (perPerson, perAddress) = (options.Value.PerPerson, options.Value.PerAddress);
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, (long Person, string? Address)>(context =>
                !context.Request.Path.StartsWithSegments("/api") ? RateLimitPartition.GetNoLimiter((0L, (string?)null))
                : context.SignedIn is { } person ? Limit((person.PersonId, null), perPerson)
                : Limit((0, context.Connection.RemoteIpAddress?.ToString() ?? ""), perAddress));
            limiter.OnRejected = async (rejected, _) =>
            {
                var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : Window;
                rejected.HttpContext.Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString();
                await Problems.WriteAsync(rejected.HttpContext, StatusCodes.Status429TooManyRequests);
            };
        });
        return services;
    }

    private static RateLimitPartition<(long, string?)> Limit((long, string?) key, int permits) =>
        RateLimitPartition.GetFixedWindowLimiter(key, _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = Window, QueueLimit = 0 });
}
