using System.Globalization;
using System.Text.RegularExpressions;
using CsrmeWeChat.Contests;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Judging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static CsrmeWeChat.Tests.Support.TestPhone;

namespace CsrmeWeChat.Browser.Tests;

/// <summary>A photo contest as the secretariat runs it: the call, the review by keyboard, the votes, the result.</summary>
public sealed class ContestJobs(Venue venue)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private DateTimeOffset Now => Get<TimeProvider>().GetUtcNow();

    [Theory]
    [InlineData(Width.Desk)]
    [InlineData(Width.Phone)]
    public async Task A_contest_is_written_and_its_entries_are_reviewed(Width width)
    {
        // There is a season to write it for.
        await venue.Services.NewJudgedContestAsync();
        await using var visit = await venue.OpenAsync(width);
        await visit.SignInAsync(venue, Role.Secretary);
        var contest = await WriteAsync(visit, $"科普摄影大赛 {Guid.NewGuid().ToString("N")[..4]}");
        await HandInAsync(contest, ("掌子面上的光", 91_001), ("层理", 91_002), ("掌子面的光", 91_001));
        while (await Get<PhotoReviewStore>().CountWaitingAsync(contest, Ct) < 3)
        {
            await Task.Delay(100, Ct);
        }

        await visit.Page.GotoAsync($"/staff/contests/{contest}");
        await visit.LookAsync("contest");
        await visit.Page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^开始审核") }).First.ClickAsync();
        await ReviewAsync(visit);
        await visit.Page.GotoAsync($"/staff/contests/entries?contest={contest}");
        await visit.LookAsync("photo-entries");
        await visit.Link("层理").ClickAsync();
        await visit.LookAsync("photo-returned");
        await visit.Page.GotoAsync("/staff/help/contests");
        await visit.LookAsync("help-contests");
    }

    private static async Task<long> WriteAsync(Visit visit, string title)
    {
        var page = visit.Page;
        await visit.ChooseAsync("摄影大赛");
        await visit.LookAsync("contests");
        await visit.Link("新建大赛").First.ClickAsync();
        await page.GetByLabel("名称", new() { Exact = true }).FillAsync(title);
        await page.GetByLabel("征集说明").FillAsync("镜头对准岩石、工程和与它们打交道的人。\n作品须为本人拍摄。");
        await page.GetByLabel("征集开始").FillAsync("2026-01-01T09:00");
        await page.GetByLabel("征集截止").FillAsync("2099-01-01T18:00");
        await page.GetByLabel("组别 1").FillAsync("单幅组");
        await page.GetByLabel("奖项").First.FillAsync("一等奖 1\n二等奖 3");
        await page.GetByLabel("评分项和权重").FillAsync("科学性 40\n艺术性 35\n技术性 25");
        await page.GetByLabel("每人最多几件").FillAsync("5");
        await visit.LookAsync("contest-new");
        await visit.Button("建立（草稿）").ClickAsync();
        await visit.SeesAsync("这次大赛还是草稿");
        await visit.Button("发布").ClickAsync();
        await visit.SeesAsync("已发布，小程序里可以投稿了");
        return long.Parse(new Uri(page.Url).AbsolutePath.Split('/')[^1], CultureInfo.InvariantCulture);
    }

    /// <summary>Accepted, returned with a reason, and accepted beside what it looks like: no hand on the mouse.</summary>
    private static async Task ReviewAsync(Visit visit)
    {
        var page = visit.Page;
        await visit.SeesAsync("待审核 3 件");
        await page.Keyboard.PressAsync("a");
        await visit.SeesAsync("机审还没有通过");
        await page.Keyboard.PressAsync("m");
        await page.Keyboard.PressAsync("a");
        await visit.SeesAsync("《掌子面上的光》已通过");
        await page.Keyboard.PressAsync("3");
        await Assertions.Expect(page.GetByLabel("退回，请作者修改")).ToHaveValueAsync(new Regex("过于简单"));
        await visit.LookAsync("photo-return");
        await page.Keyboard.PressAsync("Control+Enter");
        await visit.SeesAsync("《层理》已退回");
        await visit.SeesAsync("相似的照片");
        await visit.LookAsync("photo-review");
    }

    [Theory]
    [InlineData(Width.Desk)]
    [InlineData(Width.Phone)]
    public async Task The_result_goes_from_the_ranking_to_the_public_and_to_the_certificates(Width width)
    {
        var contest = await NewRankedAsync();
        await using var visit = await venue.OpenAsync(width);
        var page = visit.Page;
        await visit.SignInAsync(venue, Role.Secretary);
        await page.GotoAsync($"/staff/contests/{contest}/result");
        await visit.SeesAsync("已定榜");
        await visit.Button("按榜单拟定评审奖").ClickAsync();
        await visit.SeesAsync("周江");
        await page.GetByText("更改", new() { Exact = true }).Last.ClickAsync();
        await page.GetByLabel("原因").Filter(new() { Visible = true }).First.FillAsync("评委会讨论后改评。");
        await page.GetByLabel("改为").Filter(new() { Visible = true }).First.SelectOptionAsync("优秀奖");
        await visit.LookAsync("result-proposed");
        await visit.Button("改奖项").Filter(new() { Visible = true }).ClickAsync();
        await visit.SeesAsync("评委会讨论后改评");
        await page.GetByLabel("公示截止").FillAsync("2099-06-01T18:00");
        visit.WillConfirm();
        await visit.Button("开始公示").ClickAsync();
        await visit.SeesAsync("还没有人提出异议");

        await ObjectAsync(visit);
        await EndNoticeAsync(contest);
        await page.ReloadAsync();
        await visit.LookAsync("result-noticed");
        visit.WillConfirm();
        await visit.Button("公布结果").ClickAsync();
        await visit.SeesAsync("3 件作品获奖");
        await visit.Button("起草获奖文章").ClickAsync();
        await visit.SeesAsync("获奖");
        await visit.LookAsync("result-story");
        await page.GotoAsync($"/staff/contests/{contest}/result");
        await visit.LookAsync("result-announced");
        await visit.Link("证书").First.ClickAsync();
        await visit.SeesAsync("王掌子");
        await visit.LookAsync("certificates");
        await visit.Link("王掌子").First.ClickAsync();
        await visit.LookAsync("certificate");
        await LookAtPublicPagesAsync(visit, contest);
    }

    /// <summary>By letter, while the notice lasts; the secretariat looks into it and decides.</summary>
    private static async Task ObjectAsync(Visit visit)
    {
        var page = visit.Page;
        await visit.Link("登记来信来电的异议").ClickAsync();
        await page.GetByLabel("针对").SelectOptionAsync(new SelectOptionValue { Label = "层理（李层理，二等奖）" });
        await page.GetByLabel("提出人姓名").FillAsync("赵来信");
        await page.GetByLabel("联系方式").FillAsync("010-12345678");
        await page.GetByLabel("内容").FillAsync("这张照片去年在别的比赛里得过奖。");
        await visit.LookAsync("objection-new");
        await visit.Button("登记").ClickAsync();
        await visit.SeesAsync("待处理 1 件");
        await visit.Link("这张照片去年在别的比赛里得过奖。").ClickAsync();
        await page.GetByLabel("处理意见").FillAsync("经核实，该作品没有参加过其他比赛。");
        await visit.LookAsync("objection");
        await visit.Button("异议不成立").ClickAsync();
        await visit.SeesAsync("待处理 0 件");
    }

    private static async Task LookAtPublicPagesAsync(Visit visit, long contest)
    {
        var page = visit.Page;
        await page.GotoAsync($"/contests/{contest}");
        await visit.SeesAsync("经核实，该作品没有参加过其他比赛");
        await visit.SeesAsync("匿名");
        await Assertions.Expect(page.GetByText("赵来信")).ToHaveCountAsync(0);
        await visit.LookAsync("public-result");
        await page.GotoAsync("/contests");
        await visit.LookAsync("public-contests");
        await page.GotoAsync("/certificates");
        await visit.LookAsync("public-certificates");
    }

    [Fact]
    public async Task Votes_in_doubt_are_decided_before_they_are_counted()
    {
        var contest = await NewVotedAsync();
        await using var visit = await venue.OpenAsync(Width.Phone);
        await visit.SignInAsync(venue, Role.Secretary);
        await visit.Page.GotoAsync($"/staff/contests/{contest}/votes");
        await visit.SeesAsync("待判定");
        await visit.LookAsync("votes");
        await visit.Link("逐张查看").First.ClickAsync();
        await visit.LookAsync("votes-one-group");
        await visit.Link("全部分组").ClickAsync();
        await visit.Button("不计").First.ClickAsync();
        await visit.SeesAsync("已定为不计");
        await visit.Button("计入").First.ClickAsync();
        await visit.SeesAsync("已计入");
        visit.WillConfirm();
        await visit.Button("计票").ClickAsync();
        await visit.SeesAsync("已计票");
        await visit.LookAsync("votes-counted");
    }

    private T Get<T>()
        where T : notnull => venue.Services.GetRequiredService<T>();

    /// <summary>By phones; each photo of its number looks like that number alone.</summary>
    private async Task HandInAsync(long contest, params (string Title, int Number)[] entries)
    {
        foreach (var (title, number) in entries)
        {
            using var http = new HttpClient { BaseAddress = new Uri(venue.BaseUrl) };
            var author = new TestPhone(http, venue.WeChat, venue.WeChat.MakeUser());
            await author.SignInAsync();
            await JsonOf(await author.PutAsync("/api/me/phone", new { phoneCode = venue.WeChat.MintPhoneCode(author.OpenId) }));
            var id = await author.BeginPhotoEntryAsync(contest);
            var groups = await author.GetAsync($"/api/contests/{contest}");
            var group = groups.GetProperty("groups")[0].GetProperty("key").GetString()!;
            await JsonOf(await author.PutAsync($"{PhotoAuthor.MinePhotos}/{id}", PhotoAuthor.PhotoText(title, group)));
            // The same picture at another size is another file.
            var photo = TestPicture.Photo(number, title.Length > 5 ? 1200 : 900, title.Length > 5 ? 800 : 600, PhotoAuthor.Camera);
            await JsonOf(await author.AddPhotoAsync(id, photo));
            await JsonOf(await author.SubmitPhotoEntryAsync(id));
        }
    }

    /// <summary>Three photos whose ranking is fixed.</summary>
    private async Task<long> NewRankedAsync()
    {
        var services = venue.Services;
        var contest = await services.NewJudgedContestAsync(draft =>
            draft with
            {
                Prizes = [new("single", "一等奖", 1), new("single", "二等奖", 2), new("single", "优秀奖", 9)],
            }
        );
        var entries = await services.EnterAsync(
            contest,
            [
                new Entered("王掌子", "四川大学（成都）") { Title = "掌子面上的光" },
                new Entered("李层理", "某某勘察设计研究院有限公司") { Title = "层理" },
                new Entered("周江", "中国科学院武汉岩土力学研究所") { Title = "一条江的两岸" },
            ]
        );
        var round = await services.OpenAsync(await services.NewDraftAsync(contest, await services.NewJurorsAsync(3)));
        await services.ScoreAsync(round, (item, _) => [90 - (10 * entries.ToList().IndexOf(item)), 80]);
        var states = Get<RoundStates>();
        await states.CloseAsync(Actor.Command, round, isAware: false, Now, Ct);
        await states.FreezeAsync(Actor.Command, round, Now, Ct);
        return contest;
    }

    /// <summary>The week of the notice is over.</summary>
    private Task EndNoticeAsync(long contest) =>
        Get<Database>()
            .ExecuteAsync("UPDATE contests SET notice_until = @until WHERE id = @contest", new { contest, until = Now.AddSeconds(-1) }, Ct);

    /// <summary>A contest whose voting is over, with votes in doubt for two reasons.</summary>
    private async Task<long> NewVotedAsync()
    {
        var services = venue.Services;
        var contest = await services.NewJudgedContestAsync(draft =>
            draft with
            {
                IsShown = true,
                Granted = "社交-社区",
                VoteOpensAt = Now.AddHours(-20),
                VoteClosesAt = Now.AddHours(-1),
                Prizes = [new("", "人气奖", 2)],
            }
        );
        var entries = await services.EnterAsync(
            contest,
            [new Entered("王掌子", "四川大学（成都）") { Title = "掌子面上的光" }, new Entered("李层理", "某某院") { Title = "层理" }]
        );
        string[] reasons = ["", "burst", "fresh"];
        await Get<Database>()
            .InsertManyAsync(
                """
                INSERT INTO contest_votes (entry_id, voter, contest_id, state, reason, source, voted_at, decided_by)
                """,
                [
                    .. from number in Enumerable.Range(0, 90)
                    let state = number % reasons.Length is 0 ? "counted" : "held"
                    select new object?[]
                    {
                        entries[number % reasons.Length / 2],
                        $"{Guid.NewGuid():N}",
                        contest,
                        state,
                        reasons[number % reasons.Length],
                        "",
                        Now.AddHours(-9).AddSeconds(number * 7),
                        "",
                    },
                ],
                Ct
            );
        return contest;
    }
}
