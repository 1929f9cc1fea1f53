using System.Net;
using CsrmeWeChat.Events;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using static CsrmeWeChat.Tests.Support.TestPhone;

namespace CsrmeWeChat.Tests;

/// <summary>What follows an event: what people thought of it, thanks and material, what it cost, and the article before it.</summary>
public sealed class AfterEventTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_came_is_thanked_once_and_finds_the_material_and_the_others_do_not()
    {
        var template = await app.ChooseNoticeAsync(Thanks.Kind.Key, ("thing1", "{活动}"), ("time2", "{时间}"));
        var (one, sessions) = await app.Services.NewEventAsync(app.Services.EventDraft(9));
        var phones = await app.NewMembersAsync(3);
        foreach (var phone in phones)
        {
            await app.AcceptNoticesAsync(phone, 3, template);
            await JsonOf(await phone.RegisterAsync(sessions[0].Id));
        }
        var codes = (await app.Services.ListRegistrationsAsync(sessions[0].Id)).Select(registration => registration.Code).ToList();
        var staff = await app.NewStaffAsync(Role.Secretary);
        var page = $"/staff/events/{one.Id}/record";
        var early = await TestStaff.PageOf(await staff.PostAsync($"{page}?handler=Thank"));
        app.Clock.Advance(sessions[0].StartsAt - app.Now);
        foreach (var code in codes.Take(2))
        {
            await LetInAsync(sessions[0].Id, code);
        }
        app.Clock.Advance(sessions[0].EndsAt - app.Now);
        staff = await app.NewStaffAsync(Role.Secretary);
        var wrong = await TestStaff.PageOf(
            await staff.PostAsync($"{page}?handler=Material", ("Revision", $"{one.Revision}"), ("MaterialUrl", "ppt"))
        );
        await staff.FollowAsync(
            await staff.PostAsync($"{page}?handler=Material", ("Revision", $"{one.Revision}"), ("MaterialUrl", "https://example.org/ppt"))
        );

        await staff.FollowAsync(await staff.PostAsync($"{page}?handler=Thank"));
        await app.SendDueAsync();
        await staff.FollowAsync(await staff.PostAsync($"{page}?handler=Thank"));
        await app.SendDueAsync();

        Assert.Contains("活动要先结束", early, StringComparison.Ordinal);
        Assert.Contains("以 https:// 开头", wrong, StringComparison.Ordinal);
        Assert.Equal(
            phones.Take(2).Select(phone => phone.OpenId).Order(),
            app.WeChat.Delivered(template.WechatId).Select(message => message.OpenId).Order()
        );
        await SignInAgainAsync(phones);
        var materials = await Task.WhenAll(
            phones.Select(async phone => (await phone.GetAsync($"/api/events/{one.Id}")).GetProperty("materialUrl").GetString())
        );
        Assert.Equal(["https://example.org/ppt", "https://example.org/ppt", ""], materials);
    }

    [Fact]
    public async Task What_people_think_is_taken_once_each_while_it_is_time_and_summed_without_names()
    {
        var (one, sessions) = await app.Services.NewEventAsync(app.Services.EventDraft(9));
        var phones = await app.NewMembersAsync(3);
        foreach (var phone in phones.Take(2))
        {
            await JsonOf(await phone.RegisterAsync(sessions[0].Id));
        }
        Assert.Equal("event.feedback_early", await RefusalOf(await RateAsync(phones[0], sessions[0].Id, 5)));
        app.Clock.Advance(sessions[0].StartsAt - app.Now);
        await SignInAgainAsync(phones);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => RateAsync(phones[0], sessions[0].Id, 2, "太挤了")));
        (await RateAsync(phones[0], sessions[0].Id, 4, "讲得好")).EnsureSuccessStatusCode();
        (await RateAsync(phones[1], sessions[0].Id, 5)).EnsureSuccessStatusCode();
        Assert.Equal(HttpStatusCode.NotFound, (await RateAsync(phones[2], sessions[0].Id, 1)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await RateAsync(phones[1], sessions[0].Id, 6)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await RateAsync(phones[1], sessions[0].Id, 1, new string('长', 501))).StatusCode);

        var sum = await app.Get<FeedbackStore>().SumAsync(one.Id, Ct);
        Assert.Equal((2, "4.5"), (sum.Count, sum.Average));
        Assert.Equal(["讲得好"], sum.Remarks);
        var page = await (await app.NewStaffAsync(Role.Secretary)).GetPageAsync($"/staff/events/{one.Id}/record");
        Assert.Contains("讲得好", page, StringComparison.Ordinal);
        Assert.DoesNotContain(phones[0].Member!.Name, page, StringComparison.Ordinal);

        (await phones[0].Http.DeleteAsync("/api/me", Ct)).EnsureSuccessStatusCode();
        var after = await app.Get<FeedbackStore>().SumAsync(one.Id, Ct);
        Assert.Equal((2, 0), (after.Count, after.Remarks.Count));
        app.Clock.Advance(TimeSpan.FromDays(31));
        await SignInAgainAsync(phones[1]);
        Assert.Equal("event.feedback_over", await RefusalOf(await RateAsync(phones[1], sessions[0].Id, 1)));
    }

    [Fact]
    public async Task An_article_is_drafted_once_and_a_private_event_counts_nothing_of_fewer_than_five()
    {
        var (one, _) = await app.Services.NewEventAsync(app.Services.EventDraft(9) with { Summary = "第一段。\n<b>第二段</b>" });
        var secret = await app.Services.NewSessionAsync(3, draft =>
            draft with
            {
                Kind = EventKind.Counselling,
                PartyLimit = 1,
                GuardianUnder = 14,
            }
        );
        var phone = await app.NewMemberAsync();
        (await phone.PostAsync(EventArrange.PathOf(secret), new { names = new[] { "张三" }, agrees = true })).EnsureSuccessStatusCode();
        var staff = await app.NewStaffAsync(Role.Secretary);

        var first = (await staff.PostAsync($"/staff/events/{one.Id}/record?handler=Draft")).Headers.Location!.OriginalString;
        var second = (await staff.PostAsync($"/staff/events/{one.Id}/record?handler=Draft")).Headers.Location!.OriginalString;
        var article = await staff.GetPageAsync(first);
        var quiet = await staff.GetPageAsync($"/staff/events/{(await app.Services.FindSessionAsync(secret)).EventId}/record");

        Assert.Equal(first, second);
        Assert.Contains("第一段。", article, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>第二段", article, StringComparison.Ordinal);
        Assert.Contains("不足 5 人", quiet, StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> RateAsync(TestPhone phone, long session, int rating, string remark = "") =>
        phone.PutAsync($"/api/events/sessions/{session}/feedback", new { rating, remark });

    /// <summary>A sign-in lasts for a week.</summary>
    private static Task SignInAgainAsync(params TestPhone[] phones) => Task.WhenAll(phones.Select(phone => phone.SignInAsync()));

    /// <summary>By hand, as a door does where a code cannot be scanned.</summary>
    private async Task LetInAsync(long session, string code)
    {
        var scan = new Scan($"{Guid.NewGuid():N}", ScanKind.Enter, code, ByHand: true, Offline: false, app.Now);
        var answer = await app.Get<CheckInDesk>().TakeAsync(Actor.Command, session, "正门", scan, app.Now, Ct);
        Assert.True(answer!.IsGood);
    }
}
