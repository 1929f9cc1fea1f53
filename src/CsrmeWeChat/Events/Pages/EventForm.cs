using System.ComponentModel.DataAnnotations;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Events.Pages;

/// <summary>The fields that people fill in about an event; times are Beijing's.</summary>
public sealed class EventForm
{
    [Display(Name = "年度")]
    public int Season { get; set; }

    public string? Title { get; set; }

    public string? Slug { get; set; }

    public EventKind Kind { get; set; }

    public string? Organiser { get; set; }

    public string? Summary { get; set; }

    public string? Place { get; set; }

    /// <summary>The latitude and the longitude of the place, as a map gives them.</summary>
    public string? Point { get; set; }

    public string? OnlineUrl { get; set; }

    public List<SessionForm> Sessions { get; set; } = [];

    [Display(Name = "报名开始时间")]
    public DateTime? RegistersFrom { get; set; }

    [Display(Name = "报名截止时间")]
    public DateTime? RegistersUntil { get; set; }

    [Display(Name = "修改和取消的截止时间")]
    public DateTime? CancelUntil { get; set; }

    [Display(Name = "每次报名最多人数")]
    public int? PartyLimit { get; set; }

    public bool HasWaiting { get; set; }

    public bool SmallerPasses { get; set; }

    [Display(Name = "空位保留分钟数")]
    public int? OfferMinutes { get; set; }

    public bool MembersOnly { get; set; }

    public List<long> Levels { get; set; } = [];

    public List<long> Branches { get; set; } = [];

    public List<string> Tags { get; set; } = [];

    public bool DuesRequired { get; set; }

    public List<QuestionForm> Questions { get; set; } = [];

    public List<ReminderKind> Reminders { get; set; } = [];

    public ReminderKind LastCreditFor { get; set; } = ReminderKind.Day;

    public int GuardianUnder { get; set; }

    public static EventForm New =>
        new()
        {
            PartyLimit = 1,
            OfferMinutes = 24 * 60,
            HasWaiting = true,
            MembersOnly = true,
            Reminders = [.. ReminderKinds.All],
        };

    /// <summary>The sessions that are filled in, with room for more; so the questions.</summary>
    public IReadOnlyList<SessionForm> SessionRows => [.. WithRoom([.. Sessions.Where(row => !row.IsEmpty)], EventDraft.MaxSessions)];

    public IReadOnlyList<QuestionForm> QuestionRows => [.. WithRoom([.. Questions.Where(row => !row.IsEmpty)], EventDraft.MaxQuestions)];

    public IEnumerable<string> WhyRefused() =>
        !LocalTimes.AreTimes(RegistersFrom, RegistersUntil, CancelUntil) ? ["请填写报名的开始、截止时间，以及修改和取消的截止时间。"]
        : Sessions.Where(session => !session.IsEmpty).Any(session => !LocalTimes.AreTimes(session.StartsAt, session.EndsAt))
            ? ["请填写每一场的开始和结束时间。"]
        : PlainText.Clean(Point) is not "" && Draft.Point is null
            ? ["请填写“纬度,经度”，纬度在前，各最多 6 位小数，例如 30.541200,114.362100；须在中国范围内。"]
        : Draft.Faults();

    public EventDraft Draft =>
        new()
        {
            Slug = PlainText.Clean(Slug),
            Kind = Kind,
            Title = PlainText.Clean(Title),
            Organiser = PlainText.Clean(Organiser),
            Summary = PlainText.CleanLines(Summary),
            Place = PlainText.Clean(Place),
            Point = MapPoint.Read(PlainText.Clean(Point)),
            OnlineUrl = PlainText.Clean(OnlineUrl),
            Sessions = [.. Sessions.Where(session => !session.IsEmpty).Select(session => session.Draft)],
            RegistersFrom = LocalTimes.At(RegistersFrom),
            RegistersUntil = LocalTimes.At(RegistersUntil),
            CancelUntil = LocalTimes.At(CancelUntil),
            PartyLimit = PartyLimit ?? 0,
            HasWaiting = HasWaiting,
            SmallerPasses = SmallerPasses,
            OfferMinutes = OfferMinutes ?? 0,
            Audience = MembersOnly
                ? new EventAudience
                {
                    MembersOnly = true,
                    Levels = [.. Levels.Distinct()],
                    Branches = [.. Branches.Distinct()],
                    Tags = [.. Tags.Select(PlainText.Clean).Where(tag => tag is not "").Distinct()],
                    DuesRequired = DuesRequired,
                }
                : new EventAudience(),
            Questions = [.. KeyedQuestions()],
            Reminders = [.. Reminders.Distinct().Order()],
            LastCreditFor = LastCreditFor,
            GuardianUnder = Kind.IsPrivate ? Math.Max(GuardianUnder, EventDraft.CounsellingGuardianUnder) : GuardianUnder,
        };

