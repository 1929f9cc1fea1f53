using CsrmeWeChat.Foundation.Demo;

namespace CsrmeWeChat.Events;

/// <summary>
/// A symposium that is full and has a waiting list, an open day with places in both sessions, a lecture that was, and a day of counselling.
/// </summary>
public sealed class DemoEvents(EventStore events, RegistrationQueue queue, RegistrationDesk desk, CheckInDesk door, RegistrationLists lists)
    : IDemoPart
{
    private static readonly Question Unit = new("q1", "工作单位", QuestionKind.Text, true, [], 0, 60);

    public int Place => 96;

    public async Task MakeAsync(DemoRun demo, CancellationToken ct)
    {
        await SymposiumAsync(demo, ct);
        await OpenDayAsync(demo, ct);
        await LectureAsync(demo, ct);
        await CounsellingAsync(demo, ct);
        demo.Clock.ComeBack();
    }

    /// <summary>Two gave their places back: one who waited has accepted, another one is asked.</summary>
    private async Task SymposiumAsync(DemoRun demo, CancellationToken ct)
    {
        var starts = demo.DaysAgo(-12).AddHours(9);
        var draft = New("岩石力学与工程前沿研讨会", EventKind.Symposium, "symposium", demo) with
        {
            Summary = "围绕深部岩体、地下工程智能建造与地质灾害防控，邀请六位报告人作主题报告。\n会场座位有限，请按时到会。",
            Place = "武汉市武昌区小洪山 学术报告厅",
            Point = new MapPoint(30.541200, 114.362100),
            Sessions = [new SessionDraft(0, "", starts, starts.AddHours(8), 60)],
            RegistersFrom = demo.DaysAgo(10).AddHours(9),
            RegistersUntil = starts.AddDays(-2),
            CancelUntil = starts.AddDays(-2),
            Questions = [Unit, new("q2", "午餐", QuestionKind.Choice, true, ["普通", "清真", "不用餐"], 0, 0)],
        };
        var (session, members) = ((await PublishAsync(demo, draft, ct))[0].Id, demo.Bound.Take(72).ToList());
        await RegisterAsync(demo, draft, session, members, ct);
        demo.Clock.GoTo(demo.DaysAgo(1).AddHours(15));
        await desk.CancelAsync(members[5].PersonId, session, demo.Clock.GetUtcNow(), ct);
        await desk.AcceptAsync(members[60].PersonId, session, demo.Clock.GetUtcNow().AddHours(1), ct);
        demo.Clock.ComeBack();
        await desk.CancelAsync(members[17].PersonId, session, demo.Now, ct);
    }

    private async Task OpenDayAsync(DemoRun demo, CancellationToken ct)
    {
        var day = demo.DaysAgo(-18);
        var draft = New("盾构机实验室开放日", EventKind.OpenDay, "open-day", demo) with
        {
            Organiser = "地下工程分会",
            Summary = "近看一台全断面隧道掘进机模型，动手做一次岩石单轴压缩试验。欢迎带孩子一起来。",
            Place = "武汉市洪山区 地下工程实验室",
            Sessions =
            [
                new SessionDraft(0, "上午场", day.AddHours(9), day.AddHours(11), 40),
                new SessionDraft(0, "下午场", day.AddHours(14), day.AddHours(16), 40),
            ],
            RegistersFrom = demo.DaysAgo(6).AddHours(9),
            RegistersUntil = day.AddDays(-1),
            CancelUntil = day.AddDays(-1),
            PartyLimit = 4,
            SmallerPasses = true,
            Audience = new EventAudience(),
            Questions = [new("q1", "我已阅读进入实验室的安全须知", QuestionKind.Consent, true, [], 0, 0)],
        };
        var sessions = await PublishAsync(demo, draft, ct);
        await RegisterAsync(demo, draft, sessions[0].Id, demo.Bound.Skip(80).Take(13), ct);
        await RegisterAsync(demo, draft, sessions[1].Id, demo.Bound.Skip(100).Take(7), ct);
    }

    private async Task LectureAsync(DemoRun demo, CancellationToken ct)
    {
        var starts = demo.DaysAgo(5).AddHours(19);
        var draft = New("科普报告：脚下的岩石会说话", EventKind.Lecture, "lecture", demo) with
        {
            Summary = "从一块岩芯讲起，看工程师怎样读懂大地。",
            Place = "武汉科技馆 报告厅",
            OnlineUrl = "https://live.example.org/rock",
            Sessions = [new SessionDraft(0, "", starts, starts.AddMinutes(90), 200)],
            RegistersFrom = demo.DaysAgo(20),
            RegistersUntil = starts,
            CancelUntil = starts,
        };
        var session = (await PublishAsync(demo, draft, ct))[0].Id;
        await RegisterAsync(demo, draft, session, demo.Bound.Take(96), ct);
        await LetInAsync(demo, session, starts, ct);
    }

    /// <summary>Four in five come, from half an hour before, and some who had not registered.</summary>
    private async Task LetInAsync(DemoRun demo, long session, DateTimeOffset starts, CancellationToken ct)
    {
        var coming = (await lists.ListAsync(session, RegistrationLists.MaxShown, ct)).Where(one => one.Serial % 5 != 0);
        foreach (var (one, i) in coming.Select((one, i) => (one, i)))
        {
            await ScanAsync(ScanKind.Enter, one.Code, i, 0);
        }
        await ScanAsync(ScanKind.WalkIn, "", 80, 3);

        Task ScanAsync(ScanKind kind, string text, int i, int seats)
        {
            var at = starts.AddMinutes(-30).AddSeconds(25 * i);
            return door.TakeAsync(
                demo.Secretary,
                session,
                "正门",
                new Scan($"demo-{i}", kind, text, true, false, at, Seats: seats),
                at,
                ct
            );
        }
    }

    /// <summary>An hour each, half of which are taken.</summary>
    private async Task CounsellingAsync(DemoRun demo, CancellationToken ct)
    {
        var day = demo.DaysAgo(-8);
        var draft = New("科技工作者心理咨询日", EventKind.Counselling, "counselling", demo) with
        {
            Summary = "一对一的心理咨询，每人一小时，由学会聘请的咨询师接待。谁来预约只有咨询师知道。",
            Place = "武汉市武昌区小洪山 三号楼 204",
            Sessions =
            [
                .. Enumerable
                    .Range(9, 8)
                    .Where(hour => hour != 12)
                    .Select(hour => new SessionDraft(0, $"{hour}:00", day.AddHours(hour), day.AddHours(hour + 1).AddMinutes(-10), 1)),
            ],
            RegistersFrom = demo.DaysAgo(3).AddHours(9),
            RegistersUntil = day,
            CancelUntil = day,
            GuardianUnder = EventDraft.CounsellingGuardianUnder,
            Questions = [new("q1", "想谈些什么（咨询师会提前看）", QuestionKind.Text, false, [], 0, 200)],
        };
        var sessions = await PublishAsync(demo, draft, ct);
        foreach (var (session, i) in sessions.Where((_, at) => at % 2 == 0).Select((session, at) => (session, at)))
        {
            await RegisterAsync(demo, draft, session.Id, demo.Bound.Skip(110 + i).Take(1), ct);
        }
    }

    private static EventDraft New(string title, EventKind kind, string slug, DemoRun demo) =>
        new()
        {
            Slug = $"{slug}-{demo.Year}",
            Kind = kind,
            Title = title,
            Summary = "",
            Sessions = [],
            RegistersFrom = default,
            RegistersUntil = default,
            CancelUntil = default,
            Audience = new EventAudience { MembersOnly = true },
        };

    private async Task<IReadOnlyList<EventSession>> PublishAsync(DemoRun demo, EventDraft draft, CancellationToken ct)
    {
        var at = draft.RegistersFrom.AddDays(-1);
        DemoRun.Expect(draft.Faults().FirstOrDefault());
        var id = (await events.AddAsync(demo.Secretary, demo.Year, draft, at, ct))!.Value;
        await events.PublishAsync(demo.Secretary, (await events.FindAsync(id, ct))!, at, ct);
        return await events.ListSessionsAsync([id], ct);
    }

    /// <summary>One after the other, from the opening on, with as many as the event lets come along.</summary>
    private async Task RegisterAsync(DemoRun demo, EventDraft draft, long session, IEnumerable<DemoMember> members, CancellationToken ct)
    {
        foreach (var (member, i) in members.Select((member, i) => (member, i)))
        {
            demo.Clock.GoTo(draft.RegistersFrom.AddMinutes(7 * i));
            string[] names = [member.Name, .. Enumerable.Range(1, i % draft.PartyLimit).Select(number => $"{member.Name}的同行 {number}")];
            var answers = draft.Questions.ToDictionary(question => question.Key, question => AnswerOf(question, member, i));
            var result = await queue.AddAsync(member.PersonId, session, names, answers, Agreed, mayWait: true, ct);
            DemoRun.Expect(result.Outcome is RegistrationOutcome.Done ? null : $"{draft.Title}：{result.Outcome} {result.Fault}");
        }
    }

    private static readonly Consents Agreed = new(Agrees: true);

    private static string AnswerOf(Question question, DemoMember member, int i) =>
        question.Kind switch
        {
            QuestionKind.Text when !question.Required => "",
            QuestionKind.Text => member.Unit,
            QuestionKind.Choice => question.Choices[i % question.Choices.Count],
            QuestionKind.Number => $"{question.Min}",
            QuestionKind.Consent => Question.Yes,
        };
}
