using System.Text.RegularExpressions;
using CsrmeWeChat.Contests;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Demo;
using CsrmeWeChat.Foundation.Storage;
using CsrmeWeChat.Judging;
using CsrmeWeChat.Staff;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using NetVips;

namespace CsrmeWeChat.Browser.Tests;

/// <summary>A juror judges a contest: by keyboard at a desk, by thumb on a phone, and where the network goes and comes.</summary>
public sealed class JurorJobs(Venue venue)
{
    private const int Series = 3;

    private static readonly Regex Saved = new("^已保存");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_juror_scores_by_keyboard_at_a_desk()
    {
        var (juror, round, _) = await NewRoundAsync();
        await using var visit = await venue.OpenAsync(Width.Desk);
        var page = visit.Page;
        await visit.SignInAsync(juror.Login);
        await visit.SeesAsync("微信提醒");
        await visit.LookAsync("juror-rounds");
        await visit.Link("开始评分").ClickAsync();
        await visit.LookAsync("juror-queue");
        await visit.Link("开始评分").ClickAsync();
        await visit.SeesAsync("第 1 / 4 件");

        await TypeAsync(page, "85", "70");
        await Assertions.Expect(State(page)).ToHaveTextAsync(Saved);
        await visit.LookAsync("ballot");
        await page.Keyboard.PressAsync("Shift+?");
        await visit.LookAsync("ballot-keys");
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("Enter");
        await visit.SeesAsync("第 2 / 4 件");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(State(page)).ToHaveTextAsync(new Regex("还没有给分：科学性"));
        await TypeAsync(page, "9", "60");
        await page.Keyboard.PressAsync("ArrowUp");
        await page.Keyboard.PressAsync("Shift+ArrowUp");
        await Assertions.Expect(page.GetByLabel("艺术性", new() { Exact = true })).ToHaveValueAsync("66");
        await page.Keyboard.PressAsync("k");
        await visit.SeesAsync("第 1 / 4 件");
        await page.Keyboard.PressAsync("j");
        await visit.SeesAsync("第 2 / 4 件");
        await page.Keyboard.PressAsync("Enter");
        await visit.SeesAsync("第 3 / 4 件");
        await TypeAsync(page, "100", "0");
        await page.Keyboard.PressAsync("r");
        await page.Keyboard.TypeAsync("层理清楚");
        await page.Keyboard.PressAsync("Control+Enter");
        await visit.SeesAsync("第 4 / 4 件");
        await TypeAsync(page, "50", "50");
        await page.Keyboard.PressAsync("Enter");
        await visit.SeesAsync("已全部评完");
        await visit.LookAsync("juror-done");

        var given = (await QueueAsync(juror, round)).Select(ballot => (ballot.Points, ballot.Remark));
        Assert.Equal([("[85,70]", ""), ("[9,66]", ""), ("[100,0]", "层理清楚"), ("[50,50]", "")], given);
    }

    [Fact]
    public async Task A_juror_scores_by_thumb_on_a_phone()
    {
        var (juror, round, _) = await NewRoundAsync();
        await using var visit = await venue.OpenAsync(Width.Phone);
        var page = visit.Page;
        await visit.SignInAsync(juror.Login);
        await visit.SeesAsync("微信提醒");
        await visit.Button("绑定微信").ClickAsync();
        await visit.SeesAsync("扫这个码");
        await visit.LookAsync("juror-rounds");
        await visit.Link("开始评分").ClickAsync();
        await visit.LookAsync("juror-queue");
        await visit.Link("开始评分").ClickAsync();
        await visit.SeesAsync("第 1 / 4 件");
        await visit.LookAsync("ballot-new");

        for (var number = 1; number <= 3; number++)
        {
            await visit.SeesAsync($"第 {number} / 4 件");
            await visit.Button("科学性 80 分").TapAsync();
            await page.Locator("[data-tab='1']").TapAsync();
            await visit.Button("艺术性 70 分").TapAsync();
            await visit.Button("艺术性 加 1 分").TapAsync();
            await Assertions.Expect(State(page)).ToHaveTextAsync(Saved);
            if (number == 1)
            {
                await visit.LookAsync("ballot");
            }
            await visit.Button("保存，下一件").TapAsync();
        }
        await visit.SeesAsync("第 4 / 4 件");
        await page.GetByText("申请回避这件作品").TapAsync();
        await page.GetByLabel("与作者同一单位").CheckAsync();
        await visit.LookAsync("ballot-recuse");
        visit.WillConfirm();
        await visit.Button("确认回避").TapAsync();
        await visit.SeesAsync("已全部评完");

        var given = (await QueueAsync(juror, round)).Select(ballot => ballot.Points);
        Assert.Equal(["[80,71]", "[80,71]", "[80,71]", "[]"], given);
    }

