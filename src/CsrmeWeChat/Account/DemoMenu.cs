using CsrmeWeChat.Foundation.Demo;
using WeChat;

namespace CsrmeWeChat.Account;

/// <summary>The official account's menu, and what WeChat says the account may do.</summary>
public sealed class DemoMenu(AccountMenuStore menus, Abilities abilities) : IDemoPart
{
    private static readonly MenuButton[] Buttons =
    [
        new(
            "会员福利",
            MenuAction.Open,
            "",
            [
                new("530 福利", MenuAction.MiniProgram, "pages/benefits/index", []),
                new("怎么领", MenuAction.Click, "530", []),
                new("绑定会员", MenuAction.MiniProgram, "pages/bind/index", []),
            ]
        ),
        new("我要投稿", MenuAction.Click, "投稿", []),
        new("学会官网", MenuAction.View, "https://www.csrme.com", []),
    ];

    public int Place => 65;

    public async Task MakeAsync(DemoRun demo, CancellationToken ct)
    {
        await menus.SendAsync(demo.Secretary, Buttons, demo.DaysAgo(29).AddHours(10), ct);
        await abilities.ProbeAsync(demo.Now, ct);
    }
}
