using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Videos;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static CsrmeWeChat.Tests.Support.TestPhone;

namespace CsrmeWeChat.Browser.Tests;

/// <summary>A call is written, and what comes is reviewed by keyboard, as the secretariat does it.</summary>
public sealed class VideoJobs(Venue venue)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Width.Desk)]
    [InlineData(Width.Phone)]
    public async Task A_call_is_written_and_its_videos_are_reviewed(Width width)
    {
        var title = $"青年说岩 {Guid.NewGuid().ToString("N")[..4]}";
        await venue.Services.NewCallAsync(Now);
        await using var visit = await venue.OpenAsync(width);
        await visit.SignInAsync(venue, Role.Secretary);
        var call = await WriteAsync(visit, title);
        await HandInAsync(call, "掌子面上的一天", "听岩石说话", "一块岩芯的旅行");
        await UntilReviewedAsync(call, 3);

        await visit.Page.GotoAsync($"/staff/videos/{call}");
        await visit.LookAsync("video-call");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "开始审核" }).First.ClickAsync();
        await visit.SeesAsync("掌子面上的一天");
        await visit.LookAsync("video-review");
        await ReviewAsync(visit);
        await ShowAsync(visit, call);
    }

    private static async Task<long> WriteAsync(Visit visit, string title)
    {
        var page = visit.Page;
        await visit.ChooseAsync("短视频征集");
        await visit.LookAsync("videos");
        await visit.Link("新建征集").First.ClickAsync();
        await page.GetByLabel("名称").FillAsync(title);
        await page.GetByLabel("征集说明").FillAsync("面向青年科技工作者征集短视频。\n请勿拍摄涉密内容。");
        await page.GetByLabel("分类").FillAsync("现场故事\n科普讲解");
        await page.GetByLabel("开始时间").FillAsync("2026-01-01T09:00");
        await page.GetByLabel("截止时间").FillAsync("2099-01-01T18:00");
        await page.GetByLabel("最短").FillAsync("0");
        await page.GetByLabel("通过的作品可以在小程序内直接播放").CheckAsync();
        await visit.LookAsync("video-call-new");
        await visit.Button("建立（草稿）").ClickAsync();
        await visit.SeesAsync("现在是草稿");
        await visit.Button("发布").ClickAsync();
        await visit.SeesAsync("已发布，小程序里可以投稿了");
        return long.Parse(new Uri(page.Url).AbsolutePath.Split('/')[^1], System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Played, accepted, left for later, returned: no hand on the mouse.</summary>
    private static async Task ReviewAsync(Visit visit)
    {
        var page = visit.Page;
        await page.Keyboard.PressAsync("Space");
        await page.WaitForFunctionAsync("() => document.getElementById('player').currentTime > 0.2");
        await page.Keyboard.PressAsync("a");
        await visit.SeesAsync("机审还没有通过");
        await page.Keyboard.PressAsync("m");
        await page.Keyboard.PressAsync("a");
        await visit.SeesAsync("《掌子面上的一天》已通过");
        await visit.SeesAsync("听岩石说话");
        await page.Keyboard.PressAsync("n");
        await visit.SeesAsync("一块岩芯的旅行");
        await page.Keyboard.PressAsync("4");
        await Assertions.Expect(page.GetByLabel("退回，请作者修改")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("不宜公开"));
        await visit.LookAsync("video-return");
        await page.Keyboard.PressAsync("Control+Enter");
        await visit.SeesAsync("《一块岩芯的旅行》已退回");
        await visit.SeesAsync("听岩石说话");
    }

    private static async Task ShowAsync(Visit visit, long call)
    {
        await visit.Page.GotoAsync($"/staff/videos/entries?call={call}");
        await visit.LookAsync("video-entries");
        await visit.Link("掌子面上的一天").ClickAsync();
        await visit.Button("在小程序里展示").ClickAsync();
        await visit.SeesAsync("已在小程序里展示");
        await visit.LookAsync("video-entry");
        await visit.Page.GotoAsync("/staff/videos/complaints");
        await visit.LookAsync("video-complaints");
    }

    private DateTimeOffset Now => venue.Services.GetRequiredService<TimeProvider>().GetUtcNow();

    private async Task HandInAsync(long call, params string[] titles)
    {
        var video = await TestVideo.MakeAsync(
            "mp4",
            TestVideo.Picture(3, "640x360") + TestVideo.Tone(3) + "-c:v libx264 -pix_fmt yuv420p -c:a aac"
        );
        foreach (var title in titles)
        {
            using var http = new HttpClient { BaseAddress = new Uri(venue.BaseUrl) };
            var author = new TestPhone(http, venue.WeChat, venue.WeChat.MakeUser());
            await author.SignInAsync();
            await JsonOf(await author.PutAsync("/api/me/phone", new { phoneCode = venue.WeChat.MintPhoneCode(author.OpenId) }));
            var id = await author.BeginEntryAsync(call);
            await JsonOf(await author.PutAsync($"{VideoAuthor.Mine}/{id}", VideoAuthor.Text(title, category: "现场故事")));
            await JsonOf(await author.AttachAsync(id, video));
            await JsonOf(await author.SubmitAsync(id));
        }
    }

    private async Task UntilReviewedAsync(long call, int count)
    {
        while (await venue.Services.GetRequiredService<ReviewStore>().CountWaitingAsync(call, Ct) < count)
        {
            await Task.Delay(100, Ct);
        }
    }
}
