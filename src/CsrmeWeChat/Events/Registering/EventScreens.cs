using System.ComponentModel;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Messages;

namespace CsrmeWeChat.Events;

public enum SessionStatus
{
    [Description("可以报名。")]
    Open,

    [Description("名额已满，或空位要留给正在候补的人，可以候补。")]
    Waitable,

    [Description("名额已满。")]
    Full,

    [Description("报名还没有开始。")]
    NotOpen,

    [Description("报名已截止。")]
    Closed,

    [Description("这一场已结束。")]
    Over,

    [Description("本人已报名、在候补或有空位待确认，见 mine。")]
    Mine,

    [Description("本活动面向会员，本人还没有绑定会员身份。")]
    NeedsMember,

    [Description("请先验证手机号，再来报名。")]
    NeedsPhone,

    [Description("本人不能报名，whyNot 说明原因。")]
    NotForMe,

    [Description("活动已取消。")]
    Cancelled,
}

public sealed record MyRegistration(
    RegistrationState State,
    [property: Description("一起来的人，本人在前。")] IReadOnlyList<string> Names,
    IReadOnlyDictionary<string, string> Answers,
    [property: Description("同意的监护人；没有则为空。")] string Guardian,
    [property: Description("票号。")] string Code,
    [property: Description("候补名单上的位置，从 1 起；不在候补则为 0。")] int Position,
    [property: Description("在这之前接受空位；没有空位则为 null。")] DateTimeOffset? OfferedUntil
)
{
    public static MyRegistration Of(Registration one, int position) =>
        new(one.State, one.NameList, one.AnswersByKey, one.Guardian, one.Code, position, one.OfferedUntil);
}

public sealed record SessionScreen(
    long Id,
    [property: Description("只有一场时可以为空。")] string Title,
    DateTimeOffset StartsAt,
    DateTimeOffset EndsAt,
    int Capacity,
    [property: Description("还有几个空位，可能是一秒前的。")] int Free,
    SessionStatus Status,
    [property: Description("status 为 notForMe 时的原因，可以直接显示；其余为 null。")] string? WhyNot,
    [property: Description("本人的报名；没有则为 null。")] MyRegistration? Mine,
    [property: Description("本人现在可以评价这一场。")] bool MayRate,
    [property: Description("本人给的分，1 至 5；没有评价则为 null。")] int? Rating
);

public sealed record EventScreen(
    long Id,
    string Slug,
    EventKind Kind,
    string Title,
    [property: Description("主办单位。")] string Organiser,
    [property: Description("活动说明，几段文字。")] string Summary,
    [property: Description("线上活动为空。")] string Place,
    [property: Description("地点在地图上的位置；没有则为 null。")] MapPoint? Point,
    [property: Description("是否可以线上参加。")] bool IsOnline,
    [property: Description("线上参加的网址，本人报名成功后才有，此前为空。")] string OnlineUrl,
    DateTimeOffset RegistersFrom,
    DateTimeOffset RegistersUntil,
    [property: Description("在这之前可以修改或取消。")] DateTimeOffset CancelUntil,
    [property: Description("一次报名最多几个人，含本人。")] int MaxParty,
    IReadOnlyList<Question> Questions,
    [property: Description("报名须同意的约定，心理咨询才有，其余为空。")] string ConsentAsked,
    [property: Description("未满这个周岁的人参加，须监护人同意；0 为不问。")] int GuardianUnder,
    [property: Description("按时间先后。")] IReadOnlyList<SessionScreen> Sessions,
    [property: Description("活动取消的原因；没有取消则为空。")] string CancelledWhy,
    [property: Description("活动资料的网址，到场的人在活动后才有，其余为空。")] string MaterialUrl,
    [property: Description("报名或候补时可以请求订阅的模板，供 wx.requestSubscribeMessage 使用；不同意也能报名。")]
        IReadOnlyList<string> Templates,
    [property: Description("服务器的时间。")] DateTimeOffset Now
);

/// <summary>An event as one person sees it.</summary>
public sealed class EventScreens(Database database, EventStore events, AutomaticStore automatic)
{
    /// <summary>What people would rather hear of, the most pressing first.</summary>
    private static readonly List<string> Asked = [ReminderKind.Day.Message, "event.offered", RegistrationNotices.Moved, "event.calledoff"];

    public async Task<EventScreen?> FindAsync(long personId, long eventId, DateTimeOffset now, CancellationToken ct)
    {
        if (await events.FindAsync(eventId, ct) is not { State: not EventState.Draft } one)
        {
            return null;
        }
        var sessions = await events.ListSessionsAsync([eventId], ct);
        return (await OfAsync(personId, [(one, sessions)], now, ct))[0];
    }

    public async Task<IReadOnlyList<EventScreen>> ListAsync(long personId, DateTimeOffset now, CancellationToken ct)
    {
        var shown = await events.ListShownAsync(now, ct);
        var sessions = (await events.ListSessionsAsync([.. shown.Select(one => one.Id)], ct)).ToLookup(session => session.EventId);
        return await OfAsync(personId, [.. shown.Select(one => (one, (IReadOnlyList<EventSession>)[.. sessions[one.Id]]))], now, ct);
    }

    /// <summary>As it is for somebody who may come and of whom nothing is known.</summary>
    public async Task<EventScreen> OfAnybodyAsync(Event one, DateTimeOffset now, CancellationToken ct)
    {
        var sessions = await events.ListSessionsAsync([one.Id], ct);
        var queues = (await ListQueuesAsync([.. sessions.Select(session => session.Id)], ct)).ToHashSet();
        return Of(
            one,
            [.. sessions.Select(session => Of(one, session, null, null, queues.Contains(session.Id), now))],
            hasCome: false,
            templates: [],
            now
        );
    }

