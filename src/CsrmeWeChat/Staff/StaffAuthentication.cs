using System.Security.Claims;
using System.Text.Encodings.Web;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Staff;

/// <summary>
/// Signs staff in by a cookie that holds 256 random bits and means nothing outside the database: a session that is ended there is ended
/// on every node at once.
/// </summary>
public sealed class StaffAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory log,
    UrlEncoder encoder,
    StaffSessions sessions,
    TimeProvider time
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    public new const string Scheme = StaffContext.Scheme;

    public const string SignInPath = "/staff/sign-in";

    private const string Cookie = "csrme-staff",
        SecureCookie = $"__Host-{Cookie}",
        DeviceCookie = "csrme-device",
        SecureDeviceCookie = $"__Host-{DeviceCookie}";

    public static void Give(HttpContext context, string token) => context.Response.Cookies.Append(NameFor(context), token, For(context));

    public static void Take(HttpContext context) => context.Response.Cookies.Delete(NameFor(context), For(context));

    /// <summary>Where this request comes from, for the limits of attempts.</summary>
    public static Visitor VisitorOf(HttpContext context) =>
        new(context.Connection.RemoteIpAddress, context.Request.Headers.UserAgent.ToString(), context.Request.Cookies[DeviceName(context)]);

    /// <summary>Lets this browser be known again. It opens nothing by itself.</summary>
    public static void Remember(HttpContext context, string device)
    {
        var cookie = For(context);
        cookie.MaxAge = KnownDevices.Remembered;
        context.Response.Cookies.Append(DeviceName(context), device, cookie);
    }

    public static string? Token(HttpContext context) => context.Request.Cookies[NameFor(context)];

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Token(Context) is not { Length: > 0 } token)
        {
            return AuthenticateResult.NoResult();
        }
        if (await sessions.FindAsync(token, time.GetUtcNow(), Context.RequestAborted) is not { } staff)
        {
            return AuthenticateResult.Fail("unknown session");
        }
        Context.Staff = staff;
        // Antiforgery binds its tokens to "sub": one of another session is not good in this one.
        return AuthenticateResult.Success(
            new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity([new("sub", $"{staff.SessionId}")], Scheme)), Scheme)
        );
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var end = Token(Context) is { Length: > 0 } token ? await sessions.FindEndAsync(token, Context.RequestAborted) : null;
        var back = HttpMethods.IsGet(Request.Method) && !Request.IsPartial ? $"{Request.Path}{Request.QueryString}" : "";
        await Go(
            back is "" or "/staff" ? SignInPath : $"{SignInPath}?back={Uri.EscapeDataString(back)}",
            StatusCodes.Status401Unauthorized,
            "session.missing",
            $"{end?.Words ?? "登录已失效。"}请在新标签页登录，再回到这里重试，您填写的内容还在。"
        );
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Context.Staff?.Stage switch
        {
            Stage.SecondFactor => Go("/staff/second-factor", StatusCodes.Status403Forbidden, "session.second_factor", "请先完成两步验证。"),
            Stage.NewPassword => Go("/staff/password", StatusCodes.Status403Forbidden, "session.new_password", "请先修改密码。"),
            Stage.Enrol => Go("/staff/two-step", StatusCodes.Status403Forbidden, "session.enrol", "请先设置两步验证。"),
            _ => Problems.WriteAsync(
                Context,
                StatusCodes.Status403Forbidden,
                "access.denied",
                "您的账号没有使用此功能的权限。如需开通请联系管理员。"
            ),
        };

    /// <summary>
    /// Redirects a page to the next step. An htmx request gets a message instead, so that what was typed stays on the screen.
    /// </summary>
    private Task Go(string path, int status, string code, string words)
    {
        if (
            Request.IsPartial
            || !HttpMethods.IsGet(Request.Method) && Request.Headers.Accept.ToString().Contains("json", StringComparison.Ordinal)
        )
        {
            return Problems.WriteAsync(Context, status, code, words);
        }
        Response.Redirect(path);
        return Task.CompletedTask;
    }

    // The __Host- prefix keeps other hosts of the domain from setting it; browsers take it over https only.
    private static string NameFor(HttpContext context) => context.Request.IsHttps ? SecureCookie : Cookie;

    private static string DeviceName(HttpContext context) => context.Request.IsHttps ? SecureDeviceCookie : DeviceCookie;

    private static CookieOptions For(HttpContext context) =>
        new()
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Path = "/",
            // Outside Development a console without https hands out a cookie that never comes back.
            Secure = context.Request.IsHttps || !context.RequestServices.GetRequiredService<IHostEnvironment>().IsDevelopment(),
        };
}
