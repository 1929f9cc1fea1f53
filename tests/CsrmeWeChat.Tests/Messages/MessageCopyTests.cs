using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Members;
using CsrmeWeChat.Messages;
using Microsoft.Extensions.DependencyInjection;

namespace CsrmeWeChat.Tests;

/// <summary>A message as a copy of another, its page by choice, its recipients by name, and what waits with messages.</summary>
public sealed class MessageCopyTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_copy_is_one_new_draft_that_says_the_same_for_the_same_recipients()
    {
        var (staff, audience, template) = await app.NewMessageAsync(0);
        var id = await staff.DraftAsync(template, audience.Prefix, "每月通知");
        var nonce = MessagePages.NonceIn(await staff.GetPageAsync($"/staff/messages/{id}"));

        var first = await staff.PostAsync($"/staff/messages/{id}?handler=Copy", ("Nonce", nonce));
        var again = await staff.PostAsync($"/staff/messages/{id}?handler=Copy", ("Nonce", nonce));

        Assert.Equal(first.Headers.Location, again.Headers.Location);
        Assert.Contains("已复制为新的草稿", await staff.FollowAsync(first));
        var (made, copy) = (
            await app.CampaignAsync(id),
            await app.CampaignAsync(long.Parse(first.Headers.Location!.OriginalString.Split('/')[^1]))
        );
        Assert.Equal((CampaignState.Draft, "每月通知（副本）"), (copy.State, copy.Name));
        Assert.Equal((made.Fields, made.Audience, made.TemplateId), (copy.Fields, copy.Audience, copy.TemplateId));
    }

    [Fact]
    public async Task The_trail_calls_template_branch_benefit_and_fields_by_their_names()
    {
        var (staff, _, template) = await app.NewMessageAsync(0);
        var benefit = await app.NewBenefitAsync();
        await app.NewMemberAsync(branch: "采矿岩石力学分会");
        var branch = (await app.Get<MemberChoices>().BranchesAsync(Ct)).Single(one => one.Name == "采矿岩石力学分会").Id;
        var values = template.FieldList.ToDictionary(field => field.Key, _ => "活动");
        var draft = new CampaignDraft("分会通知", Topic.Benefits, template.Id, values, "", new Audience([branch], [], [], [], benefit));

        var id = await app.Get<CampaignStore>().TryAddAsync(staff.Actor, $"{Guid.NewGuid()}", draft, app.Now, Ct);

        var told = Assert.Single(await app.Get<AuditSearch>().LastOfAsync("campaign", id!.Value, 5, Ct));
        Assert.Contains($"\"template\":\"{template.Name}\"", told.AfterValues);
        Assert.Contains("\"branches\":[\"采矿岩石力学分会\"]", told.AfterValues);
        Assert.Contains("\"benefit\":\"测试福利\"", told.AfterValues);
        Assert.All(template.FieldList, field => Assert.Contains($"\"{field.Label} 活动\"", told.AfterValues));
    }

    [Fact]
    public async Task A_benefit_is_opened_by_its_name_and_another_page_by_its_path()
    {
        var (staff, audience, template) = await app.NewMessageAsync(0);
        var benefit = await app.NewBenefitAsync();
        var page = await staff.GetPageAsync("/staff/messages/new");
        Assert.Contains($"value=\"pages/benefits/index?id={benefit}\"", page);

        var id = await PostAsync(
            staff,
            template,
            audience,
            ("Form.Opens", $"pages/benefits/index?id={benefit}"),
            ("Form.Page", "pages/ignored")
        );
        var other = await PostAsync(staff, template, audience, ("Form.Opens", "other"), ("Form.Page", "pages/me/me"));

        Assert.Equal($"pages/benefits/index?id={benefit}", (await app.CampaignAsync(id)).Page);
        Assert.Contains("小程序：福利“", await staff.GetPageAsync($"/staff/messages/{id}"));
        Assert.Contains($"value=\"pages/benefits/index?id={benefit}\" selected", await staff.GetPageAsync($"/staff/messages/{id}/edit"));
        Assert.Contains("小程序页面 pages/me/me", await staff.GetPageAsync($"/staff/messages/{other}"));
    }

    [Fact]
    public async Task Recipients_are_found_by_name_and_what_is_frozen_or_paused_is_work()
    {
        var (staff, audience, template) = await app.NewMessageAsync(2);
        var stranger = await app.NewRosterMemberAsync("13700000077", name: "欧阳丹青");
        await app.Get<Members.MarkStore>().TagAsync(Foundation.Audit.Actor.Command, stranger.Id, audience.Prefix, app.Now, Ct);
        var id = await app.FrozenAsync(staff, template, audience);

        var found = await staff.GetPageAsync($"/staff/messages/{id}/recipients?q=丹青");

        Assert.Contains("欧阳丹青", found);
        Assert.Single(found.Split("data-label=\"会员号\"").Skip(1));
        Assert.Contains("messages.frozen", await KeysAsync());
        await staff.FollowAsync(await staff.PressAsync(id, "Start"));
        await staff.FollowAsync(await staff.PressAsync(id, "Pause"));
        Assert.Contains("messages.paused", await KeysAsync());
        await app.Get<Database>()
            .ExecuteAsync(
                "UPDATE deliveries SET state = 'failed', reason = '-1' WHERE campaign_id = @id AND state = 'planned'",
                new { id },
                Ct
            );
        await app.Get<Database>()
            .ExecuteAsync("UPDATE campaigns SET state = 'done', ended_at = @Now WHERE id = @id", new { id, app.Now }, Ct);
        Assert.Contains("messages.failed", await KeysAsync());
        var figure = await app
            .Services.GetServices<IFigureSource>()
            .Single(one => one.GetType().Name == "MessageFigure")
            .DrawAsync(app.Now, Ct);
        Assert.Equal(2, figure!.Series[1].Values[^1]);
    }

    private async Task<IEnumerable<string>> KeysAsync() =>
        (await app.Services.GetServices<IWorkSource>().Single(one => one.GetType().Name == "MessageWork").ListAsync(app.Now, Ct)).Select(
            work => work.Key
        );

    private static async Task<long> PostAsync(
        TestStaff staff,
        MessageTemplate template,
        TestAudience audience,
        params (string, string)[] more
    )
    {
        var answer = await staff.PostAsync(
            "/staff/messages/new",
            [("Nonce", $"{Guid.NewGuid()}"), .. MessagePages.Form(template, audience.Prefix), .. more]
        );
        await staff.FollowAsync(answer);
        return long.Parse(answer.Headers.Location!.OriginalString.Split('/')[^1]);
    }
}
