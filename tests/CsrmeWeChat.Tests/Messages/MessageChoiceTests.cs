using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Messages;
using CsrmeWeChat.People;
using WeChat;

namespace CsrmeWeChat.Tests;

/// <summary>What a person wants to be sent, and what stays when a person is erased or two turn out to be one.</summary>
public sealed class MessageChoiceTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_topic_that_is_not_named_stays_as_it_was_chosen()
    {
        var phone = await app.NewMemberAsync();
        await PutAsync(phone, ("events", false), ("stories", false));

        await PutAsync(phone, ("stories", true), ("contests", false));

        var topics = (await phone.GetAsync("/api/me/messages"))
            .GetProperty("topics")
            .EnumerateArray()
            .Where(topic => !topic.GetProperty("wanted").GetBoolean())
            .Select(topic => topic.GetProperty("topic").GetString())
            .Order();
        Assert.Equal(["contests", "events"], topics);
    }

    [Fact]
    public async Task An_erased_person_is_sent_nothing_more_and_no_openid_stays_among_the_recipients()
    {
        var template = await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Mini);
        var (phone, audience) = (await app.NewMemberAsync(), await app.Services.NewAudienceAsync(app.WeChat, 1));
        await app.Services.AcceptAsync(app.WeChat, template, new TestAudience(audience.Prefix, [.. audience.Users, phone.User]));
        await app.Get<Members.MarkStore>().TagAsync(Actor.Command, phone.Member!.Id, audience.Prefix, app.Now, Ct);
        var (planned, failed) = (
            await app.Services.StartCampaignAsync(template, audience),
            await app.Services.StartCampaignAsync(template, audience)
        );
        var person = await app.Get<Database>()
            .FindAsync<long>("SELECT person_id FROM openids WHERE open_id = @OpenId", new { phone.OpenId }, Ct);
        await app.Get<Database>()
            .ExecuteAsync(
                "UPDATE deliveries SET state = 'failed', reason = 'gave_up' WHERE campaign_id = @Id AND person_id = @person",
                new { failed.Id, person },
                Ct
            );

        Assert.True(await app.Get<PersonStore>().EraseAsync(person, app.Now, Ct));
        Assert.Equal(0, await app.Get<CampaignStates>().RetryAsync(Actor.Command, failed, app.Now, Ct));
        await app.SendDueAsync();

        Assert.Equal(
            new() { [(DeliveryState.Sent, "")] = 1, [(DeliveryState.Skipped, Reasons.NoWechat)] = 1 },
            await app.Services.CountAsync(planned)
        );
        Assert.Equal(1, (await app.Services.CountAsync(failed))[(DeliveryState.Skipped, Reasons.NoWechat)]);
        Assert.Equal(
            0,
            await app.Get<Database>()
                .FindAsync<int>(
                    "SELECT COUNT(*) FROM deliveries WHERE open_id = @OpenId OR recipient = @OpenId OR person_id = @person",
                    new { phone.OpenId, person },
                    Ct
                )
        );
        Assert.Equal(
            0,
            await app.Get<Database>()
                .FindAsync<int>("SELECT COUNT(*) FROM subscription_credits WHERE open_id = @OpenId", new { phone.OpenId }, Ct)
        );
    }

    [Fact]
    public async Task What_an_erased_person_pushed_is_gone_and_still_known_when_it_comes_again()
    {
        var (phone, other) = (await app.NewMemberAsync(), await app.NewMemberAsync());
        var person = await app.Get<Database>()
            .FindAsync<long>("SELECT person_id FROM openids WHERE open_id = @OpenId", new { phone.OpenId }, Ct);
        var pushed = app.Sign(Pushed.Mini, Pushed.Plain, phone.OpenId, Pushed.Event("kf_create_session"), app.Now);
        await app.DeliverAsync(Pushed.Mini, pushed);
        await app.PushAsync(Pushed.Mini, Pushed.Plain, other.OpenId, Pushed.Event("kf_create_session"));
        await app.HandleCallbacksAsync();
        await app.PushAsync(Pushed.Mini, Pushed.Plain, phone.OpenId, Pushed.Event("kf_close_session"));

        Assert.True(await app.Get<PersonStore>().EraseAsync(person, app.Now, Ct));
        await app.DeliverAsync(Pushed.Mini, pushed);

        // What is not handled yet can still be.
        Assert.Equal(1, await CountAsync(phone.OpenId));
        Assert.Equal(1, await CountAsync(other.OpenId));
        await app.HandleCallbacksAsync();
        Assert.Equal(0, await app.CountCallbacksAsync("due_at IS NOT NULL"));

        Task<int> CountAsync(string openId) =>
            app.Get<Database>().FindAsync<int>("SELECT COUNT(*) FROM callbacks WHERE INSTR(body, @openId) > 0", new { openId }, Ct);
    }

    [Fact]
    public async Task What_either_of_two_declined_is_declined_when_they_turn_out_to_be_one()
    {
        var (store, database) = (app.Get<PersonMessages>(), app.Get<Database>());
        var template = await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Template);
        var audience = await app.Services.NewAudienceAsync(app.WeChat, 2);
        var campaign = await app.Services.StartCampaignAsync(template, audience);
        var people = await database.ListAsync<long>(
            "SELECT person_id FROM deliveries WHERE campaign_id = @Id ORDER BY id",
            new { campaign.Id },
            Ct
        );
        await store.ChooseAsync(people[0], [new ChosenTopic(Topic.Stories, false)], Ct);
        await store.ChooseAsync(people[1], [new ChosenTopic(Topic.Events, false)], Ct);

        string[] openIds = [.. audience.Users.Select(user => user.OpenIds[app.Get<IOfficialAccount>().AppId])];
        var kept = new KnownPerson(people[0], MemberId: null, openIds);
        var gone = new KnownPerson(people[1], MemberId: null, openIds);
        await database.TransactAsync(
            async tx =>
            {
                await store.MergeAsync(tx, kept, gone, app.Now, Ct);
                return (true, true);
            },
            Ct
        );
        await app.SendDueAsync();

        Assert.Equal([Topic.Events, Topic.Stories], (await store.ListDeclinedAsync(people[0], Ct)).Order());
        // Both are the kept person's now, who declines what this is about.
        Assert.Equal(new() { [(DeliveryState.Skipped, Reasons.Declined)] = 2 }, await app.Services.CountAsync(campaign));
    }

    private static async Task PutAsync(TestPhone phone, params (string Topic, bool Wanted)[] choices) =>
        (
            await phone.PutAsync(
                "/api/me/messages",
                new { topics = choices.Select(choice => new { topic = choice.Topic, wanted = choice.Wanted }) }
            )
        ).EnsureSuccessStatusCode();
}
