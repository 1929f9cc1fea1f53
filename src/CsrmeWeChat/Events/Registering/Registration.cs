using System.ComponentModel;

namespace CsrmeWeChat.Events;

/// <summary>How a registration stands. Every change of it is made in <see cref="RegistrationStates"/>.</summary>
public enum RegistrationState
{
    [Description("已报名，凭票入场。")]
    Registered,

    [Description("在候补名单上。")]
    Waiting,

    [Description("有了空位，请在 offeredUntil 之前接受。")]
    Offered,

    [Description("本人已取消。")]
    Cancelled,

    [Description("本人放弃了空位。")]
    Declined,

    [Description("空位逾期没有接受，已让给后面的人。")]
    Lapsed,

    [Description("到活动开始也没有轮到。")]
    Unserved,

    [Description("活动由主办方取消。")]
    CalledOff,

    [Description("这份报名由主办方取消，原因已通知本人。")]
    Removed,
}

/// <summary>A registration as it stands in the database.</summary>
public record Registration
{
    public required long Id { get; init; }
    public required long SessionId { get; init; }

    /// <summary>The order of arrival within the session.</summary>
    public required int Serial { get; init; }

    /// <summary>Null once the person is forgotten, and where staff registered somebody without WeChat.</summary>
    public long? PersonId { get; init; }
    public required string Code { get; init; }
    public required RegistrationState State { get; init; }
    public required int Seats { get; init; }
    public required string Names { get; init; }
    public required string Answers { get; init; }

    /// <summary>Who agreed for those who are too young to; empty where nobody had to.</summary>
    public required string Guardian { get; init; }

    /// <summary>When the person agreed to what a private event asks.</summary>
    public DateTimeOffset? AgreedAt { get; init; }

    /// <summary>Until when an offered place is kept; null where none is.</summary>
    public DateTimeOffset? OfferedUntil { get; init; }

    /// <summary>Why staff took it out, for whoever had registered; else empty.</summary>
    public string Why { get; init; } = "";
    public required long Revision { get; init; }
    public required DateTimeOffset MadeAt { get; init; }

    public const string Columns = """
        r.id, r.session_id, r.serial, r.person_id, r.code, r.state, r.seats, r.names, r.answers, r.guardian, r.agreed_at,
        r.offered_until, r.why, r.revision, r.made_at
        """;

    public IReadOnlyList<string> NameList => EventJson.Read<string[]>(Names);

    public IReadOnlyDictionary<string, string> AnswersByKey => EventJson.Read<Dictionary<string, string>>(Answers);
}

/// <summary>A registration with its place on the waiting list.</summary>
public sealed record PlacedRegistration : Registration
{
    /// <summary>From 1; 0 for who does not wait.</summary>
    public required int Position { get; init; }

    /// <summary>How they rated it; null where they did not.</summary>
    public int? Rating { get; init; }

    /// <summary>They came, as far as anybody counted.</summary>
    public required bool Came { get; init; }

    public new const string Columns = $"""
        {Registration.Columns},
        CASE WHEN r.state = 'waiting'
             THEN (SELECT COUNT(*) FROM registrations w
                    WHERE w.session_id = r.session_id AND w.state = 'waiting' AND w.serial <= r.serial)
             ELSE 0 END AS position,
        (SELECT f.rating FROM event_feedback f WHERE f.registration_id = r.id) AS rating,
        CASE WHEN EXISTS (SELECT 1 FROM event_arrivals a WHERE a.registration_id = r.id)
               OR NOT EXISTS (SELECT 1 FROM event_arrivals a WHERE a.session_id = r.session_id)
             THEN 1 ELSE 0 END AS came
        """;
}

public static class RegistrationLabels
{
    extension(RegistrationState state)
    {
        public string Key => state.ToString().ToLowerInvariant();

        public string Label =>
            state switch
            {
                RegistrationState.Registered => "已报名",
                RegistrationState.Waiting => "候补中",
                RegistrationState.Offered => "有空位待确认",
                RegistrationState.Cancelled => "已取消",
                RegistrationState.Declined => "已放弃",
                RegistrationState.Lapsed => "逾期未确认",
                RegistrationState.Unserved => "没有轮到",
                RegistrationState.CalledOff => "活动已取消",
                RegistrationState.Removed => "主办方取消",
            };

        /// <summary>It takes places, or waits for some.</summary>
        public bool IsLive => state is RegistrationState.Registered or RegistrationState.Waiting or RegistrationState.Offered;

        public bool TakesPlaces => state is RegistrationState.Registered or RegistrationState.Offered;
    }
}

/// <param name="Registration">Where the outcome is <see cref="RegistrationOutcome.Done"/>.</param>
/// <param name="Position">On the waiting list, from 1; 0 for who does not wait.</param>
/// <param name="Fault">What is wrong with what was filled in, for <see cref="RegistrationOutcome.BadAnswers"/>.</param>
public sealed record RegistrationResult(
    RegistrationOutcome Outcome,
    Registration? Registration = null,
    int Position = 0,
    string Fault = ""
);

public enum RegistrationOutcome
{
    Done,

    /// <summary>Or the event is a draft still.</summary>
    NoSuchSession,
    NoSuchPerson,
    EventCancelled,
    NotYetOpen,
    Closed,
    NoPhone,
    NoMember,
    WrongLevel,
    WrongBranch,
    NotInvited,
    DuesUnpaid,
    PartyTooLarge,
    BadAnswers,

    /// <summary>There is no room for so many now, and the person has not said that they would wait.</summary>
    NoRoom,

    /// <summary>There is no room for so many, and nobody may wait.</summary>
    Full,
}
