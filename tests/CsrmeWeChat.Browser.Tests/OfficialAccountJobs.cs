using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using WeChat.Sandbox;

namespace CsrmeWeChat.Browser.Tests;

/// <summary>The official account, as the secretariat looks after it.</summary>
public sealed class OfficialAccountJobs(Venue venue)
{
    private SandboxControl WeChat => venue.WeChat;

    [Theory]
    [InlineData(Width.Desk)]
    [InlineData(Width.Phone)]
    public async Task A_secretary_reads_the_followers_and_looks_for_one(Width width)
    {
        await using var visit = await venue.OpenAsync(width);
        WeChat.AddTag(Pushed.Official, 100, "学生会员");
        WeChat.AddTag(Pushed.Official, 101, "青年托举");
        foreach (var (index, user) in WeChat.MakeUsers(60, follows: true).Index())
        {
            var openId = user.OpenIds[Pushed.Official];
            WeChat.SetRemark(openId, index % 3 == 0 ? $"第{index}位（岩土工程研究所）" : "");
            if (index % 4 == 0)
            {
                WeChat.Tag(openId, 100 + (index % 2));
                WeChat.Tag(openId, 101);
            }
        }
        await visit.SignInAsync(venue, Role.Secretary);
        await visit.ChooseAsync("关注者");
        await visit.LookAsync("followers-before");

        WeChat.AddFault(new SandboxFault { Api = "/cgi-bin/tags/get", DelayMs = 3_000 });
        await visit.Button("同步关注者").ClickAsync();
        await Assertions.Expect(visit.Button("停止")).ToBeVisibleAsync(new() { Timeout = 20_000 });
        await visit.PictureAsync("followers-under-way");
        await Assertions.Expect(visit.Button("同步关注者")).ToBeVisibleAsync(new() { Timeout = 40_000 });
        await visit.SeesAsync("上次同步");
        await visit.LookAsync("followers");
        await visit.Page.GetByLabel("备注或会员姓名").FillAsync("第3位");
        await visit.Page.GetByLabel("状态").SelectOptionAsync("关注中");
        await visit.Button("查找").ClickAsync();
        await visit.SeesAsync("第3位（岩土工程研究所）");
        await visit.LookAsync("followers-found");
    }

