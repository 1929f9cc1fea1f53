using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Foundation.Http;

/// <summary>
/// Limits of one node, in requests per 10 seconds. Whoever is signed in is counted by person, so that a rush from behind one
/// address passes; a request whose token this node does not remember is counted by address too, before it costs a look-up.
/// </summary>
public sealed class LimitOptions
{
    public const string Section = "Limits";

    [Range(1, 1_000_000)]
    public int PerPerson { get; init; } = 60;

    [Range(1, 10_000_000)]
    public int PerAddress { get; init; } = 20_000;

    /// <summary>Of the public pages and feeds, which nobody signs in for.</summary>
    [Range(1, 10_000_000)]
    public int PublicPerAddress { get; init; } = 300;

    /// <summary>Seconds after which a request that is not done is told to come back (503): nobody waits 3 s for an answer.</summary>
    [Range(0.1, 60)]
    public double RequestSeconds { get; init; } = 2;
}

/// <summary>Marks an address that anybody may read: it is limited by address.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PublicPage : Attribute;

/// <summary>Holds callers to <see cref="LimitOptions"/>.</summary>
public sealed class RateLimits(IOptions<LimitOptions> options, TimeProvider time)
{
    private readonly LimitOptions limits = options.Value;
    private readonly Windows<Caller> requests = new(TimeSpan.FromSeconds(10), time);

    /// <summary>Counts a request of this person; false where it is one too many.</summary>
    public bool TakePerson(long personId) => requests.Add(new Caller(personId, null)) <= limits.PerPerson;

    /// <summary>Counts a request from this address; false where it is one too many.</summary>
    public bool TakeAddress(IPAddress? address) => requests.Add(new Caller(0, Network(address))) <= limits.PerAddress;

    /// <summary>Counts a request for a public page from this address; false where it is one too many.</summary>
    public bool TakePublic(IPAddress? address) => requests.Add(new Caller(-1, Network(address))) <= limits.PublicPerAddress;

    /// <summary>After authentication: refuses what is over its limit.</summary>
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var isPublic = context.GetEndpoint()?.Metadata.GetMetadata<PublicPage>() is not null;
        if (!isPublic && !context.Request.Path.StartsWithSegments("/api"))
        {
            return next(context);
        }
        if (
            isPublic ? TakePublic(context.Connection.RemoteIpAddress)
            : context.SignedIn is { } person ? TakePerson(person.PersonId)
            : TakeAddress(context.Connection.RemoteIpAddress)
        )
        {
            return next(context);
        }
        context.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(requests.Left.TotalSeconds)).ToString();
        return Problems.WriteAsync(context, StatusCodes.Status429TooManyRequests);
    }

    /// <summary>One subscriber holds a /64 of IPv6 and may use any address in it.</summary>
    internal static IPAddress? Network(IPAddress? address)
    {
        if (address is not { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false })
        {
            return address;
        }
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        bytes[8..].Clear();
        return new IPAddress(bytes);
    }

    private readonly record struct Caller(long Person, IPAddress? Address);
}
