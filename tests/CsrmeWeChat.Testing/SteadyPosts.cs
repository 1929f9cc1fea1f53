using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace CsrmeWeChat.Testing;

/// <summary>
/// Posts prepared requests at a steady rate over many connections, whether or not the earlier ones were answered.
/// Each goes out again until it is answered with 200, even while the server is down; its time counts from when it was due.
/// It posts only to this machine, and for a bounded time.
/// </summary>
public sealed class SteadyPosts(string baseUrl, int connections)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly IPEndPoint server = new(
        IPAddress.Loopback,
        new Uri(baseUrl) is { IsLoopback: true, Port: var port } ? port : throw new ArgumentException("Load goes to this machine only.")
    );

    /// <param name="limit">What is not answered by then stays so.</param>
    public async Task<LoadRun> RunAsync(IReadOnlyList<byte[]> requests, int perSecond, TimeSpan limit)
    {
        var answers = new LoadAnswer[requests.Count];
        var (clock, taken, sent, broken) = (Stopwatch.StartNew(), -1, 0, 0);
        await Task.WhenAll(
            Enumerable
                .Range(0, connections)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        Connection? connection = null;
                        for (var i = Interlocked.Increment(ref taken); i < requests.Count; i = Interlocked.Increment(ref taken))
                        {
                            var due = TimeSpan.FromSeconds((double)i / perSecond);
                            if (due > clock.Elapsed)
                            {
                                await Task.Delay(due - clock.Elapsed);
                            }
                            while (answers[i].Status != 200 && clock.Elapsed < limit)
                            {
                                try
                                {
                                    Interlocked.Increment(ref sent);
                                    connection ??= await Connection.OpenAsync(server);
                                    var (status, body) = await connection.PostAsync(requests[i], limit - clock.Elapsed);
                                    answers[i] = new LoadAnswer(status, body, clock.Elapsed - due);
                                }
                                catch (Exception e)
                                    when (e is IOException or SocketException or TimeoutException or ObjectDisposedException)
                                {
                                    Interlocked.Increment(ref broken);
                                    connection?.Dispose();
                                    connection = null;
                                }
                                if (answers[i].Status != 200)
                                {
                                    await Task.Delay(Pause);
                                }
                            }
                        }
                        connection?.Dispose();
                    })
                )
        );
        return new LoadRun(clock.Elapsed, sent, broken, answers);
    }

    private sealed class Connection(Socket socket) : IDisposable
    {
        private readonly HttpAnswers answers = new(socket);

        public static async Task<Connection> OpenAsync(IPEndPoint server)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(server);
                return new Connection(socket);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        public async Task<(int Status, byte[] Body)> PostAsync(byte[] request, TimeSpan patience)
        {
            await socket.SendAsync(request.AsMemory());
            return await answers.ReadAsync().AsTask().WaitAsync(patience > TimeSpan.Zero ? patience : TimeSpan.FromMilliseconds(1));
        }

        public void Dispose() => socket.Dispose();
    }
}
