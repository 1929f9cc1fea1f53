using System.ComponentModel;

namespace CsrmeWeChat.Events;

public enum EventKind
{
    [Description("学术会议。")]
    Symposium,

    [Description("研学参观。")]
    Tour,

    [Description("开放日。")]
    OpenDay,

    [Description("展览。")]
    Exhibition,

    [Description("报告会、巡讲。")]
    Lecture,

    [Description("青少年活动。")]
    Youth,

    [Description("心理咨询：只有咨询师看得到谁来。")]
    Counselling,
}

public enum EventState
{
    /// <summary>Being written; nobody outside the console sees it.</summary>
    Draft,
    Published,

    /// <summary>Does not take place. Who had registered is told, and it stays to be seen.</summary>
    Cancelled,
}

/// <summary>An event as it stands in the database.</summary>
public sealed record Event
{
    public required long Id { get; init; }
    public required int Season { get; init; }
    public required string Slug { get; init; }
    public required EventKind Kind { get; init; }
    public required string Title { get; init; }

    /// <summary>The unit that organises it; empty for the society.</summary>
    public required string Organiser { get; init; }
    public required string Summary { get; init; }
    public required string Place { get; init; }

    /// <summary>Where the place is, in millionths of a degree; null where staff have not said.</summary>
    public long? Latitude { get; init; }
    public long? Longitude { get; init; }
    public required string OnlineUrl { get; init; }
    public required DateTimeOffset RegistersFrom { get; init; }
    public required DateTimeOffset RegistersUntil { get; init; }

    /// <summary>Before this, whoever is registered may cancel or change it.</summary>
    public required DateTimeOffset CancelUntil { get; init; }

    /// <summary>How many may come on one registration.</summary>
    public required int MaxParty { get; init; }

    /// <summary>Whether those for whom no place is left may wait for one.</summary>
    public required bool HasWaiting { get; init; }

    /// <summary>Whether a smaller group that fits is offered a place before a larger one that does not.</summary>
    public required bool SmallerPasses { get; init; }
    public required int OfferMinutes { get; init; }
    public required string Audience { get; init; }
    public required string Questions { get; init; }
    public required string Reminders { get; init; }

    /// <summary>The reminder to which a person's last acceptance of messages is left.</summary>
    public required ReminderKind LastCreditFor { get; init; }

    /// <summary>A guardian has to agree for whoever is younger; 0 where nobody is asked.</summary>
    public required int GuardianUnder { get; init; }

    /// <summary>What those who came may read or see afterwards; empty where there is nothing.</summary>
    public required string MaterialUrl { get; init; }
    public required EventState State { get; init; }

    /// <summary>Why it was cancelled.</summary>
    public required string Why { get; init; }
    public required long Revision { get; init; }

    public const string Columns = """
        e.id, y.year AS season, e.slug, e.kind, e.title, e.organiser, e.summary, e.place, e.latitude, e.longitude, e.online_url,
        e.registers_from, e.registers_until, e.cancel_until, e.max_party, e.has_waiting, e.smaller_passes, e.offer_minutes,
        e.audience, e.questions, e.reminders, e.last_credit_for, e.guardian_under, e.material_url, e.state, e.why, e.revision
        """;

    public MapPoint? Point => MapPoint.Of(Latitude, Longitude);

    /// <summary>The unit, or the society.</summary>
    public string OrganiserName => Organiser is "" ? "中国岩石力学与工程学会" : Organiser;

    public EventAudience AudienceOf => EventJson.Read<EventAudience>(Audience);

    public IReadOnlyList<ReminderKind> ReminderList => ReminderKinds.Read(Reminders);

    public IReadOnlyList<Question> QuestionList => EventJson.Read<Question[]>(Questions);
}

/// <summary>A part of an event with its own hours and places.</summary>
public sealed record EventSession
{
    public required long Id { get; init; }
    public required long EventId { get; init; }
    public required string Title { get; init; }
    public required DateTimeOffset StartsAt { get; init; }
    public required DateTimeOffset EndsAt { get; init; }
    public required int Capacity { get; init; }

    /// <summary>Places of those who are registered, and of those to whom one is offered.</summary>
    public required int Taken { get; init; }
    public required int Issued { get; init; }

    public const string Columns = "s.id, s.event_id, s.title, s.starts_at, s.ends_at, s.capacity, s.taken, s.issued";

    /// <summary>0 where staff have lowered the number of places below those that were given.</summary>
    public int Free => Math.Max(0, Capacity - Taken);
}

public static class EventLabels
{
    extension(EventKind kind)
    {
        public string Key => kind.ToString().ToLowerInvariant();

        public string Label =>
            kind switch
            {
                EventKind.Symposium => "学术会议",
                EventKind.Tour => "研学参观",
                EventKind.OpenDay => "开放日",
                EventKind.Exhibition => "展览",
                EventKind.Lecture => "报告会",
                EventKind.Youth => "青少年活动",
                EventKind.Counselling => "心理咨询",
            };

        /// <summary>Who comes is the counsellor's alone to know: no other staff read it, on no page and in no file.</summary>
        public bool IsPrivate => kind is EventKind.Counselling;
    }

    extension(EventState state)
    {
        public string Key => state.ToString().ToLowerInvariant();

        public string Label =>
            state switch
            {
                EventState.Draft => "草稿",
                EventState.Published => "已发布",
                EventState.Cancelled => "已取消",
            };
    }
}
