using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Messages;
using Microsoft.Extensions.DependencyInjection;

namespace CsrmeWeChat.Tests;

/// <summary>Who is written down as a recipient, and that one message that cannot be written down holds up no other.</summary>
public sealed class CampaignFreezeTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private CampaignStore Campaigns => app.Get<CampaignStore>();

    [Fact]
    public async Task Recipients_that_several_nodes_write_down_at_once_stand_there_once()
    {
        var (audience, template) = (
            await app.Services.NewAudienceAsync(app.WeChat, 1_500),
            await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Template)
        );
        var campaign = await app.Services.DraftCampaignAsync(template, audience);
        Assert.True(await app.Get<CampaignStates>().FreezeAsync(Actor.Command, campaign, app.Now, Ct));

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ActivatorUtilities.CreateInstance<Freezing>(app.Services).RunAsync(Ct)));

        Assert.Equal(new() { [(DeliveryState.Planned, "")] = 1_500 }, await app.Services.CountAsync(campaign));
        Assert.Equal(CampaignState.Frozen, (await app.FindAsync(campaign)).State);
    }

    [Fact]
    public async Task Of_an_audience_that_was_changed_only_the_new_one_is_written_down()
    {
        var (first, second) = (await app.Services.NewAudienceAsync(app.WeChat, 1_200), await app.Services.NewAudienceAsync(app.WeChat, 3));
        var template = await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Template);
        var campaign = await app.Services.FreezeCampaignAsync(template, first);
        // As a process leaves it that is killed while it thaws.
        await app.Get<Database>()
            .ExecuteAsync("UPDATE campaigns SET state = 'draft', revision = revision + 1 WHERE id = @Id", new { campaign.Id }, Ct);

        var draft = await app.FindAsync(campaign);
        Assert.Equal(
            CampaignEdit.Edited,
            await Campaigns.EditAsync(
                Actor.Command,
                draft,
                draft.Draft with
                {
                    To = Audience.All with
                    {
                        Tags = [first.Prefix, second.Prefix],
                        Numbers = [$"{second.Prefix}000000", $"{second.Prefix}000001", $"{first.Prefix}000001"],
                    },
                },
                app.Now,
                Ct
            )
        );
        Assert.True(await app.Get<CampaignStates>().FreezeAsync(Actor.Command, draft, app.Now, Ct));
        await app.Get<Freezing>().RunAsync(Ct);

        Assert.Equal(new() { [(DeliveryState.Planned, "")] = 3 }, await app.Services.CountAsync(campaign));
    }

    [Fact]
    public async Task One_that_cannot_be_written_down_holds_up_no_other_and_can_be_taken_back()
    {
        var (audience, template) = (
            await app.Services.NewAudienceAsync(app.WeChat, 5),
            await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Template)
        );
        var (running, stuck) = (
            await app.Services.StartCampaignAsync(template, audience),
            await app.Services.DraftCampaignAsync(template, audience)
        );
        Assert.True(await app.Get<CampaignStates>().FreezeAsync(Actor.Command, stuck, app.Now, Ct));
        await app.Get<Database>().ExecuteAsync("UPDATE campaigns SET audience = 'null' WHERE id = @Id", new { stuck.Id }, Ct);
        var later = await app.Services.DraftCampaignAsync(template, audience);
        Assert.True(await app.Get<CampaignStates>().FreezeAsync(Actor.Command, later, app.Now, Ct));

        await app.SendDueAsync();

        Assert.Equal(new() { [(DeliveryState.Sent, "")] = 5 }, await app.Services.CountAsync(running));
        Assert.Equal(CampaignState.Frozen, (await app.FindAsync(later)).State);
        Assert.True(await app.Get<CampaignStates>().ThawAsync(Actor.Command, stuck, app.Now, Ct));
        Assert.Equal(CampaignState.Draft, (await app.FindAsync(stuck)).State);
    }

    [Fact]
    public async Task Who_is_bound_to_another_member_between_two_slices_keeps_nobody_from_being_written_down()
    {
        var (audience, template, database) = (
            await app.Services.NewAudienceAsync(app.WeChat, 2),
            await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Template),
            app.Get<Database>()
        );
        var campaign = await app.Services.FreezeCampaignAsync(template, audience);
        var members = await database.ListAsync<long>(
            "SELECT member_id FROM deliveries WHERE campaign_id = @Id ORDER BY member_id",
            new { campaign.Id },
            Ct
        );
        // As after the first slice, of one member; then their WeChat becomes the second's.
        object both = new
        {
            campaign.Id,
            first = members[0],
            second = members[1],
        };
        await database.ExecuteAsync("DELETE FROM deliveries WHERE campaign_id = @Id AND member_id = @second", both, Ct);
        await database.ExecuteAsync("UPDATE campaigns SET state = 'freezing', frozen_to = @first WHERE id = @Id", both, Ct);
        await database.ExecuteAsync("DELETE FROM bindings WHERE member_id = @second", both, Ct);
        await database.ExecuteAsync("UPDATE bindings SET member_id = @second WHERE member_id = @first", both, Ct);

        await app.Get<Freezing>().RunAsync(Ct);

        Assert.Equal(CampaignState.Frozen, (await app.FindAsync(campaign)).State);
        Assert.Equal(
            new() { [(DeliveryState.Planned, "")] = 1, [(DeliveryState.Skipped, Reasons.Unbound)] = 1 },
            await app.Services.CountAsync(campaign)
        );
    }

    [Fact]
    public async Task What_is_going_out_keeps_its_template_as_it_is()
    {
        var (audience, template) = (
            await app.Services.NewAudienceAsync(app.WeChat, 2),
            await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Template)
        );
        var campaign = await app.Services.StartCampaignAsync(template, audience);
        var store = app.Get<TemplateStore>();

        Assert.Equal(campaign.Name, await store.FindUseAsync(template.Id, Ct));
        Assert.Equal(TemplateEdit.InUse, await EditAsync());
        await app.SendDueAsync();

        Assert.Equal(new() { [(DeliveryState.Sent, "")] = 2 }, await app.Services.CountAsync(campaign));
        Assert.Null(await store.FindUseAsync(template.Id, Ct));
        Assert.Equal(TemplateEdit.Edited, await EditAsync());

        Task<TemplateEdit> EditAsync() =>
            store.EditAsync(
                Actor.Command,
                template,
                template.Name,
                [.. template.FieldList, new TemplateField("thing9", "备注")],
                false,
                app.Now,
                Ct
            );
    }

    [Fact]
    public async Task Who_has_a_name_too_long_for_the_template_is_left_out_alone()
    {
        var (audience, template) = (
            await app.Services.NewAudienceAsync(app.WeChat, 2),
            await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Template)
        );
        await app.Get<Database>()
            .ExecuteAsync(
                "UPDATE members SET name = '阿不都热合曼买买提艾力吐尔逊阿不都' WHERE number = @number",
                new { number = $"{audience.Prefix}000001" },
                Ct
            );
        var campaign = await app.Services.StartCampaignAsync(template, audience, text: "{姓名}您好欢迎");

        await app.SendDueAsync();

        Assert.Equal(
            new() { [(DeliveryState.Sent, "")] = 1, [(DeliveryState.Skipped, Reasons.BadField)] = 1 },
            await app.Services.CountAsync(campaign)
        );
    }
}
