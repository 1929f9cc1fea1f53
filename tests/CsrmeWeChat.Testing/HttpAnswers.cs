using System.Buffers;
using System.Buffers.Text;
using System.Net.Sockets;
using System.Text;

namespace CsrmeWeChat.Testing;

/// <summary>Reads the answers on one keep-alive connection on which a request is sent only after the last one was answered.</summary>
internal sealed class HttpAnswers(Socket socket)
{
    private byte[] buffer = new byte[2048];

    public async ValueTask<(int Status, byte[] Body)> ReadAsync()
    {
        for (var received = 0; ; )
        {
            if (received == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }
            var more = await socket.ReceiveAsync(buffer.AsMemory(received));
            if (more == 0)
            {
                throw new IOException("The server closed the connection.");
            }
            received += more;
            if (TryRead(buffer.AsSpan(0, received), out var status, out var body))
            {
                return (status, body);
            }
        }
    }

    /// <summary>False where there is more to come.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> received, out int status, out byte[] body)
    {
        (status, body) = (0, []);
        var end = received.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return false;
        }
        if (!received.StartsWith("HTTP/1.1 "u8) || !Utf8Parser.TryParse(received[9..12], out status, out _))
        {
            throw new IOException("That is no HTTP/1.1 answer.");
        }
        var headers = received[..end];
        var rest = received[(end + 4)..];
        if (Header(headers, "Transfer-Encoding"u8) is { Length: > 0 } coding)
        {
            return coding.SequenceEqual("chunked"u8)
                ? TryReadChunks(rest, out body)
                : throw new IOException("An unknown Transfer-Encoding.");
        }
        if (status is 204 or 304)
        {
            return true;
        }
        if (!Utf8Parser.TryParse(Header(headers, "Content-Length"u8), out int length, out _))
        {
            throw new IOException("An answer without a length.");
        }
        if (rest.Length < length)
        {
            return false;
        }
        body = rest[..length].ToArray();
        return true;
    }

    private static ReadOnlySpan<byte> Header(ReadOnlySpan<byte> headers, ReadOnlySpan<byte> name)
    {
        while (headers.IndexOf("\r\n"u8) is >= 0 and var line)
        {
            headers = headers[(line + 2)..];
            if (headers.Length > name.Length && headers[name.Length] == ':' && Ascii.EqualsIgnoreCase(headers[..name.Length], name))
            {
                var value = headers[(name.Length + 1)..];
                var end = value.IndexOf("\r\n"u8);
                return (end < 0 ? value : value[..end]).Trim((byte)' ');
            }
        }
        return default;
    }

    private static bool TryReadChunks(ReadOnlySpan<byte> rest, out byte[] body)
    {
        body = [];
        var content = new ArrayBufferWriter<byte>();
        while (true)
        {
            var line = rest.IndexOf("\r\n"u8);
            if (line < 0)
            {
                return false;
            }
            if (!Utf8Parser.TryParse(rest[..line], out int length, out _, 'x'))
            {
                throw new IOException("A chunk without a length.");
            }
            rest = rest[(line + 2)..];
            if (length == 0)
            {
                body = content.WrittenSpan.ToArray();
                // Trailers may stand before the empty line.
                return rest.StartsWith("\r\n"u8) || rest.IndexOf("\r\n\r\n"u8) >= 0;
            }
            if (rest.Length < length + 2)
            {
                return false;
            }
            content.Write(rest[..length]);
            rest = rest[(length + 2)..];
        }
    }
}