    [Theory]
    [InlineData(Width.Desk)]
    [InlineData(Width.Phone)]
    public async Task A_series_is_looked_through_and_each_photo_of_it_as_large_as_wanted(Width width)
    {
        var (juror, round, series) = await NewRoundAsync();
        var ballot = (await QueueAsync(juror, round)).Single(one => one.ItemId == series);
        await using var visit = await venue.OpenAsync(width);
        var page = visit.Page;
        await visit.SignInAsync(juror.Login);
        await visit.SeesAsync("微信提醒");
        await page.GotoAsync(JurorPages.BallotAddress(ballot.Id));
        await visit.LookAsync("ballot-series");
        await page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(page.Locator("[data-shot='1']")).ToHaveAttributeAsync("aria-current", "true");

        var (box, picture) = (page.Locator("[data-zoom-box]"), page.Locator("[data-zoom-picture]"));
        await page.Locator("[data-zoom='1']").ClickAsync();
        await Assertions.Expect(picture).ToHaveAttributeAsync("src", new Regex("large\\.jpg"));
        await Assertions.Expect(box).ToHaveAttributeAsync("data-scale", "1.00");
        if (visit.IsPhone)
        {
            await page.Touchscreen.TapAsync(195, 420);
            await page.Touchscreen.TapAsync(195, 420);
            await Assertions.Expect(box).ToHaveAttributeAsync("data-scale", "2.50");
        }
        else
        {
            await page.Mouse.MoveAsync(640, 400);
            await page.Mouse.WheelAsync(0, -400);
            await Assertions.Expect(box).ToHaveAttributeAsync("data-scale", "2.72");
        }
        await visit.PictureAsync("ballot-zoom");
        var before = (await picture.BoundingBoxAsync())!;
        await page.Keyboard.PressAsync("ArrowRight");
        Assert.True((await picture.BoundingBoxAsync())!.X < before.X);
        await page.Keyboard.PressAsync("0");
        await page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(page.Locator("[data-zoom-words]")).ToHaveTextAsync(new Regex("^3 / 3"));
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(box).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Scores_that_were_given_without_a_network_are_saved_when_it_is_back()
    {
        var (juror, round, _) = await NewRoundAsync();
        var queue = await QueueAsync(juror, round);
        await using var visit = await venue.OpenAsync(Width.Phone);
        visit.Expects("ERR_INTERNET_DISCONNECTED");
        visit.Expects("htmx:");
        var (page, context) = (visit.Page, visit.Page.Context);
        await visit.SignInAsync(juror.Login);
        await visit.SeesAsync("微信提醒");
        await page.GotoAsync(JurorPages.BallotAddress(queue[0].Id));
        await context.SetOfflineAsync(true);

        await GiveAsync(visit);
        await Assertions.Expect(State(page)).ToHaveTextAsync(new Regex("网络不通，已留在这台设备上"));
        await visit.LookAsync("ballot-offline");
        await visit.Button("保存，下一件").TapAsync();
        await visit.SeesAsync("第 1 / 4 件");
        await context.SetOfflineAsync(false);
        await Assertions.Expect(State(page)).ToHaveTextAsync(Saved);

        // Given and died: a page that is closed would have sent them with its last breath. The one that is opened again still has them.
        await page.GotoAsync(JurorPages.BallotAddress(queue[1].Id));
        await context.SetOfflineAsync(true);
        await GiveAsync(visit);
        await DieAsync(page);
        await context.SetOfflineAsync(false);
        var after = await context.NewPageAsync();
        await after.GotoAsync(JurorPages.RoundAddress(round.Id));
        await Assertions.Expect(after.GetByText("本机有未保存的分数").Visible).ToBeVisibleAsync();
        await after.GotoAsync(JurorPages.BallotAddress(queue[1].Id));
        await Assertions.Expect(State(after)).ToHaveTextAsync(Saved);

        Assert.Equal(["[90,60]", "[90,60]", "[]", "[]"], (await QueueAsync(juror, round)).Select(ballot => ballot.Points));
    }

    [Fact]
    public async Task What_another_device_saved_is_shown_and_the_juror_chooses()
    {
        var (juror, round, _) = await NewRoundAsync();
        var ballot = (await QueueAsync(juror, round))[0];
        await using var visit = await venue.OpenAsync(Width.Phone);
        await visit.SignInAsync(juror.Login);
        await visit.SeesAsync("微信提醒");
        await visit.Page.GotoAsync(JurorPages.BallotAddress(ballot.Id));
        await venue.Services.GetRequiredService<BallotStore>().SaveAsync(juror.Id, ballot.Id, 1, [11, 12], "", Now, Ct);

        await GiveAsync(visit);
        await visit.SeesAsync("另一台设备上刚保存了这件作品的分数：科学性 11、艺术性 12");
        await visit.LookAsync("ballot-conflict");
        await visit.Button("用本页的").TapAsync();
        await Assertions.Expect(State(visit.Page)).ToHaveTextAsync(Saved);

        Assert.Equal("[90,60]", (await QueueAsync(juror, round))[0].Points);
    }

    private DateTimeOffset Now => venue.Services.GetRequiredService<TimeProvider>().GetUtcNow();

    private static ILocator State(IPage page) => page.Locator("[data-state]");

    private static async Task TypeAsync(IPage page, string science, string art)
    {
        await page.Keyboard.TypeAsync(science);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(art);
    }

    private static async Task GiveAsync(Visit visit)
    {
        await visit.Button("科学性 90 分").TapAsync();
        await visit.Page.Locator("[data-tab='1']").TapAsync();
        await visit.Button("艺术性 60 分").TapAsync();
    }

    /// <summary>Ends the page as a phone does whose battery is empty: nothing of it runs any more.</summary>
    private static async Task DieAsync(IPage page)
    {
        var died = new TaskCompletionSource();
        page.Crash += (_, _) => died.TrySetResult();
        // The command itself is never answered.
        _ = (await page.Context.NewCDPSessionAsync(page)).SendAsync("Page.crash").ContinueWith(_ => { }, TaskScheduler.Default);
        await died.Task;
        await page.CloseAsync();
    }

    private Task<IReadOnlyList<Ballot>> QueueAsync(StaffMember juror, Round round) =>
        venue.Services.GetRequiredService<BallotStore>().ListAsync(juror.Id, round, Ct);

    /// <summary>One juror's round of three photos and a series, opened.</summary>
    private async Task<(StaffMember Juror, Round Round, long Series)> NewRoundAsync()
    {
        var contest = await venue.Services.NewJudgedContestAsync();
        var entries = await venue.Services.EnterAsync(
            contest,
            new Entered("张三", "甲研究院") { Title = "掌子面上的光", Caption = "爆破后第一次进洞，岩面上的节理清晰可见。" },
            new Entered("李四", "乙大学") { Title = "岩芯的年轮", Caption = "钻孔取出的岩芯，一米是一万年。" },
            new Entered("王五", "丙设计院") { Title = "边坡" },
            new Entered("赵六", "丁公司")
            {
                Title = "一座隧道的一年",
                Group = "series",
                Caption = "从洞口到贯通。",
            }
        );
        for (var at = 0; at < entries.Count; at++)
        {
            for (var place = 1; place <= (at == entries.Count - 1 ? Series : 1); place++)
            {
                await AddPhotoAsync(entries[at], place);
            }
        }
        var juror = await venue.Services.NewJurorAsync("陈评委");
        var draft = await venue.Services.NewDraftAsync(contest, [juror], draft => draft with { PerItem = 1 });
        return (juror, await venue.Services.OpenAsync(draft), entries[^1]);
    }

    /// <summary>As the workshop leaves it: its copies in the store, and the row that says so.</summary>
    private async Task AddPhotoAsync(long entry, int place)
    {
        var (width, height) = place == 2 ? (1_600, 2_400) : (2_400, 1_600);
        var code = EntryPhotoKeys.NewCode();
        var id = await venue
            .Services.GetRequiredService<Database>()
            .InsertAsync(
                """
                INSERT INTO contest_photos (code, entry_id, place, upload_id, name, size, sha256, begun_at, completed_at, state, fault,
                                            why, facts, width, height, copy_width, copy_height, looks, attempts, lease)
                VALUES (@code, @entry, @place, 0, '', 1, '', @Now, @Now, 'ready', '', '', '{}', @width, @height, @width, @height, 0, 0, '')
                """,
                new
                {
                    code,
                    entry,
                    place,
                    Now,
                    width,
                    height,
                },
                Ct
            );
        var large = DemoPicture.Strata((int)id, width, height);
        await AddFileAsync(EntryPhotoKeys.Large(code), large);
        await AddFileAsync(EntryPhotoKeys.Preview(code), Small(large, 1_440));
        await AddFileAsync(EntryPhotoKeys.Thumbnail(code), Small(large, 320));
    }

    private async Task AddFileAsync(string key, byte[] content)
    {
        var path = Path.GetTempFileName();
        await File.WriteAllBytesAsync(path, content, Ct);
        await venue.Services.GetRequiredService<IFileStore>().AddAsync(key, path, Ct);
        File.Delete(path);
    }

    private static byte[] Small(byte[] jpeg, int side)
    {
        using var image = Image.ThumbnailBuffer(jpeg, side, height: side);
        return image.JpegsaveBuffer(q: 80);
    }
}
