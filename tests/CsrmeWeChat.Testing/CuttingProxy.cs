using System.Net;
using System.Net.Sockets;

namespace CsrmeWeChat.Testing;

/// <summary>A network between a client and a server that breaks each time when so many bytes have gone up, and may be slow.</summary>
public sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly int serverPort;
    private readonly Queue<long> cuts;
    private readonly Lock counting = new();
    private readonly SemaphoreSlim line = new(1);
    private readonly int? pace;
    private readonly Task accepting;

    /// <param name="pace">Bytes a second that go up, over all connections; null for as fast as they come.</param>
    public CuttingProxy(int serverPort, IEnumerable<long> cutsAt, int? pace = null)
    {
        (this.serverPort, this.pace, cuts) = (serverPort, pace, new(cutsAt.Order()));
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Bytes that went up so far.</summary>
    public long Sent { get; private set; }

    public int Cuts { get; private set; }

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        await accepting;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = RelayAsync(await listener.AcceptSocketAsync());
            }
        }
        catch (SocketException)
        {
            // It was stopped.
        }
    }

    private async Task RelayAsync(Socket client)
    {
        using var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        using (client)
        {
            await server.ConnectAsync(IPAddress.Loopback, serverPort);
            await Task.WhenAny(CopyAsync(client, server, isUp: true), CopyAsync(server, client, isUp: false));
            // Both learn of it at once, as from a router that was restarted.
            client.LingerState = server.LingerState = new LingerOption(true, 0);
        }
    }

    private async Task CopyAsync(Socket from, Socket to, bool isUp)
    {
        var buffer = new byte[16 << 10];
        try
        {
            // A slow line takes little at a time, so that a cut leaves little on its way.
            while (await from.ReceiveAsync(isUp && pace is not null ? buffer.AsMemory(0, 1 << 10) : buffer) is > 0 and var read)
            {
                if (isUp)
                {
                    await PassAsync(read);
                }
                await to.SendAsync(buffer.AsMemory(0, read));
                if (isUp && IsCut(read))
                {
                    return;
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The other direction was cut.
        }
    }

    private async Task PassAsync(int bytes)
    {
        if (pace is not { } perSecond)
        {
            return;
        }
        await line.WaitAsync();
        try
        {
            await Task.Delay(TimeSpan.FromSeconds((double)bytes / perSecond));
        }
        finally
        {
            line.Release();
        }
    }

    private bool IsCut(int read)
    {
        lock (counting)
        {
            Sent += read;
            if (!cuts.TryPeek(out var at) || Sent < at)
            {
                return false;
            }
            cuts.Dequeue();
            Cuts++;
            return true;
        }
    }
}
