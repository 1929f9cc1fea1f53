using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsrmeWeChat.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using WeChat;
using static CsrmeWeChat.Tests.WeChatClient.WeChatLab;

namespace CsrmeWeChat.Tests.WeChatClient;

/// <summary>The stand-in is as strict and as odd towards one message as WeChat. Asked over the wire, without our client.</summary>
public sealed class SandboxOddityTests
{
    private const string TemplateApi = "/cgi-bin/message/template/send",
        SubscriptionApi = "/cgi-bin/message/subscribe/send",
        CustomApi = "/cgi-bin/message/custom/send";

    [Theory]
    [InlineData("""{"content":"第一行\u000a第二行"}""", 40033)]
    [InlineData("""{"content":"\u4e2d"}""", 40033)]
    [InlineData("""{"content":"C:\\users"}""", 40129)]
    [InlineData("""{"content":"第一行\n第二行"}""", 40129)]
    public async Task A_body_holds_no_escaped_character(string body, int errCode)
    {
        await using var lab = await StartAsync();
        var wire = new Wire(lab.Sandbox.BaseUrl);

        var answer = await wire.PostTextAsync($"/wxa/msg_sec_check?access_token={await wire.TokenAsync(MiniAppId, MiniSecret)}", body);

        // What is taken lacks its version.
        Assert.Equal(errCode, Wire.CodeOf(answer));
    }

    [Fact]
    public async Task An_unknown_address_is_answered_200_and_40066()
    {
        await using var lab = await StartAsync();
        var wire = new Wire(lab.Sandbox.BaseUrl);

        var answer = await wire.GetAsync("/cgi-bin/none?access_token=x");

        Assert.Equal(40066, Wire.CodeOf(answer));
        Assert.StartsWith("invalid url", answer.GetProperty("errmsg").GetString(), StringComparison.Ordinal);
        Assert.Equal(40066, await wire.RefusalAsync("/none", new { }));
        Assert.Equal("/none", lab.Control.Received()[0].Api);
    }

    [Fact]
    public async Task A_ban_is_about_the_template_or_the_account_and_a_sensitive_word_about_the_message()
    {
        await using var lab = await StartAsync();
        var (wire, user) = (new Wire(lab.Sandbox.BaseUrl), lab.NewUser());
        var path = $"{SubscriptionApi}?access_token={await wire.TokenAsync(MiniAppId, MiniSecret)}";
        lab.Control.GiveCredits(user.OpenIds[MiniAppId], Reminder, 2);
        Task<int> SendAsync(string text = "报告会") =>
            wire.RefusalAsync(path, Message(user.OpenIds[MiniAppId], Reminder, ("thing1", text), ("time2", "09:00")));

        Assert.Equal(45168, await SendAsync("敏感词"));
        lab.Control.Ban(MiniAppId, Reminder);
        Assert.Equal(43107, await SendAsync());
        lab.Control.Ban(MiniAppId, Reminder, banned: false);
        lab.Control.Ban(MiniAppId);
        Assert.Equal(43107, await SendAsync());
        lab.Control.Ban(MiniAppId, banned: false);
        Assert.Equal(0, await SendAsync());
        Assert.Equal(1, lab.Control.CreditsOf(user.OpenIds[MiniAppId], Reminder));
    }

    [Fact]
    public async Task A_template_message_is_refused_by_the_user_for_its_words_and_as_a_repeat_within_a_minute()
    {
        await using var lab = await StartAsync();
        var (wire, openId) = (new Wire(lab.Sandbox.BaseUrl), lab.NewUser(follows: true).OpenIds[AccountAppId]);
        var path = $"{TemplateApi}?access_token={await wire.TokenAsync(AccountAppId, AccountSecret)}";
        Task<JsonElement> SendAsync(string text, string? clientId = null) =>
            wire.PostAsync(path, Message(openId, Notice, ("thing1", text), ("time2", "09:00"), clientId));

        lab.Control.RefuseTemplates(openId);
        Assert.Equal(43101, Wire.CodeOf(await SendAsync("报告会")));
        lab.Control.RefuseTemplates(openId, refuses: false);
        Assert.Equal(40249, Wire.CodeOf(await SendAsync("违法的话")));
        Assert.Equal(0, Wire.CodeOf(await SendAsync("报告会")));
        Assert.Equal(40241, Wire.CodeOf(await SendAsync("报告会")));
        Assert.Equal(0, Wire.CodeOf(await SendAsync("另一场报告会")));
        var first = await SendAsync("报告会", "c1");
        Assert.Equal(first.GetProperty("msgid").GetInt64(), (await SendAsync("报告会", "c1")).GetProperty("msgid").GetInt64());
        lab.Control.RefuseRepeats(AccountAppId, Notice);
        Assert.Equal(40241, Wire.CodeOf(await SendAsync("报告会", "c1")));

        lab.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(first.GetProperty("msgid").GetInt64(), (await SendAsync("报告会", "c1")).GetProperty("msgid").GetInt64());
        Assert.Equal(0, Wire.CodeOf(await SendAsync("报告会")));
        Assert.Equal(4, lab.Control.Delivered(Notice).Count);
    }

