using System.Text;
using CsrmeWeChat.Account;
using CsrmeWeChat.Foundation.Console;
using WeChat;
using WeChat.Sandbox;
using static CsrmeWeChat.Tests.Support.Pushed;

namespace CsrmeWeChat.Tests;

/// <summary>The page of the account's menu: checked before WeChat is asked, sent, and kept as it is there.</summary>
public sealed class MenuPageTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_menu_is_checked_sent_kept_and_loaded_again()
    {
        var staff = await app.NewStaffAsync(Role.Secretary);
        (string, string)[] fields =
        [
            ("Form.Entries[0].Name", "会员"),
            ("Form.Entries[0].Action", "View"),
            ("Form.Entries[0].Children[0].Name", "福利"),
            ("Form.Entries[0].Children[0].Action", "MiniProgram"),
            ("Form.Entries[0].Children[0].Value", "pages/benefits/list"),
            ("Form.Entries[0].Children[1].Name", "投稿"),
            ("Form.Entries[0].Children[1].Action", "Click"),
            ("Form.Entries[0].Children[1].Value", "投稿"),
            ("Form.Entries[1].Name", "官网"),
            ("Form.Entries[1].Action", "View"),
            ("Form.Entries[1].Value", "https://www.csrme.example/"),
        ];

        Assert.Contains("菜单已发布", await staff.FollowAsync(await staff.PostAsync("/staff/account-menu", fields)));

        var sent = app.WeChat.MenuOf(Official)!;
        Assert.Contains("\"pagepath\":\"pages/benefits/list\"", sent);
        Assert.Contains("\"key\":\"投稿\"", sent);
        var version = (await app.Get<AccountMenuStore>().ListAsync(1, Ct))[0];
        Assert.NotNull(version.SentAt);
        Assert.Contains("https://www.csrme.example/", await staff.GetPageAsync($"/staff/account-menu?version={version.Id}"));
    }

    [Fact]
    public async Task Faults_of_a_menu_are_shown_before_WeChat_is_asked_its_refusal_after()
    {
        var staff = await app.NewStaffAsync(Role.Secretary);
        var before = app.WeChat.Counts().Where(count => count.Api == "/cgi-bin/menu/create").Sum(count => count.Count);

        var wrong = await TestStaff.PageOf(
            await staff.PostAsync(
                "/staff/account-menu",
                ("Form.Entries[0].Name", "名称太长的菜单"),
                ("Form.Entries[0].Action", "Click"),
                ("Form.Entries[0].Value", ""),
                ("Form.Entries[1].Name", "官网"),
                ("Form.Entries[1].Action", "View"),
                ("Form.Entries[1].Value", "www.example.org"),
                ("Form.Entries[2].Name", "小程序"),
                ("Form.Entries[2].Action", "MiniProgram"),
                ("Form.Entries[2].Value", "/pages/home")
            )
        );
        var nothing = await TestStaff.PageOf(await staff.PostAsync("/staff/account-menu"));

        Assert.Contains("最多 4 个汉字", wrong);
        Assert.Contains("请填写关键词", wrong);
        Assert.Contains("请填写完整的网址", wrong);
        Assert.Contains("开头不加斜线", wrong);
        Assert.Contains("名称太长的菜单", wrong);
        Assert.Contains("请至少填写一个一级菜单", nothing);
        Assert.Equal(before, app.WeChat.Counts().Where(count => count.Api == "/cgi-bin/menu/create").Sum(count => count.Count));

        var fault = app.WeChat.AddFault(new SandboxFault { Api = "/cgi-bin/menu/create", ErrCode = 48001 });
        var refused = await TestStaff.PageOf(
            await staff.PostAsync(
                "/staff/account-menu",
                ("Form.Entries[0].Name", "官网"),
                ("Form.Entries[0].Action", "View"),
                ("Form.Entries[0].Value", "https://a.example")
            )
        );
        app.WeChat.RemoveFault(fault.Id);
        Assert.Contains("没有此项接口的权限", refused);
        Assert.Contains("未发布", refused);
    }

    [Theory]
    [InlineData(1_024, true)]
    [InlineData(1_025, false)]
    public async Task An_address_in_the_menu_is_counted_in_bytes_by_us_and_by_WeChat(int bytes, bool fits)
    {
        var staff = await app.NewStaffAsync(Role.Secretary);
        // 300 Chinese characters are 900 bytes.
        var address = $"https://a.example/{new string('岩', 300)}";
        address += new string('a', bytes - Encoding.UTF8.GetByteCount(address));
        MenuButton[] menu = [new("官网", MenuAction.View, address, [])];

        Assert.Equal(fits, !MenuRules.Faults(menu).Any());
        var page = await (fits ? staff.FollowAsync(await PostAsync()) : TestStaff.PageOf(await PostAsync()));
        Assert.Contains(fits ? "菜单已发布" : "最多 1,024 个字节", page);
        var refusal = await Record.ExceptionAsync(() => app.Get<IOfficialAccount>().SetMenuAsync(menu, Ct));
        Assert.Equal(fits ? null : 40055, (refusal as WeChatException)?.Code);

        Task<HttpResponseMessage> PostAsync() =>
            staff.PostAsync(
                "/staff/account-menu",
                ("Form.Entries[0].Name", "官网"),
                ("Form.Entries[0].Action", "View"),
                ("Form.Entries[0].Value", address)
            );
    }

    [Fact]
    public async Task A_menu_of_which_WeChat_did_not_answer_is_told_so_and_is_the_one_to_go_on_with()
    {
        var staff = await app.NewStaffAsync(Role.Secretary);
        var fault = app.WeChat.AddFault(
            new SandboxFault
            {
                Api = "/cgi-bin/menu/create",
                Drop = DropConnection.AfterActing,
                Times = null,
            }
        );

        var page = await TestStaff.PageOf(
            await staff.PostAsync(
                "/staff/account-menu",
                ("Form.Entries[0].Name", "悬着的"),
                ("Form.Entries[0].Action", "View"),
                ("Form.Entries[0].Value", "https://doubt.example")
            )
        );
        app.WeChat.RemoveFault(fault.Id);

        Assert.Contains("结果不明", page);
        Assert.Contains("value=\"https://doubt.example\"", await staff.GetPageAsync("/staff/account-menu"));
    }

    [Fact]
    public async Task A_menu_that_WeChat_took_is_recorded_though_nobody_waits_for_the_page()
    {
        var staff = await app.NewStaffAsync(Role.Secretary);

        await staff.LeaveAsync(
            app.WeChat,
            "/cgi-bin/menu/create",
            "/staff/account-menu",
            ("Form.Entries[0].Name", "没人等"),
            ("Form.Entries[0].Action", "View"),
            ("Form.Entries[0].Value", "https://gone.example")
        );

        for (
            var looks = 0;
            (await app.Get<AccountMenuStore>().ListAsync(1, Ct))[0] is not { SentAt: not null } menu || menu.Buttons[0].Name != "没人等";
            looks++
        )
        {
            Assert.InRange(looks, 0, 100);
            await Task.Delay(100, Ct);
        }
    }
}
