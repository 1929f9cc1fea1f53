using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using CsrmeWeChat.Foundation.Http;
using CsrmeWeChat.Members;
using Microsoft.AspNetCore.Http.HttpResults;
using WeChat;

namespace CsrmeWeChat.People;

public static class PersonEndpoints
{
    public static void MapPersons(this IEndpointRouteBuilder app)
    {
        var sessions = app.MapGroup("/api/sessions").WithTags("登录与本人");
        sessions
            .MapPost("/", SignIn)
            .WithRequestTimeout(Problems.AsksWeChat)
            .WithName("signIn")
            .WithSummary("用 wx.login 的 code 登录")
            .Refuses("session.bad_code", "session.blocked");
        sessions
            .MapDelete("/current", SignOut)
            .RequireAuthorization(Policies.Person)
            .WithName("signOut")
            .WithSummary("退出登录，TOKEN 作废");

        var me = app.MapGroup("/api/me").WithTags("登录与本人").RequireAuthorization(Policies.Person);
        me.MapGet("/", Me).WithName("showMe").WithSummary("“我的”页：是谁，是否已绑定会员");
        me.MapGet("/export", Export).WithName("exportMe").WithSummary("导出本系统保存的与本人有关的全部内容");
        me.MapDelete("/", Erase)
            .WithName("eraseMe")
            .WithSummary("注销：删除微信标识、登录和申请。会员名册和领取记录由学会保留")
            .Refuses("session.ended");
    }

    private static async Task<Results<Ok<SessionAnswer>, ProblemHttpResult>> SignIn(
        SignInRequest request,
        HttpContext context,
        IMiniProgram wechat,
        CodeGate gate,
        PersonStore people,
        SessionStore sessions,
        Visits visits,
        TimeProvider time,
        CancellationToken ct
    )
    {
        if (!CodeGate.MayBeCode(request.Code))
        {
            return BadCode();
        }
        Asked<WeChatUser> asked;
        try
        {
            asked = await gate.AskAsync(context.Connection.RemoteIpAddress, () => wechat.SignInAsync(request.Code, ct), ct);
        }
        catch (WeChatException e) when (e.Failure is WeChatFailure.BadCode)
        {
            return BadCode();
        }
        catch (WeChatException e) when (e.Failure is WeChatFailure.UserBlocked)
        {
            return TypedResults.Refused("session.blocked", "微信判定此账号有风险，暂时不能登录。");
        }
        if (asked is not { Answer: { } user })
        {
            return TypedResults.TooOften(context, asked.Wait!.Value);
        }
        var person = await people.SignInAsync(wechat.AppId, user.OpenId, user.UnionId, time.GetUtcNow(), ct);
        var (token, expiresAt) = await sessions.OpenAsync(person, ct);
        visits.SeeSignIn(person);
        return TypedResults.Ok(new SessionAnswer(token, expiresAt));
    }

    private static ProblemHttpResult BadCode() => TypedResults.Refused("session.bad_code", "登录凭证无效或已过期，请重新进入小程序。");

    private static async Task<NoContent> SignOut(HttpContext context, SessionStore sessions, CancellationToken ct)
    {
        await sessions.EndAsync(context.Request.Headers.Authorization.ToString()["Bearer ".Length..], ct);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<MeAnswer>> Me(
        CurrentPerson person,
        HttpContext context,
        MemberStore members,
        BindRequestStore requests,
        CancellationToken ct
    )
    {
        if (person.MemberId is { } id && await members.FindAsync(id, ct) is { } member)
        {
            return TypedResults.Ok<MeAnswer>(new BoundMe(members.Card(member), context.SignedIn!.MayRedeem));
        }
        var latest = await requests.FindLatestAsync(person.Id, ct) is { } request ? BindRequestAnswer.Of(request) : null;
        return TypedResults.Ok<MeAnswer>(
            latest switch
            {
                { State: BindRequestState.Open } => new RequestedMe(latest),
                { State: BindRequestState.Rejected } => new RejectedMe(latest),
                _ => new UnboundMe(),
            }
        );
    }

    private static async Task<Ok<IReadOnlyDictionary<string, object?>>> Export(
        CurrentPerson person,
        PersonStore people,
        TimeProvider time,
        CancellationToken ct
    ) => TypedResults.Ok(await people.ExportAsync(person.Id, time.GetUtcNow(), ct));

    private static async Task<Results<NoContent, ProblemHttpResult>> Erase(
        CurrentPerson person,
        PersonStore people,
        SessionStore sessions,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var erased = await people.EraseAsync(person.Id, time.GetUtcNow(), ct);
        sessions.Forget(person.Id);
        // Merged into another person moments ago, on another node: the token is that one's now, and a repeat erases it.
        return erased ? TypedResults.NoContent() : TypedResults.Refused("session.ended", "登录状态已变化，请重试。");
    }
}

public sealed record SignInRequest(
    [property: Required(ErrorMessage = "缺少登录凭证。"), StringLength(128, ErrorMessage = "登录凭证有误。")] string Code
);

public sealed record SessionAnswer(
    [property: Description("放在请求头：`Authorization: Bearer TOKEN`。")] string Token,
    DateTimeOffset ExpiresAt
);

/// <summary>Who is signed in. Each state brings what its screen needs.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "state")]
[JsonDerivedType(typeof(UnboundMe), "unbound")]
[JsonDerivedType(typeof(RequestedMe), "requested")]
[JsonDerivedType(typeof(RejectedMe), "rejected")]
[JsonDerivedType(typeof(BoundMe), "bound")]
public abstract record MeAnswer;

/// <summary>Not bound to a member.</summary>
public sealed record UnboundMe : MeAnswer;

/// <summary>Waits for the secretariat's decision.</summary>
public sealed record RequestedMe(BindRequestAnswer Request) : MeAnswer;

/// <summary>The secretariat said no; the request has the reason.</summary>
public sealed record RejectedMe(BindRequestAnswer Request) : MeAnswer;

public sealed record BoundMe(MemberCard Member, [property: Description("可以核销福利。")] bool MayRedeem) : MeAnswer;