    [Theory]
    [InlineData(Width.Desk)]
    [InlineData(Width.Phone)]
    public async Task A_secretary_writes_replies_and_a_follower_gets_them(Width width)
    {
        await using var visit = await venue.OpenAsync(width);
        var keyword = $"摄影{Guid.NewGuid().ToString("N")[..6]}";
        await visit.SignInAsync(venue, Role.Secretary);
        await visit.ChooseAsync("自动回复");
        await visit.Page.GetByLabel("关键词", new() { Exact = true }).FillAsync(keyword);
        await visit.Page.GetByLabel("回复内容").First.FillAsync("第二届科普摄影大赛正在征稿：\n打开小程序“岩石力学学会”，点“摄影”投稿。");
        await visit.Button("新建关键词").ClickAsync();
        await visit.SeesAsync("已保存");
        await visit.LookAsync("replies");

        await visit.Page.GetByLabel("关键词", new() { Exact = true }).FillAsync($"　{keyword.ToUpperInvariant()}！");
        await visit.Page.GetByLabel("回复内容").First.FillAsync("重复的");
        await visit.Button("新建关键词").ClickAsync();
        await visit.SeesAsync("已经有回复了");
        await visit.LookAsync("replies-refused");
        await visit.Page.GotoAsync("/staff/replies");
        await visit.Link(keyword).ClickAsync();
        await visit.LookAsync("reply");

        WeChat.Pushes.SetCallback(Pushed.Official, Pushed.Safe with { Url = $"{venue.BaseUrl}/callbacks/official" });
        var follower = WeChat.MakeUser(follows: true).OpenIds[Pushed.Official];
        // The page says that it is there within seconds: until then the follower asks again, for half a minute at most.
        for (var asked = 0; asked < 150 && (await WeChat.Pushes.SendTextAsync(follower, keyword))[0].Reply is null or ""; asked++)
        {
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
        var answers = await WeChat.Pushes.SendTextAsync(follower, keyword, times: 3);
        Assert.All(answers, answer => Assert.StartsWith("第二届科普摄影大赛正在征稿", answer.Reply));
    }

    [Theory]
    [InlineData(Width.Desk)]
    [InlineData(Width.Phone)]
    public async Task A_secretary_makes_the_menu_and_sees_what_is_wrong_with_it(Width width)
    {
        await using var visit = await venue.OpenAsync(width);
        await visit.SignInAsync(venue, Role.Secretary);
        await visit.ChooseAsync("自定义菜单");
        await visit.Page.GetByLabel("一级菜单 1 名称", new() { Exact = true }).FillAsync("会员服务");
        if (!await visit.Page.GetByLabel("一级菜单 1 的二级菜单 1 名称").IsVisibleAsync())
        {
            await visit.Page.Locator("main summary").First.ClickAsync();
        }
        await visit.Page.GetByLabel("一级菜单 1 的二级菜单 1 名称").FillAsync("530 福利");
        await visit.Page.GetByLabel("一级菜单 1 的二级菜单 1 类型").SelectOptionAsync("打开小程序");
        await visit.Page.GetByLabel("一级菜单 1 的二级菜单 1 内容").FillAsync("pages/benefits/list");
        await visit.Page.GetByLabel("一级菜单 2 名称", new() { Exact = true }).FillAsync("学会官网");
        await visit.Page.GetByLabel("一级菜单 2 内容", new() { Exact = true }).FillAsync("www.csrme.example");
        await visit.Button("保存并发布").ClickAsync();
        await visit.SeesAsync("请填写完整的网址");
        await visit.LookAsync("account-menu-refused");

        await visit.Page.GetByLabel("一级菜单 2 内容", new() { Exact = true }).FillAsync("https://www.csrme.example/");
        await visit.Button("保存并发布").ClickAsync();
        await visit.SeesAsync("菜单已发布");
        await visit.LookAsync("account-menu");
        Assert.Contains("pages/benefits/list", WeChat.MenuOf(Pushed.Official));
    }

    [Theory]
    [InlineData(Width.Desk)]
    [InlineData(Width.Phone)]
    public async Task A_secretary_sees_what_comes_in_and_has_what_failed_tried_again(Width width)
    {
        await using var visit = await venue.OpenAsync(width);
        var database = venue.Services.GetRequiredService<Database>();
        WeChat.Pushes.SetCallback(Pushed.Official, Pushed.Safe with { Url = $"{venue.BaseUrl}/callbacks/official" });
        var openId = WeChat.MakeUser(follows: true).OpenIds[Pushed.Official];
        await WeChat.Pushes.ViewAsync(
            openId,
            "https://www.csrme.example/a/very/long/address/that/does/not/fit/into/the/width/of/a/phone?with=a&long=query"
        );
        await WeChat.Pushes.ScanAsync(openId, "大会展台");
        await WeChat.Pushes.PushAsync(Pushed.Official, openId, PushControl.Event("user_authorization_revoke"));
        var due = venue.Services.GetRequiredService<TimeProvider>().GetUtcNow().AddMinutes(30);
        await database.ExecuteAsync(
            """
            INSERT INTO callbacks (dedupe_key, app_id, open_id, kind, body, reply, received_at, due_at, attempts, error)
            VALUES (@key, @app, 'o1', 'masssendjobfinish', @body, '', @due, @due, 4, 'InvalidOperationException')
            """,
            new
            {
                key = Guid.NewGuid().ToString("N") + Guid.NewGuid().ToString("N"),
                app = Pushed.Official,
                body = "<xml><FromUserName>o1</FromUserName><CreateTime>1</CreateTime><MsgType>event</MsgType><Event>x</Event></xml>",
                due,
            },
            TestContext.Current.CancellationToken
        );
        await visit.SignInAsync(venue, Role.Secretary);
        await visit.ChooseAsync("接口推送统计");
        await visit.SeesAsync("处理失败的");
        await visit.LookAsync("callbacks");

        await visit.Button("立即重试").ClickAsync();

        await visit.SeesAsync("立即重新处理");
    }
}
