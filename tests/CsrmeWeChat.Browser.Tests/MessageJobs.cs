using System.Collections.Concurrent;
using System.Globalization;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Members;
using CsrmeWeChat.Messages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace CsrmeWeChat.Browser.Tests;

/// <summary>A message to many, from the template to the last outcome, as the secretariat does it.</summary>
public sealed class MessageJobs(Venue venue)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Width.Desk)]
    [InlineData(Width.Phone)]
    public async Task A_message_is_written_its_recipients_counted_sent_and_each_outcome_seen(Width width)
    {
        var audience = await NewAudienceAsync(12);
        var wechatId = $"tmpl-{Guid.NewGuid():N}";
        venue.WeChat.RegisterTemplate(venue.Services.AppOf(MessageChannel.Template), wechatId, ["thing1", "time2", "thing3"]);
        await using var secretary = await venue.OpenAsync(width);
        await secretary.SignInAsync(venue, Role.Secretary);
        await RegisterTemplateAsync(secretary, wechatId, audience);
        await WriteDraftAsync(secretary, audience);
        await SendAsync(secretary, wechatId);
        await ReadOutcomesAsync(secretary);
    }

    private static async Task RegisterTemplateAsync(Visit secretary, string wechatId, TestAudience audience)
    {
        var page = secretary.Page;
        await secretary.ChooseAsync("通知消息");
        await secretary.Link("消息模板").ClickAsync();
        await secretary.Link("登记模板").First.ClickAsync();
        await page.GetByLabel("微信的模板编号").FillAsync(wechatId);
        await page.GetByLabel("名称（照微信的）").FillAsync($"活动开始提醒{audience.Prefix[^4..]}");
        await page.GetByLabel("模板字段").FillAsync("活动名称");
        await secretary.Button("登记").ClickAsync();
        await secretary.SeesAsync("无法识别“活动名称”");
        await secretary.LookAsync("template-refused");
        await page.GetByLabel("模板字段").FillAsync("活动名称{{thing1.DATA}}\n开始时间{{time2.DATA}}\n活动地点{{thing3.DATA}}");
        await secretary.Button("登记").ClickAsync();
        await secretary.SeesAsync("模板已登记");
        await secretary.LookAsync("templates");
    }

    private static async Task WriteDraftAsync(Visit secretary, TestAudience audience)
    {
        var page = secretary.Page;
        await secretary.ChooseAsync("通知消息");
        await secretary.Link("新建消息").First.ClickAsync();
        await page.GetByLabel("标题").FillAsync("科普周活动提醒");
        // Another than the first, whichever that is: its fields come from the server.
        await page.RunAndWaitForResponseAsync(
            () =>
                page.GetByLabel("消息模板")
                    .SelectOptionAsync(new SelectOptionValue { Label = $"活动开始提醒{audience.Prefix[^4..]}（公众号模板消息）" }),
            answer => answer.Url.Contains("handler=Template")
        );
        await Assertions.Expect(page.Locator(".htmx-request, .htmx-swapping, .htmx-settling")).ToHaveCountAsync(0);
        await page.GetByLabel("活动地点").FillAsync("北京会议中心一层报告厅及二层展厅东侧入口处");
        await page.GetByLabel("活动名称").FillAsync("{姓名}您好，科普周");
        await page.GetByLabel("开始时间").FillAsync("明天上午");
        await Assertions.Expect(page.GetByLabel("会员看到的消息")).ToContainTextAsync("王小明您好，科普周");
        await page.GetByLabel(audience.Prefix).CheckAsync();
        await secretary.Button("建立（草稿）").ClickAsync();
        await secretary.SeesAsync("“开始时间”须是时间");
        Assert.Equal("{姓名}您好，科普周", await page.GetByLabel("活动名称").InputValueAsync());
        await secretary.LookAsync("message-new-refused");
        await page.GetByLabel("开始时间").FillAsync("2027年5月30日 09:00");
        await page.GetByLabel("活动地点").FillAsync("北京会议中心一层报告厅");
        await secretary.LookAsync("message-new");
        await secretary.Button("建立（草稿）").ClickAsync();
        await secretary.SeesAsync("草稿已建立");
        await secretary.LookAsync("message-draft");
    }

    private async Task SendAsync(Visit secretary, string wechatId)
    {
        var page = secretary.Page;
        secretary.WillConfirm();
        await secretary.Button("生成收件人名单").ClickAsync();
        await Assertions.Expect(page.GetByTestId("figures")).ToContainTextAsync("12");
        await secretary.SeesAsync("没有绑定微信");
        await secretary.LookAsync("message-frozen");
        await page.GetByLabel("或者定时发送").FillAsync(Beijing(TimeSpan.FromHours(-1)));
        secretary.WillConfirm();
        await secretary.Button("到时发送").ClickAsync();
        await secretary.SeesAsync("开始时间已经过去");
        secretary.WillConfirm();
        await secretary.Button("立即发送").ClickAsync();
        await secretary.SeesAsync("已发完");
        await Assertions.Expect(page.GetByTestId("figures")).ToContainTextAsync("12");
        Assert.Equal(12, venue.WeChat.DeliveredSummary(wechatId).Messages);
        await secretary.LookAsync("message-done");
    }

    private static async Task ReadOutcomesAsync(Visit secretary)
    {
        var page = secretary.Page;
        await secretary.Link("收件人名单").ClickAsync();
        await page.GetByLabel("状态").SelectOptionAsync("Skipped");
        await secretary.Button("查找").ClickAsync();
        await secretary.SeesAsync("没有绑定微信");
        await secretary.LookAsync("message-recipients");
        var download = await page.RunAndWaitForDownloadAsync(() => secretary.Link("导出表格").ClickAsync());
        Assert.EndsWith(".xlsx", download.SuggestedFilename);
        await secretary.ChooseAsync("通知消息");
        await secretary.LookAsync("messages");
    }

    [Theory]
    [InlineData(Width.Desk)]
    [InlineData(Width.Phone)]
    public async Task One_that_runs_is_watched_paused_and_cancelled(Width width)
    {
        // At the default rate of 100 a second it runs long enough to be stopped.
        var audience = await NewAudienceAsync(2_000);
        var template = await venue.Services.NewTemplateAsync(venue.WeChat, MessageChannel.Template);
        var campaign = await venue.Services.FreezeCampaignAsync(template, audience);
        await using var secretary = await venue.OpenAsync(width);
        await secretary.SignInAsync(venue, Role.Secretary);
        var page = secretary.Page;
        await page.GotoAsync($"/staff/messages/{campaign.Id}");
        secretary.WillConfirm();
        await secretary.Button("立即发送").ClickAsync();
        await secretary.SeesAsync("正在发送，可以离开本页");
        await Assertions.Expect(page.GetByTestId("figures").Locator("strong").First).Not.ToHaveTextAsync("0", new() { Timeout = 30_000 });
        await secretary.LookAsync("message-running");
        secretary.WillConfirm();
        await secretary.Button("暂停").ClickAsync();
        await secretary.SeesAsync("由工作人员暂停");
        await secretary.LookAsync("message-paused");
        secretary.WillConfirm();
        await secretary.Button("取消发送").ClickAsync();
        await secretary.SeesAsync("没有发的不再发送");

        Assert.InRange(venue.WeChat.DeliveredSummary(template.WechatId).Messages, 1, 1_999);
    }

    [Fact]
    public async Task A_button_asks_its_question_from_the_moment_it_is_there()
    {
        var campaign = await venue.Services.FreezeCampaignAsync(
            await venue.Services.NewTemplateAsync(venue.WeChat, MessageChannel.Template),
            await NewAudienceAsync(2_000)
        );
        await using var secretary = await venue.OpenAsync(Width.Desk);
        await secretary.SignInAsync(venue, Role.Secretary);
        var page = secretary.Page;
        await page.GotoAsync($"/staff/messages/{campaign.Id}");
        var questions = new ConcurrentQueue<string>();
        page.Dialog += (_, dialog) =>
        {
            questions.Enqueue(dialog.Message);
            _ = questions.Count == 1 ? dialog.AcceptAsync() : dialog.DismissAsync();
        };
        await page.EvaluateAsync(
            """
            () => new MutationObserver((_, watch) => {
                const button = document.querySelector("form[action*=Pause] button");
                if (button) {
                    watch.disconnect();
                    button.click();
                }
            }).observe(document.body, { childList: true, subtree: true })
            """
        );

        await secretary.Button("立即发送").ClickAsync();

        await secretary.SeesAsync("正在发送，可以离开本页");
        await Assertions.Expect(page.GetByTestId("figures").Locator("strong").First).Not.ToHaveTextAsync("0", new() { Timeout = 30_000 });
        Assert.Equal(2, questions.Count);
        Assert.StartsWith("暂停发送？", questions.Last());
    }

    /// <summary>Members who follow the account, and one who has no WeChat here.</summary>
    [Theory]
    [InlineData(Width.Desk)]
    [InlineData(Width.Phone)]
    public async Task A_way_of_sending_that_rests_is_woken(Width width)
    {
        var now = venue.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        await venue
            .Services.GetRequiredService<ChannelPauses>()
            .PauseAsync(MessageChannel.Notice, now.AddHours(3), forDay: true, "微信规定的当天次数已用完，次日零点恢复。", Ct);
        await using var secretary = await venue.OpenAsync(width);
        await secretary.SignInAsync(venue, Role.Secretary);
        await secretary.ChooseAsync("通知消息");
        await secretary.SeesAsync("当天次数已用完");
        await secretary.LookAsync("messages-paused");

        secretary.WillConfirm();
        await secretary.Button("解除暂停").ClickAsync();

        await secretary.SeesAsync("已解除暂停");
        await Assertions.Expect(secretary.Page.GetByText("当天次数已用完")).ToHaveCountAsync(0);
    }

    private async Task<TestAudience> NewAudienceAsync(int count)
    {
        var audience = await venue.Services.NewAudienceAsync(venue.WeChat, count);
        var stranger = await venue.Services.NewRosterMemberAsync("13900001111", name: "阿卜杜拉·买买提");
        await venue
            .Services.GetRequiredService<MarkStore>()
            .TagAsync(Actor.Command, stranger.Id, audience.Prefix, DateTimeOffset.UnixEpoch, Ct);
        return audience;
    }

    private string Beijing(TimeSpan fromNow) =>
        China
            .Local(venue.Services.GetRequiredService<TimeProvider>().GetUtcNow() + fromNow)
            .ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture);
}
