using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Seasons;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace CsrmeWeChat.Browser.Tests;

/// <summary>A story from the first word to the web site, as its writer and its reviewer do it.</summary>
public sealed class StoryJobs(Venue venue)
{
    [Theory]
    [InlineData(Width.Desk)]
    [InlineData(Width.Phone)]
    public async Task A_story_is_written_reviewed_sent_and_read(Width width)
    {
        var title = $"深部岩体里的光 {Guid.NewGuid().ToString("N")[..4]}";
        await ArrangeAsync();
        await using var writer = await venue.OpenAsync(width);
        await writer.SignInAsync(venue, Role.Secretary);
        await WriteAsync(writer, title);
        await ReviseAndSubmitAsync(writer);
        var address = new Uri(writer.Page.Url).AbsolutePath;

        await using var reviewer = await venue.OpenAsync(width);
        await ReviewAsync(reviewer, address);

        await SendAsync(writer, address);
        await ReadAsync(writer, title);
    }

    /// <summary>Adds the season that the story belongs to, and a follower who is to get it.</summary>
    private async Task ArrangeAsync()
    {
        var now = venue.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        await venue
            .Services.GetRequiredService<SeasonStore>()
            .AddAsync(Actor.Command, NewSeason.Of(2026, "2026", ""), now, TestContext.Current.CancellationToken);
        await venue
            .Services.GetRequiredService<Database>()
            .TryInsertAsync(
                "INSERT INTO followers (open_id, union_id, follows, scene, remark) VALUES (@id, '', 1, '', '')",
                new { id = Guid.NewGuid().ToString("N") },
                TestContext.Current.CancellationToken
            );
    }

    private static async Task WriteAsync(Visit writer, string title)
    {
        var page = writer.Page;
        await writer.ChooseAsync("人才故事");
        await writer.LookAsync("stories-empty");
        await writer.Link("写新故事").First.ClickAsync();
        await page.GetByLabel("人物").FillAsync("张岩");
        await page.GetByLabel("单位").FillAsync("某大学");
        await page.GetByLabel("标题（最多 32 字）").FillAsync(title);
        await page.GetByLabel("作者（最多 16 字）").FillAsync("秘书处");
        await page.GetByLabel("摘要").FillAsync("一位青年学者在井下一千米的十年。");
        await page.SetInputFilesAsync(
            "#cover",
            new FilePayload
            {
                Name = "cover.png",
                MimeType = "image/png",
                Buffer = TestPicture.Png(900, 383, 3),
            }
        );
        await page.Locator("[data-editor-text] [contenteditable]").ClickAsync();
        await page.Keyboard.TypeAsync("井下一千米，他守着一束光。");
        await writer.LookAsync("story-new");
        await writer.Button("保存草稿").ClickAsync();
        await writer.SeesAsync("草稿已保存");
        await writer.LookAsync("story-draft");
    }

    private static async Task ReviseAndSubmitAsync(Visit writer)
    {
        var page = writer.Page;
        await writer.Link("预览").First.ClickAsync();
        await Assertions.Expect(page.GetByLabel("文章预览")).ToContainTextAsync("他守着一束光");
        await writer.LookAsync("story-preview");
        await writer.Link("返回故事").ClickAsync();
        await writer.Link("编辑").ClickAsync();
        await page.Locator("[data-editor-text] [contenteditable]").ClickAsync();
        await page.Keyboard.PressAsync("Control+End");
        await page.Keyboard.TypeAsync("改了几个字。");
        await writer.Button("保存").ClickAsync();
        await writer.SeesAsync("已保存");
        await writer.Link("版本比较").ClickAsync();
        await Assertions.Expect(page.GetByLabel("不同之处")).ToContainTextAsync("改了几个字");
        await writer.LookAsync("story-versions");
        await writer.Link("返回故事").ClickAsync();
        await writer.Button("提交审核").ClickAsync();
        await writer.SeesAsync("等另一位同事审核");
    }

    private async Task ReviewAsync(Visit reviewer, string address)
    {
        await reviewer.SignInAsync(venue, Role.Reviewer);
        await reviewer.Page.GotoAsync(address);
        await reviewer.LookAsync("story-review");
        await reviewer.Button("审核通过").ClickAsync();
        await reviewer.SeesAsync("秘书可以安排群发了");
    }

    private static async Task SendAsync(Visit writer, string address)
    {
        var page = writer.Page;
        await page.GotoAsync(address);
        await page.GetByLabel("只发布，不推送").CheckAsync();
        await writer.LookAsync("story-plan");
        writer.WillConfirm();
        await writer.Button("立即群发").ClickAsync();
        await Assertions.Expect(page.GetByText("已发出", new() { Exact = true })).ToBeVisibleAsync(new() { Timeout = 40_000 });
        await page.ReloadAsync();
        await writer.LookAsync("story-out");
    }

    private static async Task ReadAsync(Visit writer, string title)
    {
        var page = writer.Page;
        await writer.ChooseAsync("群发日历");
        await writer.LookAsync("planner");
        await writer.ChooseAsync("公众号权限与额度");
        await writer.Button("检测权限").ClickAsync();
        await writer.SeesAsync("检测完成");
        await writer.LookAsync("abilities");
        await page.GotoAsync("/stories");
        await writer.LookAsync("site-stories");
        await page.GetByText(title).ClickAsync();
        await writer.SeesAsync("他守着一束光");
        await writer.LookAsync("site-story");
    }
}
