using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Messages;
using WeChat.Sandbox;

namespace CsrmeWeChat.Tests;

/// <summary>A message to many, counted, started, stopped and watched at the console. No job runs here by itself.</summary>
public sealed class MessageRunPageTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_audience_of_nobody_cannot_be_sent_to()
    {
        var (staff, audience, template) = await app.NewMessageAsync(0);
        var stranger = await app.NewRosterMemberAsync("13800000002");
        await app.Get<Members.MarkStore>().TagAsync(Actor.Command, stranger.Id, audience.Prefix, app.Now, Ct);
        foreach (var tag in (string[])["没有人有的标签", audience.Prefix])
        {
            var id = await staff.DraftAsync(template, tag);
            await staff.FollowAsync(await staff.PressAsync(id, "Freeze"));
            await app.SendDueAsync();
            var page = await staff.GetPageAsync($"/staff/messages/{id}");
            Assert.Contains("没有一位收件人能收到，不能发送", page);
            Assert.DoesNotContain("立即发送", page);

            foreach (var (handler, at) in ((string, string)[])[("Start", ""), ("Schedule", BenefitPages.Local(app.Now.AddDays(1)))])
            {
                Assert.Contains(
                    "没有一位收件人能收到，不能发送。请退回草稿",
                    await TestStaff.PageOf(await staff.PressAsync(id, handler, ("At", at)))
                );
            }
            Assert.Equal(CampaignState.Frozen, (await app.CampaignAsync(id)).State);
            await staff.FollowAsync(await staff.PressAsync(id, "Thaw"));
            Assert.Empty(await app.CountAsync(await app.CampaignAsync(id)));
        }
    }

    [Fact]
    public async Task A_schedule_in_the_past_is_refused_and_a_later_one_kept_to_the_minute()
    {
        var (staff, audience, template) = await app.NewMessageAsync(2);
        var id = await app.FrozenAsync(staff, template, audience);
        Assert.Contains(
            "开始时间已经过去",
            await TestStaff.PageOf(await staff.PressAsync(id, "Schedule", ("At", BenefitPages.Local(app.Now.AddMinutes(-1)))))
        );
        Assert.Contains("请填写开始时间", await TestStaff.PageOf(await staff.PressAsync(id, "Schedule")));
        Assert.Contains("不是有效的开始时间", await TestStaff.PageOf(await staff.PressAsync(id, "Schedule", ("At", "明天"))));
        Assert.Equal(CampaignState.Frozen, (await app.CampaignAsync(id)).State);
        var at = app.Now.AddHours(2);

        var page = await staff.FollowAsync(await staff.PressAsync(id, "Schedule", ("At", BenefitPages.Local(at))));

        Assert.Contains("已定时", page);
        Assert.Contains($"定于 <strong>{Show.Beijing(at)}</strong>", page);
        await app.SendDueAsync();
        Assert.Equal(0, app.WeChat.DeliveredSummary(template.WechatId).Messages);
        app.Clock.Advance(TimeSpan.FromHours(2));
        await app.SendDueAsync();
        Assert.Equal(2, app.WeChat.DeliveredSummary(template.WechatId).Messages);
    }

    [Fact]
    public async Task What_was_changed_since_it_was_looked_at_is_not_sent()
    {
        var (staff, audience, template) = await app.NewMessageAsync(1);
        var id = await app.FrozenAsync(staff, template, audience);
        var seen = MessagePages.VersionIn(await staff.GetPageAsync($"/staff/messages/{id}"));
        await staff.FollowAsync(await staff.PressAsync(id, "Thaw"));
        await staff.FollowAsync(
            await staff.PostAsync(
                $"/staff/messages/{id}/edit",
                [("Revision", $"{(await app.CampaignAsync(id)).Revision}"), .. MessagePages.Form(template, audience.Prefix, "改过的")]
            )
        );
        await staff.FollowAsync(await staff.PressAsync(id, "Freeze"));
        await app.SendDueAsync();

        var page = await TestStaff.PageOf(await staff.PostAsync($"/staff/messages/{id}?handler=Start", ("Revision", seen)));

        Assert.Contains("这条消息改过。请重新核对", page);
        Assert.Equal(CampaignState.Frozen, (await app.CampaignAsync(id)).State);
    }

    [Fact]
    public async Task It_is_paused_resumed_its_failures_sent_again_and_nobody_gets_it_twice()
    {
        var (staff, audience, template) = await app.NewMessageAsync(4);
        var unlucky = audience.Users[0].OpenIds[app.Services.AppOf(MessageChannel.Template)];
        app.WeChat.AddFault(new SandboxFault { OpenId = unlucky, ErrCode = 47003 });
        var id = await app.FrozenAsync(staff, template, audience);
        await staff.FollowAsync(await staff.PressAsync(id, "Start"));
        Assert.Contains("由工作人员暂停", await staff.FollowAsync(await staff.PressAsync(id, "Pause")));
        await app.SendDueAsync();
        Assert.Equal(0, app.WeChat.DeliveredSummary(template.WechatId).Messages);
        Assert.Contains("现在是“已暂停”", await TestStaff.PageOf(await staff.PressAsync(id, "Pause")));

        await staff.FollowAsync(await staff.PressAsync(id, "Resume"));
        await app.SendDueAsync();
        var page = await staff.GetPageAsync($"/staff/messages/{id}");
        Assert.Contains("重发失败的 1 条", page);
        Assert.Contains("内容不合模板的要求", page);
        Assert.Contains("已开始重发 1 条", await staff.FollowAsync(await staff.PressAsync(id, "Retry")));
        await app.SendDueAsync();

        Assert.Equal(new() { [(DeliveryState.Sent, "")] = 4 }, await app.CountAsync(await app.CampaignAsync(id)));
        Assert.Equal(new DeliveredSummary(4, 4, 1), app.WeChat.DeliveredSummary(template.WechatId));
        Assert.Contains("没有可以重发的", await TestStaff.PageOf(await staff.PressAsync(id, "Retry")));
    }

    [Fact]
    public async Task What_is_cancelled_stays_so()
    {
        var (staff, audience, template) = await app.NewMessageAsync(2);
        var id = await app.FrozenAsync(staff, template, audience);
        await staff.FollowAsync(await staff.PressAsync(id, "Start"));
        await staff.FollowAsync(await staff.PressAsync(id, "Cancel"));
        await app.SendDueAsync();

        Assert.Equal(0, app.WeChat.DeliveredSummary(template.WechatId).Messages);
        foreach (var handler in (string[])["Resume", "Start", "Freeze", "Thaw", "Cancel"])
        {
            Assert.Contains("现在是“已取消”", await TestStaff.PageOf(await staff.PressAsync(id, handler)));
        }
    }

    [Fact]
    public async Task The_watched_part_of_the_page_says_when_the_rest_of_it_is_old()
    {
        var (staff, audience, template) = await app.NewMessageAsync(1);
        var id = await app.FrozenAsync(staff, template, audience);

        var (same, changed) = (
            await staff.GetAsync($"/staff/messages/{id}?handler=Progress&seen=Frozen"),
            await staff.GetAsync($"/staff/messages/{id}?handler=Progress&seen=Freezing")
        );

        Assert.False(same.Headers.Contains("HX-Refresh"));
        Assert.True(changed.Headers.Contains("HX-Refresh"));
        Assert.DoesNotContain("every 1s", await TestStaff.PageOf(same));
        await staff.FollowAsync(await staff.PressAsync(id, "Start"));
        Assert.Contains("every 1s", await TestStaff.PageOf(await staff.GetAsync($"/staff/messages/{id}?handler=Progress&seen=Running")));
    }

    [Fact]
    public async Task A_way_of_sending_that_rests_is_told_with_the_reason_and_until_when()
    {
        var (staff, audience, _) = await app.NewMessageAsync(1);
        var template = await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Notice);
        await app.Services.AcceptAsync(app.WeChat, template, audience);
        var (campaign, until) = (await app.Services.FreezeCampaignAsync(template, audience), app.Now.AddHours(1));
        await app.Get<DeliveryLeaser>().RecordAndLeaseAsync(campaign, [], 0, "", app.Now, Ct);
        await app.Get<ChannelPauses>().PauseAsync(MessageChannel.Notice, until, forDay: false, "今天的次数用完了。", Ct);

        foreach (var path in (string[])["/staff/messages", $"/staff/messages/{campaign.Id}"])
        {
            Assert.Contains(
                $"公众号订阅通知</strong>暂停到 {Show.Beijing(until)}，到时自动继续。今天的次数用完了。",
                await staff.GetPageAsync(path)
            );
        }

        // The quota was raised at WeChat.
        Assert.Contains(
            "公众号订阅通知已解除暂停",
            await staff.FollowAsync(await staff.PostAsync("/staff/messages?handler=Lift", ("channel", "Notice")))
        );
        Assert.DoesNotContain("暂停到", await staff.GetPageAsync($"/staff/messages/{campaign.Id}"));
        Assert.Contains("解除暂停", await (await app.NewStaffAsync(Role.Admin)).GetPageAsync("/staff/audit?action=campaign.lift"));
    }

    [Fact]
    public async Task Lists_are_filtered_sorted_and_saved_without_openids()
    {
        var (staff, audience, template) = await app.NewMessageAsync(2);
        var stranger = await app.NewRosterMemberAsync("13800000003", "导出的会员");
        await app.Get<Members.MarkStore>().TagAsync(Actor.Command, stranger.Id, audience.Prefix, app.Now, Ct);
        var id = await app.FrozenAsync(staff, template, audience, $"名单{audience.Prefix}");
        var path = $"/staff/messages/{id}/recipients";

        Assert.Contains($"/staff/members/{stranger.Id}", await staff.GetPageAsync($"{path}?state=Skipped&reason=no_wechat"));
        Assert.DoesNotContain("导出的会员", await staff.GetPageAsync($"{path}?state=Planned"));
        Assert.Contains("没有符合条件的收件人", await staff.GetPageAsync($"{path}?state=Failed"));
        foreach (var sort in CampaignProgress.Sortable.Keys.Concat(CampaignStore.Sortable.Keys))
        {
            await staff.GetPageAsync($"{path}?sort=-{sort}");
            Assert.Contains(
                $"名单{audience.Prefix}",
                await staff.GetPageAsync($"/staff/messages?q={audience.Prefix}&state=Frozen&sort={sort}")
            );
        }
        Assert.Contains("没有符合条件的消息", await staff.GetPageAsync($"/staff/messages?q={audience.Prefix}&state=Done"));
        var texts = ExportTests.Texts(await (await staff.GetAsync($"{path}?handler=Export")).Content.ReadAsStreamAsync(Ct));
        Assert.Equal([$"{audience.Prefix}000000", $"{audience.Prefix}000001", stranger.Number], texts.Where((_, i) => i % 7 == 0).Skip(1));
        Assert.Contains("没有绑定微信", texts);
        Assert.DoesNotContain(texts, text => audience.Users.SelectMany(user => user.OpenIds.Values).Contains(text));
        texts = ExportTests.Texts(
            await (await staff.GetAsync($"/staff/messages?q={audience.Prefix}&handler=Export")).Content.ReadAsStreamAsync(Ct)
        );
        Assert.Contains("待发送", texts);
        Assert.Contains(await app.ListAuditAsync("campaign", id), row => row.Action == "campaign.export");
    }

    [Fact]
    public async Task A_script_in_a_name_or_in_a_text_is_only_text()
    {
        var (staff, audience, template) = await app.NewMessageAsync(1);
        await app.Get<Database>()
            .ExecuteAsync(
                "UPDATE members SET name = '<script>alert(1)</script>' WHERE number = @number",
                new { number = $"{audience.Prefix}000000" },
                Ct
            );
        var id = await staff.DraftAsync(template, audience.Prefix, "<script>alert(2)</script>\"'");
        await staff.FollowAsync(
            await staff.PostAsync(
                $"/staff/messages/{id}/edit",
                [
                    ("Revision", "1"),
                    .. MessagePages
                        .Form(template, audience.Prefix, "<script>alert(2)</script>\"'")
                        .Select(field => field.Name == "Form.Values[thing1]" ? (field.Name, "<img src=x>") : field),
                ]
            )
        );
        await staff.FollowAsync(await staff.PressAsync(id, "Freeze"));
        await app.SendDueAsync();

        foreach (var path in (string[])["", "/recipients", "/edit"])
        {
            var html = await (await staff.GetAsync($"/staff/messages/{id}{path}")).Content.ReadAsStringAsync(Ct);
            Assert.DoesNotContain("<script>alert", html);
            Assert.DoesNotContain("<img src=x", html);
        }
        Assert.DoesNotContain("<script>alert", await (await staff.GetAsync("/staff/messages")).Content.ReadAsStringAsync(Ct));
        Assert.Contains("<script>alert(1)</script>", await staff.GetPageAsync($"/staff/messages/{id}/recipients"));
    }

    [Fact]
    public async Task A_member_s_page_tells_what_was_sent_and_why_not()
    {
        var (staff, audience, template) = await app.NewMessageAsync(1);
        var stranger = await app.NewRosterMemberAsync("13800000004");
        await app.Get<Members.MarkStore>().TagAsync(Actor.Command, stranger.Id, audience.Prefix, app.Now, Ct);
        var id = await app.FrozenAsync(staff, template, audience);
        await staff.FollowAsync(await staff.PressAsync(id, "Start"));
        await app.SendDueAsync();
        var member = (await app.Get<Members.MemberStore>().FindByNumberAsync($"{audience.Prefix}000000", Ct))!;

        Assert.Contains("消息“科普周提醒”已发送", await staff.GetPageAsync($"/staff/members/{member.Id}"));
        var page = await staff.GetPageAsync($"/staff/members/{stranger.Id}");
        Assert.Contains("消息“科普周提醒”不在发送范围", page);
        Assert.Contains("活动，没有绑定微信", page);
    }
}
