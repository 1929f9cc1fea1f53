using System.Net;
using static CsrmeWeChat.Tests.WeChatClient.WeChatLab;

namespace CsrmeWeChat.Tests.WeChatClient;

/// <summary>The stand-in's page, and what its buttons ask for.</summary>
public sealed class SandboxPageTests
{
    [Fact]
    public async Task It_offers_the_first_users_by_a_masked_phone_and_the_mini_program_s_templates()
    {
        await using var lab = await StartAsync();
        using var http = new HttpClient();
        lab.Control.MakeUser("13800001234");

        var page = await http.GetStringAsync($"{lab.Sandbox.BaseUrl}/", Ct);

        Assert.Contains(">138****1234</option>", page);
        Assert.DoesNotContain("13800001234", page);
        Assert.Contains($"<option>{Reminder}</option>", page);
        Assert.Contains("按接口统计", await AfterACallAsync(lab, http));
    }

    [Theory]
    [InlineData("/page.js", "text/javascript")]
    [InlineData("/page.css", "text/css")]
    public async Task Its_files_are_served(string path, string type)
    {
        await using var lab = await StartAsync();
        using var http = new HttpClient();

        using var answer = await http.GetAsync(lab.Sandbox.BaseUrl + path, Ct);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(type, answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Users_are_listed_in_the_order_in_which_they_were_made()
    {
        await using var lab = await StartAsync();
        using var http = new HttpClient();
        var made = lab.Control.MakeUsers(5);

        var listed = lab.Control.ListUsers(3);

        Assert.Equal(made.Take(3).Select(user => user.OpenIds[MiniAppId]), listed.Select(user => user.OpenIds[MiniAppId]));
        Assert.Contains(made[1].Phone, await http.GetStringAsync($"{lab.Sandbox.BaseUrl}/sandbox/users?limit=2", Ct));
        Assert.DoesNotContain(made[2].Phone, await http.GetStringAsync($"{lab.Sandbox.BaseUrl}/sandbox/users?limit=2", Ct));
    }

    [Fact]
    public async Task The_button_for_many_phones_is_told_to_who_plays_them_and_their_words_are_shown()
    {
        await using var lab = await StartAsync();
        var wire = new Wire(lab.Sandbox.BaseUrl);

        var before = await wire.StatusAsync("/sandbox/crowd", new { });
        var first = await wire.PostAsync("/sandbox/crowd/words", new { words = "300 部手机已登录" });
        var pressed = await wire.StatusAsync("/sandbox/crowd", new { });
        var next = await wire.PostAsync("/sandbox/crowd/words", new { words = "抢过了" });

        Assert.Equal(HttpStatusCode.NotFound, before);
        Assert.Equal(0, first.GetProperty("ordered").GetInt64());
        Assert.Equal(HttpStatusCode.NoContent, pressed);
        Assert.Equal(1, next.GetProperty("ordered").GetInt64());
        Assert.Equal("抢过了", lab.Control.CrowdWords);
    }

    [Fact]
    public async Task Phones_of_which_nothing_is_heard_are_not_there()
    {
        await using var lab = await StartAsync();
        lab.Control.TellCrowd("300 部手机已登录");

        lab.Time.Advance(TimeSpan.FromSeconds(15));

        Assert.Null(lab.Control.CrowdWords);
        Assert.False(lab.Control.TryOrderCrowd());
    }

    [Fact]
    public async Task A_user_may_have_followed_since_a_day_in_the_past()
    {
        await using var lab = await StartAsync();
        var wire = new Wire(lab.Sandbox.BaseUrl);
        var openId = lab.Control.MakeUser().OpenIds[AccountAppId];
        var since = lab.Time.GetUtcNow().AddDays(-100);

        await wire.StatusAsync(
            "/sandbox/follows",
            new
            {
                openId,
                follows = true,
                at = since,
            }
        );

        var follower = Assert.Single(await lab.OfficialAccount.GetFollowersAsync([openId], Ct));
        Assert.Equal(since.ToUnixTimeSeconds(), follower.FollowedAt!.Value.ToUnixTimeSeconds());
    }

    private static async Task<string> AfterACallAsync(WeChatLab lab, HttpClient http)
    {
        await new Wire(lab.Sandbox.BaseUrl).TokenAsync(MiniAppId, MiniSecret);
        return await http.GetStringAsync($"{lab.Sandbox.BaseUrl}/page/seen", Ct);
    }
}
