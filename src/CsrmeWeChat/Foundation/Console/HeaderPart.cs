namespace CsrmeWeChat.Foundation.Console;

/// <summary>What a room shows at the head of every page, such as the season that is looked at.</summary>
/// <param name="View">The path of the partial view.</param>
public sealed record HeaderPart(string View, params Role[] Roles)
{
    public bool IsFor(CurrentStaff staff) => Roles.Length == 0 || staff.Is(Roles);
}
