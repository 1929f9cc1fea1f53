using CsrmeWeChat.Foundation.Console;

namespace CsrmeWeChat.Messages.Pages;

[Allowed(Role.Admin, Role.Secretary)]
public sealed class TemplatesModel(TemplateStore templates) : ConsolePage
{
    public IReadOnlyList<MessageTemplate> Items { get; private set; } = [];

    public async Task OnGetAsync() => Items = await templates.ListAsync(Ct);
}
