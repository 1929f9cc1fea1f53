using System.Diagnostics;
using System.Net.Sockets;

namespace CsrmeWeChat.Testing;

/// <summary>A throwaway Redis on a free loopback port, without a file.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private readonly Process server;

    private RedisServer(Process server, int port) => (this.server, Address) = (server, $"127.0.0.1:{port}");

    public string Address { get; }

    public static async Task<RedisServer> StartAsync()
    {
        var port = Ports.Free();
        var server = Process.Start(
            new ProcessStartInfo("redis-server", ["--bind", "127.0.0.1", "--port", $"{port}", "--save", "", "--appendonly", "no"])
            {
                RedirectStandardOutput = true,
            }
        )!;
        server.BeginOutputReadLine();
        for (var waited = Stopwatch.StartNew(); ; await Task.Delay(20))
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", port);
                return new RedisServer(server, port);
            }
            catch (SocketException) when (waited.Elapsed < TimeSpan.FromSeconds(20) && !server.HasExited) { }
        }
    }

    public async ValueTask DisposeAsync()
    {
        server.Kill();
        await server.WaitForExitAsync();
        server.Dispose();
    }
}
