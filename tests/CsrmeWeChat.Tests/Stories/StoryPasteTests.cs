using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Media;
using CsrmeWeChat.Stories;
using CsrmeWeChat.Testing;

namespace CsrmeWeChat.Tests;

/// <summary>Texts as they are pasted from web pages, from WeChat and from Word, and texts that are made to be a burden.</summary>
public sealed class StoryPasteTests(Newsroom room) : IClassFixture<Newsroom>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private StoryBody Bodies => room.App.Get<StoryBody>();

    /// <summary>Each took the parser a minute and more of a core, or filled the stack.</summary>
    public static TheoryData<string, string> Burdens =>
        new()
        {
            { "nested sections", Repeat("<section>", 100_000) },
            { "nested bold", Repeat("<b>", 100_000) },
            { "nested divisions with text", Repeat("<div>a", 50_000) },
            { "formats left open over paragraphs", Repeat("<p><b><i><u>a</p>", 20_000) },
            { "nested lists", Repeat("<ul><li>", 50_000) },
            { "nested tables", Repeat("<table><tr><td>", 30_000) },
            { "paragraphs beside each other", Repeat("<p>a</p>", 100_000) },
            { "nested drawings", $"<svg>{Repeat("<g>", 100_000)}</svg>" },
            { "attributes of one element", $"<p {Repeat("a{0} ", 200_000)}>text" },
            { "text without end", Repeat("很长的文字", 500_000) },
        };

    [Theory]
    [MemberData(nameof(Burdens))]
    public async Task A_text_that_would_burden_the_parser_is_refused_in_words(string what, string html)
    {
        var body = await Bodies.CleanAsync(html, Ct);

        Assert.True(body.Html is "", what);
        Assert.Contains("没有保留", body.Why);
        Assert.Contains("再粘贴", body.Why);
    }

    [Fact]
    public async Task A_burden_that_comes_by_the_form_is_told_on_the_page()
    {
        var secretary = await room.App.NewStaffAsync(Role.Secretary);

        var page = await TestStaff.PageOf(
            await secretary.PostAsync(
                "/staff/stories/new",
                ("Form.Person", "张岩"),
                ("Form.ProgrammeYear", "2022"),
                ("Form.Title", "标题"),
                ("Form.Body", Repeat("<section>", 1_000))
            )
        );

        Assert.Contains("一层套一层", page);
    }

    [Fact]
    public async Task What_people_really_paste_is_far_from_the_limits()
    {
        // A page of WeChat nests some 40 sections; Word writes a span for every few characters.
        var pasted =
            Repeat("<section style=\"padding-left:1px\">", 60)
            + Repeat("<p class=MsoNormal style='mso-list:l0 level1 lfo1'><span lang=EN-US style='font-size:12.0pt'>深部</span></p>", 3_000)
            + Repeat("</section>", 60)
            + "<p style=\"background:x\" title=\"a < b > c\">1 < 2 and 3 > 2</p>";

        var body = await Bodies.CleanAsync(pasted, Ct);

        Assert.Null(body.Why);
        Assert.Equal(3_001, StoryDifference.LinesOf(body.Html).Count);
    }

    [Fact]
    public async Task A_style_that_is_longer_than_any_editor_writes_goes_and_its_text_stays()
    {
        var body = await Bodies.CleanAsync($"<p style=\"width:{Repeat("calc(", 100_000)}\">字</p>", Ct);

        Assert.Equal("<p>字</p>", body.Html);
    }

    [Fact]
    public async Task A_formula_that_is_drawn_becomes_a_picture_and_the_others_are_marked_where_they_stood()
    {
        var body = await Bodies.CleanAsync(Case("story-formula.html"), Ct);

        Assert.Contains("alt=\"\\sigma_1=\\sigma_3+\\sigma_c\"", body.Html);
        Assert.Contains("width: 10ex", body.Html);
        Assert.Contains("vertical-align: -0.5ex", body.Html);
        Assert.Single(body.Html.Split("/media/").Skip(1));
        Assert.Contains("应力 【公式：σ=Eε】 之间", body.Html);
        Assert.Contains("公式 【公式：E=mc^2】 如上", body.Html);
        Assert.Contains("2 个公式（已在原处标明【公式】）", body.Loss);
        var name = body.Html.Split("/media/")[1].Split('"')[0];
        Assert.Equal("image/png", (await room.App.CreateClient().GetAsync($"/media/{name}", Ct)).Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("<image href=\"file:///etc/passwd\"/>")]
    [InlineData("<foreignObject><p>x</p></foreignObject>")]
    [InlineData("<style>@import url(file:///etc/passwd)</style>")]
    public async Task A_formula_that_draws_from_elsewhere_is_not_drawn(string inside)
    {
        var svg = $"<svg viewBox=\"0 0 100 20\" style=\"width:10ex\"><path d=\"M0 0L9 9\"/>{inside}</svg>";

        var body = await Bodies.CleanAsync($"<p>式<span data-formula=\"a\">{svg}</span></p>", Ct);

        Assert.Equal("<p>式【公式：a】</p>", body.Html);
    }

    [Fact]
    public async Task A_formula_whose_parts_repeat_each_other_without_end_is_marked()
    {
        var uses = string.Concat(Enumerable.Range(1, 30).Select(i => $"<g id=\"g{i}\">{Repeat($"<use href=\"#g{i - 1}\"/>", 10)}</g>"));
        var svg = $"<svg viewBox=\"0 0 100 20\"><defs><g id=\"g0\"><path d=\"M0 0L9 9\"/></g>{uses}</defs><use href=\"#g30\"/></svg>";

        var body = await Bodies.CleanAsync($"<p data-formula=\"a\">{svg}</p>", Ct);

        Assert.Contains("公式", body.Html);
    }

    [Fact]
    public async Task Videos_voices_background_pictures_and_cards_are_counted_and_said()
    {
        var body = await Bodies.CleanAsync(Case("story-video.html"), Ct);

        Assert.Equal(["请看视频", "卷首", "完"], StoryDifference.LinesOf(body.Html));
        foreach (var said in (string[])["1 个视频", "1 段语音", "1 幅背景图片", "1 张卡片"])
        {
            Assert.Contains(said, body.Loss);
        }
    }

    [Fact]
    public async Task What_was_lost_is_said_where_the_story_is_looked_at()
    {
        var secretary = await room.App.NewStaffAsync(Role.Secretary);

        var page = await secretary.FollowAsync(
            await secretary.PostAsync(
                "/staff/stories/new",
                ("Form.Person", "张岩"),
                ("Form.ProgrammeYear", "2022"),
                ("Form.Title", "标题"),
                ("Season", "2026"),
                ("Form.Body", Case("story-video.html"))
            )
        );

        Assert.Contains("1 个视频", page);
        Assert.Contains("没有保留", page);
    }

    [Fact]
    public async Task A_moving_picture_below_WeChat_s_limits_stays_one_to_the_draft()
    {
        var gif = await File.ReadAllBytesAsync(CasePath("story-animated.gif"), Ct);

        var body = await Bodies.CleanAsync($"<p><img src=\"data:image/gif;base64,{Convert.ToBase64String(gif)}\"></p>", Ct);

        Assert.Null(body.Loss);
        var name = body.Html.Split("/media/")[1].Split('"')[0];
        var kept = await room.App.CreateClient().GetAsync($"/media/{name}", Ct);
        Assert.Equal("image/gif", kept.Content.Headers.ContentType?.MediaType);
        Assert.True(Pictures.IsMoving(await kept.Content.ReadAsByteArrayAsync(Ct)));
        var address = await room.App.Get<WeChatMedia>().FindAddressAsync(name, Ct);
        Assert.Contains("mmbiz.qpic.cn", address);
    }

    private static string Repeat(string text, int times) =>
        string.Concat(Enumerable.Range(0, times).Select(i => text.Replace("{0}", $"{i}", StringComparison.Ordinal)));

    private static string Case(string name) => File.ReadAllText(CasePath(name));

    private static string CasePath(string name) => Path.Combine(Repository.Root, "tests", "CsrmeWeChat.Tests", "Cases", name);
}
