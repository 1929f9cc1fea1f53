using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Messages;

namespace CsrmeWeChat.Tests.Support;

/// <summary>What people are told by itself: the template that staff chose for it, and whoever accepted to be told.</summary>
public static class NoticeArrange
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    extension(App app)
    {
        /// <summary>Chooses a template of its own for a kind, with what its fields say.</summary>
        public async Task<MessageTemplate> ChooseNoticeAsync(string kind, params (string Key, string Text)[] fields)
        {
            var template = await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Mini);
            var (store, chosen) = (app.Get<AutomaticStore>(), app.Get<IEnumerable<AutomaticKind>>().Single(one => one.Key == kind));
            var seen = (await store.FindAsync(kind, Ct))?.Revision ?? 0;
            var texts = fields.ToDictionary(field => field.Key, field => field.Text);
            Assert.True(await store.SetAsync(Actor.Command, chosen, seen, template, texts, app.Now, Ct));
            return template;
        }

        /// <summary>The person has accepted so many messages by each template, as we know and as WeChat does.</summary>
        public async Task AcceptNoticesAsync(TestPhone phone, int count, params MessageTemplate[] templates)
        {
            foreach (var template in templates)
            {
                app.WeChat.GiveCredits(phone.OpenId, template.WechatId, count);
                await app.Get<Database>()
                    .ExecuteAsync(
                        """
                        INSERT INTO subscription_credits (channel, open_id, wechat_id, credits, answered_at)
                        VALUES ('mini', @OpenId, @WechatId, @count, @Now)
                        """,
                        new
                        {
                            phone.OpenId,
                            template.WechatId,
                            count,
                            app.Now,
                        },
                        Ct
                    );
            }
        }

        /// <summary>What was written to people by the template, in its order.</summary>
        public async Task<IReadOnlyList<Campaign>> ListNoticesAsync(MessageTemplate template)
        {
            var ids = await app.Get<Database>()
                .ListAsync<long>("SELECT id FROM campaigns WHERE template_id = @Id ORDER BY id", new { template.Id }, Ct);
            var found = await Task.WhenAll(ids.Select(id => app.Get<CampaignStore>().FindAsync(id, Ct)));
            return [.. found.Select(campaign => campaign!)];
        }
    }
}
