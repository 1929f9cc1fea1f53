using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Demo;
using CsrmeWeChat.Foundation.Media;

namespace CsrmeWeChat.Stories;

/// <summary>Stories at every stage: sent to all and to a tag, published, planned, waiting for review, a draft.</summary>
public sealed class DemoStories(StoryStore stories, SendStore sends, AdvanceSends advancing, StoryBody bodies, Pictures pictures)
    : IDemoPart
{
    private static readonly (string Person, string Unit, string Title, string Digest)[] All =
    [
        ("赵深岩", "中国科学院武汉岩土力学研究所", "在千米深处听岩石说话", "三十年里，他把传感器装进了四十多条深埋隧洞。"),
        ("钱远山", "长江科学院", "守着大坝的那道边坡", "从第一次踏勘到最后一次验收，她走过这道边坡上百遍。"),
        ("孙青石", "成都理工大学", "把滑坡挡在村庄之外", "每年汛期，他都带着学生住进山里的监测站。"),
        ("李明川", "同济大学", "隧道里的青年突击队", "平均年龄二十八岁的团队，用一套新算法救回了一台盾构机。"),
        ("周岚", "山东大学", "给岩体做“CT”的人", "她相信，看得见的风险才管得住。"),
        ("吴砺", "中国矿业大学（北京）", "一位老矿工的女儿", "她的第一篇论文，写的是父亲工作过的巷道。"),
    ];

    public int Place => 90;

    public async Task MakeAsync(DemoRun demo, CancellationToken ct)
    {
        // WeChat's stand-in counts what goes to all followers by its own clock: one is enough for its month.
        await SendAsync(demo, 0, SendWay.Publish, null, demo.LastSeason.AddDays(2), ct);
        await SendAsync(demo, 1, SendWay.All, null, demo.DaysAgo(62).AddHours(10), ct);
        await SendAsync(demo, 2, SendWay.Tag, 101, demo.DaysAgo(6).AddHours(10), ct);
        demo.Clock.ComeBack();

        await PlanAsync(demo, 3, SendWay.All, null, demo.DaysAgo(-2).AddHours(10), demo.Now.AddHours(-5), ct);
        var review = await AddAsync(demo, 4, demo.Now.AddHours(-4), ct);
        await stories.SubmitAsync(demo.Secretary, review.Id, review.Revision, demo.Now.AddHours(-3), ct);
        await AddAsync(demo, 5, demo.Now.AddHours(-1), ct);
    }

    private async Task SendAsync(DemoRun demo, int number, SendWay way, long? tag, DateTimeOffset at, CancellationToken ct)
    {
        demo.Clock.GoTo(at);
        await PlanAsync(demo, number, way, tag, at, at, ct);
        await advancing.RunAsync(ct);
    }

    private async Task PlanAsync(
        DemoRun demo,
        int number,
        SendWay way,
        long? tag,
        DateTimeOffset at,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var story = await AddAsync(demo, number, now.AddHours(-2), ct);
        await stories.SubmitAsync(demo.Secretary, story.Id, story.Revision, now.AddHours(-1), ct);
        story = (await stories.FindAsync(story.Id, ct))!;
        await stories.ApproveAsync(demo.Staff[Role.Reviewer], story.Id, story.Revision, now.AddMinutes(-20), ct);
        story = (await stories.FindAsync(story.Id, ct))!;
        var (outcome, _) = await sends.PlanAsync(demo.Secretary, new SendPlan(story.Id, story.Revision, way, tag, at), now, ct);
        DemoRun.Expect(outcome is PlanOutcome.Planned ? null : $"The story {number} is not planned: {outcome}.");
    }

    private async Task<Story> AddAsync(DemoRun demo, int number, DateTimeOffset at, CancellationToken ct)
    {
        var (person, unit, title, digest) = All[number];
        var (portrait, cover, inside) = (
            await DrawAsync((10 * number) + 1, 400, 400, ct),
            await DrawAsync((10 * number) + 2, 900, 383, ct),
            await DrawAsync((10 * number) + 3, 960, 600, ct)
        );
        var body = await bodies.CleanAsync(
            $"""
            <p>{digest}</p>
            <p>“岩石不会说话，可它一直在表达。”{person}常对年轻人这样说。在{unit}，大家都知道他的办公桌上放着一块从工地带回来的岩芯，提醒自己数据从哪里来。</p>
            <p><img src="{MediaFolder.Address}{inside}" alt="岩层示意图"></p>
            <h2>从现场来，到现场去</h2>
            <p>一次次踏勘、一段段岩芯、一组组数据，连起来就是一条看得见的路。如今，团队的方法已经用在多项国家重点工程中。</p>
            <blockquote>把论文写在祖国大地上，先要把脚印留在工地上。</blockquote>
            """,
            ct
        );
        var season = at < demo.DaysAgo(200) ? demo.Year - 1 : demo.Year;
        var text = new StoryText(person, unit, season, portrait, cover, title, "学会秘书处", digest, body.Html).Clean();
        DemoRun.Expect(body.Why ?? text.Faults().Concat(text.Missing()).FirstOrDefault());
        var id = await stories.AddAsync(demo.Secretary, season, text, at, ct);
        return (await stories.FindAsync(id!.Value, ct))!;
    }

    private async Task<string> DrawAsync(int number, int width, int height, CancellationToken ct)
    {
        var (name, why) = await pictures.AddAsync(DemoPicture.Strata(number, width, height), ct);
        DemoRun.Expect(why);
        return name!;
    }
}
