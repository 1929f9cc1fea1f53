using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Messages;
using CsrmeWeChat.Videos;

namespace CsrmeWeChat.Tests;

/// <summary>What people are told by itself, shown by the entries of authors.</summary>
public sealed class AutomaticMessageTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_author_is_told_once_that_their_entry_was_received()
    {
        var template = await app.ChooseNoticeAsync("video.received", ("thing1", "《{作品}》{结果}"), ("time2", "{时间}"));
        var author = await NewAuthorAsync(template);
        var id = await author.WriteEntryAsync(
            await app.NewCallAsync(),
            await TestVideo.SmallAsync(),
            "一个比二十个字要长得多得多的作品名称在这里"
        );

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => author.SubmitAsync(id)));
        await app.SendDueAsync();
        await app.SendDueAsync();

        var told = Assert.Single(app.WeChat.Delivered(template.WechatId));
        Assert.Equal(author.OpenId, told.OpenId);
        var campaign = Assert.Single(await app.ListNoticesAsync(template));
        Assert.Equal(
            ("《一个比二十个字要长得多得多的作品名称…", "2026年5月30日 09:00"),
            (campaign.Values["thing1"], campaign.Values["time2"])
        );
        Assert.Equal((CampaignState.Done, VideoMiniPages.Mine), (campaign.State, campaign.Page));
    }

    [Fact]
    public async Task What_was_not_done_is_not_told()
    {
        var template = await app.ChooseNoticeAsync("video.returned", ("thing1", "{作品}"), ("time2", "{时间}"));
        var author = await NewAuthorAsync(template);
        var id = await author.HandInAsync(await app.NewCallAsync(), await TestVideo.SmallAsync());
        await app.WorkOnVideosAsync();
        var entry = (await app.FindEntryAsync(id))!.Entry;
        var desk = app.Get<ReviewDesk>();

        // Two reviewers at once: one of them comes too late, and nothing of theirs stays.
        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 2).Select(_ => desk.ReturnAsync(Actor.Command, entry, "请遮住井号。", app.Now, Ct))
        );
        await app.SendDueAsync();

        Assert.Equal([ReviewOutcome.Done, ReviewOutcome.Moved], outcomes.Order());
        Assert.Single(app.WeChat.Delivered(template.WechatId));
    }

    [Fact]
    public async Task Who_never_accepted_or_declines_is_not_told_and_nothing_is_written()
    {
        var template = await app.ChooseNoticeAsync("video.received", ("thing1", "{作品}"), ("time2", "{时间}"));
        var (silent, declining) = (await app.NewAuthorAsync(), await NewAuthorAsync(template));
        (
            await declining.PutAsync("/api/me/messages", new { topics = new[] { new { topic = "contests", wanted = false } } })
        ).EnsureSuccessStatusCode();

        foreach (var author in new[] { silent, declining })
        {
            await author.HandInAsync(await app.NewCallAsync(), await TestVideo.SmallAsync());
        }
        await app.SendDueAsync();

        Assert.Empty(app.WeChat.Delivered(template.WechatId));
        Assert.Equal(
            0,
            await app.Get<Database>().FindAsync<int>("SELECT COUNT(*) FROM campaigns WHERE template_id = @Id", new { template.Id }, Ct)
        );
    }

    [Fact]
    public async Task Staff_choose_the_template_and_are_told_what_WeChat_would_refuse()
    {
        var template = await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Mini);
        var secretary = await app.NewStaffAsync(Role.Secretary);
        const string Path = "/staff/messages/automatic";
        (string, string)[] fields =
        [
            ("kind", "video.accepted"),
            ("template", $"{template.Id}"),
            ("revision", "0"),
            ("fields[thing1]", "{作品}已入选"),
        ];

        var form = await secretary.GetPageAsync($"{Path}?kind=video.accepted&template={template.Id}");
        var refused = await TestStaff.PageOf(await secretary.PostAsync($"{Path}?handler=Set", [.. fields, ("fields[time2]", "{作品}")]));
        var saved = await secretary.FollowAsync(await secretary.PostAsync($"{Path}?handler=Set", [.. fields, ("fields[time2]", "{时间}")]));
        var stale = await TestStaff.PageOf(await secretary.PostAsync($"{Path}?handler=Set", [.. fields, ("fields[time2]", "{时间}")]));
        var stopped = await secretary.FollowAsync(
            await secretary.PostAsync($"{Path}?handler=Clear", ("kind", "video.accepted"), ("revision", "1"))
        );

        Assert.Contains("fields[time2]", form, StringComparison.Ordinal);
        Assert.Contains("须是时间", refused, StringComparison.Ordinal);
        Assert.Contains("今后将自动发送“短视频作品审核通过”通知", saved, StringComparison.Ordinal);
        Assert.Contains("刚才另一位同事改过", stale, StringComparison.Ordinal);
        Assert.Contains("已停止自动发送", stopped, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_of_messages_is_not_filled_with_what_goes_out_by_itself()
    {
        var template = await app.ChooseNoticeAsync("video.received", ("thing1", "{作品}"), ("time2", "{时间}"));
        await (await NewAuthorAsync(template)).HandInAsync(await app.NewCallAsync(), await TestVideo.SmallAsync());
        var secretary = await app.NewStaffAsync(Role.Secretary);

        var list = await secretary.GetPageAsync("/staff/messages");
        var all = await secretary.GetPageAsync("/staff/messages?automatic=true");

        Assert.DoesNotContain("短视频作品已收到", list, StringComparison.Ordinal);
        Assert.Contains("短视频作品已收到", all, StringComparison.Ordinal);
    }

    private async Task<TestPhone> NewAuthorAsync(MessageTemplate template)
    {
        var author = await app.NewAuthorAsync();
        await app.AcceptNoticesAsync(author, 1, template);
        return author;
    }
}
