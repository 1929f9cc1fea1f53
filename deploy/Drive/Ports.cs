using System.Net;
using System.Net.Sockets;

namespace CsrmeWeChat.Drive;

internal static class Ports
{
    public static int Print(IEnumerable<string> preferred)
    {
        // All are held until the last is found, so that no port is given twice.
        List<TcpListener> held = [];
        foreach (var port in preferred)
        {
            held.Add(TryListen(int.Parse(port)) ?? TryListen(0)!);
        }
        Console.WriteLine(string.Join(' ', held.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)));
        held.ForEach(listener => listener.Dispose());
        return 0;
    }

    private static TcpListener? TryListen(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return listener;
        }
        catch (SocketException)
        {
            listener.Dispose();
            return null;
        }
    }
}
