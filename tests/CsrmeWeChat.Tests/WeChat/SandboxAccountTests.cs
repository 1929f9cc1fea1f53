using System.Text.Json;
using static CsrmeWeChat.Tests.WeChatClient.WeChatLab;

namespace CsrmeWeChat.Tests.WeChatClient;

/// <summary>The stand-in's official account: followers, tags, menu, articles, quotas. Asked over the wire, without our client.</summary>
public sealed class SandboxAccountTests
{
    private static readonly byte[] Jpeg = [0xFF, 0xD8, 0xFF, 0xE0, 0, 0];

    [Fact]
    public async Task Tags_are_made_changed_given_and_removed()
    {
        await using var lab = await StartAsync();
        var (wire, openId) = (new Wire(lab.Sandbox.BaseUrl), lab.NewUser(follows: true).OpenIds[AccountAppId]);
        var token = await wire.TokenAsync(AccountAppId, AccountSecret);
        string Path(string api) => $"/cgi-bin/tags/{api}?access_token={token}";

        var made = (await wire.PostAsync(Path("create"), new { tag = new { name = "青年" } })).GetProperty("tag");
        var id = made.GetProperty("id").GetInt32();
        Assert.Equal(45157, await wire.RefusalAsync(Path("create"), new { tag = new { name = "青年" } }));
        Assert.Equal(45158, await wire.RefusalAsync(Path("create"), new { tag = new { name = "十一个汉字的标签名称啊" } }));
        Assert.Equal(0, await wire.RefusalAsync(Path("update"), new { tag = new { id, name = "青年会员" } }));
        Assert.Equal(0, await wire.RefusalAsync(Path("members/batchtagging"), new { openid_list = new[] { openId }, tagid = id }));
        Assert.Equal(id, (await wire.PostAsync(Path("getidlist"), new { openid = openId })).GetProperty("tagid_list")[0].GetInt32());
        var tagged = await wire.PostAsync($"/cgi-bin/user/tag/get?access_token={token}", new { tagid = id });
        Assert.Equal(openId, tagged.GetProperty("data").GetProperty("openid")[0].GetString());
        Assert.Equal(0, await wire.RefusalAsync(Path("delete"), new { tag = new { id } }));
        Assert.Empty(lab.Control.TagsOf(openId));
        Assert.Equal(45159, await wire.RefusalAsync(Path("delete"), new { tag = new { id } }));
    }

    [Fact]
    public async Task A_follower_who_left_is_told_to_have_left()
    {
        await using var lab = await StartAsync();
        var (wire, openId) = (new Wire(lab.Sandbox.BaseUrl), lab.NewUser(follows: true).OpenIds[AccountAppId]);
        var path = $"/cgi-bin/user/info?access_token={await wire.TokenAsync(AccountAppId, AccountSecret)}&openid=";

        Assert.Equal(1, (await wire.GetAsync(path + openId)).GetProperty("subscribe").GetInt32());
        lab.Control.SetFollows(openId, follows: false);
        Assert.Equal(0, (await wire.GetAsync(path + openId)).GetProperty("subscribe").GetInt32());
        Assert.Equal(40003, Wire.CodeOf(await wire.GetAsync($"{path}o-nobody")));
    }

    [Theory]
    [InlineData("""{"type":"scancode_waitmsg","name":"扫码","key":"k"}""", 0)]
    [InlineData("""{"type":"pic_photo_or_album","name":"拍照","key":"k"}""", 0)]
    [InlineData("""{"type":"location_select","name":"位置"}""", 40019)]
    [InlineData("""{"type":"media_id","name":"图","media_id":"none"}""", 40007)]
    [InlineData("""{"type":"view","name":"学会","url":"ftp://a.example"}""", 40055)]
    [InlineData("""{"name":"组","sub_button":[{"type":"view","name":"学会","url":"ftp://a.example"}]}""", 40054)]
    [InlineData("""{"name":"组","sub_button":[{"type":"click","name":"一","key":""}]}""", 40026)]
    [InlineData("""{"type":"miniprogram","name":"小程序","appid":"wx-none","pagepath":"p","url":"https://a.example"}""", 40013)]
    [InlineData("""{"type":"miniprogram","name":"小程序","appid":"wx00000000000000aa","pagepath":"p","url":"https://a.example"}""", 0)]
    [InlineData("""{"type":"magic","name":"别的"}""", 40017)]
    public async Task A_button_of_the_menu_is_of_a_kind_that_WeChat_knows(string button, int errCode)
    {
        await using var lab = await StartAsync();
        var wire = new Wire(lab.Sandbox.BaseUrl);
        var token = await wire.TokenAsync(AccountAppId, AccountSecret);

        var answer = await wire.PostTextAsync($"/cgi-bin/menu/create?access_token={token}", $$"""{"button":[{{button}}]}""");

        Assert.Equal(errCode, Wire.CodeOf(answer));
        var menu = await wire.GetAsync($"/cgi-bin/menu/get?access_token={token}");
        Assert.Equal(errCode == 0 ? 0 : 46003, Wire.CodeOf(menu));
        Assert.Equal(0, Wire.CodeOf(await wire.GetAsync($"/cgi-bin/menu/delete?access_token={token}")));
        Assert.Null(lab.Control.MenuOf(AccountAppId));
    }

