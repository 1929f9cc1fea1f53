using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using CsrmeWeChat.Testing;
using MimeKit;
using SmtpServer;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace CsrmeWeChat.Tests.Support;

/// <summary>A real SMTP server on loopback.</summary>
public sealed class TestMailbox : MessageStore, IAsyncDisposable
{
    private readonly CancellationTokenSource ended = new();
    private readonly Task serving;

    public TestMailbox()
    {
        Port = Ports.Free();
        var services = new SmtpServer.ComponentModel.ServiceProvider();
        services.Add(this);
        var options = new SmtpServerOptionsBuilder()
            .ServerName("localhost")
            .Endpoint(endpoint => endpoint.Endpoint(new IPEndPoint(IPAddress.Loopback, Port)))
            .Build();
        serving = new SmtpServer.SmtpServer(options, services).StartAsync(ended.Token);
    }

    public int Port { get; }

    public ConcurrentQueue<MimeMessage> Mails { get; } = [];

    /// <summary>What it says to a message that was sent.</summary>
    public SmtpResponse Answer { get; set; } = SmtpResponse.Ok;

    public override Task<SmtpResponse> SaveAsync(
        ISessionContext context,
        IMessageTransaction transaction,
        ReadOnlySequence<byte> buffer,
        CancellationToken cancellationToken
    )
    {
        if (Answer.ReplyCode == SmtpReplyCode.Ok)
        {
            Mails.Enqueue(MimeMessage.Load(new MemoryStream(buffer.ToArray()), cancellationToken));
        }
        return Task.FromResult(Answer);
    }

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        await serving;
        ended.Dispose();
    }
}
