using System.Text.Json;
using WeChat;
using static CsrmeWeChat.Tests.WeChatClient.WeChatLab;

namespace CsrmeWeChat.Tests.WeChatClient;

/// <summary>WeChat refuses \uXXXX in bodies (40033), or shows it to people.</summary>
public sealed class UnescapedTextTests
{
    private const string CheckApi = "/wxa/msg_sec_check";

    [Fact]
    public async Task No_character_goes_out_as_a_number()
    {
        await using var lab = await StartAsync();
        var all = string.Concat(Enumerable.Range(0, 0x250).Select(code => (char)code)) + "\u2028\u2029\uFEFF𠮷😀é汉\"\\/<>&'+";

        await lab.MiniProgram.CheckTextAsync(new TextToCheck(lab.NewVisitor(), CheckScene.Forum, all), Ct);

        var body = lab.Control.Received(CheckApi)[0].Body;
        Assert.DoesNotContain("\\u", body);
        Assert.Contains("\\n", body);
        var sent = JsonDocument.Parse(body).RootElement.GetProperty("content").GetString()!;
        Assert.Equal(
            string.Concat(all.Where(character => !char.IsControl(character) || "\n\r\t\b\f".Contains(character, StringComparison.Ordinal))),
            sent
        );
    }

    [Fact]
    public async Task Lines_of_an_article_stay_lines()
    {
        await using var lab = await StartAsync();
        const string Content = "<p>一\n二</p>\r\n<p>\t三</p>";

        var draft = new DraftArticle("标题", "作者", "摘\u0000要", Content, "cover");
        await Assert.ThrowsAsync<WeChatException>(() => lab.OfficialAccount.AddDraftAsync(draft, Ct));

        var body = lab.Control.Received("/cgi-bin/draft/add")[0].Body;
        var article = JsonDocument.Parse(body).RootElement.GetProperty("articles")[0];
        Assert.Equal((Content, "摘要"), (article.GetProperty("content").GetString(), article.GetProperty("digest").GetString()));
        Assert.DoesNotContain("\\u00", body);
    }
}
