using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Sockets;
using CsrmeWeChat.Foundation.Http;
using Microsoft.Extensions.Options;
using WeChat;

namespace CsrmeWeChat.People;

/// <summary>How many of WeChat's codes may be asked about, on one node.</summary>
public sealed class CodeOptions
{
    public const string Section = "Codes";

    /// <summary>Calls to WeChat that are under way at the same time.</summary>
    [Range(1, 10_000)]
    public int InFlight { get; init; } = 256;

    /// <summary>Of these, from one address.</summary>
    [Range(1, 10_000)]
    public int InFlightPerAddress { get; init; } = 64;

    /// <summary>Codes of one address that WeChat may turn away in a minute. A hall full of members has next to none.</summary>
    [Range(1, 100_000)]
    public int FailuresPerAddress { get; init; } = 30;
}

/// <summary>
/// Anybody can make up codes, and WeChat throttles an account that asks about too many. Who sent so many wrong ones is refused without a
/// call, and one address takes a part of the calls under way only, so that others get theirs however many wait there.
/// </summary>
public sealed class CodeGate(IOptions<CodeOptions> options, TimeProvider time)
{
    private const int FailuresPerPerson = 5,
        InFlightPerPerson = 2,
        // A subscriber may hold 65,536 networks of IPv6, and a carrier's customers share as many.
        WideFactor = 10,
        ShortestCode = 16;

    private readonly CodeOptions limits = options.Value;
    private readonly SemaphoreSlim node = new(options.Value.InFlight);
    private readonly Lock gate = new();
    private readonly Dictionary<string, Line> lines = [];
    private readonly Windows<string> failures = new(TimeSpan.FromMinutes(1), time);

    /// <summary>Asks WeChat about a code that came from this address.</summary>
    public Task<Asked<T>> AskAsync<T>(IPAddress? address, Func<Task<T>> ask, CancellationToken ct)
    {
        var key = $"address {RateLimits.Network(address)}";
        return AskAsync(key, limits.InFlightPerAddress, [(key, limits.FailuresPerAddress), .. Wide(address)], ask, ct);
    }

    /// <summary>Asks WeChat about a code that this person sent.</summary>
    public Task<Asked<T>> AskAsync<T>(long personId, Func<Task<T>> ask, CancellationToken ct)
    {
        var key = $"person {personId}";
        return AskAsync(key, InFlightPerPerson, [(key, FailuresPerPerson)], ask, ct);
    }

    /// <summary>Whether WeChat may have made this code: others are not worth a call.</summary>
    public static bool MayBeCode(string code) => code.Length >= ShortestCode && code.All(character => character is > ' ' and <= '~');

    private async Task<Asked<T>> AskAsync<T>(
        string key,
        int inFlight,
        (string Key, int Most)[] counts,
        Func<Task<T>> ask,
        CancellationToken ct
    )
    {
        if (WaitAfterFailures(counts) is { } wait)
        {
            return new(default, wait);
        }
        var line = Join(key, inFlight);
        try
        {
            await line.Turns.WaitAsync(ct);
            try
            {
                // Those that stood in the line behind wrong codes are refused without a call.
                return WaitAfterFailures(counts) is { } later ? new(default, later) : new(await AskInTurnAsync(counts, ask, ct), null);
            }
            finally
            {
                line.Turns.Release();
            }
        }
        finally
        {
            Leave(key, line);
        }
    }

    private async Task<T> AskInTurnAsync<T>((string Key, int Most)[] counts, Func<Task<T>> ask, CancellationToken ct)
    {
        await node.WaitAsync(ct);
        try
        {
            return await ask();
        }
        // Where WeChat throttles, made-up codes must not go on asking; where it does not answer, nobody is to blame.
        catch (WeChatException e) when (e.Failure is WeChatFailure.BadCode or WeChatFailure.Refused or WeChatFailure.Throttled)
        {
            foreach (var (key, _) in counts)
            {
                failures.Add(key);
            }
            throw;
        }
        finally
        {
            node.Release();
        }
    }

    private TimeSpan? WaitAfterFailures((string Key, int Most)[] counts) =>
        counts.Any(count => failures.CountOf(count.Key) >= count.Most) ? failures.Left : null;

    private (string, int)[] Wide(IPAddress? address)
    {
        if (address is not { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false })
        {
            return [];
        }
        return [($"site {Convert.ToHexString(address.GetAddressBytes()[..6])}", limits.FailuresPerAddress * WideFactor)];
    }

    private Line Join(string key, int inFlight)
    {
        lock (gate)
        {
            if (!lines.TryGetValue(key, out var line))
            {
                lines[key] = line = new Line(inFlight);
            }
            line.People++;
            return line;
        }
    }

    private void Leave(string key, Line line)
    {
        lock (gate)
        {
            if (--line.People == 0)
            {
                lines.Remove(key);
            }
        }
    }

    private sealed class Line(int inFlight)
    {
        public SemaphoreSlim Turns { get; } = new(inFlight);

        public int People { get; set; }
    }
}

/// <param name="Wait">Not asked: so many codes from there were wrong that the next may be tried after this time only.</param>
public readonly record struct Asked<T>(T? Answer, TimeSpan? Wait);
