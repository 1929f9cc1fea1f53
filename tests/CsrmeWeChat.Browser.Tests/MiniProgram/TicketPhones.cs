using CsrmeWeChat.Events;
using Microsoft.Extensions.DependencyInjection;

namespace CsrmeWeChat.Browser.Tests.MiniProgram;

/// <summary>The ticket on the phone of who is registered, whose code a door reads.</summary>
public sealed class TicketPhones(Hall hall) : IClassFixture<Hall>
{
    private const string Picture = "document.querySelector('.page.shown wx-image img').src";

    private DateTimeOffset Now => hall.Services.GetRequiredService<TimeProvider>().GetUtcNow();

    [Theory]
    [InlineData(Width.Phone, 0)]
    [InlineData(Width.Small, 1)]
    public async Task The_phone_s_code_is_the_door_s_also_without_network_and_with_a_wrong_clock(Width width, int daysWrong)
    {
        var (one, session, owner) = await RegisteredAsync();
        await using var phone = await hall.PhoneAsync(width);
        await phone.BecomeAsync(owner.OpenId);
        await phone.Page.AddInitScriptAsync($"{{ const real = Date.now; Date.now = () => real() + {daysWrong} * 86_400_000; }}");
        await phone.OpenAsync($"events/event/index?id={one.Id}");
        await phone.TapAsync("我的票");
        await phone.SeesAsync("欧阳雪、欧阳小雨，共 2 人");
        await phone.SeesAsync("秒后更换，截图无效");
        await phone.LookAsync("event-ticket");
        Assert.Equal(CodeAge.Good, await AgeAsync(phone, owner, session));

        await phone.OpenAsync($"events/ticket/index?session={session}", "network=none", "theme=dark");
        await phone.SeesAsync("票仍可出示");
        await phone.LookAsync("event-ticket-offline");
        Assert.Equal(CodeAge.Good, await AgeAsync(phone, owner, session));
    }

    [Fact]
    public async Task The_code_changes_every_half_minute_and_is_gone_with_the_registration()
    {
        var (_, session, owner) = await RegisteredAsync();
        await using var phone = await hall.PhoneAsync();
        await phone.BecomeAsync(owner.OpenId);
        await phone.Page.Clock.InstallAsync();
        await phone.OpenAsync($"events/ticket/index?session={session}");
        await phone.SeesAsync("秒后更换");
        // The service would say each time that it is not half a minute later yet.
        await phone.OpenAsync($"events/ticket/index?session={session}", "network=none");
        var first = await phone.Page.EvaluateAsync<string>(Picture);
        await phone.Page.Clock.RunForAsync(31_000);
        Assert.NotEqual(first, await phone.Page.EvaluateAsync<string>(Picture));

        (await owner.CancelRegistrationAsync(session)).EnsureSuccessStatusCode();
        await phone.OpenAsync($"events/ticket/index?session={session}");
        await phone.SeesAsync("这份报名已经取消，票不再有效。");
        await phone.OpenAsync($"events/ticket/index?session={session}", "network=none");
        await phone.Page.Clock.RunForAsync(5_000);
        await phone.SeesAsync("暂时看不到票");
        await phone.OpenAsync("events/ticket/index?session=999999");
        await phone.SeesAsync("您没有这一场的票");
    }

    /// <summary>What the door says of the code that its scanner reads.</summary>
    private async Task<CodeAge> AgeAsync(Phone phone, TestPhone owner, long session)
    {
        var read = TicketCode.Read(await phone.ScannedAsync());
        var ticket = await owner.TicketAsync(session);
        Assert.Equal(ticket.GetProperty("code").GetString(), read!.Value.Code);
        return TicketCode.AgeOf(ticket.GetProperty("key").GetString()!, read.Value.Digits, Now);
    }

    /// <summary>An event in an hour, its session, and who is registered for it.</summary>
    private async Task<(Event Event, long Session, TestPhone Owner)> RegisteredAsync()
    {
        var (one, sessions) = await hall.Services.NewEventAsync(hall.Services.EventDraft(5).StartingAt(Now.AddHours(1)));
        var http = new HttpClient { BaseAddress = new Uri(hall.Service.BaseUrl) };
        var phone = new TestPhone(http, hall.WeChat, hall.WeChat.MakeUser());
        await phone.SignInAsync();
        phone.Member = await hall.Services.NewRosterMemberAsync(phone.User.Phone, "欧阳雪");
        (await phone.BindAsync("欧阳雪")).EnsureSuccessStatusCode();
        (await phone.RegisterAsync(sessions[0].Id, "欧阳雪", "欧阳小雨")).EnsureSuccessStatusCode();
        return (one, sessions[0].Id, phone);
    }
}