    public static EventForm Of(Event one, IEnumerable<EventSession> sessions)
    {
        var audience = one.AudienceOf;
        return new()
        {
            Season = one.Season,
            Title = one.Title,
            Slug = one.Slug,
            Kind = one.Kind,
            Organiser = one.Organiser,
            Summary = one.Summary,
            Place = one.Place,
            Point = $"{one.Point}",
            OnlineUrl = one.OnlineUrl,
            Sessions = [.. sessions.Select(SessionForm.Of)],
            RegistersFrom = China.Local(one.RegistersFrom).DateTime,
            RegistersUntil = China.Local(one.RegistersUntil).DateTime,
            CancelUntil = China.Local(one.CancelUntil).DateTime,
            PartyLimit = one.MaxParty,
            HasWaiting = one.HasWaiting,
            SmallerPasses = one.SmallerPasses,
            OfferMinutes = one.OfferMinutes,
            MembersOnly = audience.MembersOnly,
            Levels = [.. audience.Levels],
            Branches = [.. audience.Branches],
            Tags = [.. audience.Tags],
            DuesRequired = audience.DuesRequired,
            Questions = [.. one.QuestionList.Select(QuestionForm.Of)],
            Reminders = [.. one.ReminderList],
            LastCreditFor = one.LastCreditFor,
            GuardianUnder = one.GuardianUnder,
        };
    }

    /// <summary>A question that stood before keeps its key, and with it its answers.</summary>
    private IEnumerable<Question> KeyedQuestions() =>
        Questions
            .Where(question => !question.IsEmpty)
            .Select(question => question.As(question.Key is { Length: > 0 and <= 20 } key ? key : Question.NewKey()));

    private static IEnumerable<T> WithRoom<T>(List<T> rows, int max)
        where T : new() => rows.Concat(Enumerable.Range(0, max).Select(_ => new T())).Take(Math.Min(max, rows.Count + 2));
}

public sealed class SessionForm
{
    /// <summary>0 for a new one.</summary>
    public long Id { get; set; }

    public string? Title { get; set; }

    [Display(Name = "场次开始时间")]
    public DateTime? StartsAt { get; set; }

    [Display(Name = "场次结束时间")]
    public DateTime? EndsAt { get; set; }

    [Display(Name = "名额")]
    public int? Capacity { get; set; }

    /// <summary>Also of one that stood before: it is taken out.</summary>
    public bool IsEmpty => PlainText.Clean(Title) is "" && StartsAt is null && EndsAt is null && Capacity is null;

    public SessionDraft Draft => new(Id, PlainText.Clean(Title), LocalTimes.At(StartsAt), LocalTimes.At(EndsAt), Capacity ?? 0);

    public static SessionForm Of(EventSession session) =>
        new()
        {
            Id = session.Id,
            Title = session.Title,
            StartsAt = China.Local(session.StartsAt).DateTime,
            EndsAt = China.Local(session.EndsAt).DateTime,
            Capacity = session.Capacity,
        };
}

public sealed class QuestionForm
{
    /// <summary>How long a text may be where staff do not say.</summary>
    private const int UsualLength = 100;

    public string? Key { get; set; }

    public string? Label { get; set; }

    public QuestionKind Kind { get; set; }

    public bool Required { get; set; }

    /// <summary>One a line.</summary>
    public string? Choices { get; set; }

    [Display(Name = "最小值")]
    public int? Min { get; set; }

    [Display(Name = "字数或最大值")]
    public int? Max { get; set; }

    public bool IsEmpty => PlainText.Clean(Label) is "" && PlainText.Clean(Choices) is "";

    public Question As(string key) =>
        new(
            key,
            PlainText.Clean(Label),
            Kind,
            Required || Kind is QuestionKind.Consent,
            Kind is QuestionKind.Choice ? [.. PlainText.CleanLines(Choices).Split('\n').Where(choice => choice is not "")] : [],
            Kind is QuestionKind.Number ? Min ?? 0 : 0,
            Kind switch
            {
                QuestionKind.Text => Max ?? UsualLength,
                QuestionKind.Number => Max ?? int.MaxValue,
                _ => 0,
            }
        );

    public static QuestionForm Of(Question question) =>
        new()
        {
            Key = question.Key,
            Label = question.Label,
            Kind = question.Kind,
            Required = question.Required,
            Choices = string.Join('\n', question.Choices),
            Min = question.Kind is QuestionKind.Number ? question.Min : null,
            // A number without a limit of its own has none in the form either.
            Max = question is { Kind: QuestionKind.Text } or { Kind: QuestionKind.Number, Max: < int.MaxValue } ? question.Max : null,
        };
}
