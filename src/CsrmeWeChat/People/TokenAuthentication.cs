using System.Security.Claims;
using System.Text.Encodings.Web;
using CsrmeWeChat.Foundation.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.People;

/// <summary>Signs a person in by the opaque token of the mini program. The rights of the member bound to them become roles.</summary>
internal sealed class TokenAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory log,
    UrlEncoder encoder,
    SessionStore sessions,
    Visits visits,
    RateLimits limits
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    public new const string Scheme = Policies.PersonScheme;

    private static readonly ClaimsIdentity PersonIdentity = new([], Scheme),
        MemberIdentity = new([new(ClaimTypes.Role, Policies.Member)], Scheme),
        RedeemerIdentity = new([new(ClaimTypes.Role, Policies.Member), new(ClaimTypes.Role, Policies.Redeemer)], Scheme);

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
        Context.SignedIn = signedIn;
        visits.See(signedIn.PersonId);
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
