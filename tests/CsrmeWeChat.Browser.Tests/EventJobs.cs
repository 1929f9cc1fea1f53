using CsrmeWeChat.Events;
using CsrmeWeChat.Foundation.Console;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace CsrmeWeChat.Browser.Tests;

/// <summary>What the secretariat does about events.</summary>
public sealed class EventJobs(Venue venue)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Width.Desk)]
    [InlineData(Width.Phone)]
    public async Task An_event_is_written_published_looked_at_and_cancelled(Width width)
    {
        await venue.Services.AddEventAsync(venue.Services.EventDraft(1));
        await using var visit = await venue.OpenAsync(width);
        var title = $"盾构机青少年日 {Guid.NewGuid().ToString("N")[..4]}";
        await visit.SignInAsync(venue, Role.Secretary);
        await visit.ChooseAsync("活动");
        await visit.LookAsync("events");
        await visit.Link("新建活动").First.ClickAsync();
        await FillAsync(visit, "名称", title);
        await FillAsync(visit, "网址的结尾（小写字母、数字和连字符）", $"shield-{Guid.NewGuid().ToString("N")[..8]}");
        await FillAsync(visit, "活动说明", "走近一台盾构机。\n请穿平底鞋。");
        await FillAsync(visit, "地点（线上活动则不填）", "武汉地铁 12 号线工地");
        await FillAsync(visit, "场次 1 名称", "上午场");
        await visit.Page.Locator("#starts-0").FillAsync("2030-06-20T09:00");
        await visit.Page.Locator("#ends-0").FillAsync("2030-06-20T11:00");
        await visit.Page.Locator("#capacity-0").FillAsync("30");
        await FillAsync(visit, "报名开始（北京时间）", "2026-05-20T09:00");
        await FillAsync(visit, "报名截止", "2030-06-18T18:00");
        await FillAsync(visit, "本人修改、取消截止", "2030-06-19T12:00");
        await FillAsync(visit, "一次报名最多几人（含本人）", "2");
        await FillAsync(visit, "问题 1", "衣服尺码");
        await visit.Page.GetByLabel("题型").First.SelectOptionAsync("选择题");
        await visit.Page.Locator("#question-choices-0").FillAsync("S");
        await visit.Button("建立（草稿）").ClickAsync();
        await visit.SeesAsync("须有 2 至 20 个不同的选项");
        await visit.LookAsync("event-refused");
        await visit.Page.Locator("#question-choices-0").FillAsync("S\nM\nL");
        await visit.Button("建立（草稿）").ClickAsync();
        await visit.SeesAsync("这个活动还是草稿");

        await visit.Button("发布").ClickAsync();
        await visit.SeesAsync("已发布，可以报名了");
        await RegisterAsync(title);
        await visit.Page.ReloadAsync();
        await visit.SeesAsync("欧阳雪、欧阳小雨");
        await visit.LookAsync("event");
        await visit.Link("提醒").ClickAsync();
        await visit.SeesAsync("前一天");
        await visit.LookAsync("event-reminders");
        await visit.Link("回到活动").ClickAsync();
        await visit.Link("推文和总结").ClickAsync();
        await visit.SeesAsync("活动资料的网址");
        await visit.LookAsync("event-record");
        await visit.Link("回到活动").ClickAsync();
        await visit.Link("代为报名").ClickAsync();
        await visit.Page.GetByLabel("姓名", new() { Exact = true }).FillAsync("外单位的王工");
        await visit.Page.GetByLabel("衣服尺码").SelectOptionAsync("L");
        await visit.Page.GetByLabel("会员号或完整姓名").FillAsync("没有这个人");
        await visit.LookAsync("event-register");
        await visit.Button("报名").ClickAsync();
        await visit.SeesAsync("系统无法核对条件");
        await visit.Page.GetByLabel("不受报名条件和报名时间限制（名额仍然有效）").CheckAsync();
        await visit.Button("报名").ClickAsync();
        await visit.SeesAsync("已报名，第 2 号");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "2", Exact = true }).ClickAsync();
        await visit.SeesAsync("外单位的王工，共 1 人");
        await visit.LookAsync("event-registration");
        visit.WillConfirm();
        await FillAsync(visit, "取消这份报名的原因（本人会看到）", "报重了");
        await visit.Button("取消这份报名").ClickAsync();
        await visit.SeesAsync("已取消。空出来的位子");
        visit.WillConfirm();
        await FillAsync(visit, "取消活动的原因（报名的人会看到）", "台风");
        await visit.Button("取消活动").ClickAsync();
        await visit.SeesAsync("活动已取消：台风");
        await visit.LookAsync("event-cancelled");
    }

    private static Task FillAsync(Visit visit, string label, string text) =>
        visit.Page.GetByLabel(label, new() { Exact = true }).First.FillAsync(text);

    /// <summary>A member comes with a child.</summary>
    private async Task RegisterAsync(string title)
    {
        var events = venue.Services.GetRequiredService<EventStore>();
        var one = (await events.ListAsync(null, Ct)).Single(one => one.Title == title);
        var session = (await events.ListSessionsAsync([one.Id], Ct))[0];
        using var http = new HttpClient { BaseAddress = new Uri(venue.BaseUrl) };
        var phone = new TestPhone(http, venue.WeChat, venue.WeChat.MakeUser());
        await phone.SignInAsync();
        phone.Member = await venue.Services.NewRosterMemberAsync(phone.User.Phone, "欧阳雪");
        (await phone.BindAsync("欧阳雪")).EnsureSuccessStatusCode();
        var answers = new Dictionary<string, string> { [one.QuestionList[0].Key] = "M" };
        var body = new { names = new[] { "欧阳雪", "欧阳小雨" }, answers };
        (await phone.PostAsync(EventArrange.PathOf(session.Id), body)).EnsureSuccessStatusCode();
    }
}
