using System.Text.RegularExpressions;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Events;

/// <summary>A session as staff write it.</summary>
/// <param name="Id">0 for a new one.</param>
public sealed record SessionDraft(long Id, string Title, DateTimeOffset StartsAt, DateTimeOffset EndsAt, int Capacity);

/// <summary>An event as staff write it.</summary>
public sealed partial record EventDraft
{
    public const int MaxTitle = 40,
        MaxSlug = 40,
        MaxOrganiser = 60,
        MaxSummary = 4000,
        MaxPlace = 100,
        MaxUrl = 500,
        MaxSessions = 20,
        MaxSession = 30,
        MaxCapacity = 20_000,
        MaxParty = 5,
        MaxOfferHours = 72,
        MaxQuestions = 12,
        MaxQuestion = 60,
        MaxChoices = 20,
        MaxMarks = 200;

    /// <summary>Younger than this nobody agrees to be counselled without a guardian. Source: 个人信息保护法 31.</summary>
    public const int CounsellingGuardianUnder = 14;

    /// <summary>The end of its public address: small letters, digits and hyphens.</summary>
    public required string Slug { get; init; }
    public required EventKind Kind { get; init; }
    public required string Title { get; init; }
    public string Organiser { get; init; } = "";
    public required string Summary { get; init; }
    public string Place { get; init; } = "";
    public MapPoint? Point { get; init; }
    public string OnlineUrl { get; init; } = "";
    public required IReadOnlyList<SessionDraft> Sessions { get; init; }
    public required DateTimeOffset RegistersFrom { get; init; }
    public required DateTimeOffset RegistersUntil { get; init; }
    public required DateTimeOffset CancelUntil { get; init; }
    public int PartyLimit { get; init; } = 1;
    public bool HasWaiting { get; init; } = true;
    public bool SmallerPasses { get; init; }
    public int OfferMinutes { get; init; } = 24 * 60;
    public EventAudience Audience { get; init; } = new();
    public IReadOnlyList<Question> Questions { get; init; } = [];
    public IReadOnlyList<ReminderKind> Reminders { get; init; } = ReminderKinds.All;

    /// <summary>The reminder to which a person's last acceptance of messages is left.</summary>
    public ReminderKind LastCreditFor { get; init; } = ReminderKind.Day;

    /// <summary>A guardian has to agree for whoever is younger than 14 or 18; 0 where nobody is asked.</summary>
    public int GuardianUnder { get; init; }

    public static EventDraft Of(Event one, IEnumerable<EventSession> sessions) =>
        new()
        {
            Slug = one.Slug,
            Kind = one.Kind,
            Title = one.Title,
            Organiser = one.Organiser,
            Summary = one.Summary,
            Place = one.Place,
            Point = one.Point,
            OnlineUrl = one.OnlineUrl,
            Sessions = [.. sessions.Select(own => new SessionDraft(own.Id, own.Title, own.StartsAt, own.EndsAt, own.Capacity))],
            RegistersFrom = one.RegistersFrom,
            RegistersUntil = one.RegistersUntil,
            CancelUntil = one.CancelUntil,
            PartyLimit = one.MaxParty,
            HasWaiting = one.HasWaiting,
            SmallerPasses = one.SmallerPasses,
            OfferMinutes = one.OfferMinutes,
            Audience = one.AudienceOf,
            Questions = one.QuestionList,
            Reminders = one.ReminderList,
            LastCreditFor = one.LastCreditFor,
            GuardianUnder = one.GuardianUnder,
        };

    /// <summary>What is wrong with it, in words for whoever writes it.</summary>
    public IEnumerable<string> Faults() =>
        [.. TextFaults(), .. SessionFaults(), .. RegistrationFaults(), .. Questions.SelectMany(FaultsOf)];

    private IEnumerable<string> TextFaults()
    {
        if (Title.Length is 0 or > MaxTitle)
        {
            yield return $"请填写名称，最长 {MaxTitle} 字。";
        }
        if (Slug.Length > MaxSlug || !SlugForm.IsMatch(Slug))
        {
            yield return $"网址只能用小写字母、数字和连字符，最长 {MaxSlug} 个字符，例如 open-day-2026。";
        }
        if (Summary.Length is 0 or > MaxSummary)
        {
            yield return $"请填写活动说明，最长 {MaxSummary} 字。";
        }
        if (Organiser.Length > MaxOrganiser)
        {
            yield return $"主办单位最长 {MaxOrganiser} 字。";
        }
        if (Place.Length > MaxPlace || (Place is "" && OnlineUrl is ""))
        {
            yield return $"请填写地点（最长 {MaxPlace} 字），线上活动则填写网址。";
        }
        if (Point is not null && Place is "")
        {
            yield return "填写了地图坐标，也请填写地点的名称。";
        }
        if (Point is { IsInChina: false })
        {
            yield return "地图坐标不在中国范围内，请核对。";
        }
        if (OnlineUrl is not "" && !IsAddress(OnlineUrl))
        {
            yield return "请填写完整的网址，以 https:// 开头。";
        }
    }

