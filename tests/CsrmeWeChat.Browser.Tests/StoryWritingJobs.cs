using System.Text.Json;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Seasons;
using CsrmeWeChat.Staff;
using CsrmeWeChat.Stories;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace CsrmeWeChat.Browser.Tests;

/// <summary>What happens under the hands of somebody who writes: pictures that come with a text, and what saves itself.</summary>
public sealed class StoryWritingJobs(Venue venue)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private StoryStore Store => venue.Services.GetRequiredService<StoryStore>();

    [Fact]
    public async Task Word_s_pictures_come_with_its_text_and_one_that_cannot_is_marked()
    {
        await using var writer = await BeginAsync("粘贴");
        // Word writes each picture twice, and one of Windows' own drawings that no browser shows.
        var rtf =
            $"{{\\rtf1\\ansi{{\\*\\listpicture{{\\pict\\pngblip {Hex(9)}}}}}"
            + $"{{\\*\\shppict{{\\pict{{\\*\\picprop{{\\sp{{\\sn a}}{{\\sv b}}}}}}\\pngblip\\bliptag-12{{\\*\\blipuid 00ff}}\n{Hex(1)}}}}}"
            + "{\\nonshppict{\\pict\\wmetafile8 00ff00}} text {\\*\\shppict{\\pict\\emfblip 0100}}"
            + $"{{\\*\\shppict{{\\pict\\pngblip {Hex(2)}}}}}}}";
        const string Html = """
            <html><body><!--StartFragment--><p>第一段</p><p><img src="file:///C:/clip_image001.png" width=64></p>
            <p>第二段<img src="file:///C:/clip_image002.emf"></p><p>第三段<img src="file:///C:/clip_image003.png"></p></body></html>
            """;

        await PasteAsync(writer, Html, rtf);

        await writer.SeesAsync("已带入 2 张图片。1 张未能带入的图片已在原处标明");
        var text = writer.Page.Locator("[data-editor-text] [contenteditable]");
        await Assertions.Expect(text.Locator("img")).ToHaveCountAsync(2);
        await Assertions.Expect(text).ToContainTextAsync("第二段[图 2：请重新上传]");
        await Assertions.Expect(writer.Page.Locator("[data-preview-body] img")).ToHaveCountAsync(2);
        var sizes = await text.EvaluateAsync<string[]>(
            "text => [...text.querySelectorAll('img')].map((i) => `${i.naturalWidth}×${i.naturalHeight}`)"
        );
        Assert.Equal(["64×48", "64×48"], sizes);
        await writer.LookAsync("story-pasted");
        await writer.Button("保存草稿").ClickAsync();
        await writer.SeesAsync("草稿已保存");
        await writer.Button("提交审核").ClickAsync();
        await writer.SeesAsync("正文里还有标明“请重新上传”的图片位置");
    }

    [Fact]
    public async Task Several_pictures_that_are_dropped_at_once_stand_in_their_order()
    {
        await using var writer = await BeginAsync("拖入");
        var pictures = JsonSerializer.Serialize(
            Enumerable.Range(1, 3).Select(number => Convert.ToBase64String(TestPicture.Png(60 + number, 48, number)))
        );

        await writer.Page.EvaluateAsync(
            """
            pictures => {
                const data = new DataTransfer();
                for (const [i, picture] of JSON.parse(pictures).entries())
                    data.items.add(new File([Uint8Array.from(atob(picture), (c) => c.charCodeAt(0))], `p${i}.png`, { type: "image/png" }));
                const text = document.querySelector("[data-editor-text] [contenteditable]");
                text.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
            }
            """,
            pictures
        );

        await writer.SeesAsync("已插入 3 张图片");
        var images = writer.Page.Locator("[data-editor-text] [contenteditable] img");
        await Assertions.Expect(images).ToHaveCountAsync(3);
        await Assertions.Expect(writer.Page.Locator("[data-preview-body] img")).ToHaveCountAsync(3);
        var widths = await images.EvaluateAllAsync<int[]>("all => Promise.all(all.map(async (i) => (await i.decode(), i.naturalWidth)))");
        Assert.Equal([61, 62, 63], widths);
    }

    [Theory]
    [InlineData(Width.Desk)]
    [InlineData(Width.Phone)]
    public async Task What_is_typed_is_saved_by_itself_as_one_version(Width width)
    {
        await using var writer = await BeginAsync("自动", width);
        var page = writer.Page;
        await TypeAsync(writer, "井下一千米，");

        await StatusAsync(writer, "已自动保存");
        await page.WaitForURLAsync(new System.Text.RegularExpressions.Regex("/staff/stories/[0-9]+/edit"));
        var id = long.Parse(new Uri(page.Url).Segments[^2].TrimEnd('/'));
        var saved = page.WaitForResponseAsync(answer => answer.Url.Contains("edit?handler=Autosave"));
        await TypeAsync(writer, "他守着一束光。");
        await saved;
        await writer.LookAsync("story-saved-by-itself");
        // What was typed since is saved as the page is left.
        var left = page.WaitForResponseAsync(answer => answer.Url.Contains("edit?handler=Autosave"));
        await TypeAsync(writer, "最后一句。");
        await page.EvaluateAsync("() => window.dispatchEvent(new PageTransitionEvent('pagehide'))");
        await left;

        var version = Assert.Single(await Store.ListVersionsAsync(id, Ct));
        Assert.Contains("井下一千米，他守着一束光。最后一句。", version.Body);
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("[data-editor-text]")).ToContainTextAsync("最后一句");
    }

    [Fact]
    public async Task With_the_session_or_the_net_gone_the_text_stays_and_is_saved_once_they_are_back()
    {
        await using var writer = await BeginAsync("断开");
        writer.Expects("401");
        writer.Expects("400");
        writer.Expects("ERR_INTERNET_DISCONNECTED");
        var page = writer.Page;
        await TypeAsync(writer, "开头。");
        await StatusAsync(writer, "已自动保存");
        var id = long.Parse(new Uri(page.Url).Segments[^2].TrimEnd('/'));

        await page.Context.SetOfflineAsync(true);
        await TypeAsync(writer, "离线写的。");
        await StatusAsync(writer, "网络不通，还没有自动保存");
        await page.Context.SetOfflineAsync(false);
        await StatusAsync(writer, "已自动保存");
        await page.Context.ClearCookiesAsync();
        await TypeAsync(writer, "登录失效后写的。");
        await StatusAsync(writer, "请在新标签页登录");
        await Assertions.Expect(page.Locator("[data-editor-text]")).ToContainTextAsync("登录失效后写的");
        var again = await venue
            .Services.GetRequiredService<StaffSessions>()
            .OpenAsync(account.Id, "127.0.0.1", "测试", venue.Services.GetRequiredService<TimeProvider>().GetUtcNow(), Ct);
        await page.Context.AddCookiesAsync([
            new()
            {
                Name = StaffArrange.Cookie,
                Value = again,
                Url = venue.BaseUrl,
            },
        ]);
        await StatusAsync(writer, "已自动保存");

        var version = Assert.Single(await Store.ListVersionsAsync(id, Ct));
        Assert.Contains("开头。离线写的。登录失效后写的。", version.Body);
    }

    private StaffMember account = null!;

    /// <summary>A new story with a title, its text still empty.</summary>
    private async Task<Visit> BeginAsync(string title, Width width = Width.Desk)
    {
        var now = venue.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        await venue.Services.GetRequiredService<SeasonStore>().AddAsync(Actor.Command, NewSeason.Of(2026, "2026", ""), now, Ct);
        var writer = await venue.OpenAsync(width);
        account = await writer.SignInAsync(venue, Role.Secretary);
        var page = writer.Page;
        await page.GotoAsync("/staff/stories/new");
        await page.GetByLabel("人物").FillAsync("张岩");
        await page.GetByLabel("标题（最多 32 字）").FillAsync($"{title} {Guid.NewGuid().ToString("N")[..4]}");
        await page.Locator("[data-editor-text] [contenteditable]").ClickAsync();
        return writer;
    }

    /// <summary>What the page says about its saving, which it does every few seconds.</summary>
    private static Task StatusAsync(Visit writer, string words) =>
        Assertions.Expect(writer.Page.Locator("[data-saved]")).ToContainTextAsync(words, new() { Timeout = 30_000 });

    private static async Task TypeAsync(Visit writer, string words)
    {
        await writer.Page.Locator("[data-editor-text] [contenteditable]").ClickAsync();
        await writer.Page.Keyboard.PressAsync("Control+End");
        await writer.Page.Keyboard.TypeAsync(words);
    }

    private static Task PasteAsync(Visit writer, string html, string rtf) =>
        writer.Page.EvaluateAsync(
            """
            ([html, rtf]) => {
                const data = new DataTransfer();
                data.setData("text/html", html);
                data.setData("text/rtf", rtf);
                const text = document.querySelector("[data-editor-text] [contenteditable]");
                text.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
            }
            """,
            new[] { html, rtf }
        );

    private static string Hex(int number) => Convert.ToHexStringLower(TestPicture.Png(64, 48, number));
}