    [Fact]
    public async Task Keys_and_addresses_of_the_menu_are_counted_in_bytes()
    {
        await using var lab = await StartAsync();
        var wire = new Wire(lab.Sandbox.BaseUrl);
        var path = $"/cgi-bin/menu/create?access_token={await wire.TokenAsync(AccountAppId, AccountSecret)}";
        Task<int> SetAsync(object button) => wire.RefusalAsync(path, new { button = new[] { button } });

        Assert.Equal(
            0,
            await SetAsync(
                new
                {
                    type = "click",
                    name = "投稿",
                    key = new string('岩', 42),
                }
            )
        );
        Assert.Equal(
            40019,
            await SetAsync(
                new
                {
                    type = "click",
                    name = "投稿",
                    key = new string('岩', 43),
                }
            )
        );
        Assert.Equal(
            40055,
            await SetAsync(
                new
                {
                    type = "view",
                    name = "学会",
                    url = "https://a.example/" + new string('岩', 336),
                }
            )
        );
    }

    [Fact]
    public async Task A_draft_has_up_to_eight_articles_is_changed_listed_and_published()
    {
        await using var lab = await StartAsync();
        var wire = new Wire(lab.Sandbox.BaseUrl);
        var token = await wire.TokenAsync(AccountAppId, AccountSecret);
        string Path(string api) => $"/cgi-bin/{api}?access_token={token}";
        var cover = (await wire.PostFileAsync($"{Path("material/add_material")}&type=thumb", Jpeg, "a.jpg"))
            .GetProperty("media_id")
            .GetString();
        object Article(string title) =>
            new
            {
                title,
                content = "<p>正文</p>",
                thumb_media_id = cover,
            };

        var draft = await wire.PostAsync(Path("draft/add"), new { articles = new[] { Article("一"), Article("二") } });
        var mediaId = draft.GetProperty("media_id").GetString();
        Assert.Equal(47001, await wire.RefusalAsync(Path("draft/add"), new { articles = Enumerable.Repeat(Article("多"), 9) }));
        Assert.Equal(
            0,
            await wire.RefusalAsync(
                Path("draft/update"),
                new
                {
                    media_id = mediaId,
                    index = 1,
                    articles = Article("改过"),
                }
            )
        );
        var list = await wire.PostAsync(Path("draft/batchget"), new { offset = 0, count = 20 });
        Assert.Equal(1, list.GetProperty("total_count").GetInt32());
        Assert.Equal(
            "改过",
            list.GetProperty("item")[0].GetProperty("content").GetProperty("news_item")[1].GetProperty("title").GetString()
        );
        Assert.Equal(1, (await wire.GetAsync(Path("draft/count"))).GetProperty("total_count").GetInt32());

        lab.Control.Articles.Take(AccountAppId, TimeSpan.FromMinutes(3));
        var id = (await wire.PostAsync(Path("freepublish/submit"), new { media_id = mediaId })).GetProperty("publish_id").GetString()!;
        Task<JsonElement> StatusAsync() => wire.PostAsync(Path("freepublish/get"), new { publish_id = long.Parse(id) });
        Assert.Equal(1, (await StatusAsync()).GetProperty("publish_status").GetInt32());
        lab.Time.Advance(TimeSpan.FromMinutes(3));
        var published = await StatusAsync();
        Assert.Equal(0, published.GetProperty("publish_status").GetInt32());
        Assert.Equal(2, published.GetProperty("article_detail").GetProperty("count").GetInt32());
        var article = new { article_id = published.GetProperty("article_id").GetString() };
        Assert.Equal(
            "一",
            (await wire.PostAsync(Path("freepublish/getarticle"), article)).GetProperty("news_item")[0].GetProperty("title").GetString()
        );
        Assert.Equal(0, await wire.RefusalAsync(Path("freepublish/delete"), article));
        Assert.Equal(5, (await StatusAsync()).GetProperty("publish_status").GetInt32());
    }

