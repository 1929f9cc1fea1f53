using CsrmeWeChat.Events;
using Microsoft.Playwright;

namespace CsrmeWeChat.Browser.Tests.MiniProgram;

/// <summary>Events on phones: what there is, registering, waiting, an offer, and giving a place back.</summary>
public sealed class EventPhones(Hall hall) : IClassFixture<Hall>
{
    private static readonly Question[] Questions =
    [
        new("unit", "工作单位", QuestionKind.Text, true, [], 0, 20),
        new("size", "衣服尺码", QuestionKind.Choice, true, ["S", "M", "L"], 0, 0),
        new("age", "年龄", QuestionKind.Number, false, [], 8, 99),
        new("safe", "我已阅读进入工地的安全须知", QuestionKind.Consent, true, [], 0, 0),
    ];

    [Theory]
    [InlineData(Width.Phone)]
    [InlineData(Width.Small)]
    public async Task A_place_that_is_given_back_goes_to_who_waits(Width width)
    {
        var (one, sessions) = await hall.Services.NewEventAsync(
            hall.Services.EventDraft(2, 30) with
            {
                Title = $"盾构机开放日 {Guid.NewGuid().ToString("N")[..4]}",
                Questions = Questions,
            }
        );
        await using var first = await hall.MemberPhoneAsync(width, "欧阳雪");
        await using var second = await hall.MemberPhoneAsync(width, "张三");
        await first.OpenAsync("pages/me/index");
        await first.TapCardAsync("活动");
        await first.SeesAsync(one.Title);
        await first.LookAsync("events");
        await first.TapCardAsync(one.Title);
        await first.SeesAsync("共 2 个名额，还有 2 个");
        await first.LookAsync("event");

        await first.TapAsync("报名");
        await first.TapAsync("加一位同行的人");
        await first.TapAsync("提交报名");
        await first.SeesAsync("还差：姓名、工作单位、衣服尺码、我已阅读进入工地的安全须知");
        await first.FillAsync("同行第 1 位的姓名", "欧阳小雨");
        await FillInAsync(first);
        await first.LookAsync("event-form");
        await first.TapAsync("提交报名");
        await first.SeesAsync("欧阳雪、欧阳小雨，共 2 人");
        await first.LookAsync("event-registered");

        await second.OpenAsync($"events/event/index?id={one.Id}");
        await second.TapAsync("候补");
        await FillInAsync(second);
        await second.TapAsync("提交候补");
        await second.SeesAsync("您排在第 1 位");
        await second.LookAsync("event-waiting");

        await first.TapAsync("修改");
        await first.Page.GetByLabel("去掉同行第 1 位").ClickAsync();
        await first.TapAsync("保存");
        await first.SeesAsync("欧阳雪，共 1 人");
        await second.OpenAsync($"events/event/index?id={one.Id}");
        await second.SeesAsync("有空位了");
        await second.LookAsync("event-offered");
        await second.TapAsync("确认参加");
        await second.SeesAsync("票号，入场时出示");

        await first.TapAsync("取消报名");
        await first.TapAsync("确定");
        await first.SeesAsync("共 2 个名额，还有 1 个");
        var registered = (await hall.Services.ListRegistrationsAsync(sessions[0].Id)).Where(row => row.State.IsLive);
        Assert.Equal(["张三"], Assert.Single(registered).NameList);
        await hall.Services.AssertInOrderAsync(sessions[0].Id);
    }

    [Theory]
    [InlineData("text=1.4")]
    [InlineData("theme=dark")]
    public async Task The_screens_bear_large_type_and_the_dark_and_whoever_is_not_a_member_is_told(string how)
    {
        var (one, _) = await hall.Services.NewEventAsync(hall.Services.EventDraft(5) with { Questions = Questions });
        var (open, _) = await hall.Services.NewEventAsync(hall.Services.EventDraft(5) with { Audience = new EventAudience() });
        await using var phone = await hall.PhoneAsync(how is "theme=dark" ? Width.Phone : Width.Small, Numbers.Next());
        await phone.OpenAsync($"events/event/index?id={one.Id}", how);
        await phone.SeesAsync("本活动面向会员，请先绑定会员身份。");
        await phone.LookAsync($"event-stranger-{how[..4]}");

        await phone.OpenAsync($"events/event/index?id={open.Id}", how);
        await phone.TapAsync("用微信手机号验证");
        await phone.TapAsync("同意");
        await phone.SeesAsync("请再点一次验证");
        await phone.VerifyPhoneAsync();
        await phone.TapAsync("报名");
        await phone.FillAsync("您的姓名", "王五");
        await phone.LookAsync($"event-form-{how[..4]}");
        await phone.TapAsync("提交报名");
        await phone.SeesAsync("王五，共 1 人");
        await phone.OpenAsync("events/list/index", how);
        await phone.SeesAsync(open.Title);
        await phone.LookAsync($"events-{how[..4]}");
    }

    [Fact]
    public async Task An_event_opened_from_a_poster_is_found_on_the_map_and_noted_in_the_calendar()
    {
        var (one, sessions) = await hall.Services.NewEventAsync(
            hall.Services.EventDraft(5) with
            {
                Point = new MapPoint(30.541200, 114.362100),
                Audience = new EventAudience(),
            }
        );
        await using var phone = await hall.PhoneAsync(Width.Phone, Numbers.Next());
        await phone.OpenAsync($"events/event/index?scene=e%3D{one.Id}");
        await phone.TapAsync("看地图，怎么去");
        await phone.SeesAsync("武汉市小洪山 30.5412,114.3621");
        await phone.TapAsync("关闭");

        await phone.TapAsync("记入手机日历");
        await phone.TapAsync("不同意");
        await phone.DoesNotSeeAsync("申请添加到日历");
        await phone.TapAsync("记入手机日历");
        await phone.TapAsync("同意");
        await phone.SeesAsync("申请添加到日历");
        await phone.TapAsync("拒绝");
        await phone.SeesAsync("您没有允许写入日历，不影响报名");
        await phone.LookAsync("event-calendar-refused");
        await phone.TapAsync("去设置");
        await phone.Page.Locator(".sheet input[type=checkbox]").CheckAsync();
        await phone.Page.Locator(".sheet").GetByText("返回").ClickAsync();
        await phone.SeesAsync("权限已打开");
        await phone.TapAsync("记入手机日历");
        await phone.SeesAsync("已记入手机日历");
        await phone.LookAsync("event-calendar");

        var noted = await phone.Page.EvaluateAsync<string>("sessionStorage.getItem('stage:calendar')");
        Assert.Contains($"\"startTime\":{sessions[0].StartsAt.ToUnixTimeSeconds()},", noted, StringComparison.Ordinal);
        Assert.Contains($"\"endTime\":\"{sessions[0].EndsAt.ToUnixTimeSeconds()}\",", noted, StringComparison.Ordinal);
        Assert.Contains("\"location\":\"武汉市小洪山\"", noted, StringComparison.Ordinal);
        Assert.Contains("\"alarmOffset\":7200", noted, StringComparison.Ordinal);
    }

    private static async Task FillInAsync(Phone phone)
    {
        await phone.FillAsync("工作单位", "岩土力学研究所");
        await phone.Page.GetByRole(AriaRole.Radio, new() { Name = "M", Exact = true }).ClickAsync();
        await phone.FillAsync("年龄", "35");
        await phone.Page.GetByRole(AriaRole.Checkbox, new() { Name = "我已阅读进入工地的安全须知" }).ClickAsync();
    }
}
