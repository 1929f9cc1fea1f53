using Microsoft.AspNetCore.Authorization;

namespace CsrmeWeChat.Foundation.Console;

/// <summary>
/// Who may see a page of the console: signed-in staff who hold one of the roles, or any role where none is named.
/// Every page has one. On a handler it narrows the page's.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class AllowedAttribute : AuthorizeAttribute, IAuthorizationRequirementData
{
    public AllowedAttribute(params Role[] roles)
    {
        Any = roles;
        AuthenticationSchemes = StaffContext.Scheme;
    }

    public IReadOnlyList<Role> Any { get; }

    /// <summary>Also before this step of signing in is taken.</summary>
    public Stage From { get; init; } = Stage.SignedIn;

    /// <summary>However far the signing in has come.</summary>
    public bool AtAnyStage { get; init; }

    public IEnumerable<IAuthorizationRequirement> GetRequirements() => [new Requirement(this)];

    public bool Allows(CurrentStaff staff) =>
        (AtAnyStage || staff.Stage is Stage.SignedIn || staff.Stage == From) && (Any.Count == 0 || Any.Any(staff.Roles.Contains));

    private sealed class Requirement(AllowedAttribute allowed) : AuthorizationHandler<Requirement>, IAuthorizationRequirement
    {
        protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, Requirement requirement)
        {
            if (context.Resource is HttpContext { Staff: { } staff } && allowed.Allows(staff))
            {
                context.Succeed(requirement);
            }
            return Task.CompletedTask;
        }
    }
}
