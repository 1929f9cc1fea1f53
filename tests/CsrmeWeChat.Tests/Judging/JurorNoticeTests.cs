using System.Net;
using System.Text.RegularExpressions;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Judging;
using CsrmeWeChat.Messages;
using static CsrmeWeChat.Tests.Support.TestPhone;

namespace CsrmeWeChat.Tests;

/// <summary>A juror's WeChat, and what is told at it.</summary>
public sealed partial class JurorNoticeTests(App app) : IClassFixture<App>
{
    private const string Contact = "/api/judging/contact",
        Page = "/staff/judging";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private JurorReminders Reminders => app.Get<JurorReminders>();

    [Fact]
    public async Task A_juror_links_their_WeChat_by_the_code_on_their_page_and_unlinks_it_on_either_side()
    {
        var (juror, phone) = (await app.NewStaffAsync(Role.Juror), await app.NewPhoneAsync());

        Assert.Contains("由秘书处用电话或邮件告诉您", await juror.GetPageAsync(Page), StringComparison.Ordinal);
        var code = await CodeAsync(juror);
        // Scanned, or typed with small letters and a space.
        var linked = await phone.PostAsync(Contact, new { code = $"CSRME-JUROR:{code}" });
        var repeated = await phone.PostAsync(Contact, new { code = $" {code[..4].ToLowerInvariant()} {code[4..]}" });

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (linked.StatusCode, repeated.StatusCode));
        Assert.Equal(1, (await phone.GetAsync(Contact)).GetProperty("jurors").GetArrayLength());
        Assert.Contains("绑定微信。评审开始时", await juror.GetPageAsync(Page), StringComparison.Ordinal);

        await juror.PostAsync($"{Page}?handler=Unlink");
        Assert.Equal(0, (await phone.GetAsync(Contact)).GetProperty("jurors").GetArrayLength());
        await LinkAsync(juror, phone);
        Assert.Equal(HttpStatusCode.NoContent, (await phone.Http.DeleteAsync(Contact, Ct)).StatusCode);
        Assert.Contains("由秘书处用电话或邮件告诉您", await juror.GetPageAsync(Page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_is_good_for_half_an_hour_and_for_one_person()
    {
        var (juror, first, second) = (await app.NewStaffAsync(Role.Juror), await app.NewPhoneAsync(), await app.NewPhoneAsync());
        var old = await CodeAsync(juror);
        app.Clock.Advance(ContactStore.CodeLasts);
        var late = await first.PostAsync(Contact, new { code = old });
        var code = await CodeAsync(juror);
        await JsonOf(await first.PostAsync(Contact, new { code }));

        var taken = await second.PostAsync(Contact, new { code });

        Assert.Equal("judging.bad_code", await RefusalOf(late));
        Assert.Equal("judging.bad_code", await RefusalOf(taken));
        Assert.NotEqual(old, code);
        // What has no code is found by none.
        Assert.Equal("judging.bad_code", await RefusalOf(await second.PostAsync(Contact, new { code = "--" })));
    }

    [Fact]
    public async Task A_link_goes_with_the_person_and_follows_them_where_two_are_one()
    {
        var (juror, other) = (await app.NewStaffAsync(Role.Juror), await app.NewStaffAsync(Role.Juror));
        var (leaving, kept, gone) = (await app.NewPhoneAsync(), await app.NewPhoneAsync(), await app.NewPhoneAsync());
        await LinkAsync(juror, leaving);
        await LinkAsync(other, gone);

        var held = await leaving.GetAsync("/api/me/export");
        (await leaving.Http.DeleteAsync("/api/me", Ct)).EnsureSuccessStatusCode();
        await MergeAsync(await PersonOfAsync(kept), await PersonOfAsync(gone));

        Assert.Equal(1, held.GetProperty("toldAsJuror").GetArrayLength());
        Assert.Null(await app.Get<ContactStore>().FindAsync(juror.Id, Ct));
        Assert.Equal(await PersonOfAsync(kept), (await app.Get<ContactStore>().FindAsync(other.Id, Ct))!.PersonId);
    }

    [Fact]
    public async Task Jurors_are_told_when_the_round_opens_and_once_a_day_in_its_last_three_days()
    {
        GoToNine();
        var opened = await ChooseAsync("judging.opened", "{轮次}：{待评件数} 件");
        var reminder = await ChooseAsync("judging.reminder", "还有 {待评件数} 件");
        var (late, done, unlinked) = (
            await NewJurorAsync(opened, reminder),
            await NewJurorAsync(opened, reminder),
            await app.NewStaffAsync(Role.Juror)
        );
        var round = await app.Services.NewRoundAsync([late.Juror.Id, done.Juror.Id, unlinked.Id], perItem: 3);
        round = await app.Services.OpenAsync(round, [1, 2]);
        foreach (var ballot in await app.QueueAsync(done.Juror, round))
        {
            await app.Get<BallotStore>().SaveAsync(done.Juror.Id, ballot.Id, 1, [50, 50], "", app.Now, Ct);
        }
        await app.SendDueAsync();
        Assert.Equal(
            new[] { late.Phone.OpenId, done.Phone.OpenId }.Order(),
            app.WeChat.Delivered(opened.WechatId).Select(told => told.OpenId).Order()
        );

        // It opened at nine, and closes at nine seven days later: at noon of the fourth day it is more than three days.
        await RunAsync(TimeSpan.FromHours(3 * 24 + 3));
        // Eight in the morning of the fifth.
        await RunAsync(TimeSpan.FromHours(20));
        Assert.Empty(app.WeChat.Delivered(reminder.WechatId));
        await RunAsync(TimeSpan.FromHours(3));
        await RunAsync(TimeSpan.FromHours(4));
        Assert.Equal([late.Phone.OpenId], app.WeChat.Delivered(reminder.WechatId).Select(told => told.OpenId));
        // The sixth, the seventh, and the eighth, when it is over.
        await RunAsync(TimeSpan.FromHours(24));
        await RunAsync(TimeSpan.FromHours(24));
        await RunAsync(TimeSpan.FromHours(24));
        Assert.Equal(3, app.WeChat.Delivered(reminder.WechatId).Count());
    }

    [Fact]
    public async Task Nobody_is_reminded_at_night_nor_after_the_close()
    {
        GoToNine();
        var reminder = await ChooseAsync("judging.reminder", "还有 {待评件数} 件");
        var (juror, _) = await NewJurorAsync(reminder);
        var round = await app.Services.OpenAsync(await app.Services.NewRoundAsync([juror.Id]), [1]);
        // Eleven at night, two days and a half before the close.
        await RunAsync(TimeSpan.FromHours(5 * 24 + 14));
        Assert.Empty(app.WeChat.Delivered(reminder.WechatId));

        await app.Get<RoundStates>().CloseAsync(Actor.Command, round, isAware: true, app.Now, Ct);
        // Noon of the next day, before the time that was set.
        await RunAsync(TimeSpan.FromHours(13));
        Assert.True(app.Now < round.ClosesAt);
        var asked = await Reminders.RemindAsync(Actor.Command, round, app.Now, Ct);
        await app.SendDueAsync();

        Assert.False(asked.IsOpen);
        Assert.Empty(asked.Late);
        Assert.Empty(app.WeChat.Delivered(reminder.WechatId));
    }

    [Fact]
    public async Task Staff_who_remind_learn_who_has_no_WeChat_and_nobody_is_told_twice_a_day()
    {
        GoToNine();
        var reminder = await ChooseAsync("judging.reminder", "还有 {待评件数} 件");
        var ((linked, phone), unlinked) = (await NewJurorAsync(reminder), await app.NewStaffAsync(Role.Juror));
        var round = await app.Services.OpenAsync(await app.Services.NewRoundAsync([linked.Id, unlinked.Id], perItem: 2), [1, 2, 3]);
        var secretary = await app.NewStaffAsync(Role.Secretary);

        var first = await Reminders.RemindAsync(secretary.Actor, round, app.Now, Ct);
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Reminders.RemindAsync(secretary.Actor, round, app.Now, Ct)));
        await app.SendDueAsync();

        Assert.Equal(
            [(linked.Id, true, 3L), (unlinked.Id, false, 3L)],
            first.Late.Select(one => (one.StaffId, one.PersonId is not null, one.Open)).OrderByDescending(one => one.Item2)
        );
        Assert.Equal([phone.OpenId], app.WeChat.Delivered(reminder.WechatId).Select(told => told.OpenId));
        Assert.Equal(
            4,
            await app.Get<Database>()
                .FindAsync<int>("SELECT COUNT(*) FROM audit_events WHERE action = 'round.remind' AND target_id = @Id", new { round.Id }, Ct)
        );
    }

