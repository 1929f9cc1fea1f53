namespace CsrmeWeChat.Members;

/// <summary>What a member may do besides what every member may. A right is the role of whoever signs in as the member.</summary>
public static class Rights
{
    /// <summary>核销: to redeem other members' claims.</summary>
    public const string Redeem = "redeem";

    public static string Name(string right) => right == Redeem ? "核销" : right;
}
