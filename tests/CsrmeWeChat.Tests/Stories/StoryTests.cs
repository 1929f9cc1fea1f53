using System.Net;
using System.Text;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Media;
using CsrmeWeChat.Stories;

namespace CsrmeWeChat.Tests;

/// <summary>A story from the first draft to a second person's yes.</summary>
public sealed class StoryTests(Newsroom room) : IClassFixture<Newsroom>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private StoryStore Store => room.App.Get<StoryStore>();

    [Fact]
    public async Task Who_wrote_the_last_version_cannot_approve_it_and_another_can()
    {
        var id = await room.NewStoryAsync(StoryState.Review);

        Assert.Equal(StoryEdit.OwnVersion, await Store.ApproveAsync(Newsroom.Writer, id, 2, room.App.Now, Ct));
        Assert.Equal(StoryEdit.Saved, await Store.ApproveAsync(Newsroom.Second, id, 2, room.App.Now, Ct));

        var story = await room.StoryAsync(id);
        Assert.Equal((StoryState.Approved, 1), (story.State, story.ApprovedVersion));
    }

    [Fact]
    public async Task An_edit_makes_a_new_version_that_must_be_approved_anew_and_the_old_one_stays()
    {
        var id = await room.NewStoryAsync(StoryState.Approved);
        var text = (await Store.FindVersionAsync(id, 1, Ct))!.Text;

        Assert.Equal(StoryEdit.Saved, await Store.EditAsync(Newsroom.Second, id, 3, text with { Title = "新的标题" }, room.App.Now, Ct));

        var story = await room.StoryAsync(id);
        Assert.Equal((StoryState.Draft, 2, null), (story.State, story.Version, story.ApprovedVersion));
        Assert.Equal([text.Title, "新的标题"], (await Store.ListVersionsAsync(id, Ct)).Reverse().Select(version => version.Title));
    }

    [Fact]
    public async Task Of_two_who_edit_at_once_the_second_is_told_and_nothing_of_the_first_is_lost()
    {
        var id = await room.NewStoryAsync();
        var text = (await Store.FindVersionAsync(id, 1, Ct))!.Text;

        var outcomes = await Task.WhenAll(
            Store.EditAsync(Newsroom.Writer, id, 1, text with { Title = "甲" }, room.App.Now, Ct),
            Store.EditAsync(Newsroom.Second, id, 1, text with { Title = "乙" }, room.App.Now, Ct)
        );

        Assert.Equal([StoryEdit.Saved, StoryEdit.EditedMeanwhile], outcomes.Order());
        Assert.Equal(2, (await room.StoryAsync(id)).Version);
    }

    [Fact]
    public async Task A_story_is_written_reviewed_and_sent_back_at_the_console()
    {
        var (secretary, reviewer) = (await room.App.NewStaffAsync(Role.Secretary), await room.App.NewStaffAsync(Role.Reviewer));
        var answer = await secretary.UploadAsync(
            "/staff/stories/new",
            "CoverFile",
            "cover.png",
            TestPicture.Png(900, 383, 7),
            ("Season", "2026"),
            ("Form.Person", "张岩"),
            ("Form.ProgrammeYear", "2022"),
            ("Form.Title", "深部岩体里的光"),
            ("Form.Body", "<p>正文<script>alert(1)</script></p>")
        );
        var page = await secretary.FollowAsync(answer);
        Assert.Contains("草稿已保存", page);
        var path = answer.Headers.Location!.OriginalString;

        Assert.Contains(
            "等另一位同事审核",
            await secretary.FollowAsync(await secretary.PostAsync($"{path}?handler=Submit", ("Revision", "1")))
        );
        Assert.Equal(HttpStatusCode.Forbidden, (await secretary.PostAsync($"{path}?handler=Approve", ("Revision", "2"))).StatusCode);
        Assert.Contains("请写明退回的原因", await TestStaff.PageOf(await reviewer.PostAsync($"{path}?handler=Return", ("Revision", "2"))));
        Assert.Contains(
            "已退回修改",
            await reviewer.FollowAsync(await reviewer.PostAsync($"{path}?handler=Return", ("Revision", "2"), ("Reason", "请补充单位")))
        );
        Assert.Contains("请补充单位", await secretary.GetPageAsync(path));
        Assert.DoesNotContain("alert(1)", await secretary.GetPageAsync($"{path}/preview"));
    }

    [Theory]
    [InlineData("Form.Title", "三", 33, "标题有 33 个字，微信最多收 32 个")]
    [InlineData("Form.Author", "作", 17, "作者有 17 个字")]
    [InlineData("Form.Digest", "摘", 129, "摘要有 129 个字")]
    [InlineData("Form.Body", "文", 20_000, "微信只收 20000 个以内")]
    public async Task What_WeChat_finds_too_long_is_told_before_it_is_asked(string field, string letter, int times, string said)
    {
        var secretary = await room.App.NewStaffAsync(Role.Secretary);
        var fields = new Dictionary<string, string>
        {
            ["Season"] = "2026",
            ["Form.Person"] = "张岩",
            ["Form.ProgrammeYear"] = "2022",
            ["Form.Title"] = "标题",
        };
        fields[field] = string.Concat(Enumerable.Repeat(letter, times));

        var page = await TestStaff.PageOf(
            await secretary.PostAsync("/staff/stories/new", [.. fields.Select(pair => (pair.Key, pair.Value))])
        );

        Assert.Contains(said, page);
        Assert.Contains(fields[field], page);
    }

    [Fact]
    public async Task A_pasted_page_keeps_its_text_and_loses_scripts_and_foreign_pictures()
    {
        const string Pasted = """
            <!--[if gte mso 9]><xml><w:WordDocument></w:WordDocument></xml><![endif]--><style>p.MsoNormal { color: red }</style>
            <p class="MsoNormal" style="margin-left:21pt;mso-para-margin:0;position:fixed;text-align:center"><span lang="EN-US"
            ><o:p>深部</o:p></span><font face="宋体">岩体</font></p>
            <div onclick="steal()">第二段<script>steal()</script><iframe src="https://evil.example/"></iframe><form
            ><input value="x">表单</form></div>
            <img src="https://other.example/a.jpg" onerror="steal()"><img src="file:///c:/a.png"><a href="javascript:steal()"
            >链接</a><a href="https://csrme.example/">学会</a>
            """;

        var body = await room.App.Get<StoryBody>().CleanAsync(Pasted, Ct);

        foreach (
            var gone in (string[])
                [
                    "script",
                    "steal",
                    "class",
                    "mso",
                    "position",
                    "iframe",
                    "form",
                    "input",
                    "style>",
                    "evil",
                    "other.example",
                    "javascript",
                    "file:",
                ]
        )
        {
            Assert.DoesNotContain(gone, body.Html, StringComparison.OrdinalIgnoreCase);
        }
        Assert.Equal(["深部岩体", "第二段表单", "[图 1：请重新上传][图 2：请重新上传]链接学会"], StoryDifference.LinesOf(body.Html));
        Assert.Contains("text-align: center", body.Html);
        Assert.Contains("https://csrme.example/", body.Html);
        Assert.Contains("2 张未能带入的图片", body.Loss);
        Assert.Contains("1 个嵌入的网页", body.Loss);
    }

    [Fact]
    public async Task A_picture_that_lies_in_the_pasted_text_is_kept_as_a_file()
    {
        var body = await room
            .App.Get<StoryBody>()
            .CleanAsync($"<p>图<img src=\"data:image/png;base64,{Convert.ToBase64String(TestPicture.Png(40, 30, 200))}\"></p>", Ct);

        var name = body.Html.Split("/media/")[1].Split('"')[0];
        var answer = await room.App.CreateClient().GetAsync($"/media/{name}", Ct);
        Assert.Equal((HttpStatusCode.OK, "image/jpeg"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Contains("immutable", answer.Headers.CacheControl?.ToString());
        Assert.Null(body.Loss);
    }

    [Fact]
    public async Task A_text_with_a_large_picture_in_it_is_taken_and_not_lost()
    {
        var secretary = await room.App.NewStaffAsync(Role.Secretary);
        var picture = Convert.ToBase64String(TestPicture.NoisyPng(1_500, 1_200));
        Assert.True(picture.Length > 2 << 20);

        var answer = await secretary.UploadAsync(
            "/staff/stories/new",
            "CoverFile",
            "cover.png",
            TestPicture.Png(900, 383, 7),
            ("Season", "2026"),
            ("Form.Person", "张岩"),
            ("Form.ProgrammeYear", "2022"),
            ("Form.Title", "截图在正文里"),
            ("Form.Body", $"<p>正文<img src=\"data:image/png;base64,{picture}\"></p>")
        );

        Assert.Contains("草稿已保存", await secretary.FollowAsync(answer));
        Assert.Contains("正文<img src=\"/media/", await secretary.GetPageAsync($"{answer.Headers.Location!.OriginalString}/preview"));
    }

    [Fact]
    public async Task A_jpg_that_is_a_PDF_and_pictures_out_of_bounds_are_refused_in_words()
    {
        var pictures = room.App.Get<Pictures>();

        Assert.Contains("其实是 PDF", (await pictures.AddAsync(Encoding.ASCII.GetBytes("%PDF-1.7\n..."), Ct)).Why);
        Assert.Contains("太大了", (await pictures.AddAsync(TestPicture.Png(12_001, 20), Ct)).Why);
        Assert.Contains("太小了", (await pictures.AddAsync(TestPicture.Png(8, 8), Ct)).Why);
        Assert.Contains(
            "已损坏",
            (await pictures.AddAsync([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3], Ct)).Why
        );
        Assert.Contains("15 MB", (await pictures.AddAsync(new byte[Pictures.MaxBytes + 1], Ct)).Why);
    }

    [Fact]
    public async Task A_picture_that_must_be_unpacked_whole_is_refused_by_its_bytes_and_not_its_pixels()
    {
        var pictures = room.App.Get<Pictures>();
        var (passes, rows) = (TestPicture.Deep(7_700, isInterlaced: true), TestPicture.Deep(2_000, isInterlaced: false));

        Assert.InRange(passes.Length, 1, 4 << 20);
        Assert.Contains("存储方式又特殊", (await pictures.AddAsync(passes, Ct)).Why);
        Assert.Null((await pictures.AddAsync(rows, Ct)).Why);
        Assert.Null((await pictures.AddAsync(TestPicture.Deep(1_000, isInterlaced: true), Ct)).Why);
    }

    [Fact]
    public async Task A_picture_over_WeChats_limit_is_made_smaller_until_it_is_under()
    {
        var noisy = TestPicture.NoisyPng(2_400, 2_000);
        Assert.True(noisy.Length > 2 * Pictures.ArticleBytes);

        var (name, why) = await room.App.Get<Pictures>().AddAsync(noisy, Ct);

        Assert.Null(why);
        Assert.InRange((await room.App.Get<MediaFolder>().ReadAsync(name!, Ct)).Length, 1, Pictures.ArticleBytes - 1);
    }

    [Fact]
    public async Task A_picture_that_was_changed_is_shown_and_not_its_name()
    {
        var id = await room.NewStoryAsync();
        var text = (await Store.FindVersionAsync(id, 1, Ct))!.Text;
        var (old, cover) = (text.Cover, await room.NewPictureAsync());
        await Store.EditAsync(Newsroom.Writer, id, 1, text with { Cover = cover, Body = "<p>井下一千米。</p>" }, room.App.Now, Ct);
        var reviewer = await room.App.NewStaffAsync(Role.Reviewer);

        var page = await reviewer.GetPageAsync($"/staff/stories/{id}/versions");

        Assert.Contains($"<del><img src=\"/media/{old}\" alt=\"去掉的图片\">", page);
        Assert.Contains($"<ins><img src=\"/media/{cover}\" alt=\"换上的图片\">", page);
        Assert.DoesNotContain("［图片", page);
    }

    [Fact]
    public async Task The_article_stands_beside_the_reviewers_decision()
    {
        var id = await room.NewStoryAsync(StoryState.Review);

        var page = await (await room.App.NewStaffAsync(Role.Reviewer)).GetPageAsync($"/staff/stories/{id}");

        Assert.Contains("审核通过", page);
        Assert.Contains("phone-article-body\"><p>井下一千米。</p>", page);
        Assert.DoesNotContain("phone-article", await (await room.App.NewStaffAsync(Role.Secretary)).GetPageAsync($"/staff/stories/{id}"));
    }

    [Fact]
    public void Versions_are_compared_paragraph_by_paragraph_and_letter_by_letter()
    {
        var before = new StoryText("张岩", "", 2022, "", "", "标题", "", "", "<p>第一段不变</p><p>井下一千米</p>");

        var changes = StoryDifference.Between(
            before,
            before with
            {
                Title = "新标题",
                Body = "<p>第一段不变</p><p>井下两千米</p><p>多一段</p>",
            }
        );

        Assert.Equal(["标题", "正文", "正文"], changes.Select(change => change.Field));
        Assert.Equal(
            [new StoryPiece(PieceKind.Same, "井下"), new(PieceKind.Removed, "一"), new(PieceKind.Added, "两"), new(PieceKind.Same, "千米")],
            changes[1].Pieces
        );
        Assert.Equal([new StoryPiece(PieceKind.Added, "多一段")], changes[2].Pieces);
    }
}
