using CsrmeWeChat.Account;
using CsrmeWeChat.Callbacks;
using CsrmeWeChat.Followers;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.WeChatCalls;
using WeChat;
using WeChat.Sandbox;
using static CsrmeWeChat.Tests.Support.Pushed;

namespace CsrmeWeChat.Tests;

/// <summary>The console's pages of the official account.</summary>
public sealed class AccountPageTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_keyword_is_made_edited_and_removed_and_the_trail_tells_it()
    {
        var staff = await app.NewStaffAsync(Role.Secretary);
        (string, string)[] fields =
        [
            ("Kind", "Keyword"),
            ("Form.Keyword", "活动"),
            ("Form.Matching", "Contains"),
            ("Form.Reply", "近期活动请看菜单。\n第二行"),
            ("Form.Enabled", "true"),
        ];

        Assert.Contains("活动", await staff.FollowAsync(await staff.PostAsync("/staff/replies", fields)));
        var again = await TestStaff.PageOf(
            await staff.PostAsync(
                "/staff/replies",
                [("Kind", "Keyword"), ("Form.Keyword", "活　动！"), ("Form.Reply", "别的"), ("Form.Enabled", "true")]
            )
        );
        var empty = await TestStaff.PageOf(await staff.PostAsync("/staff/replies", ("Kind", "Welcome"), ("Form.Reply", " ")));
        var id = (await app.Get<AutoReplyStore>().ListAsync(Ct)).Single(reply => reply.Keyword == "活动").Id;
        await staff.FollowAsync(
            await staff.PostAsync($"/staff/replies/{id}", ("Form.Keyword", "活动"), ("Form.Reply", "改过"), ("Form.Enabled", "false"))
        );

        Assert.Contains("已经有回复了", again);
        Assert.Contains("别的", again);
        Assert.Contains("请填写回复内容", empty);
        Assert.Equal(
            ("改过", false),
            (await app.Get<AutoReplyStore>().FindAsync(id, Ct)) is { } reply ? (reply.Reply, reply.Enabled) : default
        );
        await staff.FollowAsync(await staff.PostAsync($"/staff/replies/{id}?handler=Remove"));
        Assert.Null(await app.Get<AutoReplyStore>().FindAsync(id, Ct));
        var trail = await (await app.NewStaffAsync(Role.Admin)).GetPageAsync("/staff/audit");
        Assert.Contains("修改自动回复", trail);
        Assert.Contains("删除自动回复", trail);
    }

    [Fact]
    public async Task Abilities_tell_what_WeChat_leaves_open_what_it_does_not_limit_and_what_is_another_account_s()
    {
        var staff = await app.NewStaffAsync(Role.Secretary);
        // Asked in this order: mass send, publish, draft, picture, withdrawal, template, notice.
        foreach (
            var fault in (SandboxFault[])
                [
                    new() { Body = Quota("0") },
                    new() { Body = Quota("100") },
                    new() { Body = Quota("0") },
                    new() { Body = Quota("9223372036854775807") },
                    new() { Body = """{"errcode":"76003","errmsg":"cgi_path must begin with /"}""" },
                    new() { ErrCode = 76022 },
                    new() { ErrCode = 48001 },
                ]
        )
        {
            app.WeChat.AddFault(fault with { Api = "/cgi-bin/openapi/quota/get" });
        }

        Assert.Contains("检测完成", await staff.FollowAsync(await staff.PostAsync("/staff/abilities")));

        var abilities = (await app.Get<Abilities>().ListAsync(Ct)).ToDictionary(ability => ability.Api);
        Assert.Equal((true, null), (abilities[Abilities.MassSend].Allowed, abilities[Abilities.MassSend].PerDay));
        Assert.Equal((true, 100), (abilities[Abilities.Publish].Allowed, abilities[Abilities.Publish].PerDay));
        Assert.Equal((null, null), (abilities["/cgi-bin/draft/add"].Allowed, abilities["/cgi-bin/draft/add"].PerDay));
        Assert.True(abilities["/cgi-bin/media/uploadimg"].Allowed);
        Assert.Equal((null, 76003), (abilities["/cgi-bin/message/mass/delete"].Allowed, abilities["/cgi-bin/message/mass/delete"].Code));
        Assert.False(abilities["/cgi-bin/message/template/send"].Allowed);
        var page = await staff.GetPageAsync("/staff/abilities");
        Assert.Contains(">不限<", page);
        Assert.DoesNotContain("9,223,372", page);
        Assert.Contains("微信没有给出这个接口的次数", page);
        Assert.Contains("微信要求以 / 开头", page);
        Assert.Contains("这一类公众号没有这个接口", page);

        static string Quota(string perDay) =>
            $$"""{"errcode":0,"quota":{"daily_limit":{{perDay}},"used":0,"remain":{{perDay}} },"rate_limit":{} }""";
    }

    [Fact]
    public async Task The_page_of_messages_counts_kinds_and_does_not_show_what_people_wrote()
    {
        var follower = app.WeChat.MakeUser().OpenIds[Official];
        await app.PushAsync(Official, Safe, follower, app.WeChat.Pushes.Text("只有我知道的话"));
        await app.PushAsync(Official, Safe, follower, Event("of_another_year"));
        await app.HandleCallbacksAsync();

        var page = await (await app.NewStaffAsync(Role.Secretary)).GetPageAsync("/staff/callbacks");

        Assert.Contains("文字消息", page);
        Assert.Contains("of_another_year", page);
        Assert.Contains("仅留存", page);
        Assert.DoesNotContain("只有我知道的话", page);
        Assert.DoesNotContain(follower, page);
    }

    [Fact]
    public async Task The_list_of_followers_shows_no_openid_and_is_exported()
    {
        var user = app.WeChat.MakeUser();
        await app.PushAsync(Official, Safe, user.OpenIds[Official], Event("subscribe"));
        await app.HandleCallbacksAsync();
        var staff = await app.NewStaffAsync(Role.Secretary);

        var page = await staff.GetPageAsync("/staff/followers");
        var sheet = await staff.GetAsync("/staff/followers?handler=Export&follows=true");
        var asked = await staff.FollowAsync(await staff.PostAsync("/staff/followers?handler=Sync"));

        Assert.Contains("关注中", page);
        Assert.DoesNotContain(user.OpenIds[Official], page);
        Assert.Contains("spreadsheetml", sheet.Content.Headers.ContentType!.MediaType!);
        Assert.Contains("正在读取标签", asked);
        var stop = await staff.FollowAsync(
            await staff.PostAsync($"/staff/followers?handler=Stop&sync={(await app.Get<FollowerSyncStore>().ListAsync(1, Ct))[0].Id}")
        );
        Assert.Contains("同步已停止", stop);
    }

    [Fact]
    public void Every_failure_of_WeChat_s_has_words_that_say_what_to_do()
    {
        foreach (var failure in Enum.GetValues<WeChatFailure>())
        {
            Assert.Contains("请", WeChatWords.For(new WeChatException("/x", 99_999, failure)));
        }
        Assert.Contains("IP 白名单", WeChatWords.For(new WeChatException("/x", 40164, WeChatFailure.Misconfigured)));
    }

    [Fact]
    public void An_address_that_is_not_listed_is_told_with_the_request_s_id()
    {
        var refusal = new WeChatException("/x", 40164, WeChatFailure.Misconfigured)
        {
            Address = "203.0.113.7",
            RequestId = "6537b4f8-1c2d3e4f-5a6b7c8d",
        };

        var words = WeChatWords.For(refusal);

        Assert.Contains("203.0.113.7", words);
        Assert.Contains("6537b4f8-1c2d3e4f-5a6b7c8d", words);
        Assert.InRange(words.Length, 1, 300);
    }
}
