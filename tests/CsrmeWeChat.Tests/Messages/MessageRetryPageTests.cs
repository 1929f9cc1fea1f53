using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Messages;
using WeChat.Sandbox;

namespace CsrmeWeChat.Tests;

/// <summary>The failed ones sent again at the console. No job runs here by itself.</summary>
public sealed class MessageRetryPageTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sending_the_failures_again_lifts_no_pause()
    {
        var (staff, id, template) = await OneFailedAsync(4);
        await app.Get<Database>().ExecuteAsync("UPDATE campaigns SET state = 'paused', why = '先停一停' WHERE id = @id", new { id }, Ct);

        var page = await staff.FollowAsync(await staff.PressAsync(id, "Retry"));
        Assert.Contains("已排上 1 条", page);
        Assert.Contains("先停一停", page);
        await app.SendDueAsync();

        Assert.Equal(3, app.WeChat.DeliveredSummary(template.WechatId).Messages);
        await staff.FollowAsync(await staff.PressAsync(id, "Resume"));
        await app.SendDueAsync();
        Assert.Equal(new DeliveredSummary(4, 4, 1), app.WeChat.DeliveredSummary(template.WechatId));
    }

    [Fact]
    public async Task Failures_are_not_sent_again_by_a_template_that_was_changed_since()
    {
        var (staff, id, template) = await OneFailedAsync(2);
        Assert.Equal(
            TemplateEdit.Edited,
            await app.Get<TemplateStore>()
                .EditAsync(
                    Actor.Command,
                    template,
                    template.Name,
                    [.. template.FieldList, new TemplateField("thing9", "新的一项")],
                    false,
                    app.Now,
                    Ct
                )
        );

        Assert.Contains("请先改回模板", await TestStaff.PageOf(await staff.PressAsync(id, "Retry")));
        await app.SendDueAsync();

        Assert.Equal(1, (await app.CountAsync(await app.CampaignAsync(id)))[(DeliveryState.Failed, Reasons.BadField)]);
    }

    private async Task<(TestStaff Staff, long Campaign, MessageTemplate Template)> OneFailedAsync(int recipients)
    {
        var (staff, audience, template) = await app.NewMessageAsync(recipients);
        app.WeChat.AddFault(
            new SandboxFault { OpenId = audience.Users[0].OpenIds[app.Services.AppOf(MessageChannel.Template)], ErrCode = 47003 }
        );
        var id = await app.FrozenAsync(staff, template, audience);
        await staff.FollowAsync(await staff.PressAsync(id, "Start"));
        await app.SendDueAsync();
        return (staff, id, template);
    }
}
