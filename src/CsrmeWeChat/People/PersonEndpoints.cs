using System.ComponentModel.DataAnnotations;
using CsrmeWeChat.Foundation.Http;
using CsrmeWeChat.Members;
using Microsoft.AspNetCore.Http.HttpResults;
using WeChat;

namespace CsrmeWeChat.People;

public static class PersonEndpoints
{
    public static void MapPersons(this IEndpointRouteBuilder app)
    {
        var sessions = app.MapGroup("/api/sessions").WithTags("People");
        sessions.MapPost("/", SignIn).WithRequestTimeout(Problems.AsksWeChat).WithSummary("Sign in with the code of wx.login");
        sessions.MapDelete("/current", SignOut).RequireAuthorization(Policies.Person).WithSummary("Sign out: the token dies");

        var me = app.MapGroup("/api/me").WithTags("People").RequireAuthorization(Policies.Person);
        me.MapGet("/", Me).WithSummary("Who is signed in: all that the 我的 screen shows");
        me.MapGet("/export", Export).WithSummary("Everything held about the person who is signed in");
        me.MapDelete("/", Erase).WithSummary("Erase the WeChat link: ids, sessions and requests. The roster record and its claims stay");
    }

    private static async Task<Results<Ok<SessionAnswer>, ProblemHttpResult>> SignIn(
        SignInRequest request,
        IMiniProgram wechat,
        PersonStore people,
        SessionStore sessions,
        TimeProvider time,
        CancellationToken ct
    )
    {
        WeChatUser user;
        try
        {
            user = await wechat.SignInAsync(request.Code, ct);
        }
        catch (WeChatException e) when (e.Failure is WeChatFailure.BadCode)
        {
            return TypedResults.Refused("session.bad_code", "登录凭证无效或已过期，请重新进入小程序。");
        }
        catch (WeChatException e) when (e.Failure is WeChatFailure.UserBlocked)
        {
            return TypedResults.Refused("session.blocked", "微信判定此帐号有风险，暂时不能登录。");
        }
        var person = await people.SignInAsync(wechat.AppId, user.OpenId, user.UnionId, time.GetUtcNow(), ct);
        var (token, expiresAt) = await sessions.OpenAsync(person, ct);
        return TypedResults.Ok(new SessionAnswer(token, expiresAt));
    }

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
            return TypedResults.Ok(
                new MeAnswer(MeState.Bound, members.Card(member), Request: null, MayRedeem: context.SignedIn!.MayRedeem)
            );
        }
        var latest = await requests.FindLatestAsync(person.Id, ct);
        var state = latest?.State switch
        {
            "open" => MeState.Requested,
            "rejected" => MeState.Rejected,
            _ => MeState.Unbound,
        };
        return TypedResults.Ok(
            new MeAnswer(state, Member: null, state is MeState.Unbound ? null : BindRequestAnswer.Of(latest!), MayRedeem: false)
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

/// <param name="Token">Send it as <c>Authorization: Bearer TOKEN</c>.</param>
public sealed record SessionAnswer(string Token, DateTimeOffset ExpiresAt);

public enum MeState
{
    /// <summary>Not bound to a member.</summary>
    Unbound,

    /// <summary>Waits for the secretariat's decision.</summary>
    Requested,

    /// <summary>The secretariat said no; the request has the reason.</summary>
    Rejected,

    Bound,
}

public sealed record MeAnswer(MeState State, MemberCard? Member, BindRequestAnswer? Request, bool MayRedeem);