    [Theory]
    [InlineData(false, "success")]
    [InlineData(true, "failed:freq limit")]
    public async Task The_end_of_a_template_message_may_name_no_message(bool hides, string status)
    {
        await using var lab = await StartAsync();
        await using var listener = await Listener.StartAsync();
        var (wire, openId) = (new Wire(lab.Sandbox.BaseUrl), lab.NewUser(follows: true).OpenIds[AccountAppId]);
        lab.Control.Pushes.SetCallback(AccountAppId, Pushed.PlainJson with { Url = listener.Url });
        lab.Control.HideMessageIds(AccountAppId, Notice, hides);
        lab.Control.SetTemplateStatus(openId, status);

        var answer = await wire.PostAsync(
            $"{TemplateApi}?access_token={await wire.TokenAsync(AccountAppId, AccountSecret)}",
            Message(openId, Notice, ("thing1", "报告会"), ("time2", "09:00"), "c1")
        );
        var told = await listener.NextAsync(Ct);

        Assert.Equal(hides ? 0 : answer.GetProperty("msgid").GetInt64(), told["MsgID"]!.GetValue<long>());
        Assert.Equal(status, $"{told["Status"]}");
    }

    [Fact]
    public async Task A_choice_that_is_kept_gives_one_more_with_each_call_and_is_told_once()
    {
        await using var lab = await StartAsync();
        await using var listener = await Listener.StartAsync();
        lab.Control.Pushes.SetCallback(MiniAppId, Pushed.PlainJson with { Url = listener.Url });
        var openId = lab.NewUser().OpenIds[MiniAppId];

        Assert.Single(await lab.Control.Pushes.ChooseAsync(openId, Reminder, accepts: true));
        Assert.Single(await lab.Control.Pushes.ChooseAsync(openId, Reminder, accepts: true, always: true));
        Assert.Empty(await lab.Control.Pushes.ChooseAsync(openId, Reminder, accepts: true));
        Assert.Empty(await lab.Control.Pushes.ChooseAsync(openId, Reminder, accepts: true));
        Assert.Equal(4, lab.Control.CreditsOf(openId, Reminder));

        await lab.Control.Pushes.TakeBackAsync(openId, Reminder, olderForm: true);
        Assert.Equal(0, lab.Control.CreditsOf(openId, Reminder));
        Assert.Equal(
            ["subscribe_msg_popup_event", "subscribe_msg_popup_event", "subscribe_msg_change_event"],
            listener.Received.Select(message => $"{message["Event"]}")
        );
    }

    [Fact]
    public async Task Five_answers_are_allowed_after_somebody_wrote()
    {
        await using var lab = await StartAsync();
        var (wire, openId) = (new Wire(lab.Sandbox.BaseUrl), lab.NewUser(follows: true).OpenIds[AccountAppId]);
        var path = $"{CustomApi}?access_token={await wire.TokenAsync(AccountAppId, AccountSecret)}";
        var answer = new
        {
            touser = openId,
            msgtype = "text",
            text = new { content = "您好" },
        };

        Assert.Equal(45015, await wire.RefusalAsync(path, answer));
        await lab.Control.Pushes.SendTextAsync(openId, "有人吗");
        for (var count = 0; count < 5; count++)
        {
            Assert.Equal(0, await wire.RefusalAsync(path, answer));
        }

        Assert.Equal(45047, await wire.RefusalAsync(path, answer));
    }

    [Fact]
    public async Task A_text_is_checked_for_a_user_of_this_app_and_a_picture_later()
    {
        await using var lab = await StartAsync();
        await using var listener = await Listener.StartAsync();
        var (wire, user) = (new Wire(lab.Sandbox.BaseUrl), lab.NewUser());
        lab.Control.Pushes.SetCallback(MiniAppId, Pushed.PlainJson with { Url = listener.Url });
        lab.Control.Visit(user.OpenIds[MiniAppId]);
        var token = await wire.TokenAsync(MiniAppId, MiniSecret);
        Task<int> CheckAsync(string content, string openid) =>
            wire.RefusalAsync(
                $"/wxa/msg_sec_check?access_token={token}",
                new
                {
                    content,
                    version = 2,
                    scene = 3,
                    openid,
                }
            );

        listener.Files["red.jpg"] = ModerationArrange.NewJpeg(255, 0, 0);
        Assert.Equal(44002, await CheckAsync("", user.OpenIds[MiniAppId]));
        Assert.Equal(43104, await CheckAsync("文字", user.OpenIds[AccountAppId]));
        var asked = await wire.PostAsync(
            $"/wxa/media_check_async?access_token={token}",
            new
            {
                media_url = $"{listener.Url}/red.jpg",
                media_type = 2,
                version = 2,
                scene = 3,
                openid = user.OpenIds[MiniAppId],
            }
        );
        var told = await listener.NextAsync(Ct);
        Assert.Equal(asked.GetProperty("trace_id").GetString(), $"{told["trace_id"]}");
        Assert.Equal("risky", $"{told["result"]!["suggest"]}");
    }