    [Theory]
    [InlineData("image", 10 << 20, 45001)]
    [InlineData("thumb", 64 << 10, 45001)]
    [InlineData("image", 100, 0)]
    [InlineData("thumb", 100, 0)]
    [InlineData("voice", 100, 40005)]
    [InlineData("music", 100, 40004)]
    public async Task A_material_is_of_a_known_kind_and_not_too_large(string type, int bytes, int errCode)
    {
        await using var lab = await StartAsync();
        var wire = new Wire(lab.Sandbox.BaseUrl);
        var path = $"/cgi-bin/material/add_material?type={type}&access_token={await wire.TokenAsync(AccountAppId, AccountSecret)}";

        Assert.Equal(errCode, Wire.CodeOf(await wire.PostFileAsync(path, [.. Jpeg, .. new byte[bytes]], "a.jpg")));
    }

    [Fact]
    public async Task A_mass_send_takes_its_time_and_is_known_again_for_a_day()
    {
        await using var lab = await StartAsync();
        await using var listener = await Listener.StartAsync();
        lab.NewUser(follows: true);
        var wire = new Wire(lab.Sandbox.BaseUrl);
        lab.Control.Pushes.SetCallback(AccountAppId, Pushed.PlainJson with { Url = listener.Url });
        lab.Control.Articles.Take(AccountAppId, TimeSpan.FromMinutes(2));
        var sent = await SendTextAsync(wire, "各位会员", new string('a', 32));
        var id = sent.GetProperty("msg_id").GetInt64();

        Assert.Equal(45067, Wire.CodeOf(await SendTextAsync(wire, "各位会员", new string('a', 33))));
        Assert.Equal("SENDING", await StatusAsync(wire, $"{id}"));
        lab.Time.Advance(TimeSpan.FromMinutes(2));
        var told = await listener.NextAsync(Ct);
        Assert.Equal((id, "send success"), (told["MsgID"]!.GetValue<long>(), $"{told["Status"]}"));
        Assert.Equal(0, told["CopyrightCheckResult"]!["Count"]!.GetValue<int>());
        Assert.Equal("SEND_SUCCESS", await StatusAsync(wire, id));
        Assert.Equal(id, (await SendTextAsync(wire, "别的", new string('a', 32))).GetProperty("msg_id").GetInt64());
        lab.Time.Advance(TimeSpan.FromHours(24));
        Assert.NotEqual(id, (await SendTextAsync(wire, "别的", new string('a', 32))).GetProperty("msg_id").GetInt64());
    }

    [Fact]
    public async Task A_mass_send_without_an_id_is_known_again_by_what_it_says()
    {
        await using var lab = await StartAsync();
        var wire = new Wire(lab.Sandbox.BaseUrl);

        Assert.Equal(0, Wire.CodeOf(await SendTextAsync(wire, "各位会员")));
        lab.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(45065, Wire.CodeOf(await SendTextAsync(wire, "各位会员")));
        Assert.Equal(0, Wire.CodeOf(await SendTextAsync(wire, "别的")));
    }

