using CsrmeWeChat.Callbacks;
using CsrmeWeChat.Foundation.Audit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace CsrmeWeChat.Browser.Tests;

/// <summary>The page of the stand-in for WeChat, as somebody uses it who tries the product.</summary>
public sealed class SandboxPageJobs(Venue venue)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Width.Desk)]
    [InlineData(Width.Phone)]
    public async Task Each_button_says_beneath_it_what_came_of_it(Width width)
    {
        var word = $"口令{Guid.NewGuid().ToString("N")[..6]}";
        var reply = AutoReplyFields.Of(AutoReplyKind.Keyword, word, Matching.Exact, "福利在小程序里。", enabled: true);
        await venue.Services.GetRequiredService<AutoReplyStore>().AddAsync(Actor.Command, reply, TimeProvider.System.GetUtcNow(), Ct);
        venue.WeChat.Pushes.SetCallback(Pushed.Official, Pushed.Safe with { Url = $"{venue.BaseUrl}/callbacks/official" });
        venue.WeChat.RegisterTemplate(Pushed.Mini, "page-reminder", ["thing1"]);
        var ordered = venue.WeChat.TellCrowd("300 部手机已登录");
        try
        {
            await using var visit = await venue.OpenAsync(width, at: venue.WeChatUrl);
            await visit.Page.GotoAsync("/");

            await visit.Button("关注").ClickAsync();
            await SaysAsync(visit, "关注公众号", "公众号");
            await visit.Page.GetByLabel("消息", new() { Exact = true }).FillAsync(word);
            await SendUntilRepliedAsync(visit, "公众号回复：福利在小程序里。");
            await visit.Button("现在来抢").ClickAsync();
            await SaysAsync(visit, "300 部手机来抢", "300 部手机已登录");
            Assert.Equal(ordered + 1, venue.WeChat.TellCrowd("300 部手机已登录"));

            await visit.Button("系统繁忙（-1）").ClickAsync();
            await SaysAsync(visit, "让微信出错", "答复 -1");
            Assert.Equal(-1, Assert.Single(venue.WeChat.Faults).ErrCode);
            await visit.Button("恢复正常").ClickAsync();
            await SaysAsync(visit, "让微信出错", "已恢复正常");
            Assert.Empty(venue.WeChat.Faults);
            await visit.LookAsync("sandbox");
        }
        finally
        {
            venue.WeChat.ClearFaults();
            venue.WeChat.Pushes.SetCallback(Pushed.Official, null);
        }
    }

    /// <summary>Replies are remembered for two seconds, and the test before may just have asked: it is sent until it is answered.</summary>
    private static async Task SendUntilRepliedAsync(Visit visit, string words)
    {
        for (var sent = 0; sent < 150; sent++)
        {
            await visit.Page.RunAndWaitForResponseAsync(() => visit.Button("发送").ClickAsync(), response => response.Ok);
            await Assertions.Expect(Output(visit, "给公众号发消息")).ToContainTextAsync("公众号");
            if ((await Output(visit, "给公众号发消息").TextContentAsync())?.Contains(words, StringComparison.Ordinal) is true)
            {
                return;
            }
            await Task.Delay(200, Ct);
        }
        await SaysAsync(visit, "给公众号发消息", words);
    }

    private static Task SaysAsync(Visit visit, string title, string words) =>
        Assertions.Expect(Output(visit, title)).ToContainTextAsync(words);

    private static ILocator Output(Visit visit, string title)
    {
        var heading = visit.Page.GetByRole(AriaRole.Heading, new() { Name = title, Exact = true });
        return visit.Page.Locator(".act").Filter(new() { Has = heading }).Locator("output");
    }
}
