using CsrmeWeChat.Foundation.Console;

namespace CsrmeWeChat.Members;

/// <summary>What a room shows on a member's page, such as what the member may claim.</summary>
/// <param name="Place">Where it stands, the lowest first.</param>
/// <param name="View">The path of the partial view, whose model is the <see cref="Member"/>.</param>
public sealed record MemberPart(int Place, string View, params Role[] Roles)
{
    public bool IsFor(CurrentStaff staff) => Roles.Length == 0 || staff.Is(Roles);
}