    [Fact]
    public async Task A_mass_send_meets_a_busy_WeChat_a_missing_tag_and_an_original()
    {
        await using var lab = await StartAsync();
        await using var listener = await Listener.StartAsync();
        var wire = new Wire(lab.Sandbox.BaseUrl);
        lab.Control.Pushes.SetCallback(AccountAppId, Pushed.PlainJson with { Url = listener.Url });
        lab.Control.Articles.BeBusy(AccountAppId);
        Assert.Equal(268488001, Wire.CodeOf(await SendTextAsync(wire, "一", "c1")));
        lab.Control.Articles.BeBusy(AccountAppId, 42010);
        Assert.Equal(42010, Wire.CodeOf(await SendTextAsync(wire, "一", "c1")));
        lab.Control.Articles.WantTagId(AccountAppId);
        Assert.Equal(40152, Wire.CodeOf(await SendTextAsync(wire, "一", "c1")));
        Assert.Equal(0, Wire.CodeOf(await SendTextAsync(wire, "一", "c1", tag: "")));
        await listener.NextAsync(Ct);

        lab.Control.Articles.Take(AccountAppId, TimeSpan.FromHours(1));
        var id = (await SendTextAsync(wire, "二", "c2", tag: "")).GetProperty("msg_id").GetInt64();
        lab.Control.Articles.End(AccountAppId, id, "SEND_FAIL", "err(30003)", "https://mp.weixin.qq.com/s/original");
        var told = await listener.NextAsync(Ct);
        Assert.Equal("err(30003)", $"{told["Status"]}");
        Assert.Equal(
            "https://mp.weixin.qq.com/s/original",
            $"{told["CopyrightCheckResult"]!["ResultList"]!["item"]!["OriginalArticleUrl"]}"
        );
    }

    [Fact]
    public async Task A_protected_mass_send_that_nobody_confirms_is_told_to_have_failed()
    {
        await using var lab = await StartAsync();
        await using var listener = await Listener.StartAsync();
        var wire = new Wire(lab.Sandbox.BaseUrl);
        lab.Control.Pushes.SetCallback(AccountAppId, Pushed.PlainJson with { Url = listener.Url });
        lab.Control.Articles.Protect(AccountAppId);
        await SendTextAsync(wire, "一", "c1");

        lab.Time.Advance(TimeSpan.FromMinutes(30));

        Assert.Equal("err(40002)", $"{(await listener.NextAsync(Ct))["Status"]}");
    }

    [Fact]
    public async Task A_quota_is_asked_by_a_path_of_this_kind_of_account_and_cleared_ten_times_a_month()
    {
        await using var lab = await StartAsync();
        var wire = new Wire(lab.Sandbox.BaseUrl);
        var token = await wire.TokenAsync(AccountAppId, AccountSecret);
        Task<int> AskAsync(string path) => wire.RefusalAsync($"/cgi-bin/openapi/quota/get?access_token={token}", new { cgi_path = path });
        Task<int> ClearAsync() => wire.RefusalAsync($"/cgi-bin/clear_quota?access_token={token}", new { appid = AccountAppId });

        Assert.Equal(0, await AskAsync("/cgi-bin/draft/add"));
        Assert.Equal(76003, await AskAsync("cgi-bin/draft/add"));
        Assert.Equal(76021, await AskAsync("/cgi-bin/none"));
        Assert.Equal(76022, await AskAsync("/wxa/msg_sec_check"));
        Assert.Equal(76022, await AskAsync("/sns/jscode2session"));

        lab.Control.SetQuota(AccountAppId, "/cgi-bin/tags/get", perDay: 1);
        Assert.Equal(0, Wire.CodeOf(await wire.GetAsync($"/cgi-bin/tags/get?access_token={token}")));
        Assert.Equal(45009, Wire.CodeOf(await wire.GetAsync($"/cgi-bin/tags/get?access_token={token}")));
        Assert.Equal(0, await ClearAsync());
        Assert.Equal(0, Wire.CodeOf(await wire.GetAsync($"/cgi-bin/tags/get?access_token={token}")));
        for (var count = 1; count < 10; count++)
        {
            Assert.Equal(0, await ClearAsync());
        }

        Assert.Equal(48006, await ClearAsync());
    }

    private static async Task<JsonElement> SendTextAsync(Wire wire, string content, string? clientId = null, string? tag = null)
    {
        var filter = new Dictionary<string, object> { ["is_to_all"] = true };
        if (tag is not null)
        {
            filter["tag_id"] = tag;
        }

        return await wire.PostAsync(
            $"/cgi-bin/message/mass/sendall?access_token={await wire.TokenAsync(AccountAppId, AccountSecret)}",
            new
            {
                filter,
                text = new { content },
                msgtype = "text",
                clientmsgid = clientId ?? "",
            }
        );
    }

    private static async Task<string?> StatusAsync<T>(Wire wire, T id) =>
        (
            await wire.PostAsync(
                $"/cgi-bin/message/mass/get?access_token={await wire.TokenAsync(AccountAppId, AccountSecret)}",
                new { msg_id = id }
            )
        )
            .GetProperty("msg_status")
            .GetString();
}
