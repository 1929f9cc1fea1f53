using CsrmeWeChat.Foundation.Console;

namespace CsrmeWeChat.Callbacks;

/// <summary>Without a reply whoever writes to the account hears nothing.</summary>
public sealed class AutoReplyStep(AutoReplyStore replies) : IFirstStep
{
    public int Place => 50;

    public string Words => "设置自动回复，例如有人发“530”时，告诉对方怎么领福利";

    public string Address => "/staff/replies";

    public async Task<bool> IsDoneAsync(CancellationToken ct) => (await replies.ListAsync(ct)).Count > 0;
}
