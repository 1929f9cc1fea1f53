using System.Globalization;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Jobs;
using CsrmeWeChat.Messages;

namespace CsrmeWeChat.Events;

/// <summary>
/// Tells people how their registrations stand. In a rush nobody waits for it: the row says that its person is to be told, and this job
/// does so a moment later, of the state that it finds.
/// </summary>
public sealed class RegistrationNotices(Database database, AutomaticMessages messages, TimeProvider time) : IJob
{
    private const int Slice = 200;

    /// <summary>Then other jobs have their turn.</summary>
    private static readonly TimeSpan MaxTurn = TimeSpan.FromSeconds(10);

    private readonly JobTurn turn = new();

    public const string Moved = "event.moved";

    private static readonly string[] Words = ["活动", "场次", "时间", "地点", "结果", "说明"];

    public static readonly AutomaticKind[] Kinds =
    [
        new("event.registered", "活动报名成功", "报名成功，或接受空位时。", Topic.Events, Words),
        new("event.waiting", "活动候补登记", "进入候补名单时。", Topic.Events, Words),
        new("event.offered", "活动有空位", "候补排到，请本人确认时。", Topic.Events, Words),
        new("event.lapsed", "活动空位逾期", "空位逾期没有确认时。", Topic.Events, Words),
        new("event.unserved", "活动候补没有轮到", "到活动开始也没有空位时。", Topic.Events, Words),
        new("event.calledoff", "活动取消", "主办方取消活动时。", Topic.Events, Words),
        new(Moved, "活动时间地点变更", "时间或地点变更时，发给已报名和候补的人。", Topic.Events, Words),
        new("event.removed", "活动报名被取消", "主办方取消某人的报名时。", Topic.Events, Words),
    ];

    public Task RunAsync(CancellationToken ct) =>
        turn.TakeAsync(async () =>
        {
            await LeaveOutAsync(ct);
            return await JobTurn.WhileDueAsync(TellSliceAsync, MaxTurn, ct);
        });

    /// <summary>What people did themselves they know, and what staff have chosen no template for is told to nobody.</summary>
    private async Task LeaveOutAsync(CancellationToken ct)
    {
        var chosen = await database.ListAsync<string>("SELECT kind FROM automatic_messages WHERE kind IN @all", new { all = Keys }, ct);
        var told = Enum.GetValues<RegistrationState>().Where(state => chosen.Contains(KindOf(state))).Select(state => state.Key).ToList();
        await database.ExecuteAsync(
            $"UPDATE registrations SET untold = 0 WHERE untold = 1{(told.Count == 0 ? "" : " AND state NOT IN @told")}",
            new { told },
            ct
        );
        if (!chosen.Contains(Moved))
        {
            await database.ExecuteAsync("UPDATE registrations SET untold = 0 WHERE untold = 2", ct: ct);
        }
    }

    /// <summary>True where there may be more.</summary>
    private async Task<bool> TellSliceAsync(CancellationToken ct)
    {
        var untold = await database.ListAsync<Told>(
            """
            SELECT r.id, r.person_id, r.state, r.untold, r.revision, r.offered_until, e.id AS event_id, e.kind,
                   e.title AS event, e.place, CASE WHEN r.why <> '' THEN r.why ELSE e.why END AS why,
                   s.title AS session, s.starts_at
              FROM registrations r JOIN event_sessions s ON s.id = r.session_id JOIN events e ON e.id = s.event_id
             WHERE r.untold IN (1, 2) ORDER BY r.id LIMIT @Slice
            """,
            new { Slice },
            ct
        );
        foreach (var one in untold)
        {
            await database.TransactAsync(
                async tx =>
                {
                    // Whoever changed it meanwhile has it told again, and in its new state.
                    var isSame = await tx.ExecuteAsync(
                        "UPDATE registrations SET untold = 0 WHERE id = @Id AND revision = @Revision AND untold > 0",
                        new { one.Id, one.Revision },
                        ct
                    );
                    if (isSame == 1 && MessageOf(one) is { } message)
                    {
                        await messages.SendAsync(tx, message, time.GetUtcNow(), ct);
                    }
                    return (true, true);
                },
                ct
            );
        }
        return untold.Count == Slice;
    }

    /// <summary>Null where there is nobody to tell, or nothing that they did not do themselves.</summary>
    private static AutomaticMessage? MessageOf(Told one)
    {
        var (result, words) = one.HasMoved ? ("时间或地点有变", "请按新的时间和地点前来，来不了请取消。") : WordsOf(one);
        if (one.PersonId is not { } person || result is "")
        {
            return null;
        }
        return new AutomaticMessage(
            one.HasMoved ? Moved : KindOf(one.State),
            string.Create(CultureInfo.InvariantCulture, $"{one.Id}:{one.Revision}"),
            person,
            NoticeWords.PageOf(one.Kind, one.EventId),
            new Dictionary<string, string>
            {
                ["活动"] = NoticeWords.TitleOf(one.Kind, one.Event),
                ["场次"] = NoticeWords.TitleOf(one.Kind, one.Session is "" ? one.Event : one.Session),
                ["时间"] = Reminders.Moment(one.StartsAt),
                ["地点"] = one.Place is "" ? "线上" : one.Place,
                ["结果"] = result,
                ["说明"] = words,
            }
        );
    }

    private static IEnumerable<string> Keys => Kinds.Select(kind => kind.Key);

    private static string KindOf(RegistrationState state) => $"event.{state.Key}";

    private static (string Result, string Words) WordsOf(Told one) =>
        one.State switch
        {
            RegistrationState.Registered => ("报名成功", "请凭小程序里的票入场。"),
            RegistrationState.Waiting => ("候补中", "有空位时会按顺序通知您。"),
            RegistrationState.Offered => ("有空位", $"请在 {Reminders.Moment(one.OfferedUntil!.Value)} 前确认，逾期让给后面的人。"),
            RegistrationState.Lapsed => ("逾期未确认", "您没有在时限内确认，名额不再保留。"),
            RegistrationState.Unserved => ("没有轮到", "到活动开始也没有空位，谢谢您的关注。"),
            RegistrationState.CalledOff => ("活动取消", one.Why),
            RegistrationState.Removed => ("报名被取消", one.Why),
            RegistrationState.Cancelled or RegistrationState.Declined => ("", ""),
        };

    private sealed record Told
    {
        public required long Id { get; init; }
        public long? PersonId { get; init; }
        public required RegistrationState State { get; init; }

        /// <summary>2 where only the time or the place is news.</summary>
        public required int Untold { get; init; }
        public required long Revision { get; init; }
        public DateTimeOffset? OfferedUntil { get; init; }
        public required long EventId { get; init; }
        public required EventKind Kind { get; init; }
        public required string Event { get; init; }
        public required string Place { get; init; }
        public required string Why { get; init; }
        public required string Session { get; init; }
        public required DateTimeOffset StartsAt { get; init; }

        public bool HasMoved => Untold == 2;
    }
}
