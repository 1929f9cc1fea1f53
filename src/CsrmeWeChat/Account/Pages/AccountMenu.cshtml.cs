using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.WeChatCalls;
using Microsoft.AspNetCore.Mvc;
using WeChat;

namespace CsrmeWeChat.Account.Pages;

/// <summary>The menu at the bottom of the official account.</summary>
[Allowed(Role.Admin, Role.Secretary)]
public sealed class AccountMenuModel(AccountMenuStore menus) : ConsolePage
{
    private const int MaxVersions = 20;

    [BindProperty]
    public MenuForm Form { get; set; } = new();

    /// <summary>The version to fill the form with; null for the one that WeChat shows.</summary>
    [BindProperty(SupportsGet = true, Name = "version")]
    public long? Version { get; set; }

    /// <summary>The newest first.</summary>
    public IReadOnlyList<AccountMenu> Versions { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync()
    {
        Versions = await menus.ListAsync(MaxVersions, Ct);
        var shown = Version is { } version ? await menus.FindAsync(version, Ct) : await menus.FindShownAsync(Ct);
        if (Version is not null && shown is null)
        {
            return NotFound();
        }
        Form = MenuForm.Of(shown?.Buttons ?? []);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        var buttons = Form.Buttons();
        foreach (var fault in ModelState.IsValid ? MenuRules.Faults(buttons).Distinct() : [])
        {
            Refuse(fault);
        }
        if (ModelState.IsValid)
        {
            try
            {
                await menus.SendAsync(By, buttons, Now, Ct);
                Done("菜单已发布。关注者一般几分钟内看到，最迟 24 小时；重新关注可以立即看到。");
                return RedirectToPage();
            }
            catch (WeChatException refusal)
            {
                Refuse($"{(refusal.Failure is WeChatFailure.Unknown ? "" : "菜单没有发布。")}{WeChatWords.For(refusal)}");
            }
        }
        Form.WithRoom();
        Versions = await menus.ListAsync(MaxVersions, Ct);
        return Page();
    }
}