    private async Task<IReadOnlyList<EventScreen>> OfAsync(
        long personId,
        IReadOnlyList<(Event Event, IReadOnlyList<EventSession> Sessions)> shown,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        long[] sessionIds = [.. shown.SelectMany(one => one.Sessions).Select(session => session.Id)];
        var queues = (await ListQueuesAsync(sessionIds, ct)).ToHashSet();
        var own = (await ListOwnAsync(personId, sessionIds, ct)).ToDictionary(one => one.SessionId);
        // Most events are for the same people: each audience is asked about once.
        var refusals = new Dictionary<string, RegistrationOutcome?>();
        foreach (var audience in shown.Select(one => one.Event).DistinctBy(one => one.Audience))
        {
            var whyNot = await audience.AudienceOf.WhyNotAsync(database, [personId], now, ct);
            refusals[audience.Audience] = whyNot.TryGetValue(personId, out var why) ? why : null;
        }
        var templates = await automatic.ListAskedAsync(Asked, ct);
        var screens = new List<EventScreen>();
        foreach (var (one, sessions) in shown)
        {
            var refusal = refusals[one.Audience];
            var cards = sessions.Select(session =>
                Of(one, session, own.GetValueOrDefault(session.Id), refusal, queues.Contains(session.Id), now)
            );
            screens.Add(Of(one, [.. cards], HasCome(sessions, own, now), templates, now));
        }
        return screens;
    }

    private Task<IReadOnlyList<PlacedRegistration>> ListOwnAsync(
        long personId,
        IReadOnlyCollection<long> sessionIds,
        CancellationToken ct
    ) =>
        database.ListAsync<PlacedRegistration>(
            $$"""
            SELECT {{PlacedRegistration.Columns}} FROM registrations r WHERE r.participant = @personId AND r.session_id IN {=sessionIds}
            """,
            new { personId, sessionIds },
            ct
        );

    /// <summary>Of these, those in which somebody waits whom nobody may pass.</summary>
    private Task<IReadOnlyList<long>> ListQueuesAsync(IReadOnlyCollection<long> sessionIds, CancellationToken ct) =>
        database.ListAsync<long>(
            """
            SELECT s.id FROM event_sessions s
             WHERE s.id IN {=sessionIds}
               AND EXISTS (SELECT 1 FROM registrations r WHERE r.session_id = s.id AND r.state = 'waiting' AND r.seats <= s.capacity)
            """,
            new { sessionIds },
            ct
        );

    /// <summary>To one of its sessions that is over.</summary>
    private static bool HasCome(IReadOnlyList<EventSession> sessions, Dictionary<long, PlacedRegistration> own, DateTimeOffset now) =>
        sessions.Any(session =>
            session.EndsAt <= now
            && own.TryGetValue(session.Id, out var mine)
            && mine is { State: RegistrationState.Registered, Came: true }
        );

    private static EventScreen Of(
        Event one,
        IReadOnlyList<SessionScreen> sessions,
        bool hasCome,
        IReadOnlyList<string> templates,
        DateTimeOffset now
    ) =>
        new(
            one.Id,
            one.Slug,
            one.Kind,
            one.Title,
            one.OrganiserName,
            one.Summary,
            one.Place,
            one.Point,
            one.OnlineUrl is not "",
            // Whoever has the address needs no place.
            sessions.Any(session => session.Mine is { State: RegistrationState.Registered })
                ? one.OnlineUrl
                : "",
            one.RegistersFrom,
            one.RegistersUntil,
            one.CancelUntil,
            one.MaxParty,
            one.QuestionList,
            one.Kind.IsPrivate ? Consents.Asked : "",
            one.GuardianUnder,
            sessions,
            one.Why,
            hasCome ? one.MaterialUrl : "",
            templates,
            now
        );

    private static SessionScreen Of(
        Event one,
        EventSession session,
        PlacedRegistration? own,
        RegistrationOutcome? whyNot,
        bool hasQueue,
        DateTimeOffset now
    )
    {
        var mine = own is null ? null : MyRegistration.Of(own, own.Position);
        var status =
            now >= session.EndsAt ? SessionStatus.Over
            : one.State is EventState.Cancelled ? SessionStatus.Cancelled
            : mine is not null ? SessionStatus.Mine
            : now >= one.RegistersUntil || now >= session.StartsAt ? SessionStatus.Closed
            : whyNot is RegistrationOutcome.NoMember ? SessionStatus.NeedsMember
            : whyNot is RegistrationOutcome.NoPhone ? SessionStatus.NeedsPhone
            : whyNot is not null ? SessionStatus.NotForMe
            : now < one.RegistersFrom ? SessionStatus.NotOpen
            : session.Free > 0 && (!hasQueue || one.SmallerPasses) ? SessionStatus.Open
            : one.HasWaiting ? SessionStatus.Waitable
            : SessionStatus.Full;
        return new(
            session.Id,
            session.Title,
            session.StartsAt,
            session.EndsAt,
            session.Capacity,
            session.Free,
            status,
            status is SessionStatus.NotForMe ? RegistrationEndpoints.WhyNot(whyNot!.Value).Detail : null,
            mine,
            own is { State: RegistrationState.Registered } && now >= session.StartsAt && now < session.EndsAt + FeedbackStore.Open,
            own?.Rating
        );
    }
}
