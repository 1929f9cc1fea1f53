using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Messages;
using CsrmeWeChat.Stories;
using Microsoft.Extensions.DependencyInjection;
using WeChat;
using WeChat.Sandbox;

namespace CsrmeWeChat.Tests.Support;

/// <summary>Audiences and campaigns, straight through the tables and stores.</summary>
public static class MessageArrange
{
    private static int made;

    extension(IServiceProvider services)
    {
        /// <summary>
        /// Members bound to WeChat users who follow the official account, written in bulk. Their numbers begin with the prefix that is
        /// returned, which is also a tag that they bear.
        /// </summary>
        public async Task<TestAudience> NewAudienceAsync(SandboxControl wechat, int count)
        {
            var (database, now) = (services.GetRequiredService<Database>(), services.GetRequiredService<TimeProvider>().GetUtcNow());
            var (mini, official) = (
                services.GetRequiredService<IMiniProgram>().AppId,
                services.GetRequiredService<IOfficialAccount>().AppId
            );
            var users = wechat.MakeUsers(count, follows: true);
            var prefix = $"P{Interlocked.Increment(ref made)}{Guid.NewGuid():N}"[..12];
            await database.TransactAsync(
                async tx =>
                {
                    var first = await tx.FindAsync<long>("SELECT COALESCE(MAX(id), 0) + 1 FROM people");
                    var member = await tx.FindAsync<long>("SELECT COALESCE(MAX(id), 0) + 1 FROM members");
                    await InsertAsync(
                        """
                        INSERT INTO members (id, number, name, name_key, phone_sealed, phone_hash, phone_tail_hash,
                                             email_sealed, email_hash, unit, revision, created_at, updated_at)
                        """,
                        (_, i) => [member + i, $"{prefix}{i:D6}", "会员", "会员", "", "", "", "", "", "", 1, now, now]
                    );
                    await InsertAsync("INSERT INTO people (id, created_at)", (_, i) => [first + i, now]);
                    await InsertAsync("INSERT INTO openids (app_id, open_id, person_id, created_at)", (user, i) =>
                        [mini, user.OpenIds[mini], first + i, now]
                    );
                    await InsertAsync("INSERT INTO unionids (union_id, person_id)", (user, i) => [user.UnionId, first + i]);
                    await InsertAsync("INSERT INTO bindings (member_id, person_id, bound_at)", (_, i) => [member + i, first + i, now]);
                    await InsertAsync("INSERT INTO followers (open_id, union_id, follows, followed_at, scene, remark)", (user, _) =>
                        [user.OpenIds[official], user.UnionId, 1, now, "", ""]
                    );
                    // Members by tag: the audience of a campaign for them.
                    await InsertAsync("INSERT INTO member_tags (member_id, tag)", (_, i) => [member + i, prefix]);
                    return (true, true);

                    Task InsertAsync(string insertInto, Func<SandboxUser, int, object?[]> rowOf) =>
                        tx.InsertManyAsync(insertInto, [.. users.Select(rowOf)], default);
                },
                default
            );
            return new TestAudience(prefix, users);
        }

        /// <summary>A template that WeChat and the service know.</summary>
        public async Task<MessageTemplate> NewTemplateAsync(
            SandboxControl wechat,
            MessageChannel channel,
            bool longTerm = false,
            params string[] keys
        )
        {
            keys = keys.Length == 0 ? ["thing1", "time2"] : keys;
            var id = $"tmpl-{Guid.NewGuid():N}";
            wechat.RegisterTemplate(
                channel is MessageChannel.Mini
                    ? services.GetRequiredService<IMiniProgram>().AppId
                    : services.GetRequiredService<IOfficialAccount>().AppId,
                id,
                keys,
                longTerm
            );
            var store = services.GetRequiredService<TemplateStore>();
            var made = await store.TryAddAsync(
                Actor.Command,
                channel,
                id,
                "活动提醒",
                [.. keys.Select(key => new TemplateField(key, key))],
                longTerm,
                services.GetRequiredService<TimeProvider>().GetUtcNow(),
                default
            );
            return (await store.FindAsync(made!.Value, default))!;
        }

