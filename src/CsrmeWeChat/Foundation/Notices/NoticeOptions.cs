using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Foundation.Notices;

/// <summary>Whose group robot an address belongs to.</summary>
public enum RobotKind
{
    /// <summary>企业微信.</summary>
    WeCom,

    /// <summary>飞书.</summary>
    Feishu,

    /// <summary>钉钉.</summary>
    DingTalk,
}

/// <summary>Where staff are told what waits and what burns. Without a robot and without a mail server nobody is told anything.</summary>
public sealed class NoticeOptions
{
    public const string Section = "Notices";

    /// <summary>The address of a group's robot. It holds the robot's key: from the environment, and never in a log.</summary>
    public string? Webhook { get; init; }

    /// <summary>What signs a message, where the robot was set to ask for it (飞书, 钉钉).</summary>
    public string? WebhookSecret { get; init; }

    /// <summary>Told from the address's host; to be set where the address is a proxy's.</summary>
    public RobotKind? WebhookKind { get; init; }

    [Required, ValidateObjectMembers]
    public MailOptions Mail { get; init; } = new();

    /// <summary>The hour in Beijing from which on the day's notice goes out, if anything waits.</summary>
    [Range(6, 21)]
    public int Hour { get; init; } = 9;

    /// <summary>The console's address that stands in a notice, such as https://wx.example.org; where empty, that of <c>Site</c>.</summary>
    [Url]
    public string? Address { get; set; }

    /// <summary>For one attempt by one way.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:30")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    public RobotKind? Kind => WebhookKind ?? KindOf(Webhook);

    private static RobotKind? KindOf(string? webhook) =>
        Uri.TryCreate(webhook, UriKind.Absolute, out var url)
            ? url.Host switch
            {
                "qyapi.weixin.qq.com" => RobotKind.WeCom,
                "open.feishu.cn" or "open.larksuite.com" => RobotKind.Feishu,
                "oapi.dingtalk.com" => RobotKind.DingTalk,
                _ => null,
            }
            : null;
}

public sealed class MailOptions
{
    /// <summary>The SMTP server; empty for no mail.</summary>
    public string? Host { get; init; }

    [Range(1, 65535)]
    public int Port { get; init; } = 465;

    public string? User { get; init; }

    public string? Password { get; init; }

    /// <summary>The sender's address.</summary>
    public string? From { get; init; }

    /// <summary>The addresses that are told, separated by commas.</summary>
    public string? To { get; init; }

    /// <summary>False for a relay in the house that has no TLS; then no password is given either.</summary>
    public bool Tls { get; init; } = true;

    public IReadOnlyList<string> Recipients =>
        (To ?? "").Split([',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

[OptionsValidator]
internal sealed partial class NoticeOptionsMembers : IValidateOptions<NoticeOptions>;

/// <summary>What a part of the settings means for another. No reason repeats a setting's value: the address is a key.</summary>
internal sealed class NoticeOptionsCheck(IHostEnvironment environment) : IValidateOptions<NoticeOptions>
{
    public ValidateOptionsResult Validate(string? name, NoticeOptions options) =>
        WhyRefused(options) is { } why ? ValidateOptionsResult.Fail(why) : ValidateOptionsResult.Success;

    private string? WhyRefused(NoticeOptions options)
    {
        if (options.Webhook is { Length: > 0 } webhook)
        {
            if (!Uri.TryCreate(webhook, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http"))
            {
                return "Notices:Webhook must be an absolute https address.";
            }
            if (url.Scheme is not "https" && !environment.IsDevelopment())
            {
                return "Notices:Webhook must be https outside Development.";
            }
            if (options.Kind is null)
            {
                return "Notices:WebhookKind must say WeCom, Feishu or DingTalk: the host of Notices:Webhook does not.";
            }
            if (options.Kind is RobotKind.WeCom && options.WebhookSecret is { Length: > 0 })
            {
                return "Notices:WebhookSecret is for Feishu and DingTalk; a robot of WeCom has none.";
            }
        }
        var mail = options.Mail;
        return mail.Host is null or "" ? null
            : !MimeKit.MailboxAddress.TryParse(mail.From, out _) ? "Notices:Mail:From must be an e-mail address."
            : mail.Recipients.Count == 0 || !mail.Recipients.All(to => MimeKit.MailboxAddress.TryParse(to, out _))
                ? "Notices:Mail:To must be e-mail addresses, separated by commas."
            : !mail.Tls && mail.User is { Length: > 0 } && !environment.IsDevelopment()
                ? "Notices:Mail:User and :Password are given over TLS only."
            : null;
    }
}