    private IEnumerable<string> SessionFaults()
    {
        if (Sessions.Count is 0 or > MaxSessions)
        {
            yield return $"请填写场次，1 至 {MaxSessions} 场。";
        }
        if (Sessions.Any(session => session.Title.Length > MaxSession))
        {
            yield return $"场次名称最长 {MaxSession} 字。";
        }
        if (Sessions.Any(session => session.Capacity is < 1 or > MaxCapacity))
        {
            yield return $"每场的名额须为 1 至 {MaxCapacity}。";
        }
        foreach (var session in Sessions.Where(session => session.EndsAt <= session.StartsAt))
        {
            yield return $"{NameOf(session)}：结束时间须晚于开始时间。";
        }
        var ordered = Sessions.OrderBy(session => session.StartsAt).ToList();
        foreach (var (before, after) in ordered.Zip(ordered.Skip(1)).Where(pair => pair.Second.StartsAt < pair.First.EndsAt))
        {
            yield return $"{NameOf(before)}与{NameOf(after)}的时间重叠。同时进行的内容请分成两个活动。";
        }
    }

    private IEnumerable<string> RegistrationFaults()
    {
        if (RegistersUntil <= RegistersFrom)
        {
            yield return "报名截止时间须晚于开始时间。";
        }
        if (Sessions.Count > 0 && RegistersFrom >= Sessions.Max(session => session.StartsAt))
        {
            yield return "报名须在最后一场开始之前开放。";
        }
        if (PartyLimit is < 1 or > MaxParty)
        {
            yield return $"每次报名最多人数须为 1 至 {MaxParty}。";
        }
        if (OfferMinutes is < 10 or > MaxOfferHours * 60)
        {
            yield return $"空位保留时间须为 10 分钟至 {MaxOfferHours} 小时。";
        }
        if (Audience.Levels.Count + Audience.Branches.Count + Audience.Tags.Count > MaxMarks)
        {
            yield return $"级别、分支机构和标签一共最多选 {MaxMarks} 个。";
        }
        if (Questions.Count > MaxQuestions)
        {
            yield return $"报名表最多 {MaxQuestions} 个问题。";
        }
        if (Questions.Select(question => question.Key).Distinct().Count() != Questions.Count)
        {
            yield return "报名表的问题重复了。";
        }
        if (GuardianUnder is not (0 or CounsellingGuardianUnder or 18))
        {
            yield return "须监护人同意的年龄只能是 14 或 18 周岁。";
        }
        if (Kind.IsPrivate && (PartyLimit > 1 || GuardianUnder == 0))
        {
            yield return "心理咨询一次只能约一人，未满 14 周岁的须有监护人同意。";
        }
        if (Reminders.Count > 0 && !Reminders.Contains(LastCreditFor))
        {
            yield return $"“{LastCreditFor.Label}”的提醒没有选，最后一次订阅不能留给它。请选上，或换一个。";
        }
    }

    private static IEnumerable<string> FaultsOf(Question question)
    {
        if (question.Label.Length is 0 or > MaxQuestion || question.Key.Length is 0 or > 20)
        {
            yield return $"请填写报名表的每个问题，最长 {MaxQuestion} 字。";
        }
        if (question.Kind is QuestionKind.Text && question.Max is < 1 or > Question.MaxText)
        {
            yield return $"“{question.Label}”的字数上限须为 1 至 {Question.MaxText}。";
        }
        if (question.Kind is QuestionKind.Number && question.Max < question.Min)
        {
            yield return $"“{question.Label}”的最大值不能小于最小值。";
        }
        if (
            question.Kind is QuestionKind.Choice
            && (
                question.Choices.Distinct().Count() is < 2 or > MaxChoices
                || question.Choices.Any(choice => choice.Length > Question.MaxChoice)
            )
        )
        {
            yield return $"“{question.Label}”须有 2 至 {MaxChoices} 个不同的选项，每个最长 {Question.MaxChoice} 字。";
        }
    }

    private static string NameOf(SessionDraft session) =>
        session.Title is "" ? $"{China.Local(session.StartsAt):M月d日 HH:mm} 的场次" : $"“{session.Title}”";

    public static bool IsAddress(string text) =>
        text.Length <= MaxUrl && Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps;

    [GeneratedRegex("^[a-z0-9]+(?:-[a-z0-9]+)*$", RegexOptions.None, PlainText.MatchMilliseconds)]
    private static partial Regex SlugForm { get; }
}
