using System.Globalization;
using System.Text.Json.Serialization;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Events;

[JsonConverter(typeof(JsonStringEnumConverter<ScanKind>))]
public enum ScanKind
{
    Enter,
    Leave,

    /// <summary>Somebody, or several, without a registration.</summary>
    WalkIn,

    /// <summary>Says how many of a group have really come.</summary>
    Seats,
}

/// <summary>What a door did.</summary>
/// <param name="Number">Of the door's own giving: the same one again is the same scan.</param>
/// <param name="Text">What was scanned or typed; for who leaves without a ticket, the number of the scan that let them in.</param>
/// <param name="ByHand">Staff have seen who it is, so no changing code is needed.</param>
/// <param name="Offline">The door decided alone, at <paramref name="At"/>.</param>
/// <param name="Name">Of a walk-in; may be empty.</param>
/// <param name="Seats">Of a walk-in, or to be corrected.</param>
public sealed record Scan(
    string Number,
    ScanKind Kind,
    string Text,
    bool ByHand,
    bool Offline,
    DateTimeOffset At,
    string Name = "",
    int Seats = 0
);

public enum ScanOutcome
{
    Entered,

    /// <summary>They had left, and are back.</summary>
    Returned,
    WalkedIn,
    Left,

    /// <summary>The number of a group that came is corrected.</summary>
    Corrected,

    /// <summary>It is in already.</summary>
    Already,

    /// <summary>A door without network let it in, and another door had done so: it is counted once.</summary>
    Conflict,

    /// <summary>Who leaves had not come.</summary>
    NotIn,
    WrongDay,
    OtherSession,
    OtherEvent,

    /// <summary>It waits, or has an offer that is not accepted.</summary>
    Waiting,

    /// <summary>The person, or time, ended it.</summary>
    Ended,
    CalledOff,
    Expired,
    Early,
    Forged,
    NoTicket,
}

/// <summary>A scan's outcome, with what is to be said at the door.</summary>
/// <param name="Names">Of who holds the ticket; empty where there is none.</param>
/// <param name="EnteredAt">Null where nobody is or was in.</param>
public sealed record ScanAnswer(
    string Number,
    string Outcome,
    bool IsGood,
    string Title,
    string Detail,
    string Code,
    IReadOnlyList<string> Names,
    int Seats,
    DateTimeOffset? EnteredAt
);

/// <summary>How many came to a session: people, a group as many as came.</summary>
public sealed record Attendance
{
    public required long SessionId { get; init; }
    public required long Came { get; init; }
    public required long Inside { get; init; }
    public required long WalkedIn { get; init; }
}

public static class ScanLabels
{
    extension(ScanKind kind)
    {
        public string Key => kind.ToString().ToLowerInvariant();
    }

    extension(ScanOutcome outcome)
    {
        public string Key => outcome.ToString().ToLowerInvariant();

        public bool IsGood =>
            outcome is ScanOutcome.Entered or ScanOutcome.Returned or ScanOutcome.WalkedIn or ScanOutcome.Left or ScanOutcome.Corrected;

        public string Title =>
            outcome switch
            {
                ScanOutcome.Entered => "签到成功",
                ScanOutcome.Returned => "欢迎回来",
                ScanOutcome.WalkedIn => "已登记现场来宾",
                ScanOutcome.Left => "已离场",
                ScanOutcome.Corrected => "已更正人数",
                ScanOutcome.Already => "已经签到过",
                ScanOutcome.Conflict => "两个门口都签到了",
                ScanOutcome.NotIn => "没有签到记录",
                ScanOutcome.WrongDay => "日期不对",
                ScanOutcome.OtherSession => "场次不对",
                ScanOutcome.OtherEvent => "不是这个活动的票",
                ScanOutcome.Waiting => "还没有报上名",
                ScanOutcome.Ended => "报名已取消",
                ScanOutcome.CalledOff => "活动已取消",
                ScanOutcome.Expired => "码已过期",
                ScanOutcome.Early => "手机时间不对",
                ScanOutcome.Forged => "码不对",
                ScanOutcome.NoTicket => "没有这张票",
            };
    }

    /// <summary>12:05, in Beijing; with the day where it is another one than now.</summary>
    public static string Moment(DateTimeOffset at, DateTimeOffset now) =>
        China.Local(at).ToString(China.Date(at) == China.Date(now) ? "HH:mm" : "M月d日 HH:mm", CultureInfo.InvariantCulture);
}

/// <summary>When a session's doors are open.</summary>
public static class DoorHours
{
    /// <summary>People come early, and go late.</summary>
    private static readonly TimeSpan Before = TimeSpan.FromHours(3),
        After = TimeSpan.FromHours(3);

    extension(EventSession session)
    {
        /// <summary>In Beijing, on which it begins: that of its tickets, also after midnight.</summary>
        public DateOnly Day => China.Date(session.StartsAt);

        /// <summary>With the day, or three hours before one that begins soon after midnight.</summary>
        public DateTimeOffset DoorFrom
        {
            get
            {
                var (midnight, early) = (China.Midnight(session.Day), session.StartsAt - Before);
                return early < midnight ? early : midnight;
            }
        }

        /// <summary>Then a door's list is erased.</summary>
        public DateTimeOffset DoorUntil => session.EndsAt + After;

        public bool IsDoorOpen(DateTimeOffset at) => session.DoorFrom <= at && at < session.DoorUntil;
    }
}
