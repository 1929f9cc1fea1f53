using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CsrmeWeChat.Testing;

/// <summary>
/// Callers in a rush: each connection sends one prepared request after another, the next as soon as the last is answered.
/// Only to this machine, and bounded in requests and in time.
/// </summary>
public sealed class LoadClient(string baseUrl, int connections)
{
    private const int MaxAttempts = 20;

    private readonly IPEndPoint server = new(
        IPAddress.Loopback,
        new Uri(baseUrl) is { IsLoopback: true, Port: var port } ? port : throw new ArgumentException("Load goes to this machine only.")
    );

    /// <summary>A POST without a body.</summary>
    public static byte[] Post(string path, string token) => Request("POST", path, token);

    /// <summary>A POST of JSON.</summary>
    public static byte[] Post(string path, string token, ReadOnlySpan<byte> json) =>
        [
            .. Encoding.ASCII.GetBytes(
                $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
                    + $"Content-Type: application/json\r\nContent-Length: {json.Length}\r\n\r\n"
            ),
            .. json,
        ];

    /// <summary>A PUT without a body.</summary>
    public static byte[] Put(string path, string token) => Request("PUT", path, token);

    private static byte[] Request(string method, string path, string token) =>
        Encoding.ASCII.GetBytes(
            $"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\nContent-Length: 0\r\n\r\n"
        );

    /// <summary>Sends each request until it is answered with 200, at most 20 times. The clock starts when all are connected.</summary>
    /// <param name="limit">After this the connections are cut, and what was not answered stays so.</param>
    public async Task<LoadRun> RunAsync(IReadOnlyList<byte[]> requests, TimeSpan limit)
    {
        var sockets = new List<Socket>();
        try
        {
            for (var i = 0; i < Math.Min(connections, requests.Count); i++)
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                sockets.Add(socket);
                await socket.ConnectAsync(server);
            }
            var rush = new Rush(requests);
            using var deadline = new CancellationTokenSource(limit);
            using var cut = deadline.Token.Register(() => sockets.ForEach(socket => socket.Dispose()));
            var started = Stopwatch.GetTimestamp();
            await Task.WhenAll(sockets.Select(rush.CallAsync));
            return rush.Result(Stopwatch.GetElapsedTime(started));
        }
        finally
        {
            sockets.ForEach(socket => socket.Dispose());
        }
    }

    private sealed class Rush(IReadOnlyList<byte[]> requests)
    {
        private readonly Call[] calls = new Call[requests.Count];
        private readonly ConcurrentQueue<int> again = [];
        private int taken = -1,
            broken;

        public async Task CallAsync(Socket socket)
        {
            var answers = new HttpAnswers(socket);
            try
            {
                while (Next() is { } i)
                {
                    if (calls[i].Attempts++ == 0)
                    {
                        calls[i].Sent = Stopwatch.GetTimestamp();
                    }
                    await socket.SendAsync(requests[i].AsMemory());
                    (calls[i].Status, calls[i].Body) = await answers.ReadAsync();
                    calls[i].Took = Stopwatch.GetElapsedTime(calls[i].Sent);
                    if (calls[i].Status != 200 && calls[i].Attempts < MaxAttempts)
                    {
                        again.Enqueue(i);
                    }
                }
            }
            catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
            {
                Interlocked.Increment(ref broken);
            }
        }

        public LoadRun Result(TimeSpan elapsed) =>
            new(
                elapsed,
                calls.Sum(call => call.Attempts),
                broken,
                [.. calls.Select(call => new LoadAnswer(call.Status, call.Body ?? [], call.Took))]
            );

        // Who was refused comes again after all others have come once.
        private int? Next() =>
            Interlocked.Increment(ref taken) is var next && next < requests.Count ? next
            : again.TryDequeue(out var refused) ? refused
            : null;
    }

    private struct Call
    {
        public long Sent;
        public int Attempts,
            Status;
        public byte[]? Body;
        public TimeSpan Took;
    }
}

/// <param name="Sent">Requests sent; more than the answers where some were refused and came again.</param>
/// <param name="Broken">Connections that were cut, by the server or at the time limit.</param>
/// <param name="Answers">The last answer to each request, in their order.</param>
public sealed record LoadRun(TimeSpan Elapsed, int Sent, int Broken, IReadOnlyList<LoadAnswer> Answers)
{
    public int Succeeded { get; } = Answers.Count(answer => answer.Status == 200);

    public double PerSecond => Succeeded / Elapsed.TotalSeconds;

    /// <summary>How long the share of the callers waited at most, from first asking to the answer of 200.</summary>
    public TimeSpan Within(double share)
    {
        var took = Answers.Where(answer => answer.Status == 200).Select(answer => answer.Took).Order().ToList();
        return took.Count == 0 ? TimeSpan.MaxValue : took[Math.Max(0, (int)Math.Ceiling(share * took.Count) - 1)];
    }
}

/// <param name="Status">0 where there was no answer.</param>
/// <param name="Took">From first asking, the refusals before it included.</param>
public readonly record struct LoadAnswer(int Status, byte[] Body, TimeSpan Took);
