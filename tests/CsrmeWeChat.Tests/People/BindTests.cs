using System.Net;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Members;
using CsrmeWeChat.People;
using static CsrmeWeChat.Tests.Support.TestPhone;

namespace CsrmeWeChat.Tests;

public sealed class BindTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Phone_and_name_of_the_roster_bind()
    {
        var phone = await app.NewPhoneAsync();
        var member = await app.NewRosterMemberAsync(phone.User.Phone, "阿卜杜拉·买买提");

        var card = await JsonOf(await phone.BindAsync(" 阿卜杜拉・买买提 "));

        Assert.Equal(member.Number, card.GetProperty("number").GetString());
        Assert.Equal(Phone.Mask("+86" + phone.User.Phone), card.GetProperty("phone").GetString());
        Assert.Equal("bound", (await phone.GetAsync("/api/me")).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Who_is_not_bound_is_told_to_bind_first()
    {
        var phone = await app.NewPhoneAsync();

        Assert.Equal("member.not_bound", await RefusalOf(await phone.Http.GetAsync("/api/claims", Ct), HttpStatusCode.Forbidden));
    }

    [Fact]
    public async Task A_phone_that_is_not_in_the_roster_does_not_bind()
    {
        var phone = await app.NewPhoneAsync();

        Assert.Equal("bind.phone_unknown", await RefusalOf(await phone.BindAsync("张三")));
    }

    [Fact]
    public async Task A_recycled_number_does_not_bind_to_its_former_owner()
    {
        var phone = await app.NewPhoneAsync();
        await app.NewRosterMemberAsync(phone.User.Phone, "前任号主");

        Assert.Equal("bind.name_differs", await RefusalOf(await phone.BindAsync("现任号主")));
    }

    [Fact]
    public async Task Of_two_members_with_one_phone_the_name_decides()
    {
        var phone = await app.NewPhoneAsync();
        await app.NewRosterMemberAsync(phone.User.Phone, "夫");
        var wife = await app.NewRosterMemberAsync(phone.User.Phone, "妻");

        Assert.Equal(wife.Number, (await JsonOf(await phone.BindAsync("妻"))).GetProperty("number").GetString());
    }

    [Fact]
    public async Task Two_members_with_one_phone_and_name_are_for_the_secretariat()
    {
        var phone = await app.NewPhoneAsync();
        await app.NewRosterMemberAsync(phone.User.Phone, "重名");
        await app.NewRosterMemberAsync(phone.User.Phone, "重名");

        Assert.Equal("bind.ambiguous", await RefusalOf(await phone.BindAsync("重名")));
    }

    [Fact]
    public async Task Binding_again_is_harmless_and_taking_over_is_refused()
    {
        var first = await app.NewMemberAsync();
        Assert.Equal(HttpStatusCode.OK, (await first.BindAsync(first.Member.Name)).StatusCode);
        var second = new TestPhone(app.CreateClient(), app.WeChat, app.WeChat.MakeUser(first.User.Phone));
        await second.SignInAsync();

        Assert.Equal("bind.member_taken", await RefusalOf(await second.BindAsync(first.Member.Name)));
        Assert.Equal("bound", (await first.GetAsync("/api/me")).GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_bound_person_does_not_become_another_member()
    {
        var phone = await app.NewMemberAsync();
        var other = await app.NewRosterMemberAsync(phone.User.Phone, "别人");

        Assert.Equal("bind.person_taken", await RefusalOf(await phone.BindAsync(other.Name)));
    }

    [Fact]
    public async Task Of_phones_racing_to_be_one_member_exactly_one_wins()
    {
        var member = await app.NewRosterMemberAsync("13911112222");
        var phones = await Task.WhenAll(
            Enumerable
                .Range(0, 6)
                .Select(async _ =>
                {
                    var phone = new TestPhone(app.CreateClient(), app.WeChat, app.WeChat.MakeUser("13911112222"));
                    await phone.SignInAsync();
                    return phone;
                })
        );

        var answers = await Task.WhenAll(phones.Select(phone => phone.BindAsync(member.Name)));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.Equal(5, answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict));
    }

    [Fact]
    public async Task Anothers_phone_code_is_refused()
    {
        var (thief, owner) = (await app.NewPhoneAsync(), await app.NewPhoneAsync());
        var member = await app.NewRosterMemberAsync(owner.User.Phone);

        var answer = await thief.PostAsync(
            "/api/me/binding",
            new { phoneCode = app.WeChat.MintPhoneCode(owner.OpenId), name = member.Name }
        );

        Assert.Equal("bind.bad_code", await RefusalOf(answer));
    }

    [Fact]
    public async Task What_phone_and_name_do_not_settle_the_secretariat_decides()
    {
        var phone = await app.NewPhoneAsync();
        var member = await app.NewRosterMemberAsync("13922223333");
        var requests = app.Get<BindRequestStore>();

        await JsonOf(
            await phone.PostAsync(
                "/api/me/bind-requests",
                new
                {
                    name = member.Name,
                    note = "换了手机号",
                    phoneCode = app.WeChat.MintPhoneCode(phone.OpenId),
                }
            )
        );
        await JsonOf(await phone.PostAsync("/api/me/bind-requests", new { name = "第二次" }));

        Assert.Equal("requested", (await phone.GetAsync("/api/me")).GetProperty("state").GetString());
        var open = Assert.Single(await requests.ListOpenAsync(Ct), request => request.Name == member.Name);
        Assert.Equal("+86" + phone.User.Phone, requests.OpenPhone(open));
        Assert.Equal(
            DecideOutcome.Decided,
            await requests.AcceptAsync(Actor.Command, open.Id, member.Id, release: false, takePhone: false, app.Now, Ct)
        );
        Assert.Equal(
            DecideOutcome.NotOpen,
            await requests.AcceptAsync(Actor.Command, open.Id, member.Id, release: false, takePhone: false, app.Now, Ct)
        );
        Assert.Equal("bound", (await phone.GetAsync("/api/me")).GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_bound_member_changes_hands_only_where_the_secretariat_says_so()
    {
        var (first, second) = (await app.NewMemberAsync(), await app.NewPhoneAsync());
        await JsonOf(await second.PostAsync("/api/me/bind-requests", new { name = first.Member.Name }));
        var requests = app.Get<BindRequestStore>();
        var open = Assert.Single(await requests.ListOpenAsync(Ct), request => request.Name == first.Member.Name);

        Assert.Equal(
            DecideOutcome.MemberTaken,
            await requests.AcceptAsync(Actor.Command, open.Id, first.Member.Id, release: false, takePhone: false, app.Now, Ct)
        );
        Assert.Equal("requested", (await second.GetAsync("/api/me")).GetProperty("state").GetString());

        Assert.Equal(
            DecideOutcome.Decided,
            await requests.AcceptAsync(Actor.Command, open.Id, first.Member.Id, release: true, takePhone: false, app.Now, Ct)
        );
        Assert.Equal("bound", (await second.GetAsync("/api/me")).GetProperty("state").GetString());
        app.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("unbound", (await first.GetAsync("/api/me")).GetProperty("state").GetString());
    }

    [Theory]
    [InlineData("\u200B")]
    [InlineData(" ")]
    public async Task A_name_of_nothing_is_refused(string name)
    {
        var phone = await app.NewPhoneAsync();

        Assert.Equal(
            "request.invalid",
            await RefusalOf(await phone.PostAsync("/api/me/bind-requests", new { name }), HttpStatusCode.BadRequest)
        );
    }

    [Fact]
    public async Task A_text_is_measured_as_it_will_be_stored_and_is_one_line()
    {
        var phone = await app.NewPhoneAsync();

        // Normalised, U+FB2C is three characters.
        Assert.Equal(
            "request.invalid",
            await RefusalOf(
                await phone.PostAsync("/api/me/bind-requests", new { name = new string('\uFB2C', 100) }),
                HttpStatusCode.BadRequest
            )
        );
        var request = await JsonOf(await phone.PostAsync("/api/me/bind-requests", new { name = "张三\n  可能是 M000123\u202E" }));

        Assert.Equal("张三   可能是 M000123", request.GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_rejected_request_shows_its_reason()
    {
        var phone = await app.NewPhoneAsync();
        await JsonOf(await phone.PostAsync("/api/me/bind-requests", new { name = "<script>alert(1)</script>'; DROP TABLE members; --" }));
        var requests = app.Get<BindRequestStore>();
        var open = (await requests.ListOpenAsync(Ct)).Last();

        await requests.RejectAsync(Actor.Command, open.Id, "查无此人", app.Now, Ct);

        var me = await phone.GetAsync("/api/me");
        Assert.Equal("rejected", me.GetProperty("state").GetString());
        Assert.Equal("查无此人", me.GetProperty("request").GetProperty("reason").GetString());
        Assert.Equal("<script>alert(1)</script>'; DROP TABLE members; --", me.GetProperty("request").GetProperty("name").GetString());
    }
}
