using CsrmeWeChat.Certificates;
using CsrmeWeChat.Costs;
using CsrmeWeChat.Foundation.Demo;
using CsrmeWeChat.Judging;
using CsrmeWeChat.Judging.Ranking;
using CsrmeWeChat.Uploads;

namespace CsrmeWeChat.Contests;

/// <summary>
/// Last year's contest with its winners and their certificates, and this year's, which the jury is at. The photos are drawn here.
/// </summary>
public sealed class DemoContests(
    ContestStore contests,
    PhotoEntryStates entries,
    EntryPhotoDesk photos,
    PhotoReviewDesk reviews,
    PhotoReviewStore found,
    DevelopPhotos developing,
    RoundStore rounds,
    RoundDesk desk,
    RoundStates states,
    BallotStore ballots,
    AwardProposals awards,
    ResultStates results,
    CertificateStore certificates,
    CertificateStates certifying,
    CostBook costs,
    DemoFiles files
) : IDemoPart
{
    /// <summary>Tenths of a second.</summary>
    private const int MaxPatience = 600;

    private const string Rules =
        "用镜头讲岩石与工程的科学故事。\n"
        + "可以拍自然岩石、地下工程、试验与监测、科技工作者。要真实，有科学内涵，附说明。\n"
        + "须为本人拍摄；合成和 AI 处理须申报。请勿拍摄涉密和不宜公开的内容。获奖作品由学会用于科普宣传，署作者名。";

    private static readonly (string Title, string Subject, string Place, string Caption)[] All =
    [
        (
            "千米深处的灯",
            "地下工程",
            "云南大理",
            "深埋隧洞掌子面，一盏矿灯照亮刚揭露的断层泥。断层两侧岩性不同，颜色的分界就是千万年前的错动面。"
        ),
        ("岩壁上的测绳", "科技工作者", "四川雅安", "地质人员在六十度的边坡上量测结构面产状，一根测绳，一个罗盘，记录山体的骨骼。"),
        ("薄片里的银河", "试验与监测", "湖北武汉", "偏光显微镜下的花岗岩薄片，石英与长石的干涉色像一条银河。"),
        ("一条隧道的四季", "地下工程", "青海西宁", "同一机位拍摄的隧道洞口，春夏秋冬四张，看冻融怎样改变洞口的岩体。"),
        ("边坡守望者", "试验与监测", "湖北宜昌", "库岸边坡上的监测墩，每天六次把毫米级的位移传回监测中心。"),
        ("柱状节理", "自然岩石", "云南腾冲", "熔岩冷却收缩形成的六方柱，是大自然的有限元网格。"),
        ("盾构机的心跳", "地下工程", "江苏南京", "刀盘拼装完成的一刻，直径十五米，二十四个焊工同时作业。"),
        ("岩芯的抽屉", "试验与监测", "辽宁沈阳", "三千米岩芯，按深度排在抽屉里，像一部没有字的书。"),
        ("雨后的滑坡后缘", "自然岩石", "重庆奉节", "暴雨过后的拉张裂缝，宽度比昨天多了两指，村庄已提前撤离。"),
        ("讲给孩子听的石头", "科技工作者", "山东济南", "科普日，研究生把标本递到孩子手里：这块石头两亿岁了。"),
    ];

    private static readonly ContestGroup[] Groups = [new("g1", "单幅组", GroupShape.Single), new("g2", "组照组", GroupShape.Series)];

    public int Place => 95;

    public async Task MakeAsync(DemoRun demo, CancellationToken ct)
    {
        await MakeLastAsync(demo, ct);
        await MakeThisAsync(demo, ct);
    }

    private async Task MakeLastAsync(DemoRun demo, CancellationToken ct)
    {
        var opens = demo.LastSeason.AddDays(-30);
        var contest = await AddAsync(demo, demo.Year - 1, "第一届科普摄影大赛", opens, demo.LastSeason.AddDays(10), ct);
        demo.Clock.GoTo(demo.LastSeason.AddDays(2));
        await HandInAsync(demo, contest, 0, 6, ct);
        demo.Clock.GoTo(demo.LastSeason.AddDays(12));
        var round = await OpenAsync(demo, contest, "终评", perItem: 3, demo.LastSeason.AddDays(25), ct);
        await ScoreAsync(demo, round, share: 1, ct);
        demo.Clock.GoTo(demo.LastSeason.AddDays(26));
        var now = demo.Clock.GetUtcNow();
        await states.CloseAsync(demo.Secretary, round, isAware: true, now, ct);
        await states.FreezeAsync(demo.Secretary, round, now, ct);
        await awards.ProposeAsync(demo.Secretary, await FindAsync(contest, ct), now, ct);
        await results.NoticeAsync(demo.Secretary, await FindAsync(contest, ct), now.AddDays(7), now, ct);
        demo.Clock.GoTo(demo.LastSeason.AddDays(34));
        var announced = await results.AnnounceAsync(demo.Secretary, await FindAsync(contest, ct), demo.Clock.GetUtcNow(), ct);
        DemoRun.Expect(announced is ResultOutcome.Done ? null : $"The result is not out: {announced}.");
        var wrong = (await certificates.ListIssuedAsync(ContestsFeature.Subject, contest.Id, ct))[^1];
        var unit = $"{wrong.Unit}工程安全研究室";
        await certifying.ReissueAsync(demo.Secretary, wrong, wrong.Name, unit, "单位没有写全", demo.Clock.GetUtcNow(), ct);
        var subject = new CostSubject(ContestsFeature.Subject, contest.Id, contest.Title);
        await costs.AddAsync(demo.Secretary, subject, "评审专家费", 320_000, demo.Clock.GetUtcNow(), ct);
        await costs.AddAsync(demo.Secretary, subject, "奖品与证书装裱", 185_000, demo.Clock.GetUtcNow(), ct);
        demo.Clock.ComeBack();
    }

    private async Task MakeThisAsync(DemoRun demo, CancellationToken ct)
    {
        var contest = await AddAsync(demo, demo.Year, "第二届科普摄影大赛", demo.DaysAgo(40), demo.DaysAgo(1), ct);
        demo.Clock.GoTo(demo.DaysAgo(1).AddHours(-3));
        await HandInAsync(demo, contest, 2, All.Length, ct);
        demo.Clock.GoTo(demo.Now.AddHours(-6));
        var round = await OpenAsync(demo, contest, "初评", perItem: 3, demo.DaysAgo(-6), ct);
        await ScoreAsync(demo, round, share: 0.5, ct);
        demo.Clock.ComeBack();
    }

    private async Task<Contest> AddAsync(
        DemoRun demo,
        int year,
        string title,
        DateTimeOffset opens,
        DateTimeOffset closes,
        CancellationToken ct
    )
    {
        var draft = new ContestDraft
        {
            Title = title,
            Rules = Rules,
            Groups = Groups,
            Subjects = ["自然岩石", "地下工程", "试验与监测", "科技工作者"],
            Prizes = [new("g1", "一等奖", 1), new("g1", "二等奖", 2), new("g1", "三等奖", 2), new("g2", "一等奖", 1), new("", "人气奖", 3)],
            Criteria = [new("科学性", 40), new("艺术性", 40), new("技术性", 20)],
            OpensAt = opens,
            ClosesAt = closes,
            IsShown = true,
            Granted = "演示：视频与图片分享",
        };
        var id = await contests.AddAsync(demo.Secretary, year, draft, opens.AddDays(-3), ct);
        DemoRun.Expect(id is null ? $"There is no season {year}." : null);
        var contest = (await contests.FindAsync(id!.Value, ct))!;
        await contests.MoveAsync(demo.Secretary, contest, ContestState.Published, opens.AddDays(-2), ct);
        return (await contests.FindAsync(contest.Id, ct))!;
    }

    private async Task HandInAsync(DemoRun demo, Contest contest, int from, int to, CancellationToken ct)
    {
        var ids = new List<long>();
        for (var number = from; number < to; number++)
        {
            ids.Add(await HandInAsync(demo, contest, number, ct));
        }
        foreach (var id in ids)
        {
            var entry = await DevelopedAsync(id, ct);
            var outcome = await reviews.AcceptAsync(demo.Secretary, entry, isAware: true, demo.Clock.GetUtcNow(), ct);
            DemoRun.Expect(outcome is PhotoReviewOutcome.Done ? null : $"The entry {id} is not accepted: {outcome}.");
        }
    }

    /// <summary>A service that runs on the same database may have taken some of the photos: they are ready when it is done.</summary>
    private async Task<PhotoEntry> DevelopedAsync(long id, CancellationToken ct)
    {
        for (var patience = 0; ; patience++)
        {
            await developing.RunAsync(ct);
            var entry = (await found.FindAsync(id, ct))!.Entry;
            if (entry.State is not PhotoEntryState.Submitted)
            {
                return entry;
            }
            DemoRun.Expect(patience == MaxPatience ? $"The photos of entry {id} do not become ready." : null);
            await Task.Delay(TimeSpan.FromMilliseconds(100), ct);
        }
    }

    private Task<long> HandInAsync(DemoRun demo, Contest contest, int number, CancellationToken ct) =>
        DemoRun.HandInAsync(() => HandInOnceAsync(demo, contest, number, ct));

    private async Task<(long Id, string? WhyNot)> HandInOnceAsync(DemoRun demo, Contest contest, int number, CancellationToken ct)
    {
        var (author, now) = (demo.Bound[30 + (number * 11)], demo.Clock.GetUtcNow());
        var (_, entry) = await entries.BeginAsync(author.PersonId, contest.Id, now, ct);
        var (title, subject, place, caption) = All[number];
        var isSeries = number % 4 == 3;
        var text = new PhotoEntryText(
            isSeries ? "g2" : "g1",
            subject,
            title,
            caption,
            place,
            $"{demo.Year - 1}-{1 + number:00}",
            author.Name,
            author.Unit,
            Coauthors: [],
            Avoid: [],
            number % 3 == 0 ? PhotoEdit.Basic : PhotoEdit.None,
            EditNote: "",
            PhotoAiUse.None,
            AiNote: ""
        );
        await entries.WriteAsync(author.PersonId, entry!.Id, text, now, ct);
        for (var photo = 0; photo < (isSeries ? 4 : 1); photo++)
        {
            // Every third one stands upright.
            var (width, height) = number % 3 == 2 ? (1200, 1800) : (1800, 1200);
            var picture = DemoPicture.Strata((contest.Season % 2 * 500) + (number * 10) + photo, width, height);
            var code = await files.SendAsync(author.PersonId, ContestsFeature.Purpose, $"IMG_{4210 + number}.jpg", picture, now, ct);
            await photos.AddAsync(author.PersonId, entry.Id, code, now, ct);
        }
        var outcome = await entries.SubmitAsync(author.PersonId, entry.Id, agrees: true, now, ct);
        return (entry.Id, outcome is PhotoEntryOutcome.Done ? null : $"The entry {number} is not handed in: {outcome}.");
    }

    private async Task<Round> OpenAsync(
        DemoRun demo,
        Contest contest,
        string title,
        int perItem,
        DateTimeOffset closes,
        CancellationToken ct
    )
    {
        var draft = new RoundDraft(
            title,
            contest.CriterionList,
            perItem,
            GoesOn: 5,
            RankRule.Normalised,
            TieRule.ByCriteria,
            closes,
            [.. demo.Jurors.Select(juror => juror.StaffId!.Value)]
        );
        var now = demo.Clock.GetUtcNow();
        var id = await rounds.AddAsync(demo.Secretary, contest.Panel, 1, draft, now, ct);
        var (_, result) = await desk.OpenAsync(demo.Secretary, (await rounds.FindAsync(id!.Value, ct))!, now, ct);
        DemoRun.Expect(result is { Outcome: OpenOutcome.Opened } ? null : $"The round does not open: {result?.Outcome}.");
        return (await rounds.FindAsync(id.Value, ct))!;
    }

    /// <summary>Each juror scores this share of their items, each a little more or less severe.</summary>
    private async Task ScoreAsync(DemoRun demo, Round round, double share, CancellationToken ct)
    {
        foreach (var (severity, juror) in demo.Jurors.Index())
        {
            var own = await ballots.ListAsync(juror.StaffId!.Value, round, ct);
            foreach (var ballot in own.Take((int)Math.Ceiling(own.Count * share)))
            {
                int[] points =
                [
                    .. round.CriterionList.Select(_ => 68 + (int)(ballot.ItemId * 5 % 20) + demo.Random.Next(8) - (severity * 2)),
                ];
                await ballots.SaveAsync(juror.StaffId.Value, ballot.Id, ballot.Revision, points, "", demo.Clock.GetUtcNow(), ct);
            }
        }
    }

    private async Task<Contest> FindAsync(Contest contest, CancellationToken ct) => (await contests.FindAsync(contest.Id, ct))!;
}
