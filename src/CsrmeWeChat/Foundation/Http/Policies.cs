using System.Security.Claims;
using System.Text.Encodings.Web;
using CsrmeWeChat.People;
using CsrmeWeChat.Staff;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Foundation.Http;

/// <summary>Who may call what; set once on a feature's group of routes.</summary>
public static class Policies
{
    /// <summary>Anyone signed in through the mini program.</summary>
    public const string Person = nameof(Person);

    /// <summary>A person bound to a member of the roster.</summary>
    public const string Member = nameof(Member);

    /// <summary>A member with the right to redeem (核销).</summary>
    public const string Redeemer = nameof(Redeemer);

    private static readonly object SignedInKey = new();

    extension(HttpContext context)
    {
        public SignedIn? SignedIn => context.Items.TryGetValue(SignedInKey, out var signedIn) ? (SignedIn?)signedIn : null;
    }

    public static IServiceCollection AddPolicies(this IServiceCollection services)
    {
        // AddAuthentication would also ask for Data Protection, which only the console needs.
        services.AddAuthenticationCore(options => options.DefaultScheme = TokenHandler.Scheme).AddWebEncoders();
        new AuthenticationBuilder(services)
            .AddScheme<AuthenticationSchemeOptions, TokenHandler>(TokenHandler.Scheme, null)
            .AddScheme<AuthenticationSchemeOptions, StaffAuthentication>(StaffAuthentication.Scheme, null);
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, Denials>();
        services
            .AddAuthorizationBuilder()
            .AddPolicy(Person, policy => policy.RequireAuthenticatedUser())
            .AddPolicy(Member, policy => policy.RequireAuthenticatedUser().RequireRole(Member))
            .AddPolicy(Redeemer, policy => policy.RequireAuthenticatedUser().RequireRole(Member).RequireRole(Redeemer));
        return services;
    }

    private sealed class TokenHandler(
        IOptionsMonitor<AuthenticationSchemeOptions> options,
        ILoggerFactory log,
        UrlEncoder encoder,
        SessionStore sessions,
        RateLimits limits
    ) : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
    {
        public new const string Scheme = "Token";

        private static readonly ClaimsIdentity PersonIdentity = new([], Scheme),
            MemberIdentity = new([new(ClaimTypes.Role, Member)], Scheme),
            RedeemerIdentity = new([new(ClaimTypes.Role, Member), new(ClaimTypes.Role, Redeemer)], Scheme);

        protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            var header = Request.Headers.Authorization.ToString();
            if (!header.StartsWith("Bearer ", StringComparison.Ordinal))
            {
                return AuthenticateResult.NoResult();
            }
            if (
                await sessions.FindAsync(
                    header["Bearer ".Length..],
                    () => limits.TakeAddress(Context.Connection.RemoteIpAddress),
                    Context.RequestAborted
                )
                is not { } signedIn
            )
            {
                return AuthenticateResult.Fail("unknown token");
            }
            Context.Items[SignedInKey] = signedIn;
            var identity = signedIn switch
            {
                { MemberId: null } => PersonIdentity,
                { MayRedeem: true } => RedeemerIdentity,
                _ => MemberIdentity,
            };
            return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme));
        }

        protected override Task HandleChallengeAsync(AuthenticationProperties properties)
        {
            Response.Headers.WWWAuthenticate = "Bearer";
            return Problems.WriteAsync(Context, StatusCodes.Status401Unauthorized);
        }
    }

    private sealed class Denials : IAuthorizationMiddlewareResultHandler
    {
        private readonly AuthorizationMiddlewareResultHandler otherwise = new();

        public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult result) =>
            result.Forbidden && context.SignedIn is { } person
                ? person.MemberId is null
                    ? Problems.WriteAsync(context, StatusCodes.Status403Forbidden, "member.not_bound", "请先绑定会员身份，再使用会员服务。")
                    : Problems.WriteAsync(
                        context,
                        StatusCodes.Status403Forbidden,
                        "access.denied",
                        "您没有进行此操作的权限。如需开通请联系秘书处。"
                    )
                : otherwise.HandleAsync(next, context, policy, result);
    }
}
