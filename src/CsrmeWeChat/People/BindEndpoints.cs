using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Http;
using CsrmeWeChat.Members;
using Microsoft.AspNetCore.Http.HttpResults;
using WeChat;

namespace CsrmeWeChat.People;

public static class BindEndpoints
{
    public static void MapBinding(this IEndpointRouteBuilder app)
    {
        var me = app.MapGroup("/api/me").WithTags("绑定会员").RequireAuthorization(Policies.Person);
        me.MapPost("/binding", Bind)
            .WithRequestTimeout(Problems.AsksWeChat)
            .WithName("bindMember")
            .WithSummary("用名册登记的手机号和姓名绑定会员")
            .Refuses([
                .. PhoneButton.Refusals,
                "bind.phone_unknown",
                "bind.name_differs",
                "bind.ambiguous",
                "bind.member_taken",
                "bind.person_taken",
            ]);
        me.MapPost("/bind-requests", Request)
            .WithRequestTimeout(Problems.AsksWeChat)
            .WithName("askToBind")
            .WithSummary("自己绑不上时，申请秘书处人工核对")
            .Refuses([.. PhoneButton.Refusals, "bind.person_taken"]);
        me.MapPut("/phone", SetPhone)
            .WithRequestTimeout(Problems.AsksWeChat)
            .WithName("setPhone")
            .WithSummary("验证手机号，供投稿联系用；已绑定会员的不必")
            .Refuses(PhoneButton.Refusals);
        me.MapDelete("/bind-requests/open", Withdraw).WithName("withdrawBindRequest").WithSummary("撤回还没有核对的申请");
    }

    private static async Task<Results<Ok<MemberCard>, ProblemHttpResult>> Bind(
        BindByPhone request,
        HttpContext context,
        CurrentPerson person,
        PhoneButton button,
        MemberStore members,
        BindingStore bindings,
        BindRequestStore requests,
        SessionStore sessions,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var (phone, refusal) = await button.ReadAsync(context, person.Id, request.PhoneCode, ct);
        if (phone is null)
        {
            return refusal!;
        }
        var byPhone = await members.ListByPhoneAsync(phone, ct);
        if (byPhone.Count == 0)
        {
            return TypedResults.Refused("bind.phone_unknown", "会员名册中没有这个手机号。请提交人工核对，由秘书处为您办理。");
        }
        // A number may have been another member's once: it is theirs only together with the name.
        var key = PersonalName.Key(PlainText.Clean(request.Name));
        var matching = byPhone.Where(member => member.NameKey == key).ToList();
        if (matching is not [var member])
        {
            return matching.Count == 0
                ? TypedResults.Refused("bind.name_differs", "姓名与名册中该手机号登记的姓名不一致。请检查姓名，或提交人工核对。")
                : TypedResults.Refused("bind.ambiguous", "名册中有多条相同的姓名和手机号。请提交人工核对，由秘书处为您办理。");
        }
        switch (await bindings.TryBindAsync(person.Id, member.Id, "手机号与姓名一致", time.GetUtcNow(), ct))
        {
            case BindOutcome.MemberTaken:
                return TypedResults.Refused("bind.member_taken", "该会员已绑定其他微信。如非本人操作，请提交人工核对。");
            case BindOutcome.PersonTaken:
                return TypedResults.Refused("bind.person_taken", "您的微信已绑定其他会员。如需更换，请联系秘书处。");
            case BindOutcome.NoPerson:
                return SessionEnded();
            default:
                await requests.WithdrawAsync(person.Id, ct);
                sessions.Forget(person.Id);
                return TypedResults.Ok(members.Card(member));
        }
    }

    private static async Task<Results<Accepted<BindRequestAnswer>, ProblemHttpResult>> Request(
        AskToBind request,
        HttpContext context,
        CurrentPerson person,
        PhoneButton button,
        BindRequestStore requests,
        TimeProvider time,
        CancellationToken ct
    )
    {
        if (person.MemberId is not null)
        {
            return TypedResults.Refused("bind.person_taken", "您的微信已绑定会员。如需更换，请联系秘书处。");
        }
        string? phone = null;
        if (request.PhoneCode is { Length: > 0 } code)
        {
            (phone, var refusal) = await button.ReadAsync(context, person.Id, code, ct);
            if (phone is null)
            {
                return refusal!;
            }
        }
        // A repeat answers with the request that is already open.
        await requests.TryOpenAsync(
            person.Id,
            PlainText.Clean(request.Name),
            PlainText.Clean(request.Number),
            PlainText.Clean(request.Unit),
            PlainText.Clean(request.Note),
            phone,
            time.GetUtcNow(),
            ct
        );
        return await requests.FindLatestAsync(person.Id, ct) is { } latest
            ? TypedResults.Accepted("/api/me", BindRequestAnswer.Of(latest))
            : SessionEnded();
    }

