using CsrmeWeChat.Contests;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Judging;

namespace CsrmeWeChat.Tests;

/// <summary>A contest as its jury knows it.</summary>
public sealed class ContestPanelTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private IPanelSource Panel => app.Get<RoundDesk>().SourceOf("contest")!;

    [Fact]
    public async Task Each_juror_is_kept_from_what_they_may_not_judge_and_the_reason_stands_beside_it()
    {
        var contest = await app.Services.NewJudgedContestAsync();
        var phone = await app.NewMemberAsync(branch: "青年工作委员会");
        var person = await app.Get<Database>()
            .FindAsync<long>("SELECT person_id FROM openids WHERE open_id = @OpenId", new { phone.OpenId }, Ct);
        var branch = await app.Get<Database>().FindAsync<long>("SELECT id FROM branches WHERE name = '青年工作委员会'", ct: Ct);
        var jurors = new[]
        {
            await app.Services.NewJurorAsync("张三", "四川大学水利水电学院"),
            await app.Services.NewJurorAsync("李四", "同济大学"),
            await app.Services.NewJurorAsync("王五", "河海大学", branch),
            await app.Services.NewJurorAsync("赵六", "中南大学"),
            await app.Services.NewJurorAsync("钱七", "武汉大学"),
        };
        await app.Get<DeclarationStore>().SaveAsync(new Panel("contest", contest), jurors[3].Id, ["周 八（学生）"], app.Now, Ct);
        var items = await app.Services.EnterAsync(
            contest,
            new Entered("张三", "四川大学"),
            new Entered("吴九", "长安大学") { Coauthors = [("张三", "清华大学")] },
            new Entered("吴九", "长安大学") { Avoid = ["李四老师", "李四"] },
            new Entered("周八", "长安大学"),
            new Entered("吴九", "武汉大学（土木学院）") { PersonId = person },
            new Entered("吴九", "长安大学") { State = PhotoEntryState.Reviewing },
            new Entered("吴九", "长安大学") { Group = "series" }
        );

        var listed = await Panel.ListItemsAsync(contest, [.. jurors.Select(juror => juror.Id)], Ct);

        Assert.Equal([items[0], items[1], items[2], items[3], items[4], items[6]], listed.Select(item => item.Id));
        Assert.Equal(["single", "series"], listed.Select(item => item.Group).Distinct());
        string ReasonsOf(int at) =>
            string.Join(
                ' ',
                listed
                    .Single(item => item.Id == items[at])
                    .Conflicts.Select(one => $"{jurors.Single(juror => juror.Id == one.Key).Name}:{one.Value}")
            );
        Assert.Equal("张三:Own", ReasonsOf(0));
        Assert.Equal("张三:Namesake", ReasonsOf(1));
        Assert.Equal("李四:NamedByAuthor", ReasonsOf(2));
        Assert.Equal("赵六:NamedByJuror", ReasonsOf(3));
        Assert.Equal("王五:Branch 钱七:Unit", ReasonsOf(4));
        Assert.Equal("", ReasonsOf(6));
    }

    [Fact]
    public async Task What_a_juror_sees_has_neither_author_nor_unit_nor_file_nor_number()
    {
        var contest = await app.Services.NewJudgedContestAsync();
        var item = Assert.Single(
            await app.Services.EnterAsync(
                contest,
                new Entered("欧阳雪松", "金沙江水电研究所")
                {
                    Group = "series",
                    Title = "欧阳雪松的山",
                    Caption = "欧 阳 雪 松摄于金沙江水电研究所，司徒云帆协助。\nOuyang Xuesong",
                    Place = "金沙江水电研究所门口",
                    EditNote = "由欧阳雪松裁剪",
                    Coauthors = [("司徒云帆", "雅砻江试验站")],
                    Avoid = ["诸葛南山（导师）"],
                }
            )
        );
        await AddPhotosAsync(item, 3, coverPlace: 2);

        var view = (await Panel.ShowAsync(item, app.Now, Ct))!;

        var all = string.Join('\n', [view.Title, view.Group, .. view.Texts.Select(text => $"{text.Label}：{text.Text}")]);
        Assert.Equal(
            """
            □□的山
            组照组
            作品说明：□□摄于□□，□□协助。
            □□
            拍摄地点：□□门口
            拍摄时间：2026-05
            后期处理：仅作基本调整：由□□裁剪
            AI 使用：未使用 AI
            """,
            all,
            ignoreLineEndingDifferences: true
        );
        Assert.Equal(["", "封面", ""], view.Pictures.Select(picture => picture.Note));
        Assert.All(view.Pictures.Select((picture, at) => (picture.Large, Place: at + 1)), shown =>
            Assert.Contains($"photos/CODE{item}X{shown.Place}/large.jpg", shown.Large, StringComparison.Ordinal)
        );
        Assert.Equal((2000, 1500), (view.Pictures[0].Width, view.Pictures[0].Height));
        Assert.All(view.Pictures, picture => Assert.DoesNotContain("欧阳", picture.Preview + picture.Thumbnail, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_withdrawn_since_is_not_shown_any_more()
    {
        var contest = await app.Services.NewJudgedContestAsync();
        var item = Assert.Single(await app.Services.EnterAsync(contest, new Entered("张三", "四川大学")));
        await app.Get<Database>().ExecuteAsync("UPDATE contest_entries SET state = 'withdrawn' WHERE id = @item", new { item }, Ct);

        Assert.Null(await Panel.ShowAsync(item, app.Now, Ct));
        Assert.Empty(await Panel.ListItemsAsync(contest, [], Ct));
    }

    [Fact]
    public async Task Captions_that_name_somebody_and_entries_still_under_review_are_told()
    {
        var contest = await app.Services.NewJudgedContestAsync();
        var items = await app.Services.EnterAsync(
            contest,
            new Entered("欧阳雪松", "金沙江水电研究所") { Caption = "欧阳雪松摄。" },
            new Entered("欧阳雪松", "金沙江水电研究所"),
            new Entered("欧阳雪松", "金沙江水电研究所") { State = PhotoEntryState.Reviewing },
            new Entered("欧阳雪松", "金沙江水电研究所") { State = PhotoEntryState.Returned },
            new Entered("欧阳雪松", "金沙江水电研究所") { State = PhotoEntryState.Withdrawn }
        );

        var flags = await Panel.ListFlagsAsync(contest, app.Now, Ct);
        var early = await Panel.ListFlagsAsync(contest, app.Now.AddDays(-3), Ct);

        Assert.Equal([items[0]], flags[0].Items);
        Assert.Equal([items[2]], flags[1].Items);
        Assert.Equal(2, flags.Count);
        Assert.Contains(early, flag => flag.Words == "征集还没有截止。");
    }

    private async Task AddPhotosAsync(long entry, int count, int coverPlace)
    {
        var database = app.Get<Database>();
        var photos = new List<long>();
        for (var place = 1; place <= count; place++)
        {
            photos.Add(
                await database.InsertAsync(
                    """
                    INSERT INTO contest_photos (code, entry_id, place, upload_id, name, size, sha256, begun_at, completed_at, state, fault,
                                                why, facts, width, height, copy_width, copy_height, looks, attempts, lease)
                    VALUES (@code, @entry, @place, 0, '欧阳雪松-0001.jpg', 1, '', @Now, @Now, 'ready', '', '', '', 4000, 3000, 2000, 1500,
                            0, 0, '')
                    """,
                    new
                    {
                        code = $"CODE{entry}X{place}",
                        entry,
                        place,
                        app.Now,
                    },
                    Ct
                )
            );
        }
        await database.ExecuteAsync(
            "UPDATE contest_entries SET cover_id = @cover WHERE id = @entry",
            new { entry, cover = photos[coverPlace - 1] },
            Ct
        );
    }
}
