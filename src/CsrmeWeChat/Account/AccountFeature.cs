using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Demo;

namespace CsrmeWeChat.Account;

/// <summary>公众号: the official account's menu, and what WeChat allows it.</summary>
public static class AccountFeature
{
    public static IHostApplicationBuilder AddAccount(this IHostApplicationBuilder builder)
    {
        builder
            .Services.AddSingleton<AccountMenuStore>()
            .AddSingleton<Abilities>()
            .AddDemo<DemoMenu>()
            .AddMenu(MenuGroup.Account, 60, "/staff/account-menu", "自定义菜单", Role.Admin, Role.Secretary)
            .AddMenu(MenuGroup.System, 40, "/staff/abilities", "公众号权限与额度", Role.Admin, Role.Secretary)
            .AddSingleton<IWorkSource, AbilityWork>()
            .AddSingleton<IFirstStep, AbilitiesAsked>()
            .AddHelp(MenuGroup.Account, 60, "/Account/Pages/_MenuHelp.cshtml", Role.Admin, Role.Secretary)
            .AddHelp(MenuGroup.System, 40, "/Account/Pages/_Help.cshtml", Role.Admin, Role.Secretary)
            .AddAuditKinds(
                new AuditKind("menu", "自定义菜单")
                {
                    Actions = new() { ["menu.save"] = "保存自定义菜单", ["menu.send"] = "发布自定义菜单" },
                    Fields = new() { ["entries"] = "菜单项" },
                }
            );
        return builder;
    }
}