        /// <summary>Each of them accepted so many messages; WeChat knows it, and so do we.</summary>
        public async Task AcceptAsync(SandboxControl wechat, MessageTemplate template, TestAudience audience, int count = 1)
        {
            var (database, app, now) = (
                services.GetRequiredService<Database>(),
                services.AppOf(template.Channel),
                services.GetRequiredService<TimeProvider>().GetUtcNow()
            );
            foreach (var user in audience.Users)
            {
                wechat.GiveCredits(user.OpenIds[app], template.WechatId, count);
            }
            await database.TransactAsync(
                async tx =>
                {
                    await tx.InsertManyAsync(
                        "INSERT INTO subscription_credits (channel, open_id, wechat_id, credits, answered_at)",
                        [
                            .. audience.Users.Select(user =>
                                new object?[] { template.Channel.Key, user.OpenIds[app], template.WechatId, count, now }
                            ),
                        ],
                        default
                    );
                    return (true, true);
                },
                default
            );
        }

        public string AppOf(MessageChannel channel) =>
            channel is MessageChannel.Mini
                ? services.GetRequiredService<IMiniProgram>().AppId
                : services.GetRequiredService<IOfficialAccount>().AppId;

        /// <summary>A campaign whose recipients stand, running.</summary>
        public async Task<Campaign> StartCampaignAsync(MessageTemplate template, TestAudience audience, string text = "岩石力学科普周")
        {
            var store = services.GetRequiredService<CampaignStore>();
            var campaign = await services.FreezeCampaignAsync(template, audience, text);
            Assert.True(
                await services
                    .GetRequiredService<CampaignStates>()
                    .StartAsync(Actor.Command, campaign, null, services.GetRequiredService<TimeProvider>().GetUtcNow(), default)
            );
            return (await store.FindAsync(campaign.Id, default))!;
        }

        public async Task<Campaign> FreezeCampaignAsync(MessageTemplate template, TestAudience audience, string text = "岩石力学科普周")
        {
            var (store, now) = (services.GetRequiredService<CampaignStore>(), services.GetRequiredService<TimeProvider>().GetUtcNow());
            var draft = await services.DraftCampaignAsync(template, audience, text);
            Assert.True(await services.GetRequiredService<CampaignStates>().FreezeAsync(Actor.Command, draft, now, default));
            await services.GetRequiredService<Freezing>().RunAsync(default);
            var campaign = (await store.FindAsync(draft.Id, default))!;
            Assert.Equal(CampaignState.Frozen, campaign.State);
            return campaign;
        }

        public async Task<Campaign> DraftCampaignAsync(MessageTemplate template, TestAudience audience, string text = "岩石力学科普周")
        {
            var (store, now) = (services.GetRequiredService<CampaignStore>(), services.GetRequiredService<TimeProvider>().GetUtcNow());
            var values = template.FieldList.ToDictionary(
                field => field.Key,
                field => field.Key.StartsWith("time", StringComparison.Ordinal) ? "2026年5月30日 09:00" : text
            );
            var id = await store.TryAddAsync(
                Actor.Command,
                $"test-{Guid.NewGuid():N}",
                new CampaignDraft("活动提醒", Topic.Events, template.Id, values, "", Audience.All with { Tags = [audience.Prefix] }),
                now,
                default
            );
            return (await store.FindAsync(id!.Value, default))!;
        }

        public async Task<Dictionary<(DeliveryState State, string Reason), int>> CountAsync(Campaign campaign) =>
            (await services.GetRequiredService<CampaignProgress>().ReadAsync(campaign.Id, default)).ToDictionary(
                count => (count.State, count.Reason),
                count => count.Amount
            );
    }
}

/// <param name="Prefix">Of their numbers, and the tag they bear.</param>
public sealed record TestAudience(string Prefix, IReadOnlyList<SandboxUser> Users);
