using System.Net.Sockets;
using CsrmeWeChat.Foundation.Data;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace CsrmeWeChat.Foundation.Notices;

/// <summary>E-mail by MailKit. What a server says about a recipient is not repeated: it names them.</summary>
public sealed class Mail(IOptions<NoticeOptions> options) : IWay
{
    private readonly MailOptions mail = options.Value.Mail;

    public string Key => "mail";

    public string Label => "邮件";

    public bool IsSet => mail.Host is { Length: > 0 };

    public async Task TellAsync(NoticeText text, DateTimeOffset now, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(options.Value.Timeout);
        try
        {
            using var client = new SmtpClient();
            await client.ConnectAsync(mail.Host!, mail.Port, Security, limit.Token);
            if (mail.User is { Length: > 0 } user)
            {
                await client.AuthenticateAsync(user, mail.Password ?? "", limit.Token);
            }
            await client.SendAsync(Message(text, now), limit.Token);
            // The server has taken it; how the parting goes does not matter.
            await client.DisconnectAsync(quit: false, limit.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new NotToldException("邮件服务器没有及时答复。");
        }
        catch (AuthenticationException)
        {
            throw new NotToldException("邮件服务器不接受账号或密码。");
        }
        catch (SmtpCommandException e)
        {
            throw new NotToldException($"邮件服务器拒收（SMTP {(int)e.StatusCode}）。");
        }
        catch (NotSupportedException)
        {
            throw new NotToldException("邮件服务器不支持设置所要求的加密连接或登录方式。");
        }
        catch (SslHandshakeException)
        {
            throw new NotToldException("与邮件服务器的加密连接没有建立。请核对端口和证书。");
        }
        catch (Exception e) when (e is SocketException or IOException or ProtocolException or ServiceNotConnectedException)
        {
            throw new NotToldException($"连不上邮件服务器（{e.GetType().Name}）。");
        }
    }

    private SecureSocketOptions Security =>
        !mail.Tls ? SecureSocketOptions.None
        : mail.Port == 465 ? SecureSocketOptions.SslOnConnect
        : SecureSocketOptions.StartTls;

    private MimeMessage Message(NoticeText text, DateTimeOffset now)
    {
        var message = new MimeMessage { Subject = text.Title, Date = China.Local(now) };
        message.From.Add(MailboxAddress.Parse(mail.From!));
        message.To.AddRange(mail.Recipients.Select(MailboxAddress.Parse));
        message.Body = new TextPart("plain") { Text = text.Address is "" ? text.Words : $"{text.Words}\n\n{text.Address}" };
        return message;
    }
}
