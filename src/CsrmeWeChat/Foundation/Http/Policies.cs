using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

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

    /// <summary>The authentication scheme of the mini program's tokens, whoever implements it.</summary>
    public const string PersonScheme = "Token";

    private static readonly object SignedInKey = new();

    extension(HttpContext context)
    {
        /// <summary>Who holds the token of this request; null where it has none that is good.</summary>
        public SignedIn? SignedIn
        {
            get => context.Items.TryGetValue(SignedInKey, out var signedIn) ? (SignedIn?)signedIn : null;
            set => context.Items[SignedInKey] = value;
        }
    }

    public static IServiceCollection AddPolicies(this IServiceCollection services)
    {
        services.AddAuthenticationCore(options => options.DefaultScheme = PersonScheme);
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, Denials>();
        services
            .AddAuthorizationBuilder()
            .AddPolicy(Person, policy => policy.RequireAuthenticatedUser())
            .AddPolicy(Member, policy => policy.RequireAuthenticatedUser().RequireRole(Member))
            .AddPolicy(Redeemer, policy => policy.RequireAuthenticatedUser().RequireRole(Member).RequireRole(Redeemer));
        return services;
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
