using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace WeChat.Sandbox.Apis;

/// <summary>One path of WeChat's.</summary>
/// <param name="OpenIdOf">The user a request is about, to find the faults planned for them.</param>
internal sealed record WeChatApi(string Path, bool IsGet, Func<World, ApiRequest, string?> OpenIdOf, Func<World, ApiRequest, ApiAnswer> Act)
{
    /// <summary>The body is a form with one file.</summary>
    public bool TakesFile { get; init; }
}

internal static class WeChatApis
{
    private static readonly byte[] GatewayPage = Encoding.UTF8.GetBytes("<html><body><h1>Bad Gateway</h1></body></html>");

    private static readonly WeChatApi[] All =
    [
        .. TokenApis.All,
        .. LoginApis.All,
        .. SafetyApis.All,
        .. MessageApis.All,
        .. FollowerApis.All,
        .. TagApis.All,
        .. MenuApis.All,
        .. MaterialApis.All,
        .. DraftApis.All,
        .. MassApis.All,
        .. PublishApis.All,
        .. LinkApis.All,
        .. QuotaApis.All,
        .. RobotApis.All,
    ];

    private static readonly WeChatApi Unknown = new("", IsGet: false, (_, _) => null, (_, _) => ApiAnswer.Refuse(40066));

    public static WeChatApi? Find(string path) => Array.Find(All, api => api.Path == path);

    public static void MapWeChat(this IEndpointRouteBuilder routes, World world)
    {
        foreach (var api in All)
        {
            routes.Map(api.Path, (RequestDelegate)(context => ServeAsync(world, api, context)));
        }

        // An address that WeChat does not have is answered like everything else: 200 and an errcode. What a browser asks for by itself,
        // and what no test may do, is not WeChat's.
        routes.MapGet("/favicon.ico", () => Results.NotFound());
        routes.MapFallback("/sandbox/{*path}", () => Results.NotFound(new { error = "No such operation." }));
        routes.MapFallback(
            "{*path}",
            (RequestDelegate)(context => ServeAsync(world, Unknown with { Path = context.Request.Path }, context))
        );
    }

    private static async Task ServeAsync(World world, WeChatApi api, HttpContext context)
    {
        var request = new ApiRequest(
            api.Path,
            context.Request.Query,
            await ReadAsync(context.Request),
            api.TakesFile ? context.Request.ContentType : null
        );
        var openId = api.OpenIdOf(world, request);
        var fault = world.Faults.Take(api.Path, openId);
        if (fault is { DelayMs: > 0 })
        {
            // WeChat goes on when the caller has hung up; only closing the sandbox ends this.
            var closing = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
            await Task.Delay(fault.DelayMs, closing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        var acts = fault is null or { ErrCode: null, HttpStatus: null, Body: null, Drop: not DropConnection.BeforeActing };
        var answer =
            acts ? Act(world, api, request, context.Request.Method)
            : fault!.ErrCode is { } errCode ? ApiAnswer.Refuse(errCode)
            : new ApiAnswer(0, fault.Body is { } body ? Encoding.UTF8.GetBytes(body) : GatewayPage, "text/html");
        var status = fault?.HttpStatus ?? (int)HttpStatusCode.OK;
        var dropped = fault is { Drop: not DropConnection.No };
        var appId = request.Query("appid")
            ?? request.Text("appid")
            ?? (request.Query("access_token") is { } token ? world.Tokens.OwnerOf(token)?.AppId : null);
        world.Received.Add(sequence => new ReceivedCall(
            sequence,
            world.Now,
            api.Path,
            appId,
            openId,
            request.Remembered(),
            answer.ErrCode,
            status,
            dropped,
            acts && answer.ErrCode == 0
        ));

        await answer.Before;
        if (dropped)
        {
            // The connection is closed as a load balancer closes an idle one, and not reset:
            // HTTP clients silently repeat a request after a close, but not after a reset.
            context.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket.Shutdown(SocketShutdown.Both);
            return;
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = answer.ContentType;
        context.Response.ContentLength = answer.Body.Length;
        await context.Response.Body.WriteAsync(answer.Body);
    }

    private static ApiAnswer Act(World world, WeChatApi api, ApiRequest request, string method) =>
        api.Act == Unknown.Act ? api.Act(world, request)
        : api.IsGet && !HttpMethods.IsGet(method) ? ApiAnswer.Refuse(43001)
        : !api.IsGet && !HttpMethods.IsPost(method) ? ApiAnswer.Refuse(43002)
        : !api.IsGet && !api.TakesFile && !request.IsJson ? ApiAnswer.Refuse(47001)
        : request.HasEscapedCharacter ? ApiAnswer.Refuse(40033)
        : api.Act(world, request);

    private static async Task<byte[]> ReadAsync(HttpRequest request)
    {
        if (request.ContentLength is null or 0)
        {
            // WeChat does not read chunked bodies.
            return [];
        }

        var body = new byte[request.ContentLength.Value];
        await request.Body.ReadExactlyAsync(body);
        return body;
    }

    /// <summary>The app a call's token speaks for, if it is of the right kind and has quota left; or the refusal.</summary>
    public static bool Authorized(World world, ApiRequest request, SandboxAppKind kind, out App app, out ApiAnswer refusal) =>
        Authorized(world, request, owner => owner.Kind == kind, out app, out refusal);

    /// <summary>The official account, of either kind, that a call's token speaks for; or the refusal.</summary>
    public static bool OfAccount(World world, ApiRequest request, out App app, out ApiAnswer refusal) =>
        Authorized(world, request, owner => owner.Kind is not SandboxAppKind.MiniProgram, out app, out refusal);

    /// <summary>Any account, of those that have such a thing.</summary>
    public static bool Authorized(World world, ApiRequest request, Func<App, bool> isOfKind, out App app, out ApiAnswer refusal)
    {
        var (owner, errCode) = world.Tokens.Check(request.Query("access_token"), world.Now);
        errCode =
            owner is null ? errCode
            : !isOfKind(owner) || !owner.May(request.Api) ? 48001
            : owner.QuotaOf(request.Api).Take(world.Now);
        (app, refusal) = (owner!, errCode == 0 ? null! : ApiAnswer.Refuse(errCode));
        return errCode == 0;
    }
}