    [Fact]
    public async Task A_foreign_phone_comes_with_its_area_code()
    {
        await using var lab = await StartAsync();
        var wire = new Wire(lab.Sandbox.BaseUrl);
        var openId = lab.Control.MakeUser(phone: "+852-61234567").OpenIds[MiniAppId];

        var answer = await wire.PostAsync(
            $"/wxa/business/getuserphonenumber?access_token={await wire.TokenAsync(MiniAppId, MiniSecret)}",
            new { code = lab.Control.MintPhoneCode(openId) }
        );

        var phone = answer.GetProperty("phone_info");
        Assert.Equal("+85261234567", phone.GetProperty("phoneNumber").GetString());
        Assert.Equal(("61234567", "852"), (phone.GetProperty("purePhoneNumber").GetString(), phone.GetProperty("countryCode").GetString()));
        Assert.Equal(new UserPhone("852", "61234567"), await lab.MiniProgram.GetPhoneAsync(lab.Control.MintPhoneCode(openId), openId, Ct));
    }

    [Fact]
    public async Task A_code_without_a_page_opens_the_first_and_links_lead_to_released_pages()
    {
        await using var lab = await StartAsync();
        var wire = new Wire(lab.Sandbox.BaseUrl);
        var token = await wire.TokenAsync(MiniAppId, MiniSecret);
        var path = $"/wxa/getwxacodeunlimit?access_token={token}";

        var (jpeg, type) = await wire.PictureAsync(path, new { scene = "a=1" });
        Assert.Equal(("image/jpeg", 0xFF), (type, (int)jpeg[0]));
        var (png, clear) = await wire.PictureAsync(path, new { scene = "a=1", is_hyaline = true });
        Assert.Equal(("image/png", "PNG"), (clear, Encoding.ASCII.GetString(png, 1, 3)));
        Assert.Equal(41030, await wire.RefusalAsync(path, new { scene = "a=1", page = "pages/none" }));
        Assert.Equal(85096, await wire.RefusalAsync(path, new { scene = "scancode_time=1" }));

        var link = await wire.PostAsync($"/wxa/generate_urllink?access_token={token}", new { path = "pages/home", query = "a=1" });
        Assert.StartsWith("https://wxaurl.cn/", link.GetProperty("url_link").GetString(), StringComparison.Ordinal);
        Assert.Equal(
            85401,
            await wire.RefusalAsync($"/wxa/generate_urllink?access_token={token}", new { expire_type = 1, expire_interval = 31 })
        );
        var scheme = await wire.PostAsync($"/wxa/generatescheme?access_token={token}", new { jump_wxa = new { path = "pages/home" } });
        Assert.StartsWith("weixin://dl/business/", scheme.GetProperty("openlink").GetString(), StringComparison.Ordinal);
        Assert.Equal(
            40165,
            await wire.RefusalAsync($"/wxa/generatescheme?access_token={token}", new { jump_wxa = new { path = "pages/none" } })
        );
    }

    private static object Message(
        string openId,
        string template,
        (string Key, string Value) one,
        (string Key, string Value) two,
        string? clientId = null
    ) =>
        new
        {
            touser = openId,
            template_id = template,
            data = new Dictionary<string, object> { [one.Key] = new { value = one.Value }, [two.Key] = new { value = two.Value } },
            client_msg_id = clientId ?? "",
        };
}

/// <summary>An address to which WeChat pushes, on a port of its own.</summary>
internal sealed class Listener : IAsyncDisposable
{
    private readonly System.Threading.Channels.Channel<JsonObject> pushed = System.Threading.Channels.Channel.CreateUnbounded<JsonObject>();
    private readonly System.Collections.Concurrent.ConcurrentQueue<JsonObject> received = [];
    private readonly WebApplication app;

    private Listener(WebApplication app) => this.app = app;

    public string Url => app.Urls.Single();

    /// <summary>What can be fetched there, by its name.</summary>
    public System.Collections.Concurrent.ConcurrentDictionary<string, byte[]> Files { get; } = [];

    /// <summary>All there was, oldest first.</summary>
    public IReadOnlyList<JsonObject> Received => [.. received];

    public static async Task<Listener> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        var listener = new Listener(builder.Build());
        listener.app.Urls.Add($"http://127.0.0.1:{Ports.Free()}");
        listener.app.MapPost("/", async (HttpRequest request) =>
        {
            var message = (JsonObject)(await JsonNode.ParseAsync(request.Body))!;
            listener.received.Enqueue(message);
            await listener.pushed.Writer.WriteAsync(message);
            return "success";
        });
        listener.app.MapGet("/{name}", (string name) =>
            listener.Files.TryGetValue(name, out var file) ? Results.Bytes(file) : Results.NotFound()
        );
        listener.app.MapGet("/to/{**place}", (string place) => Results.Redirect($"/{place}"));
        await listener.app.StartAsync();
        return listener;
    }

    /// <summary>The next message, for which it waits.</summary>
    public async Task<JsonObject> NextAsync(CancellationToken ct) => await pushed.Reader.ReadAsync(ct);

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
