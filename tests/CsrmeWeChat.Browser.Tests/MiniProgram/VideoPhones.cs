using System.Text.RegularExpressions;
using CsrmeWeChat.Foundation.Data;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace CsrmeWeChat.Browser.Tests.MiniProgram;

/// <summary>Short videos: authors from the call to the gallery, and those who look at what is shown there.</summary>
public sealed class VideoPhones(Hall hall) : IClassFixture<Hall>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Width.Phone)]
    [InlineData(Width.Small)]
    public async Task An_author_hands_in_mends_what_was_returned_and_is_shown(Width width)
    {
        var title = $"掌子面上的一天 {Guid.NewGuid().ToString("N")[..4]}";
        var call = await hall.NewCallAsync();
        await hall.NewReviewTemplateAsync();
        await using var phone = await hall.PhoneAsync(width, Numbers.Next());
        await phone.OpenAsync("pages/me/index");
        await phone.TapCardAsync("短视频征集");
        await phone.SeesAsync("投稿要求");
        await phone.LookAsync("video-call");
        await phone.BackAsync();
        await phone.TapCardAsync("我的短视频");
        await phone.SeesAsync("您还没有作品");
        await phone.LookAsync("video-mine-empty");

        await phone.BeginEntryAsync(call);
        await phone.LookAsync("video-edit-empty");
        await phone.TapAsync("提交作品");
        await Assertions
            .Expect(phone.Page.Locator(".page.shown [role=alert]"))
            .ToHaveTextAsync("还差：视频、作品名称、创作说明、作者姓名、单位、分类、手机号验证");
        await Assertions.Expect(phone.Page.Locator(".page.shown").GetByText("还差：")).ToHaveCountAsync(1);
        await phone.DoesNotSeeAsync("入选作品在科技周期间展示");
        await phone.TapAsync("查看征集说明");
        await phone.SeesAsync("入选作品在科技周期间展示");
        await phone.LookAsync("video-edit-rules");
        await phone.TapAsync("收起征集说明");
        await phone.ChooseVideoAsync("拍摄或选择视频", await TestVideo.SmallAsync(), consents: true);
        await phone.WriteEntryAsync(title);
        await phone.TapAsync("加一位合作者");
        await phone.FillAsync("合作者姓名", "李石");
        await phone.FillAsync("合作者单位", "某某设计院");
        await phone.Page.GetByRole(AriaRole.Radio, new() { Name = "部分使用" }).ClickAsync();
        await phone.FillAsync("AI 用在哪里", "片头动画");
        await phone.SeesAsync("已收到，正在检查");
        await phone.SeesAsync("复制回执");
        await phone.SeesAsync("还差：手机号验证");
        await phone.VerifyPhoneAsync();
        await phone.TapAsync("提交作品");
        await phone.SeesAsync("请先勾选上面两项");
        await phone.LookAsync("video-edit");
        await phone.SubmitAsync();
        await phone.SeesAsync("作品已收到");
        await phone.LookAsync("video-submitted");
        await phone.TapAsync("审核结果通知我");
        await phone.TapAsync("允许");
        await phone.SeesAsync("好的，届时提醒您");
        await Assertions.Expect(phone.Button("审核结果通知我")).ToHaveCountAsync(0);

        await hall.WorkOnVideosAsync();
        await phone.OpenAsync("videos/mine/index");
        await phone.SeesAsync("待审核");
        await phone.TapCardAsync(title);
        await phone.SeesAsync("秘书处正在审核");
        await phone.PlaysAsync();
        await phone.LookAsync("video-reviewing");
        await hall.ReturnAsync(title, "片头缺少单位名称，请补上。");
        await phone.OpenAsync("videos/mine/index");
        await phone.SeesAsync("片头缺少单位名称");
        await phone.LookAsync("video-mine-returned");
        await phone.TapCardAsync(title);
        await phone.SeesAsync("请修改后重新提交");
        await phone.LookAsync("video-returned");
        await phone.ChooseVideoAsync(
            "换一个视频",
            await TestVideo.MakeAsync("mp4", TestVideo.Picture(3) + "-c:v libx264 -pix_fmt yuv420p")
        );
        await phone.SeesAsync("正在检查");
        await hall.WorkOnVideosAsync();
        await phone.SubmitAsync();
        await phone.SeesAsync("作品已收到");
        await hall.WorkOnVideosAsync();
        await hall.AcceptAsync(title);
        await phone.OpenAsync("videos/mine/index");
        await phone.SeesAsync("已通过");
        await hall.ShowAsync(title);

        await phone.OpenAsync($"videos/call/index?id={call}");
        await phone.SeesAsync("作品展示");
        await phone.SeesAsync("「含 AI 生成内容」");
        await phone.LookAsync("video-gallery");
        await phone.TapCardAsync(title);
        await phone.SeesAsync("片头动画");
        await phone.PlaysAsync();
        await phone.LookAsync("video-watch");
    }

    [Theory]
    [InlineData(Width.Phone)]
    [InlineData(Width.Small)]
    public async Task Whoever_does_not_say_which_call_finds_the_others_too(Width width)
    {
        var mark = Guid.NewGuid().ToString("N")[..4];
        await hall.NewCallAsync(draft => draft with { Title = $"截止最晚的 {mark}", ClosesAt = draft.ClosesAt.AddDays(20) });
        await hall.NewCallAsync(draft => draft with { Title = $"同时征集的 {mark}" });
        var past = await hall.NewCallAsync(draft =>
            draft with
            {
                Title = $"去年的 {mark}",
                OpensAt = draft.OpensAt.AddYears(-1),
                ClosesAt = draft.ClosesAt.AddYears(-1),
                ChannelUser = "sphCsrme530",
            }
        );
        await hall.ShowFromChannelAsync(past, [$"一块石头 {mark}"]);
        await using var phone = await hall.PhoneAsync(width);
        await phone.OpenAsync("videos/call/index");

        await phone.SeesAsync("其他征集");
        await Assertions.Expect(phone.Page.Locator(".page.shown .card").First).ToContainTextAsync($"截止最晚的 {mark}");
        await Assertions.Expect(phone.Page.Locator(".page.shown .list")).Not.ToContainTextAsync($"截止最晚的 {mark}");
        await Assertions
            .Expect(phone.Page.Locator(".page.shown .item").Filter(new() { HasText = $"去年的 {mark}" }))
            .ToContainTextAsync("已截止");
        await phone.LookAsync("video-call-others");
        await phone.TapCardAsync($"去年的 {mark}");
        await phone.SeesAsync("征集已截止");
        await phone.SeesAsync($"一块石头 {mark}");
        await phone.DoesNotSeeAsync("其他征集");
        await phone.BackAsync();
        await phone.SeesAsync("其他征集");
        await phone.TapCardAsync($"同时征集的 {mark}");
        await phone.DoesNotSeeAsync("其他征集");
        await phone.SeesAsync($"同时征集的 {mark}");
        await Assertions.Expect(phone.Button("投稿")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(Width.Phone)]
    [InlineData(Width.Small)]
    public async Task Whoever_looks_likes_takes_it_back_and_complains(Width width)
    {
        var (call, title) = (await hall.NewCallAsync(), $"一块砂岩 {Guid.NewGuid().ToString("N")[..4]}");
        await ShownAsync(call, title);
        await using var phone = await hall.PhoneAsync(width);
        await phone.OpenAsync($"videos/call/index?id={call}");
        await phone.TapCardAsync(title);
        await phone.SeesAsync("点赞 0");

        await phone.Page.RunAndWaitForResponseAsync(() => phone.TapAsync("点赞 0"), "**/like");
        await phone.SeesAsync("已赞 1");
        await phone.OpenAsync($"videos/call/index?id={call}");
        await phone.SeesAsync("1 赞");
        await phone.TapCardAsync(title);
        await phone.Page.RouteAsync("**/like", route => route.FulfillAsync(
                new()
                {
                    Status = 409,
                    ContentType = "application/json",
                    Body = Full,
                }
            ));
        await phone.TapAsync("已赞 1");
        await phone.SeesAsync("您今天点赞太多了");
        await phone.SeesAsync("已赞 1");

        await phone.TapAsync("投诉这件作品");
        await phone.TapAsync("提交投诉");
        await phone.SeesAsync("请先选择投诉的原因");
        await phone.Page.GetByRole(AriaRole.Radio, new() { Name = "涉密或敏感信息" }).ClickAsync();
        await phone.FillAsync("说明", "背景里能看到图纸。");
        await phone.LookAsync("video-complaint");
        await phone.TapAsync("提交投诉");
        await phone.SeesAsync("投诉已收到");
        Assert.Equal(
            "secret",
            await hall
                .Services.GetRequiredService<Database>()
                .FindAsync<string>(
                    "SELECT ground FROM video_complaints WHERE entry_id = @Id",
                    new { (await hall.FindEntryAsync(title)).Id },
                    Ct
                )
        );
    }

    [Fact]
    public async Task What_stands_at_the_channel_plays_there_and_an_address_that_ran_out_is_renewed()
    {
        var call = await hall.NewCallAsync(draft => draft with { ChannelUser = "sphCsrme530" });
        var title = $"井下的光 {Guid.NewGuid().ToString("N")[..4]}";
        await ShownAsync(call, title);
        await using var phone = await hall.PhoneAsync();
        var refused = 0;
        await phone.Page.RouteAsync(new Regex(@"/files/.+\.mp4\?"), route =>
            Interlocked.Increment(ref refused) == 1 ? route.FulfillAsync(new() { Status = 404 }) : route.ContinueAsync()
        );
        await phone.OpenAsync($"videos/call/index?id={call}");
        await phone.TapCardAsync(title);
        await phone.SeesAsync("掌子面会");
        await phone.PlaysAsync();
        Assert.True(refused > 1);

        await hall.SetFeedAsync(title, "export/UzFf0530");
        await phone.BackAsync();
        await phone.TapCardAsync(title);
        await phone.SeesAsync("sphCsrme530/export/UzFf0530");
        await phone.LookAsync("video-channel");
    }

    [Fact]
    public async Task Whoever_comes_back_from_a_video_is_where_they_were()
    {
        var call = await hall.NewCallAsync(draft => draft with { ChannelUser = "sphCsrme530" });
        await hall.ShowFromChannelAsync(call, Enumerable.Range(1, 45).Select(number => $"第 {number} 件"));
        await using var phone = await hall.PhoneAsync();
        await phone.OpenAsync($"videos/call/index?id={call}");
        foreach (var last in (string[])["第 26 件", "第 6 件", "没有更多了"])
        {
            await phone.SeesAsync("作品展示");
            await phone.Page.EvaluateAsync("window.scrollTo(0, document.documentElement.scrollHeight)");
            await phone.SeesAsync(last);
        }

        await phone.TapCardAsync("第 3 件");
        await phone.SeesAsync("sphCsrme530/export/530");
        await hall.ShowFromChannelAsync(call, ["刚刚展示的一件"]);
        phone.TakeRequests();
        await phone.BackAsync();

        await phone.SeesAsync("刚刚展示的一件");
        await Assertions.Expect(phone.Page.Locator(".page.shown .tile")).ToHaveCountAsync(46);
        await Assertions.Expect(phone.Page.Locator(".page.shown .tile").Last).ToContainTextAsync("第 1 件");
        Assert.Single(phone.TakeRequests(), $"GET /api/videos/calls/{call}/entries");
    }

    [Theory]
    [InlineData("text=1.4")]
    [InlineData("theme=dark")]
    public async Task The_screens_bear_large_type_and_the_dark(string how)
    {
        var (call, title) = (await hall.NewCallAsync(), $"岩芯的一生 {Guid.NewGuid().ToString("N")[..4]}");
        await ShownAsync(call, title);
        await using var phone = await hall.PhoneAsync(Width.Small, Numbers.Next());
        var name = how[..4];

        await phone.OpenAsync($"videos/call/index?id={call}", how);
        await phone.SeesAsync(title);
        await phone.LookAsync($"video-call-{name}");
        await phone.TapCardAsync(title);
        await phone.SeesAsync("掌子面会");
        await phone.TapAsync("投诉这件作品");
        await phone.LookAsync($"video-watch-{name}");
        await phone.BackAsync();
        await phone.TapAsync("投稿");
        await phone.SeesAsync("拍摄或选择视频");
        await phone.ChooseVideoAsync("拍摄或选择视频", await TestVideo.SmallAsync(), consents: true);
        await phone.WriteEntryAsync("井下一千米听见的");
        await phone.SeesAsync("复制回执");
        await phone.TickAsync("不含涉密");
        await phone.LookAsync($"video-edit-{name}");
        await phone.OpenAsync("videos/mine/index", how);
        await phone.SeesAsync("井下一千米听见的");
        await phone.LookAsync($"video-mine-{name}");
    }

    [Fact]
    public async Task What_was_written_survives_a_closed_app_without_network_and_is_saved_later()
    {
        var call = await hall.NewCallAsync();
        await using var phone = await hall.PhoneAsync(number: Numbers.Next());
        await phone.BeginEntryAsync(call);
        var id = await phone.Page.EvaluateAsync<string>("stage.router.current.query.id");
        await phone.FillAsync("作品名称", "先写下的");
        await phone.SeesAsync("已保存");
        await phone.DoAsync("stage.phone.setNetwork('none')");
        await phone.FillAsync("作品名称", "没有网络时写的");
        await phone.SeesAsync("已存在手机上");

        await phone.OpenAsync($"videos/edit/index?id={id}", "network=none");
        await phone.SeesAsync("网络不通");
        await Assertions.Expect(phone.Page.Locator(".page.shown").GetByLabel("作品名称")).ToHaveValueAsync("没有网络时写的");
        await phone.OpenAsync($"videos/edit/index?id={id}");

        await Assertions.Expect(phone.Page.Locator(".page.shown").GetByLabel("作品名称")).ToHaveValueAsync("没有网络时写的");
        await phone.SeesAsync("已保存");
        await phone.OpenAsync("videos/mine/index");
        await phone.SeesAsync("没有网络时写的");
    }

    [Fact]
    public async Task A_draft_is_deleted_and_a_video_that_does_not_fit_is_refused_beforehand()
    {
        var call = await hall.NewCallAsync(draft => draft with { MaxSeconds = 5 });
        await using var phone = await hall.PhoneAsync(number: Numbers.Next());
        await phone.BeginEntryAsync(call);
        await phone.ChooseVideoAsync(
            "拍摄或选择视频",
            await TestVideo.MakeAsync("mp4", TestVideo.Picture(9, rate: 5) + "-c:v libx264 -pix_fmt yuv420p"),
            consents: true
        );
        await phone.SeesAsync("这个视频长 9 秒，要求不超过 5 秒");

        await phone.TapAsync("拍摄或选择视频");
        await phone.TapAsync("拍摄");
        await phone.SeesAsync("已收到，正在检查");
        await DeleteDraftAsync(phone);
        await phone.SeesAsync("已删除");
        await phone.SeesAsync("您还没有作品");

        await phone.BeginEntryAsync(call);
        await phone.OpenAsync("videos/mine/index");
        await phone.TapCardAsync("还没有名称");
        await DeleteDraftAsync(phone);
        await phone.SeesAsync("您还没有作品");
        Assert.Equal(1, await phone.Page.EvaluateAsync<int>("stage.router.pages().length"));
    }

    [Fact]
    public async Task What_was_written_is_still_saved_when_the_draft_could_not_be_deleted()
    {
        var call = await hall.NewCallAsync();
        await using var phone = await hall.PhoneAsync(number: Numbers.Next());
        await phone.BeginEntryAsync(call);
        await phone.DoAsync("stage.phone.setNetwork('none')");
        await phone.FillAsync("作品名称", "还留着的");
        await phone.SeesAsync("已存在手机上");
        await DeleteDraftAsync(phone);
        await phone.SeesAsync("网络不通");

        await phone.DoAsync("stage.phone.setNetwork('wifi')");

        await phone.SeesAsync("已保存");
        await phone.OpenAsync("videos/mine/index");
        await phone.SeesAsync("还留着的");
    }

    [Fact]
    public async Task A_video_that_is_too_short_is_refused_beforehand_and_the_list_says_why_one_cannot_be_used()
    {
        var call = await hall.NewCallAsync(draft => draft with { MinSeconds = 60, MaxSeconds = 240 });
        await using var phone = await hall.PhoneAsync(number: Numbers.Next());
        await phone.BeginEntryAsync(call);
        await phone.ChooseVideoAsync("拍摄或选择视频", await TestVideo.SmallAsync(), consents: true);
        await phone.SeesAsync("这个视频长 2 秒，要求至少 1 分钟");

        // What no phone can read has no length either.
        await phone.ChooseVideoAsync("拍摄或选择视频", new byte[10_000]);
        await phone.SeesAsync("已收到，正在检查");
        await hall.WorkOnVideosAsync();
        await phone.OpenAsync("videos/mine/index");

        await phone.SeesAsync("视频不能用：这个文件不是常见的视频格式");
        await phone.LookAsync("video-mine-unfit");
    }

    [Fact]
    public async Task One_video_serves_one_entry_and_is_not_sent_twice_for_it()
    {
        var call = await hall.NewCallAsync();
        var video = await TestVideo.SmallAsync();
        await using var phone = await hall.PhoneAsync(number: Numbers.Next());
        await phone.HandInAsync(call, $"第一件 {Guid.NewGuid().ToString("N")[..4]}", video);
        await phone.BeginEntryAsync(call);
        phone.TakeRequests();

        await phone.ChooseVideoAsync("拍摄或选择视频", video);

        await phone.SeesAsync("这个视频已用在您的另一件作品里");
        Assert.DoesNotContain(phone.TakeRequests(), request => request.StartsWith("POST /api/uploads/", StringComparison.Ordinal));
    }

    private const string Full =
        """{"title":"不能","status":409,"detail":"您今天点赞太多了，请明天再来。","code":"videos.too_many_likes","traceId":"0"}""";

    private static async Task DeleteDraftAsync(Phone phone)
    {
        await phone.TapAsync("删除草稿");
        await phone.TapAsync("删除");
    }

    /// <summary>An entry that everybody can see, handed in by a phone of its own.</summary>
    private async Task ShownAsync(long call, string title)
    {
        await using var author = await hall.PhoneAsync(number: Numbers.Next());
        await author.HandInAsync(call, title, await TestVideo.SmallAsync());
        await hall.WorkOnVideosAsync();
        await hall.AcceptAsync(title);
        await hall.ShowAsync(title);
    }
}
