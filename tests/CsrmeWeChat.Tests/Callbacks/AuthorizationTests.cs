using System.Net;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Messages;
using WeChat.Sandbox.Pushes;
using static CsrmeWeChat.Tests.Support.Pushed;

namespace CsrmeWeChat.Tests;

/// <summary>WeChat says that people closed their account with us, or took a permission back.</summary>
public sealed class AuthorizationTests(App app) : IClassFixture<App>
{
    private const string Sender = "oPlatformSender";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Database Database => app.Get<Database>();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_cancellation_in_either_account_does_what_erasing_oneself_does(bool inMiniProgram)
    {
        var (phone, other) = (await app.NewMemberAsync(), await app.NewMemberAsync());
        await FollowsAsync(phone);
        await ConsentAsync(phone);
        var (account, callback) = inMiniProgram ? (Mini, Plain) : (Official, Safe);

        foreach (var person in new[] { phone.User.OpenIds[account], other.User.OpenIds[Mini] })
        {
            await PushAsync(inMiniProgram || person == phone.User.OpenIds[account] ? account : Mini, callback, Cancelled(person));
        }
        await app.HandleCallbacksAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, (await phone.Http.GetAsync("/api/me", Ct)).StatusCode);
        Assert.Equal(0, await CountAsync("openids WHERE open_id = @OpenId", phone.OpenId));
        Assert.Equal(0, await CountAsync("subscription_credits WHERE open_id = @OpenId", phone.OpenId));
        Assert.Equal(0, await Database.FindAsync<int>("SELECT COUNT(*) FROM bindings WHERE member_id = @Id", new { phone.Member.Id }, Ct));
        Assert.Equal(1, await Database.FindAsync<int>("SELECT COUNT(*) FROM members WHERE id = @Id", new { phone.Member.Id }, Ct));
        var audit = await (await app.NewStaffAsync(Role.Admin)).GetPageAsync("/staff/audit?action=authorization.cancel");
        Assert.Contains("用户在微信注销", audit);
        Assert.DoesNotContain(phone.OpenId, audit);
        Assert.Contains("用户注销授权", await (await app.NewStaffAsync(Role.Secretary)).GetPageAsync("/staff/callbacks"));
    }

    [Fact]
    public async Task Two_people_who_cancel_in_one_second_are_two()
    {
        var (one, other) = (await app.NewPhoneAsync(), await app.NewPhoneAsync());

        foreach (var phone in new[] { one, other, one })
        {
            await PushAsync(Mini, Plain, Cancelled(phone.OpenId));
        }
        await app.HandleCallbacksAsync();

        foreach (var phone in new[] { one, other })
        {
            Assert.Equal(0, await CountAsync("openids WHERE open_id = @OpenId", phone.OpenId));
        }
    }

    [Fact]
    public async Task Who_never_signed_in_and_cancels_leaves_nothing_under_the_openid()
    {
        var openId = app.WeChat.MakeUser().OpenIds[Official];
        await app.PushAsync(Official, Safe, openId, app.WeChat.Pushes.Text("我写过一句话"));
        await app.HandleCallbacksAsync();
        Assert.Equal(1, await CountAsync("callbacks WHERE open_id = @OpenId", openId));

        await PushAsync(Official, Safe, Cancelled(openId));
        await app.HandleCallbacksAsync();

        Assert.Equal(0, await CountAsync("callbacks WHERE open_id = @OpenId", openId));
        Assert.Equal(0, await CountAsync("callbacks WHERE body LIKE CONCAT('%', @OpenId, '%')", openId));
    }

    [Fact]
    public async Task A_revoked_phone_number_is_deleted_and_the_account_stays()
    {
        var phone = await app.NewPhoneAsync();
        (
            await phone.PostAsync("/api/me/bind-requests", new { name = "待核对", phoneCode = app.WeChat.MintPhoneCode(phone.OpenId) })
        ).EnsureSuccessStatusCode();
        const string Phones =
            "bind_requests b JOIN openids o ON o.person_id = b.person_id WHERE o.open_id = @OpenId AND b.phone_sealed <> ''";
        Assert.Equal(1, await CountAsync(Phones, phone.OpenId));

        await PushAsync(Mini, PlainJson, Revoked(phone.OpenId, "14"));
        await app.HandleCallbacksAsync();
        Assert.Equal(1, await CountAsync(Phones, phone.OpenId));
        await PushAsync(Mini, PlainJson, Revoked(phone.OpenId, "8"));
        await app.HandleCallbacksAsync();

        Assert.Equal(0, await CountAsync(Phones, phone.OpenId));
        Assert.Equal("requested", (await phone.GetAsync("/api/me")).GetProperty("state").GetString());
        Assert.Contains("手机号", await (await app.NewStaffAsync(Role.Admin)).GetPageAsync("/staff/audit?action=authorization.revoke"));
    }

    [Fact]
    public async Task Revoked_pictures_and_places_go_from_what_was_sent_to_the_account()
    {
        var openId = app.WeChat.MakeUser().OpenIds[Official];
        await app.PushAsync(Official, Safe, openId, app.WeChat.Pushes.Text("这句话留着"));
        await app.PushAsync(
            Official,
            Safe,
            openId,
            new()
            {
                ["MsgType"] = "image",
                ["MediaId"] = "pic",
                ["MsgId"] = 9001,
            }
        );
        await app.PushAsync(
            Official,
            Safe,
            openId,
            new()
            {
                ["MsgType"] = "location",
                ["Label"] = "某处",
                ["MsgId"] = 9002,
            }
        );
        await app.HandleCallbacksAsync();

        await PushAsync(Official, Safe, Revoked(openId, "206,207"));
        await app.HandleCallbacksAsync();

        Assert.Equal(0, await CountAsync("callbacks WHERE open_id = @OpenId AND kind IN ('image', 'location') AND body <> ''", openId));
        Assert.Equal(1, await CountAsync("callbacks WHERE open_id = @OpenId AND kind = 'text' AND body <> ''", openId));
    }

    [Fact]
    public async Task Field_names_that_begin_with_a_blank_are_read()
    {
        var phone = await app.NewPhoneAsync();
        var push = app.Sign(Mini, PlainJson, Sender, Cancelled(phone.OpenId));

        var answer = await app.DeliverAsync(Mini, push, body: push.Body.Replace("\"OpenID\"", "\" OpenID\""));
        await app.HandleCallbacksAsync();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(0, await CountAsync("openids WHERE open_id = @OpenId", phone.OpenId));
    }

    private static System.Text.Json.Nodes.JsonObject Cancelled(string openId) =>
        Event("user_authorization_cancellation", ("OpenID", openId), ("PluginID", ""), ("OpenPID", ""));

    private static System.Text.Json.Nodes.JsonObject Revoked(string openId, string what) =>
        Event("user_authorization_revoke", ("OpenID", openId), ("RevokeInfo", what));

    private async Task PushAsync(string account, SandboxCallback callback, System.Text.Json.Nodes.JsonObject fields) =>
        Assert.Equal(
            HttpStatusCode.OK,
            (await app.PushAsync(account, account == Mini && callback == Safe ? Plain : callback, Sender, fields)).StatusCode
        );

    private Task<int> CountAsync(string from, string openId) =>
        Database.FindAsync<int>($"SELECT COUNT(*) FROM {from}", new { OpenId = openId }, Ct);

    private Task FollowsAsync(TestPhone phone) =>
        Database.ExecuteAsync(
            "INSERT INTO followers (open_id, union_id, follows, scene, remark) VALUES (@openId, @UnionId, 1, '', '')",
            new { openId = phone.User.OpenIds[Official], phone.User.UnionId },
            Ct
        );

    private async Task ConsentAsync(TestPhone phone)
    {
        var template = await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Mini);
        var results = new Dictionary<string, string> { [template.WechatId] = "accept" };
        (await phone.PostAsync("/api/me/messages/consents", new { results })).EnsureSuccessStatusCode();
        Assert.Equal(1, await CountAsync("subscription_credits WHERE open_id = @OpenId", phone.OpenId));
    }
}
