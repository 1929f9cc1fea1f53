using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CsrmeWeChat.Events;

/// <summary>The mini program's events, and registering for their sessions.</summary>
public static class RegistrationEndpoints
{
    public static void MapRegistrations(this IEndpointRouteBuilder app)
    {
        var events = app.MapGroup("/api/events").WithTags("活动").RequireAuthorization(Policies.Person);
        events.MapGet("/", List).WithName("listEvents").WithSummary("活动，结束早的在前，含最近一个月结束的");
        events.MapGet("/{id:long}", Show).WithName("showEvent").WithSummary("一个活动：场次、报名表、我的报名");
        var own = events.MapGroup("/sessions/{sessionId:long}/registration");
        own.MapPost("/", Register)
            .WithName("registerForEvent")
            .WithSummary("报名；名额已满则进入候补。重复报名得到同一份")
            .Refuses([.. Enum.GetValues<RegistrationOutcome>().Where(IsRefusal).Select(outcome => WhyNot(outcome).Code)]);
        own.MapPut("/", Rewrite)
            .WithName("rewriteRegistration")
            .WithSummary("修改一起来的人和报名表的回答；人数可以减少，不能增加")
            .Refuses([.. Changes(ChangeOutcome.NotOffered)]);
        own.MapPost("/cancel", Cancel)
            .WithName("cancelRegistration")
            .WithSummary("取消报名、退出候补或放弃空位")
            .Refuses(WhyNot(ChangeOutcome.Started).Code, WhyNot(ChangeOutcome.TooLate).Code);
        own.MapPost("/accept", Accept)
            .WithName("acceptOffer")
            .WithSummary("接受空位。重复接受得到同样的回答")
            .Refuses([.. Changes(ChangeOutcome.TooLate, ChangeOutcome.MorePlaces, ChangeOutcome.BadAnswers)]);
    }

    /// <summary>The codes of all refusals but these.</summary>
    private static IEnumerable<string> Changes(params ChangeOutcome[] without) =>
        Enum.GetValues<ChangeOutcome>()
            .Where(outcome => outcome is not (ChangeOutcome.Done or ChangeOutcome.NotFound) && !without.Contains(outcome))
            .Select(outcome => WhyNot(outcome).Code);

    /// <summary>A session that is not there is 404.</summary>
    private static bool IsRefusal(RegistrationOutcome outcome) =>
        outcome is not (RegistrationOutcome.Done or RegistrationOutcome.NoSuchSession);

    private static async Task<Ok<Listing<EventScreen>>> List(
        CurrentPerson person,
        EventScreens screens,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var now = time.GetUtcNow();
        return TypedResults.Ok(new Listing<EventScreen>(await screens.ListAsync(person.Id, now, ct), now));
    }

    private static async Task<Results<Ok<EventScreen>, NotFound>> Show(
        long id,
        CurrentPerson person,
        EventScreens screens,
        TimeProvider time,
        CancellationToken ct
    ) => await screens.FindAsync(person.Id, id, time.GetUtcNow(), ct) is { } screen ? TypedResults.Ok(screen) : TypedResults.NotFound();

    private static async Task<Results<Ok<MyRegistration>, NotFound, ProblemHttpResult>> Register(
        long sessionId,
        RegistrationForm form,
        CurrentPerson person,
        RegistrationQueue queue,
        CancellationToken ct
    ) =>
        await queue.AddAsync(person.Id, sessionId, form.CleanNames, form.Answers ?? [], form.Consents, form.MayWait ?? true, ct) switch
        {
            { Outcome: RegistrationOutcome.Done, Registration: { } made, Position: var position } => TypedResults.Ok(
                MyRegistration.Of(made, position)
            ),
            { Outcome: RegistrationOutcome.NoSuchSession } => TypedResults.NotFound(),
            { Outcome: RegistrationOutcome.BadAnswers, Fault: var fault } => TypedResults.Refused("event.answers", fault),
            { Outcome: var outcome } => TypedResults.Refused(WhyNot(outcome).Code, WhyNot(outcome).Detail),
        };

    private static async Task<Results<NoContent, NotFound, ProblemHttpResult>> Rewrite(
        long sessionId,
        RegistrationForm form,
        CurrentPerson person,
        RegistrationDesk desk,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var (outcome, fault) = await desk.RewriteAsync(
            person.Id,
            sessionId,
            form.CleanNames,
            form.Answers ?? [],
            form.Consents,
            time.GetUtcNow(),
            ct
        );
        return outcome is ChangeOutcome.BadAnswers ? TypedResults.Refused("event.answers", fault) : Answer(outcome);
    }

    private static async Task<Results<NoContent, NotFound, ProblemHttpResult>> Cancel(
        long sessionId,
        CurrentPerson person,
        RegistrationDesk desk,
        TimeProvider time,
        CancellationToken ct
    ) =>
        await desk.CancelAsync(person.Id, sessionId, time.GetUtcNow(), ct) switch
        {
            // What has ended is as was wished, whoever ended it.
            ChangeOutcome.Ended or ChangeOutcome.Lapsed or ChangeOutcome.CalledOff => TypedResults.NoContent(),
            var outcome => Answer(outcome),
        };

    private static async Task<Results<NoContent, NotFound, ProblemHttpResult>> Accept(
        long sessionId,
        CurrentPerson person,
        RegistrationDesk desk,
        TimeProvider time,
        CancellationToken ct
    ) => Answer(await desk.AcceptAsync(person.Id, sessionId, time.GetUtcNow(), ct));

