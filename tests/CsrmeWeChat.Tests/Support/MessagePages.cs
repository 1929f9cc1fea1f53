using System.Text.RegularExpressions;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Messages;

namespace CsrmeWeChat.Tests.Support;

/// <summary>What tests of the messages' pages share.</summary>
public static partial class MessagePages
{
    extension(App app)
    {
        /// <summary>Who writes a message, members who bear a tag, and a template. Without members the tag is nobody's yet.</summary>
        public async Task<(TestStaff Staff, TestAudience Audience, MessageTemplate Template)> NewMessageAsync(int members) =>
            (
                await app.NewStaffAsync(Role.Secretary),
                members == 0 ? new TestAudience($"{Guid.NewGuid():N}"[..12], []) : await app.Services.NewAudienceAsync(app.WeChat, members),
                await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Template)
            );

        /// <summary>A message whose recipients stand.</summary>
        public async Task<long> FrozenAsync(TestStaff staff, MessageTemplate template, TestAudience audience, string name = "科普周提醒")
        {
            var id = await staff.DraftAsync(template, audience.Prefix, name);
            await staff.FollowAsync(await staff.PressAsync(id, "Freeze"));
            await app.SendDueAsync();
            Assert.Equal(CampaignState.Frozen, (await app.CampaignAsync(id)).State);
            return id;
        }

        public async Task<Campaign> CampaignAsync(long id) => (await app.Get<CampaignStore>().FindAsync(id, default))!;

        public Task<Dictionary<(DeliveryState State, string Reason), int>> CountAsync(Campaign campaign) =>
            app.Services.CountAsync(campaign);
    }

    extension(TestStaff staff)
    {
        /// <summary>Drafts a message at the console, for the members who bear a tag.</summary>
        public async Task<long> DraftAsync(MessageTemplate template, string tag, string name = "科普周提醒")
        {
            var nonce = NonceIn(await staff.GetPageAsync("/staff/messages/new"));
            var page = await staff.FollowAsync(
                await staff.PostAsync("/staff/messages/new", [("Nonce", nonce), .. Form(template, tag, name)])
            );
            return long.Parse(Id().Match(page).Groups[1].Value);
        }

        /// <summary>Does what a button of the message's page does, having seen the page.</summary>
        public async Task<HttpResponseMessage> PressAsync(long id, string handler, params (string Name, string Value)[] fields) =>
            await staff.PostAsync(
                $"/staff/messages/{id}?handler={handler}",
                [("Revision", VersionIn(await staff.GetPageAsync($"/staff/messages/{id}"))), .. fields]
            );
    }

    /// <summary>A form that is right.</summary>
    public static (string Name, string Value)[] Form(MessageTemplate template, string tag, string name = "科普周提醒") =>
        [
            ("Form.Name", name),
            ("Form.Topic", "Events"),
            ("Form.TemplateId", $"{template.Id}"),
            ("Shown", $"{template.Id}"),
            ("Form.Tags", tag),
            ("Form.Values[thing1]", "{姓名}您好，科普周"),
            ("Form.Values[time2]", "2026年5月30日 09:00"),
        ];

    public static string NonceIn(string page) => Nonce().Match(page).Groups[1].Value;

    /// <summary>Empty where the page has no button.</summary>
    public static string VersionIn(string page) => Revision().Match(page).Groups[1].Value is { Length: > 0 } revision ? revision : "0";

    [GeneratedRegex("""/staff/messages/(\d+)/edit""")]
    private static partial Regex Id();

    [GeneratedRegex("""name="Nonce" value="([^"]+)""")]
    private static partial Regex Nonce();

    [GeneratedRegex("""name="Revision" value="(\d+)""")]
    private static partial Regex Revision();
}
