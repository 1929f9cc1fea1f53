using Microsoft.Extensions.Options;

namespace WeChat;

internal sealed partial class OfficialAccount(
    WeChatHttp http,
    IOptions<WeChatOptions> options,
    IForcedRefreshLedger ledger,
    TimeProvider time
) : IOfficialAccount
{
    private readonly AuthorizedCalls calls = new(http, new AccessTokens(options.Value.OfficialAccount, http, ledger, time));

    public string AppId => options.Value.OfficialAccount.AppId;

    public async Task<long?> SendTemplateAsync(TemplateMessage message, CancellationToken ct)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(message.ClientMessageId, nameof(message));
        var answer = await calls.PostAsync(
            "/cgi-bin/message/template/send",
            new
            {
                touser = message.OpenId,
                template_id = message.TemplateId,
                miniprogram = message.Page is null ? null : new { appid = options.Value.MiniProgram.AppId, pagepath = message.Page },
                data = message.Fields.ToDictionary(field => field.Key, field => new { value = field.Value }),
                client_msg_id = message.ClientMessageId,
            },
            repeatable: false,
            ct
        );
        // With a client_msg_id WeChat may name the message 0, which is no id. Source: WeChat community oCJUswwJ54BzNN0XkUvQKH5XOkCk.
        return answer.Number("msgid") is not 0 and var id ? id : null;
    }

    public async Task<long?> SendNoticeAsync(SubscriptionMessage message, CancellationToken ct)
    {
        var answer = await calls.DoAsync(
            "/cgi-bin/message/subscribe/bizsend",
            new
            {
                touser = message.OpenId,
                template_id = message.TemplateId,
                miniprogram = message.Page is null ? null : new { appid = options.Value.MiniProgram.AppId, pagepath = message.Page },
                data = message.Fields.ToDictionary(field => field.Key, field => new { value = field.Value }),
            },
            repeatable: false,
            ct
        );
        return answer.FindNumber("msgid") is not 0 and var id ? id : null;
    }
}
