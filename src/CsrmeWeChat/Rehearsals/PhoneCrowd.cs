using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using CsrmeWeChat.Foundation.Console;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace CsrmeWeChat.Rehearsals;

/// <summary>Phones that claim over HTTP, from this node and only from this node.</summary>
public sealed class PhoneCrowd : IDisposable
{
    private const int Connections = 256;

    private readonly HttpClient http;
    private int connected;

    private PhoneCrowd(Uri node)
    {
        http = new HttpClient(
            new SocketsHttpHandler
            {
                MaxConnectionsPerServer = Connections,
                ConnectCallback = (context, ct) => ConnectAsync(context.DnsEndPoint, ct),
                UseCookies = false,
                UseProxy = false,
                ActivityHeadersPropagator = null,
            }
        )
        {
            BaseAddress = node,
            Timeout = TimeSpan.FromSeconds(20),
        };
    }

    /// <summary>Null where this node has no address without TLS.</summary>
    public static PhoneCrowd? For(IServer server)
    {
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses.Select(BindingAddress.Parse) ?? [];
        return addresses.FirstOrDefault(address => address is { Scheme: "http", IsUnixPipe: false, IsNamedPipe: false }) is { } address
            ? new PhoneCrowd(new UriBuilder("http", Loopback(address.Host), address.Port).Uri)
            : null;
    }

    /// <summary>Lets all phones claim at the same moment, and tells how each was answered and how long it waited.</summary>
    public async Task<IReadOnlyList<PhoneAnswer>> ClaimAsync(long benefitId, IReadOnlyList<string> tokens, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        return await Task.WhenAll(
            tokens.Select(async token => new PhoneAnswer(await ClaimAsync(benefitId, token, ct), Stopwatch.GetElapsedTime(began)))
        );
    }

    public void Dispose() => http.Dispose();

    private async Task<string> ClaimAsync(long benefitId, string token, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/benefits/{benefitId}/claim");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        try
        {
            using var answer = await http.SendAsync(request, ct);
            var body = await answer.Content.ReadAsByteArrayAsync(ct);
            return answer.IsSuccessStatusCode
                ? RehearsalResult.Claimed
                : JsonDocument.Parse(body).RootElement.GetProperty("code").GetString() ?? RehearsalResult.None;
        }
        catch (Exception e)
            when (e is HttpRequestException or JsonException or KeyNotFoundException
                || (e is OperationCanceledException && !ct.IsCancellationRequested)
            )
        {
            return RehearsalResult.None;
        }
    }

    /// <summary>The address to connect to: a node that listens on all addresses listens on the loopback, too.</summary>
    private static string Loopback(string host) =>
        IPAddress.TryParse(host.Trim('[', ']'), out var address) && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any)
            ? address.ToString()
            : "127.0.0.1";

    private async ValueTask<Stream> ConnectAsync(DnsEndPoint node, CancellationToken ct)
    {
        var address = IPAddress.Parse(node.Host.Trim('[', ']'));
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (OperatingSystem.IsLinux() && address.Equals(IPAddress.Loopback))
            {
                // Phones have addresses of their own, so that the limit per address does not count them together: all of 127.0.0.0/8 is
                // this machine.
                var number = Interlocked.Increment(ref connected);
                socket.Bind(new IPEndPoint(new IPAddress([127, 77, (byte)(number / 250), (byte)(1 + (number % 250))]), 0));
            }
            await socket.ConnectAsync(address, node.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <param name="Code">The code of the refusal, or one of <see cref="RehearsalResult"/>.</param>
public readonly record struct PhoneAnswer(string Code, TimeSpan Took);
