using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Notices;
using CsrmeWeChat.Testing;
using SmtpServer.Protocol;

namespace CsrmeWeChat.Tests;

/// <summary>Staff are told by e-mail, over a real SMTP server.</summary>
public sealed class MailNoticeTests(TestEngine engine) : IAsyncLifetime
{
    private readonly App app = new(engine);
    private readonly TestMailbox mailbox = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await app.InitializeAsync();
        foreach (var (key, value) in SettingsFor(mailbox.Port))
        {
            app.Settings[key] = value;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await mailbox.DisposeAsync();
    }

    [Fact]
    public async Task A_notice_goes_to_all_recipients_in_plain_Chinese()
    {
        await AlarmAsync();

        await SendAsync();

        var mail = Assert.Single(mailbox.Mails);
        Assert.Equal("学会管理台 紧急提醒", mail.Subject);
        Assert.Equal(["secretary@example.org", "admin@example.org"], mail.To.Mailboxes.Select(to => to.Address));
        Assert.Equal("数据库备份失败。\n\nhttps://wx.example.org/staff/help", mail.TextBody!.ReplaceLineEndings("\n").TrimEnd());
        Assert.Equal(NoticeState.Sent, (await LastAsync()).State);
    }

    [Fact]
    public async Task What_the_mail_server_refuses_is_sent_again_and_no_recipient_is_named()
    {
        mailbox.Answer = new SmtpResponse(SmtpReplyCode.MailboxUnavailable, "secretary@example.org is unknown here");
        await AlarmAsync();
        await SendAsync();

        var refused = await LastAsync();
        Assert.Equal((NoticeState.Waiting, "邮件服务器拒收（SMTP 550）。"), (refused.State, refused.Error));
        mailbox.Answer = SmtpResponse.Ok;
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await SendAsync();

        Assert.Single(mailbox.Mails);
        Assert.Equal(NoticeState.Sent, (await LastAsync()).State);
    }

    [Fact]
    public async Task A_mail_server_that_is_not_there_is_said_so()
    {
        app.Settings["Notices:Mail:Port"] = $"{Ports.Free()}";
        await AlarmAsync();

        await SendAsync();

        Assert.StartsWith("连不上邮件服务器", (await LastAsync()).Error);
    }

    [Theory]
    [InlineData("Tls", "true", "加密")]
    [InlineData("User", "wx", "登录")]
    public async Task A_mail_server_that_cannot_do_what_the_settings_ask_for_is_said_so(string setting, string value, string why)
    {
        app.Settings[$"Notices:Mail:{setting}"] = value;
        await AlarmAsync();

        await SendAsync();

        var failed = await LastAsync();
        Assert.Equal(NoticeState.Waiting, failed.State);
        Assert.Contains(why, failed.Error);
    }

    [Fact]
    public async Task What_the_robot_took_is_not_told_to_it_again_for_the_mail_server_s_sake()
    {
        await using var robot = new TestRobot();
        app.Settings["Notices:Webhook"] = robot.Webhook;
        app.Settings["Notices:WebhookKind"] = "WeCom";
        mailbox.Answer = SmtpResponse.TransactionFailed;
        await AlarmAsync();
        await SendAsync();

        mailbox.Answer = SmtpResponse.Ok;
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await SendAsync();

        Assert.Single(robot.Posts);
        Assert.Single(mailbox.Mails);
    }

    [Fact]
    public async Task The_command_tries_what_is_set_and_says_what_came_of_it()
    {
        await using var backstage = await Backstage.NewAsync(engine);
        var settings = new Dictionary<string, string?>(backstage.Configuration) { ["ASPNETCORE_ENVIRONMENT"] = "Production" };
        foreach (var (key, value) in SettingsFor(mailbox.Port))
        {
            settings[key] = value;
        }

        var tried = await RunAsync(settings);
        mailbox.Answer = SmtpResponse.TransactionFailed;
        var refused = await RunAsync(settings);

        Assert.Equal((0, "已由邮件发出。"), (tried.ExitCode, tried.Output.Trim()));
        Assert.Contains("测试提醒", Assert.Single(mailbox.Mails).TextBody);
        Assert.Equal((1, "邮件服务器拒收（SMTP 554）。"), (refused.ExitCode, refused.Error.Trim()));
    }

    [Theory]
    [InlineData("wx@example.org", "a@example.org, b@example.org", true, null)]
    [InlineData("", "a@example.org", true, "Mail:From")]
    [InlineData("wx@example.org", "", true, "Mail:To")]
    [InlineData("wx@example.org", "a@example.org, b@", true, "Mail:To")]
    [InlineData("wx@example.org", "a@example.org", false, "TLS")]
    public void The_mail_s_settings_are_looked_at_before_anything_starts(string from, string to, bool tls, string? why)
    {
        var mail = new MailOptions
        {
            Host = "smtp.example.org",
            User = "wx",
            Password = "x",
            From = from,
            To = to,
            Tls = tls,
        };

        var result = new NoticeOptionsCheck(new Somewhere("Production")).Validate(null, new NoticeOptions { Mail = mail });

        Assert.Equal(why is null, result.Succeeded);
        Assert.Contains(why ?? "", result.FailureMessage ?? "");
    }

    private static async Task<CommandEnd> RunAsync(Dictionary<string, string?> settings)
    {
        await using var command = ServiceCommand.Start(Backstage.ServiceDll, settings, "notices", "test");
        return await command.EndAsync(Ct);
    }

    private static Dictionary<string, string?> SettingsFor(int port) =>
        new()
        {
            ["Notices:Mail:Host"] = "127.0.0.1",
            ["Notices:Mail:Port"] = $"{port}",
            ["Notices:Mail:Tls"] = "false",
            ["Notices:Mail:From"] = "wx@example.org",
            ["Notices:Mail:To"] = "secretary@example.org, admin@example.org",
            ["Site:Address"] = "https://wx.example.org",
        };

    private Task<bool> AlarmAsync() =>
        Alarms.RaiseAsync(app.Get<Database>(), "backup.failed:1", "数据库备份失败。", "/staff/help", app.Now, Ct);

    private Task SendAsync() => app.Get<SendNotices>().RunAsync(Ct);

    private async Task<Notice> LastAsync() => (await app.Get<NoticeStore>().ListAsync(1, Ct))[0];
}