    private static Results<NoContent, NotFound, ProblemHttpResult> Answer(ChangeOutcome outcome) =>
        outcome switch
        {
            ChangeOutcome.Done => TypedResults.NoContent(),
            ChangeOutcome.NotFound => TypedResults.NotFound(),
            _ => TypedResults.Refused(WhyNot(outcome).Code, WhyNot(outcome).Detail),
        };

    /// <summary>The refusal's code and text, with what to do next. An event's screen says the same in advance.</summary>
    public static (string Code, string Detail) WhyNot(RegistrationOutcome outcome) =>
        outcome switch
        {
            RegistrationOutcome.Done => ("event.registered", "您已报名。"),
            RegistrationOutcome.NoSuchSession => ("not_found", "没有找到这个活动，可能已被撤下。"),
            RegistrationOutcome.NoSuchPerson => ("session.ended", "登录状态已变化，请重试。"),
            RegistrationOutcome.EventCancelled => ("event.cancelled", "活动已取消，不能再报名。"),
            RegistrationOutcome.NotYetOpen => ("event.not_open", "报名还没有开始，请到开始时间再来。"),
            RegistrationOutcome.Closed => ("event.closed", "报名已截止。您可以看看其他活动。"),
            RegistrationOutcome.NoPhone => ("event.no_phone", "请先验证手机号，方便活动变动时与您联系。"),
            RegistrationOutcome.NoMember => ("member.not_bound", "本活动面向会员，请先绑定会员身份，再来报名。"),
            RegistrationOutcome.WrongLevel => ("event.level", "本活动面向特定级别的会员，您的会员级别不在其中。如有疑问请联系秘书处。"),
            RegistrationOutcome.WrongBranch => ("event.branch", "本活动面向特定分支机构的会员。如您的分支机构登记有误，请联系秘书处更正。"),
            RegistrationOutcome.NotInvited => ("event.tag", "本活动面向受邀会员。如您收到过邀请，请联系秘书处核对。"),
            RegistrationOutcome.DuesUnpaid => ("event.dues", "本活动面向会费有效的会员。请先缴纳会费，秘书处登记后再来报名。"),
            RegistrationOutcome.PartyTooLarge => ("event.party", "一起报名的人数超过了本活动的上限，请减少人数。"),
            RegistrationOutcome.BadAnswers => ("event.answers", "报名表没有填对，请按提示修改。"),
            RegistrationOutcome.NoRoom => ("event.no_room", "剩下的名额不够，或要先留给正在候补的人。您可以减少人数，或者排队候补。"),
            RegistrationOutcome.Full => ("event.full", "剩下的名额不够。您可以减少人数，或看看其他场次和活动。"),
        };

    private static (string Code, string Detail) WhyNot(ChangeOutcome outcome) =>
        outcome switch
        {
            ChangeOutcome.Done => ("event.done", "已经办好。"),
            ChangeOutcome.NotFound => ("not_found", "没有找到您的报名。"),
            ChangeOutcome.Started => ("event.started", "这一场已经开始，不能再修改。"),
            ChangeOutcome.TooLate => ("event.too_late", "修改和取消的时间已过。如不能参加，请联系秘书处。"),
            ChangeOutcome.NotOffered => ("event.not_offered", "还没有空位，轮到您时会通知您。"),
            ChangeOutcome.Lapsed => ("event.offer_over", "确认的时间已过，名额不再保留。您可以重新候补。"),
            ChangeOutcome.CalledOff => ("event.cancelled", "活动已取消。"),
            ChangeOutcome.Ended => ("event.ended", "这份报名已经取消。如要参加，请重新报名。"),
            ChangeOutcome.MorePlaces => ("event.more_places", "人数不能增加。如需更多名额，请取消后重新报名。"),
            ChangeOutcome.BadAnswers => ("event.answers", "报名表没有填对，请按提示修改。"),
        };
}

public sealed record RegistrationForm(
    [property: Description("一起来的人，本人在前，最多 5 人。")] IReadOnlyList<string>? Names,
    [property: Description("报名表的回答，按问题的 key；没有问题则不带。")] Dictionary<string, string>? Answers,
    [property: Description("名额不够时是否愿意候补；false 则名额不够时不报名，不带视为愿意。")] bool? MayWait,
    [property: Description("同意 consentAsked；活动没有要求则不带。")] bool? Agrees = null,
    [property: Description("参加者中有未满 guardianUnder 周岁的人；不问则不带。")] bool? HasMinors = null,
    [property: Description("监护人的姓名，hasMinors 时填。")] string? Guardian = null,
    [property: Description("监护人已同意，hasMinors 时填。")] bool? GuardianAgrees = null
) : IValidatableObject
{
    public const int MaxName = 30;

    internal Consents Consents => new(Agrees is true, HasMinors is true, Guardian ?? "", GuardianAgrees is true);

    internal IReadOnlyList<string> CleanNames => [.. (Names ?? []).Select(PlainText.Clean)];

    public IEnumerable<ValidationResult> Validate(ValidationContext context)
    {
        if (Names is null or { Count: 0 or > EventDraft.MaxParty })
        {
            yield return new ValidationResult($"请填写 1 至 {EventDraft.MaxParty} 位参加者的姓名。", [nameof(Names)]);
        }
        else if (CleanNames.Any(name => name.Length is 0 or > MaxName))
        {
            yield return new ValidationResult($"请填写每位参加者的姓名，最长 {MaxName} 字。", [nameof(Names)]);
        }
        if (Answers is { Count: > EventDraft.MaxQuestions })
        {
            yield return new ValidationResult("报名表的回答太多了，请刷新后再填。", [nameof(Answers)]);
        }
    }
}
