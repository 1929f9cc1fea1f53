using System.Net;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Keys;
using CsrmeWeChat.People;
using static CsrmeWeChat.Tests.Support.TestPhone;

namespace CsrmeWeChat.Tests;

public sealed class PeopleTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Signing_in_again_is_the_same_person()
    {
        var phone = await app.NewMemberAsync();

        await phone.SignInAsync();

        Assert.Equal(phone.Member.Number, await BoundNumberOf(phone));
    }

    [Fact]
    public async Task A_user_who_signs_in_twice_at_once_is_one_person()
    {
        var user = app.WeChat.MakeUser();
        var phones = Enumerable.Range(0, 6).Select(_ => new TestPhone(app.CreateClient(), app.WeChat, user)).ToArray();

        await Task.WhenAll(phones.Select(phone => phone.SignInAsync()));

        var export = await phones[0].GetAsync("/api/me/export");
        Assert.Single(export.GetProperty("weChat").EnumerateArray());
        Assert.Equal(
            1,
            await app.Get<Database>()
                .FindAsync<int>("SELECT COUNT(DISTINCT person_id) FROM openids WHERE open_id = @OpenId", new { phones[0].OpenId }, Ct)
        );
    }

    [Fact]
    public async Task A_login_code_works_once()
    {
        var user = app.WeChat.MakeUser();
        var phone = new TestPhone(app.CreateClient(), app.WeChat, user);
        var code = app.WeChat.MintLoginCode(phone.OpenId);
        await JsonOf(await phone.PostAsync("/api/sessions", new { code }));

        Assert.Equal("session.bad_code", await RefusalOf(await phone.PostAsync("/api/sessions", new { code })));
        Assert.Equal("session.bad_code", await RefusalOf(await phone.PostAsync("/api/sessions", new { code = "made-up" })));
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("' OR 1=1 --aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task A_made_up_token_is_turned_away(string token)
    {
        var http = app.CreateClient();
        http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {token}");

        Assert.Equal("session.missing", await RefusalOf(await http.GetAsync("/api/me", Ct), HttpStatusCode.Unauthorized));
    }

    [Fact]
    public async Task A_token_dies_on_sign_out()
    {
        var phone = await app.NewMemberAsync();
        await phone.GetAsync("/api/me");

        Assert.Equal(HttpStatusCode.NoContent, (await phone.Http.DeleteAsync("/api/sessions/current", Ct)).StatusCode);

        Assert.Equal(HttpStatusCode.Unauthorized, (await phone.Http.GetAsync("/api/me", Ct)).StatusCode);
    }

    [Fact]
    public async Task A_token_ended_on_another_node_dies_here_within_30_seconds()
    {
        var phone = await app.NewMemberAsync();
        await phone.GetAsync("/api/me");
        var hash = Token.Hash(phone.Http.DefaultRequestHeaders.Authorization!.Parameter!);
        await app.Get<Database>().ExecuteAsync("DELETE FROM sessions WHERE token_hash = @hash", new { hash }, Ct);

        app.Clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(HttpStatusCode.Unauthorized, (await phone.Http.GetAsync("/api/me", Ct)).StatusCode);
    }

    [Fact]
    public async Task A_token_expires_after_7_days_and_is_removed()
    {
        var phone = await app.NewMemberAsync();
        var hash = Token.Hash(phone.Http.DefaultRequestHeaders.Authorization!.Parameter!);

        app.Clock.Advance(TimeSpan.FromDays(7));

        Assert.Equal(HttpStatusCode.Unauthorized, (await phone.Http.GetAsync("/api/me", Ct)).StatusCode);
        await new RemoveSessions(app.Get<SessionStore>(), app.Clock).RunAsync(Ct);
        Assert.Equal(
            0,
            await app.Get<Database>().FindAsync<int>("SELECT COUNT(*) FROM sessions WHERE token_hash = @hash", new { hash }, Ct)
        );
    }

    [Fact]
    public async Task A_unionid_that_appears_later_stays_the_same_person()
    {
        var phone = await app.NewPhoneAsync(unionId: false);
        var member = await app.NewRosterMemberAsync(phone.User.Phone);
        await JsonOf(await phone.BindAsync(member.Name));

        app.WeChat.SetUnionId(phone.OpenId);
        await phone.SignInAsync();

        Assert.Equal(member.Number, await BoundNumberOf(phone));
    }

    [Fact]
    public async Task A_unionid_that_joins_two_persons_keeps_the_binding()
    {
        var phone = await app.NewPhoneAsync(unionId: false);
        var member = await app.NewRosterMemberAsync(phone.User.Phone);
        await JsonOf(await phone.BindAsync(member.Name));
        var follower = await app.Get<PersonStore>().SignInAsync("wx-account", $"follower-{member.Id}", $"union-{member.Id}", app.Now, Ct);

        app.WeChat.SetUnionId(phone.OpenId, $"union-{member.Id}");
        await phone.SignInAsync();

        Assert.Equal(member.Number, await BoundNumberOf(phone));
        Assert.Equal(member.Id, await app.Get<BindingStore>().FindMemberAsync(follower, Ct));
        Assert.Equal(2, (await phone.GetAsync("/api/me/export")).GetProperty("weChat").GetArrayLength());
    }

    [Fact]
    public async Task Where_both_joined_persons_are_members_the_secretariat_is_asked()
    {
        var phone = await app.NewPhoneAsync(unionId: false);
        var (first, second) = (await app.NewRosterMemberAsync("13900000001"), await app.NewRosterMemberAsync(phone.User.Phone));
        var follower = await app.Get<PersonStore>().SignInAsync("wx-account", $"follower-{first.Id}", $"union-{first.Id}", app.Now, Ct);
        await app.Get<BindingStore>().TryBindAsync(follower, first.Id, "", app.Now, Ct);
        await JsonOf(await phone.BindAsync(second.Name));

        app.WeChat.SetUnionId(phone.OpenId, $"union-{first.Id}");
        await phone.SignInAsync();

        Assert.Equal(first.Number, await BoundNumberOf(phone));
        var asked = Assert.Single(await app.Get<BindRequestStore>().ListOpenAsync(Ct), request => request.PersonId == follower);
        Assert.Equal(second.Id, asked.MemberId);
    }

    [Fact]
    public async Task A_request_waiting_for_the_secretariat_survives_a_merge()
    {
        var phone = await app.NewPhoneAsync(unionId: false);
        await JsonOf(await phone.PostAsync("/api/me/bind-requests", new { name = "合并前的申请" }));
        await app.Get<PersonStore>().SignInAsync("wx-account", $"follower-{phone.OpenId}", $"union-{phone.OpenId}", app.Now, Ct);

        app.WeChat.SetUnionId(phone.OpenId, $"union-{phone.OpenId}");
        await phone.SignInAsync();

        Assert.Equal("requested", (await phone.GetAsync("/api/me")).GetProperty("state").GetString());
        Assert.Single(await app.Get<BindRequestStore>().ListOpenAsync(Ct), request => request.Name == "合并前的申请");
    }

    [Fact]
    public async Task Erasing_after_a_merge_erases_the_whole_person()
    {
        var before = await app.NewPhoneAsync(unionId: false);
        var member = await app.NewRosterMemberAsync(before.User.Phone);
        await JsonOf(await before.BindAsync(member.Name));
        await before.GetAsync("/api/me");
        await app.Get<PersonStore>().SignInAsync("wx-account", $"follower-{before.OpenId}", $"union-{before.OpenId}", app.Now, Ct);
        app.WeChat.SetUnionId(before.OpenId, $"union-{before.OpenId}");
        var after = new TestPhone(app.CreateClient(), app.WeChat, before.User);
        await after.SignInAsync();

        // The token from before the merge is the merged person's.
        Assert.Equal(HttpStatusCode.NoContent, (await before.Http.DeleteAsync("/api/me", Ct)).StatusCode);

        Assert.Equal(HttpStatusCode.Unauthorized, (await after.Http.GetAsync("/api/me", Ct)).StatusCode);
        Assert.Equal(
            0,
            await app.Get<Database>().FindAsync<int>("SELECT COUNT(*) FROM openids WHERE open_id = @OpenId", new { before.OpenId }, Ct)
        );
    }

    [Fact]
    public async Task Nothing_is_kept_for_a_person_who_was_erased_meanwhile()
    {
        var phone = await app.NewPhoneAsync();
        var person = await app.Get<Database>()
            .FindAsync<long>("SELECT person_id FROM openids WHERE open_id = @OpenId", new { phone.OpenId }, Ct);
        await phone.Http.DeleteAsync("/api/me", Ct);
        var member = await app.NewRosterMemberAsync(phone.User.Phone);

        Assert.False(await app.Get<BindRequestStore>().TryOpenAsync(person, "无主", "", "", "", null, app.Now, Ct));
        Assert.Equal(BindOutcome.NoPerson, await app.Get<BindingStore>().TryBindAsync(person, member.Id, "", app.Now, Ct));
        Assert.False(await app.Get<PersonStore>().EraseAsync(person, app.Now, Ct));
    }

    [Fact]
    public async Task A_person_can_see_what_is_held_and_erase_the_link()
    {
        var phone = await app.NewMemberAsync();
        var benefit = await app.NewBenefitAsync();
        var code = (await JsonOf(await phone.ClaimAsync(benefit))).GetProperty("code").GetString();

        var export = await phone.GetAsync("/api/me/export");
        Assert.Equal("+86" + phone.User.Phone, export.GetProperty("member").GetProperty("phone").GetString());
        Assert.Equal(code, export.GetProperty("claims")[0].GetProperty("code").GetString());

        Assert.Equal(HttpStatusCode.NoContent, (await phone.Http.DeleteAsync("/api/me", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await phone.Http.GetAsync("/api/me", Ct)).StatusCode);
        Assert.Equal(
            0,
            await app.Get<Database>().FindAsync<int>("SELECT COUNT(*) FROM openids WHERE open_id = @OpenId", new { phone.OpenId }, Ct)
        );

        // What hangs on the member is there again for whoever proves to be that member.
        await phone.SignInAsync();
        Assert.Equal("unbound", (await phone.GetAsync("/api/me")).GetProperty("state").GetString());
        await JsonOf(await phone.BindAsync(phone.Member.Name));
        Assert.Equal(code, (await phone.GetAsync("/api/claims")).GetProperty("items")[0].GetProperty("code").GetString());
    }

    [Fact]
    public async Task One_persons_token_shows_nothing_of_another()
    {
        var (one, other) = (await app.NewMemberAsync(), await app.NewMemberAsync());
        var benefit = await app.NewBenefitAsync();
        await JsonOf(await one.ClaimAsync(benefit));

        Assert.Equal(HttpStatusCode.NotFound, (await other.PostAsync($"/api/benefits/{benefit}/claim/cancel")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.Http.GetAsync($"/api/benefits/{benefit}/claim/qr.png", Ct)).StatusCode);
        Assert.Empty((await other.GetAsync("/api/claims")).GetProperty("items").EnumerateArray());
    }

    private static async Task<string?> BoundNumberOf(TestPhone phone) =>
        (await phone.GetAsync("/api/me")).GetProperty("member").GetProperty("number").GetString();
}
