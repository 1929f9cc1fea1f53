using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Messages;
using WeChat.Sandbox;

namespace CsrmeWeChat.Tests;

/// <summary>What WeChat's refusals mean: for one recipient, for all, or for a call that went out before.</summary>
public sealed class MessageRefusalTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(MessageChannel.Mini, 43107, "封禁")]
    [InlineData(MessageChannel.Notice, 43107, "封禁")]
    [InlineData(MessageChannel.Mini, 45168, "不允许的词")]
    [InlineData(MessageChannel.Template, 40249, "违规")]
    [InlineData(MessageChannel.Template, 40037, "消息模板")]
    [InlineData(MessageChannel.Mini, 41030, "还没有发布")]
    public async Task What_concerns_all_recipients_stops_the_campaign_and_marks_nobody(MessageChannel channel, int code, string why)
    {
        var (campaign, _, _) = await StartAsync(channel, 120, new SandboxFault { ErrCode = code, Times = null });

        await app.SendDueAsync();

        var stopped = await app.FindAsync(campaign);
        Assert.Equal(CampaignState.Paused, stopped.State);
        Assert.Contains(why, stopped.Why);
        Assert.Equal(new() { [(DeliveryState.Planned, "")] = 120 }, await app.Services.CountAsync(campaign));
    }

    [Fact]
    public async Task Followers_who_refuse_the_account_s_template_messages_are_no_fault()
    {
        var (campaign, _, _) = await StartAsync(MessageChannel.Template, 80, new SandboxFault { ErrCode = 43101, Times = null });

        await app.SendDueAsync();

        Assert.Equal(new() { [(DeliveryState.Refused, Reasons.Blocked)] = 80 }, await app.Services.CountAsync(campaign));
        Assert.Equal(CampaignState.Done, (await app.FindAsync(campaign)).State);
    }

    [Fact]
    public async Task A_repeat_of_ours_that_WeChat_calls_a_duplicate_went_out_the_first_time()
    {
        var (campaign, template, openId) = await StartAsync(
            MessageChannel.Template,
            1,
            new SandboxFault { Drop = DropConnection.AfterActing },
            new SandboxFault { ErrCode = 40241 }
        );

        await app.SendDueAsync();
        app.Clock.Advance(TimeSpan.FromSeconds(10));
        await app.SendDueAsync();

        Assert.Equal(2, app.WeChat.Received("/cgi-bin/message/template/send", openId).Count);
        Assert.Equal(new() { [(DeliveryState.Sent, "")] = 1 }, await app.Services.CountAsync(campaign));
        Assert.Equal(1, app.WeChat.DeliveredSummary(template.WechatId).Messages);
    }

    [Fact]
    public async Task The_same_message_of_somebody_else_a_moment_ago_is_waited_for()
    {
        var (campaign, template, _) = await StartAsync(MessageChannel.Template, 1, new SandboxFault { ErrCode = 40241 });
        await app.SendDueAsync();
        Assert.Equal(new() { [(DeliveryState.Planned, Reasons.Busy)] = 1 }, await app.Services.CountAsync(campaign));
        app.Clock.Advance(TimeSpan.FromSeconds(30));
        await app.SendDueAsync();
        Assert.Equal(0, app.WeChat.DeliveredSummary(template.WechatId).Messages);

        app.Clock.Advance(TimeSpan.FromSeconds(32));
        await app.SendDueAsync();

        Assert.Equal(new() { [(DeliveryState.Sent, "")] = 1 }, await app.Services.CountAsync(campaign));
    }

    [Fact]
    public async Task A_busy_WeChat_may_have_sent_what_has_no_id_and_it_is_not_sent_again()
    {
        var (campaign, template, openId) = await StartAsync(MessageChannel.Mini, 1, new SandboxFault { ErrCode = -1 });

        await app.SendDueAsync();
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.SendDueAsync();

        Assert.Equal(new() { [(DeliveryState.Unknown, Reasons.Waiting)] = 1 }, await app.Services.CountAsync(campaign));
        Assert.Single(app.WeChat.Received("/cgi-bin/message/subscribe/send", openId));
        Assert.Equal(0, await app.CreditsAsync(openId, template));
    }

    [Fact]
    public async Task A_busy_WeChat_is_asked_again_under_the_same_id_where_there_is_one()
    {
        var (campaign, template, openId) = await StartAsync(MessageChannel.Template, 1, new SandboxFault { ErrCode = -1 });

        await app.SendDueAsync();
        app.Clock.Advance(TimeSpan.FromSeconds(10));
        await app.SendDueAsync();

        Assert.Equal(new() { [(DeliveryState.Sent, "")] = 1 }, await app.Services.CountAsync(campaign));
        Assert.Single(
            app.WeChat.Received("/cgi-bin/message/template/send", openId)
                .Select(call => System.Text.Json.JsonDocument.Parse(call.Body).RootElement.GetProperty("client_msg_id").GetString())
                .Distinct()
        );
    }

    [Fact]
    public async Task Who_was_unbound_since_the_list_was_written_gets_nothing_that_names_the_member()
    {
        var (audience, template) = (
            await app.Services.NewAudienceAsync(app.WeChat, 3),
            await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Template)
        );
        var campaign = await app.Services.StartCampaignAsync(template, audience, "{姓名}{会员号}");
        var database = app.Get<Database>();
        var members = await database.ListAsync<long>(
            "SELECT member_id FROM member_tags WHERE tag = @Prefix ORDER BY member_id",
            new { audience.Prefix },
            Ct
        );
        // One is unbound; another's member is bound to somebody else by now.
        await database.ExecuteAsync("DELETE FROM bindings WHERE member_id = @member", new { member = members[0] }, Ct);
        await database.ExecuteAsync("DELETE FROM bindings WHERE member_id = @member", new { member = members[1] }, Ct);
        var stranger = await database.InsertAsync("INSERT INTO people (created_at) VALUES (@Now)", new { app.Now }, Ct);
        await database.ExecuteAsync(
            "INSERT INTO bindings (member_id, person_id, bound_at) VALUES (@member, @stranger, @Now)",
            new
            {
                member = members[1],
                stranger,
                app.Now,
            },
            Ct
        );

        await app.SendDueAsync();

        Assert.Equal(
            new() { [(DeliveryState.Skipped, Reasons.Unbound)] = 2, [(DeliveryState.Sent, "")] = 1 },
            await app.Services.CountAsync(campaign)
        );
        Assert.Equal(1, app.WeChat.DeliveredSummary(template.WechatId).Messages);
    }

    /// <summary>The faults hit the first recipient's calls, or everybody's calls by this channel where there are many.</summary>
    private async Task<(Campaign Campaign, MessageTemplate Template, string OpenId)> StartAsync(
        MessageChannel channel,
        int count,
        params SandboxFault[] faults
    )
    {
        app.WeChat.ClearFaults();
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var (audience, template) = (
            await app.Services.NewAudienceAsync(app.WeChat, count),
            await app.Services.NewTemplateAsync(app.WeChat, channel)
        );
        await app.Services.AcceptAsync(app.WeChat, template, audience);
        foreach (var user in audience.Users)
        {
            foreach (var fault in faults)
            {
                app.WeChat.AddFault(fault with { OpenId = user.OpenIds[app.Services.AppOf(channel)] });
            }
        }
        return (
            await app.Services.StartCampaignAsync(template, audience),
            template,
            audience.Users[0].OpenIds[app.Services.AppOf(channel)]
        );
    }
}
