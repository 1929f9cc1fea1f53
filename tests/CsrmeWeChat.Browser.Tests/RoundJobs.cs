using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Judging;
using CsrmeWeChat.Staff;
using Microsoft.Extensions.DependencyInjection;

namespace CsrmeWeChat.Browser.Tests;

/// <summary>A round of judging from its draft to the fixed ranking, as the secretariat runs it.</summary>
public sealed class RoundJobs(Venue venue)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Width.Desk)]
    [InlineData(Width.Phone)]
    public async Task A_round_is_written_checked_run_and_its_ranking_fixed(Width width)
    {
        var (contest, jurors) = await NewContestAsync();
        await using var visit = await venue.OpenAsync(width);
        await visit.SignInAsync(venue, Role.Secretary);
        await WriteAsync(visit, contest, jurors);
        var round = (await venue.Services.GetRequiredService<RoundStore>().ListAsync(new Panel("contest", contest), Ct))[0];

        visit.WillConfirm();
        await visit.Button("开始评审").ClickAsync();
        await visit.SeesAsync("评审已经开始");
        await ScoreAsync(round.Id, jurors);
        await visit.Page.ReloadAsync();
        await visit.LookAsync("round-open");
        await visit.Page.GetByLabel("我知道还有").CheckAsync();
        visit.WillConfirm();
        await visit.Button("截止评分").ClickAsync();
        await visit.SeesAsync("这是按现在的评分算出的结果");
        await visit.LookAsync("ranking-closed");
        visit.WillConfirm();
        await visit.Button("定榜").ClickAsync();
        await visit.SeesAsync("已定榜，今后不会再变");
        await visit.Button("重新计算核对").ClickAsync();
        await visit.SeesAsync("SHA-256 相符");
        foreach (var part in (string[])["评委的宽严", "别人怎样核对这份榜单"])
        {
            await visit.Page.GetByText(part).First.ClickAsync();
        }
        await visit.LookAsync("ranking-frozen");
        await visit.ChooseAsync("评审轮次");
        await visit.LookAsync("rounds");
    }

    private static async Task WriteAsync(Visit visit, long contest, IReadOnlyList<StaffMember> jurors)
    {
        var page = visit.Page;
        await page.GotoAsync($"/staff/judging/admin/contest/{contest}");
        await visit.Link("新建第一轮").ClickAsync();
        await page.GetByLabel("轮次名称").FillAsync("初评");
        foreach (var juror in jurors)
        {
            await page.GetByLabel(juror.Name).CheckAsync();
        }
        await page.GetByLabel("评分截止时间").FillAsync("2099-06-30T18:00");
        await page.GetByLabel("每组晋级").FillAsync("3");
        await visit.LookAsync("round-new");
        await visit.Button("建立（草稿）").ClickAsync();
        await visit.SeesAsync("现在是草稿");
        await page.GetByText("作者申报的回避 1 件").ClickAsync();
        await visit.LookAsync("round-check");
    }

    /// <summary>All but the last juror score; nobody scores the twelfth.</summary>
    private async Task ScoreAsync(long id, IReadOnlyList<StaffMember> jurors)
    {
        var round = (await venue.Services.GetRequiredService<RoundStore>().FindAsync(id, Ct))!;
        var items = (await venue.Services.GetRequiredService<RoundDesk>().ListItemsAsync(round, [], Ct))!.Items;
        await venue.Services.ScoreAsync(round, (item, juror) =>
            juror == jurors[^1].Id || item == items[^1].Id ? null : [(int)(item * 37 % 40) + 50, (int)((item * 13 + juror * 7) % 30) + 60]
        );
    }

    private async Task<(long Contest, IReadOnlyList<StaffMember> Jurors)> NewContestAsync()
    {
        var services = venue.Services;
        var contest = await services.NewJudgedContestAsync();
        var mark = Guid.NewGuid().ToString("N")[..4];
        StaffMember[] jurors =
        [
            await services.NewJurorAsync($"陈岩石{mark}", "四川大学水利水电学院"),
            await services.NewJurorAsync($"林山{mark}", "同济大学"),
            await services.NewJurorAsync($"周江{mark}", "中国科学院武汉岩土力学研究所"),
            await services.NewJurorAsync($"吴溪{mark}", "中南大学"),
            await services.NewJurorAsync($"郑海{mark}"),
        ];
        await services.EnterAsync(
            contest,
            [
                new Entered("王掌子", "四川大学（成都）") { Title = "掌子面上的光", Caption = "王掌子摄于锦屏。" },
                new Entered("李层理", "某某勘察设计研究院有限公司") { Title = "层理", Avoid = [jurors[1].Name] },
                .. Enumerable
                    .Range(3, 7)
                    .Select(number => new Entered($"作者{number}", $"第{number}勘察院") { Title = $"岩石的第 {number} 张脸" }),
                .. Enumerable
                    .Range(10, 3)
                    .Select(number => new Entered($"作者{number}", $"第{number}勘察院")
                    {
                        Title = $"一条隧道的四季（{number}）",
                        Group = "series",
                    }),
                new Entered("赵未审", "某某大学") { State = Contests.PhotoEntryState.Reviewing },
            ]
        );
        return (contest, jurors);
    }
}