    private static async Task<Results<Ok<VerifiedPhone>, ProblemHttpResult>> SetPhone(
        SetPhone request,
        HttpContext context,
        CurrentPerson person,
        PhoneButton button,
        PersonPhones phones,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var (phone, refusal) = await button.ReadAsync(context, person.Id, request.PhoneCode, ct);
        if (phone is null)
        {
            return refusal!;
        }
        return await phones.SetAsync(person.Id, phone, time.GetUtcNow(), ct)
            ? TypedResults.Ok(new VerifiedPhone(Phone.Mask(phone)))
            : SessionEnded();
    }

    internal static ProblemHttpResult SessionEnded() => TypedResults.Refused("session.ended", "登录已失效，请重新进入小程序。");

    private static async Task<NoContent> Withdraw(CurrentPerson person, BindRequestStore requests, CancellationToken ct)
    {
        await requests.WithdrawAsync(person.Id, ct);
        return TypedResults.NoContent();
    }
}

/// <summary>Reads the phone behind the code that WeChat's phone button gave to a person.</summary>
public sealed class PhoneButton(IMiniProgram wechat, PersonStore people, CodeGate gate)
{
    internal static readonly string[] Refusals = ["bind.phone_odd", "bind.bad_code", "session.ended"];

    /// <returns>The phone in E.164, or the refusal to answer with.</returns>
    public async Task<(string? Phone, ProblemHttpResult? Refusal)> ReadAsync(
        HttpContext context,
        long personId,
        string code,
        CancellationToken ct
    )
    {
        if (!CodeGate.MayBeCode(code))
        {
            return (null, BadCode());
        }
        // Without an openid the person was erased or merged away a moment ago, and this node still remembers the token.
        if (await people.FindOpenIdAsync(personId, wechat.AppId, ct) is not { } openId)
        {
            return (null, BindEndpoints.SessionEnded());
        }
        try
        {
            var asked = await gate.AskAsync(personId, () => wechat.GetPhoneAsync(code, openId, ct), ct);
            if (asked is not { Answer: { } phone })
            {
                return (null, TypedResults.TooOften(context, asked.Wait!.Value));
            }
            return Phone.Normalise($"+{phone.CountryCode}{phone.Number}") is { } e164
                ? (e164, null)
                : (null, TypedResults.Refused("bind.phone_odd", "微信返回的手机号无法识别。请提交人工核对。"));
        }
        catch (WeChatException e) when (e.Failure is WeChatFailure.BadCode or WeChatFailure.Refused)
        {
            return (null, BadCode());
        }
    }

    private static ProblemHttpResult BadCode() => TypedResults.Refused("bind.bad_code", "手机号授权已失效，请重新点击授权按钮。");
}

public sealed record BindByPhone(
    [property: Required(ErrorMessage = "缺少手机号授权。"), StringLength(128, ErrorMessage = "手机号授权有误。")] string PhoneCode,
    [property: CleanText("姓名", 100, Needed = true)] string Name
);

public sealed record SetPhone(
    [property: Required(ErrorMessage = "缺少手机号授权。"), StringLength(128, ErrorMessage = "手机号授权有误。")] string PhoneCode
);

public sealed record VerifiedPhone([property: Description("打了星号的手机号。")] string Phone);

public sealed record AskToBind(
    [property: CleanText("姓名", 100, Needed = true)] string Name,
    [property: CleanText("会员号", 40)] string? Number = null,
    [property: CleanText("单位", 200)] string? Unit = null,
    [property: CleanText("说明", 500)] string? Note = null,
    [property: StringLength(128, ErrorMessage = "手机号授权有误。")] string? PhoneCode = null
);

public enum BindRequestState
{
    Open,
    Accepted,
    Rejected,
}

public sealed record BindRequestAnswer(
    long Id,
    BindRequestState State,
    string Name,
    string Number,
    string Unit,
    string Note,
    [property: Description("没有通过的原因，其他时候为空。")] string Reason,
    DateTimeOffset CreatedAt,
    DateTimeOffset? DecidedAt
)
{
    public static BindRequestAnswer Of(BindRequest row) =>
        new(
            row.Id,
            Enum.Parse<BindRequestState>(row.State, ignoreCase: true),
            row.Name,
            row.Number,
            row.Unit,
            row.Note,
            row.Reason,
            row.CreatedAt,
            row.DecidedAt
        );
}
