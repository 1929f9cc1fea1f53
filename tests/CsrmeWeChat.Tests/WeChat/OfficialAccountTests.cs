using WeChat;
using WeChat.Sandbox;
using static CsrmeWeChat.Tests.WeChatClient.WeChatLab;

namespace CsrmeWeChat.Tests.WeChatClient;

public sealed class OfficialAccountTests
{
    private const string TemplateApi = "/cgi-bin/message/template/send";

    [Fact]
    public async Task A_template_message_whose_answer_is_lost_is_unknown_and_arrives_once_when_sent_again_under_the_same_id()
    {
        await using var lab = await StartAsync();
        var openId = lab.NewUser(follows: true).OpenIds[AccountAppId];
        lab.Control.AddFault(new SandboxFault { Api = TemplateApi, Drop = DropConnection.AfterActing });

        Assert.Equal(
            WeChatFailure.Unknown,
            (await RefusalOf(() => lab.OfficialAccount.SendTemplateAsync(NoticeTo(openId, "push-1"), Ct))).Failure
        );
        var id = await lab.OfficialAccount.SendTemplateAsync(NoticeTo(openId, "push-1"), Ct);
        var again = await lab.OfficialAccount.SendTemplateAsync(NoticeTo(openId, "push-1"), Ct);
        var other = await lab.OfficialAccount.SendTemplateAsync(NoticeTo(openId, "push-2"), Ct);

        Assert.Equal(4, lab.CallsOf(TemplateApi));
        Assert.Equal(id, again);
        Assert.NotEqual(id, other);
    }

    [Fact]
    public async Task A_template_message_needs_a_follower()
    {
        await using var lab = await StartAsync();

        var refusal = await RefusalOf(() =>
            lab.OfficialAccount.SendTemplateAsync(NoticeTo(lab.NewUser().OpenIds[AccountAppId], "push-3"), Ct)
        );

        Assert.Equal((WeChatFailure.Refused, ErrCode.NotFollowing), (refusal.Failure, refusal.Code));
    }

    [Fact]
    public async Task A_template_message_opens_the_mini_program()
    {
        await using var lab = await StartAsync();
        var openId = lab.NewUser(follows: true).OpenIds[AccountAppId];

        await lab.OfficialAccount.SendTemplateAsync(NoticeTo(openId, "push-4"), Ct);

        var body = Assert.Single(lab.Control.Received(TemplateApi)).Body;
        Assert.Contains(
            $$"""
            "miniprogram":{"appid":"{{MiniAppId}}","pagepath":"pages/home"}
            """,
            body,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_mini_programs_openid_means_nothing_to_the_official_account()
    {
        await using var lab = await StartAsync();

        var refusal = await RefusalOf(() =>
            lab.OfficialAccount.SendTemplateAsync(NoticeTo(lab.NewUser(follows: true).OpenIds[MiniAppId], "push-5"), Ct)
        );

        Assert.Equal((WeChatFailure.Refused, ErrCode.UnknownUser), (refusal.Failure, refusal.Code));
    }

    [Theory]
    [InlineData("\u0014")]
    [InlineData("\\ud83d")]
    public async Task One_follower_whose_remark_cannot_be_read_spoils_no_others(string character)
    {
        await using var lab = await StartAsync();
        lab.Control.AddFault(
            new SandboxFault
            {
                Api = "/cgi-bin/user/info/batchget",
                Body = $$"""
                {"user_info_list":[{"subscribe":1,"openid":"o1","unionid":"u1","remark":"坏{{character}}字","tagid_list":[]},
                {"subscribe":1,"openid":"o2","unionid":"u2","remark":"好","tagid_list":[7]}]}
                """,
            }
        );

        var told = await lab.OfficialAccount.GetFollowersAsync(["o1", "o2"], Ct);

        Assert.Equal([("o1", "u1"), ("o2", "u2")], told.Select(facts => (facts.OpenId, facts.UnionId)));
        Assert.Equal("好", told[1].Remark);
        Assert.Equal(1, lab.CallsOf("/cgi-bin/user/info/batchget"));
    }
}
