using CsrmeWeChat.Costs;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Demo;
using CsrmeWeChat.Foundation.Media;
using CsrmeWeChat.Uploads;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Videos;

/// <summary>
/// Last year's call with what was shown of it, and one that is open, with entries in every state. The videos are drawn here.
/// </summary>
public sealed class DemoVideos(
    CallStore calls,
    CostBook costs,
    EntryStates entries,
    EntryStore authors,
    ReviewDesk desk,
    ReviewStore reviews,
    LikeStore likes,
    ComplaintStore complaints,
    ExamineVideos examining,
    ConvertVideos converting,
    DemoFiles files,
    IOptions<VideoOptions> options
) : IDemoPart
{
    private static readonly (string Title, string Category, string Statement)[] All =
    [
        ("掌子面上的一天", "现场故事", "清晨六点下井，记录一个循环：钻孔、装药、通风、素描。每一张岩体素描，都是写给下一班的信。"),
        ("听岩石说话", "科普讲解", "岩石破裂前会发出声音。用一支传感器和一段动画，讲清微震监测怎样提前几分钟发现岩爆。"),
        ("一块岩芯的旅行", "科普讲解", "从钻机到岩芯库，再到三轴试验机，一块岩芯怎样告诉我们一千米以下的故事。"),
        ("把模型搬进隧道", "创新成果", "团队把数字孪生模型装进平板，工人在掌子面就能看到前方二十米的预报。"),
        ("微震监测夜班", "现场故事", "凌晨两点，监测室里只有键盘声。一个青年工程师的夜班日记。"),
        ("边坡上的传感器", "现场故事", "在四十五度的边坡上安装测斜仪，是一种什么体验？"),
        ("给岩石做CT", "科普讲解", "不破坏岩样，也能看清里面的裂隙。工业CT下的岩石原来这样好看。"),
        ("三维激光扫一座硐室", "创新成果", "三十分钟，一亿个点，一座地下硐室的完整样子。"),
        ("深地实验室的清晨", "现场故事", "垂直岩层覆盖两千四百米，这里是离宇宙噪声最远的地方之一。"),
        ("岩爆预警五分钟", "创新成果", "从报警到撤离，五分钟里每个人都在做什么。"),
        ("用废石铺一条路", "创新成果", "矿山废石变成路基材料，青年团队三年的试验路段。"),
        ("讲给小学生听的隧道课", "科普讲解", "带着岩石标本走进小学课堂，孩子们的第一个问题是：隧道会不会塌？"),
        ("库岸边的无人机", "现场故事", "每月一次，无人机沿着三十公里库岸飞一遍。"),
    ];

    private static readonly string[] Categories = ["现场故事", "科普讲解", "创新成果"];

    public int Place => 92;

    public async Task MakeAsync(DemoRun demo, CancellationToken ct)
    {
        var drawn = Directory.CreateTempSubdirectory("csrme-demo-");
        try
        {
            await MakeLastAsync(demo, drawn.FullName, ct);
            await MakeThisAsync(demo, drawn.FullName, ct);
        }
        finally
        {
            drawn.Delete(recursive: true);
        }
    }

    private async Task MakeLastAsync(DemoRun demo, string drawn, CancellationToken ct)
    {
        var call = await CallAsync(demo, demo.Year - 1, "岩石会说话", demo.LastSeason.AddDays(-30), demo.LastSeason.AddDays(20), ct);
        demo.Clock.GoTo(demo.LastSeason.AddDays(5));
        var shown = new List<long>();
        for (var number = 8; number < 11; number++)
        {
            shown.Add(await HandInAsync(demo, call, number, drawn, ct));
        }
        await WorkAsync(ct);
        foreach (var id in shown)
        {
            await ShowAsync(demo, id, ct);
        }
        var last = new CostSubject("call", call, (await calls.FindAsync(call, ct))!.Title);
        await costs.AddAsync(demo.Secretary, last, "获奖证书与奖品", 386_000, demo.LastSeason.AddDays(25), ct);
        await costs.AddAsync(demo.Secretary, last, "评审专家费", 240_000, demo.LastSeason.AddDays(26), ct);
        demo.Clock.ComeBack();
    }

    private async Task MakeThisAsync(DemoRun demo, string drawn, CancellationToken ct)
    {
        var call = await CallAsync(demo, demo.Year, "自立自强·青年说岩", demo.DaysAgo(20), demo.DaysAgo(-25), ct);
        // Not so long ago that WeChat would not be asked about them any more.
        demo.Clock.GoTo(demo.Now.AddHours(-20));
        var ids = new List<long>();
        for (var number = 0; number < 8; number++)
        {
            ids.Add(await HandInAsync(demo, call, number, drawn, ct));
        }
        await WorkAsync(ct);
        foreach (var id in ids.Take(3))
        {
            await ShowAsync(demo, id, ct);
        }
        await AcceptAsync(demo, ids[3], ct);
        var author = demo.Bound[AuthorOf(4)].PersonId;
        var returned = (await authors.FindAsync(author, ids[4], ct))!.Entry;
        const string Why = "画面中的里程桩号和设备铭牌请遮住，并经单位审查后重新提交。";
        await desk.ReturnAsync(demo.Staff[Role.Reviewer], returned, Why, demo.Clock.GetUtcNow(), ct);
        await entries.WithdrawAsync(demo.Bound[AuthorOf(7)].PersonId, ids[7], demo.Clock.GetUtcNow(), ct);
        demo.Clock.ComeBack();
        // What waits to be prepared as soon as the service starts, and what is still being written.
        await HandInAsync(demo, call, 11, drawn, ct);
        var writer = demo.Bound[AuthorOf(12)];
        var (_, draft) = await entries.BeginAsync(writer.PersonId, call, demo.Now, ct);
        await entries.WriteAsync(writer.PersonId, draft!.Id, TextOf(12, writer), demo.Now, ct);
        await complaints.MakeAsync(
            demo.Bound[200].PersonId,
            ids[1],
            Ground.Rights,
            "第十秒的监测曲线截图是我们课题组的，没有注明来源。",
            demo.Now,
            ct
        );
    }

    private async Task<long> CallAsync(
        DemoRun demo,
        int year,
        string title,
        DateTimeOffset opens,
        DateTimeOffset closes,
        CancellationToken ct
    )
    {
        const string Theme =
            "面向基层和青年科技工作者，征集反映科技报国、自立自强的短视频。\n"
            + "可以拍一天的工作、一项成果、一个小科普。画面清楚，声音清晰，横竖均可。\n"
            + "请勿拍摄涉密和不宜公开的内容，使用他人素材请注明来源。通过审核的作品由学会用于公益宣传。";
        var draft = new CallDraft(title, Theme, Categories, opens, closes, 5, 180, 3, IsPublic: true, ChannelUser: "");
        var id = await calls.AddAsync(demo.Secretary, year, draft, opens.AddDays(-3), ct);
        DemoRun.Expect(id is null ? $"There is no season {year}." : null);
        var call = (await calls.FindAsync(id!.Value, ct))!;
        await calls.MoveAsync(demo.Secretary, call, CallState.Published, opens.AddDays(-2), ct);
        return call.Id;
    }

    private async Task<long> HandInAsync(DemoRun demo, long call, int number, string drawn, CancellationToken ct)
    {
        // What takes long comes first.
        var path = await DrawAsync(number, drawn, ct);
        return await DemoRun.HandInAsync(() => HandInOnceAsync(demo, call, number, path, ct));
    }

    private async Task<(long Id, string? WhyNot)> HandInOnceAsync(DemoRun demo, long call, int number, string? path, CancellationToken ct)
    {
        var (author, now) = (demo.Bound[AuthorOf(number)], demo.Clock.GetUtcNow());
        var (_, entry) = await entries.BeginAsync(author.PersonId, call, now, ct);
        await entries.WriteAsync(author.PersonId, entry!.Id, TextOf(number, author), now, ct);
        if (path is null)
        {
            return (entry.Id, null);
        }
        var bytes = await File.ReadAllBytesAsync(path, ct);
        var code = await files.SendAsync(author.PersonId, VideosFeature.Purpose, "VID_20260528.mp4", bytes, now, ct);
        var attached = await entries.AttachAsync(author.PersonId, entry.Id, code, now, ct);
        var outcome = await entries.SubmitAsync(author.PersonId, entry.Id, agrees: true, now, ct);
        return (entry.Id, (attached, outcome) is (EntryOutcome.Done, EntryOutcome.Done) ? null : $"Entry {number}: {attached}, {outcome}.");
    }

    /// <summary>A slow way over drawn rock, with a low tone. Null where ffmpeg is not installed: the entries stay drafts then.</summary>
    private async Task<string?> DrawAsync(int number, string drawn, CancellationToken ct)
    {
        var (picture, video) = (Path.Combine(drawn, $"{number}.jpg"), Path.Combine(drawn, $"{number}.mp4"));
        // Every third one was recorded upright.
        var (width, height) = number % 3 == 2 ? (360, 640) : (640, 360);
        await File.WriteAllBytesAsync(picture, DemoPicture.Strata(number + 40, width * 2, height * 2), ct);
        string[] arguments =
        [
            "-nostdin",
            "-v",
            "error",
            "-loop",
            "1",
            "-i",
            picture,
            "-f",
            "lavfi",
            "-i",
            FormattableString.Invariant($"sine=frequency={110 + (number * 20)}:sample_rate=44100"),
            "-t",
            FormattableString.Invariant($"{7 + (number % 4)}"),
            "-vf",
            FormattableString.Invariant($"zoompan=z='1+on/600':d=1:s={width}x{height}:fps=25,format=yuv420p"),
            .. "-c:v libx264 -preset ultrafast -c:a aac -b:a 48k -y".Split(' '),
            video,
        ];
        var bounds = new ProcessBounds(Memory: 4L << 30, CpuSeconds: 60, Time: TimeSpan.FromSeconds(120));
        var ended = await BoundedProcess.RunAsync(options.Value.Ffmpeg, arguments, bounds, ct);
        return ended.IsDone ? video : null;
    }

    private async Task WorkAsync(CancellationToken ct)
    {
        await examining.RunAsync(ct);
        await converting.RunAsync(ct);
    }

    private async Task<Entry?> AcceptAsync(DemoRun demo, long id, CancellationToken ct)
    {
        var (entry, now) = (await FindAsync(id, ct), demo.Clock.GetUtcNow());
        if (entry is not { State: EntryState.Reviewing })
        {
            return null;
        }
        await desk.AcceptAsync(demo.Staff[Role.Reviewer], entry, isAware: true, now, ct);
        return await FindAsync(id, ct);
    }

    private async Task ShowAsync(DemoRun demo, long id, CancellationToken ct)
    {
        if (await AcceptAsync(demo, id, ct) is { } entry)
        {
            await desk.ShowAsync(demo.Secretary, entry, demo.Clock.GetUtcNow(), ct);
            foreach (var reader in demo.Bound.Skip(100).Take(6 + (int)(id * 13 % 40)))
            {
                await likes.LikeAsync(reader.PersonId, id, demo.Clock.GetUtcNow(), ct);
            }
        }
    }

    private async Task<Entry?> FindAsync(long id, CancellationToken ct) => (await reviews.FindAsync(id, ct))?.Entry;

    private static int AuthorOf(int number) => 20 + (number * 7);

    private static EntryText TextOf(int number, DemoMember author)
    {
        var (title, category, statement) = All[number];
        var (use, note) = number % 4 == 1 ? (AiUse.Partly, "配音由 AI 合成，画面为实拍。") : (AiUse.None, "");
        IReadOnlyList<Collaborator> others = number % 2 == 0 ? [new Collaborator("同行一组", author.Unit)] : [];
        return new EntryText(title, statement, author.Name, author.Unit, others, category, use, note);
    }
}
