using CsrmeWeChat.Foundation.Console;

namespace CsrmeWeChat.Messages;

/// <summary>Without a template no message can be written.</summary>
public sealed class RegisterTemplateStep(TemplateStore templates) : IFirstStep
{
    public int Place => 60;

    public string Words => "登记一个消息模板，之后就能给会员发通知";

    public string Address => "/staff/messages/templates/new";

    public async Task<bool> IsDoneAsync(CancellationToken ct) => (await templates.ListAsync(ct)).Count > 0;
}