    /// <summary>Of the next morning in Beijing.</summary>
    private void GoToNine() => app.Clock.Advance(China.Midnight(China.Date(app.Now).AddDays(1)).AddHours(9) - app.Now);

    private async Task RunAsync(TimeSpan after)
    {
        app.Clock.Advance(after);
        await app.Get<RemindJurors>().RunAsync(Ct);
        await app.SendDueAsync();
    }

    private static async Task<string> CodeAsync(TestStaff juror)
    {
        await juror.PostAsync($"{Page}?handler=Code");
        return Code().Match(await juror.GetPageAsync(Page)).Groups[1].Value.Replace(" ", "", StringComparison.Ordinal);
    }

    private static async Task LinkAsync(TestStaff juror, TestPhone phone) =>
        await JsonOf(await phone.PostAsync(Contact, new { code = await CodeAsync(juror) }));

    /// <summary>Linked, and with enough of each template accepted.</summary>
    private async Task<(TestStaff Juror, TestPhone Phone)> NewJurorAsync(params MessageTemplate[] templates)
    {
        var (juror, phone) = (await app.NewStaffAsync(Role.Juror), await app.NewPhoneAsync());
        await LinkAsync(juror, phone);
        await app.AcceptNoticesAsync(phone, 5, templates);
        return (juror, phone);
    }

    private Task<MessageTemplate> ChooseAsync(string kind, string words) =>
        app.ChooseNoticeAsync(kind, ("thing1", words), ("time2", "{截止时间}"));

    private Task<long> PersonOfAsync(TestPhone phone) =>
        app.Get<Database>().FindAsync<long>("SELECT person_id FROM openids WHERE open_id = @OpenId", new { phone.OpenId }, Ct);

    private Task<bool> MergeAsync(long kept, long gone) =>
        app.Get<Database>()
            .TransactAsync(
                async tx =>
                {
                    var room = app.Get<IEnumerable<IPersonData>>().OfType<ContactsOfPerson>().Single();
                    await room.MergeAsync(tx, new KnownPerson(kept, null, []), new KnownPerson(gone, null, []), app.Now, Ct);
                    return (true, true);
                },
                Ct
            );

    [GeneratedRegex("id=\"contact-code\">([^<]+)<")]
    private static partial Regex Code();
}
