namespace CsrmeWeChat.Tests.Support;

/// <summary>Every page and handler of the console, as the method and address that reach it.</summary>
internal static class ConsoleHandlers
{
    public const string Everyone = "*",
        SignedOut = "-";

    private static readonly Dictionary<string, string> SigningIn = new()
    {
        ["GET /staff"] = Everyone,
        ["GET /staff/sign-in"] = SignedOut,
        ["POST /staff/sign-in"] = SignedOut,
        ["GET /staff/sign-out"] = Everyone,
        ["POST /staff/sign-out"] = Everyone,
        ["GET /staff/second-factor"] = Everyone,
        ["POST /staff/second-factor"] = Everyone,
        ["GET /staff/password"] = Everyone,
        ["POST /staff/password"] = Everyone,
        ["GET /staff/two-step"] = Everyone,
        ["POST /staff/two-step"] = Everyone,
        ["GET /staff/account"] = Everyone,
        ["POST /staff/account?handler=End"] = Everyone,
        ["POST /staff/account?handler=Recovery"] = Everyone,
        ["POST /staff/account?handler=Remove"] = Everyone,
    };

    private static readonly Dictionary<string, string> Members = new()
    {
        ["GET /staff/members"] = "Admin Secretary",
        ["GET /staff/members?handler=Export"] = "Admin Secretary",
        ["POST /staff/members?handler=Phone"] = "Admin Secretary",
        ["GET /staff/members/{id:long}"] = "Admin Secretary",
        ["POST /staff/members/{id:long}?handler=Reveal"] = "Admin Secretary",
        ["POST /staff/members/{id:long}?handler=Grant"] = "Admin Secretary",
        ["POST /staff/members/{id:long}?handler=Revoke"] = "Admin Secretary",
        ["POST /staff/members/{id:long}?handler=Tag"] = "Admin Secretary",
        ["POST /staff/members/{id:long}?handler=Untag"] = "Admin Secretary",
        ["POST /staff/members/{id:long}?handler=Unbind"] = "Admin Secretary",
        ["GET /staff/bind-requests"] = "Admin Secretary",
        ["GET /staff/bind-requests?handler=Export"] = "Admin Secretary",
        ["GET /staff/bind-requests/{id:long}"] = "Admin Secretary",
        ["POST /staff/bind-requests/{id:long}?handler=Accept"] = "Admin Secretary",
        ["POST /staff/bind-requests/{id:long}?handler=Reject"] = "Admin Secretary",
    };

    private static readonly Dictionary<string, string> Accounts = new()
    {
        ["GET /staff/accounts"] = "Admin",
        ["GET /staff/accounts?handler=Export"] = "Admin",
        ["GET /staff/accounts/new"] = "Admin",
        ["POST /staff/accounts/new"] = "Admin",
        ["GET /staff/accounts/{id:long}"] = "Admin",
        ["POST /staff/accounts/{id:long}"] = "Admin",
        ["POST /staff/accounts/{id:long}?handler=Reset"] = "Admin",
        ["POST /staff/accounts/{id:long}?handler=Disable"] = "Admin",
        ["POST /staff/accounts/{id:long}?handler=Enable"] = "Admin",
        ["POST /staff/accounts/{id:long}?handler=End"] = "Admin",
    };

    private static readonly Dictionary<string, string> Roster = new()
    {
        ["GET /staff/roster"] = "Admin Secretary",
        ["POST /staff/roster"] = "Admin Secretary",
        ["GET /staff/roster?handler=Export"] = "Admin Secretary",
        ["GET /staff/roster/{id:long}"] = "Admin Secretary",
        ["GET /staff/roster/{id:long}?handler=Progress"] = "Admin Secretary",
        ["GET /staff/roster/{id:long}?handler=Refused"] = "Admin Secretary",
        ["GET /staff/roster/{id:long}?handler=Export"] = "Admin Secretary",
        ["POST /staff/roster/{id:long}?handler=Stage"] = "Admin Secretary",
        ["POST /staff/roster/{id:long}?handler=Apply"] = "Admin Secretary",
        ["POST /staff/roster/{id:long}?handler=Undo"] = "Admin Secretary",
        ["POST /staff/roster/{id:long}?handler=Withdraw"] = "Admin Secretary",
        ["POST /staff/roster/{id:long}?handler=Discard"] = "Admin Secretary",
    };

    private static readonly Dictionary<string, string> Administration = new()
    {
        ["GET /staff/audit"] = "Admin",
        ["GET /staff/audit?handler=Export"] = "Admin",
        ["GET /staff/rehearsal"] = "Admin",
        ["GET /staff/rehearsal?handler=Progress"] = "Admin",
        ["POST /staff/rehearsal"] = "Admin",
        ["GET /staff/jobs/{**path}"] = "Admin",
    };

    private static readonly Dictionary<string, string> Benefits = new()
    {
        ["GET /staff/benefits"] = "Admin Secretary",
        ["GET /staff/benefits?handler=Export"] = "Admin Secretary",
        ["GET /staff/benefits/seasons"] = "Admin Secretary",
        ["POST /staff/benefits/seasons"] = "Admin Secretary",
        ["GET /staff/benefits/new"] = "Admin Secretary",
        ["POST /staff/benefits/new"] = "Admin Secretary",
        ["POST /staff/benefits/new?handler=Preview"] = "Admin Secretary",
        ["GET /staff/benefits/{id:long}"] = "Admin Secretary",
        ["POST /staff/benefits/{id:long}?handler=State"] = "Admin Secretary",
        ["POST /staff/benefits/{id:long}?handler=Stock"] = "Admin Secretary",
        ["POST /staff/benefits/{id:long}?handler=Windows"] = "Admin Secretary",
        ["GET /staff/benefits/{id:long}/edit"] = "Admin Secretary",
        ["POST /staff/benefits/{id:long}/edit"] = "Admin Secretary",
        ["POST /staff/benefits/{id:long}/edit?handler=Preview"] = "Admin Secretary",
        ["GET /staff/benefits/{id:long}/vouchers"] = "Admin Secretary",
        ["POST /staff/benefits/{id:long}/vouchers"] = "Admin Secretary",
        ["POST /staff/benefits/{id:long}/vouchers?handler=TakeBack"] = "Admin Secretary",
        ["POST /staff/benefits/{id:long}/vouchers?handler=Last"] = "Admin Secretary",
        ["GET /staff/outgoing"] = "Admin Secretary",
        ["POST /staff/outgoing?handler=Release"] = "Admin Secretary",
        ["GET /staff/benefits/{id:long}/claims"] = "Admin Secretary",
        ["GET /staff/benefits/{id:long}/claims?handler=Export"] = "Admin Secretary",
        ["GET /staff/benefits/{id:long}/claims/{serial:int}"] = "Admin Secretary",
        ["GET /staff/benefits/{id:long}/claims/{serial:int}?handler=Picture"] = "Admin Secretary",
        ["POST /staff/benefits/{id:long}/claims/{serial:int}?handler=Cancel"] = "Admin Secretary",
        ["POST /staff/benefits/{id:long}/claims/{serial:int}?handler=Undo"] = "Admin Secretary",
        ["GET /staff/benefits/{id:long}/claim"] = "Admin Secretary",
        ["POST /staff/benefits/{id:long}/claim"] = "Admin Secretary",
        ["GET /staff/benefits/{id:long}/live"] = "Admin Secretary",
        ["GET /staff/benefits/{id:long}/live?handler=Figures"] = "Admin Secretary",
        ["GET /staff/redeem"] = "Admin Secretary Redeemer",
        ["POST /staff/redeem"] = "Admin Secretary Redeemer",
        ["POST /staff/redeem?handler=Undo"] = "Admin Secretary Redeemer",
    };

    private static readonly Dictionary<string, string> OfficialAccount = new()
    {
        ["GET /staff/followers"] = "Admin Secretary",
        ["GET /staff/followers?handler=Progress"] = "Admin Secretary",
        ["GET /staff/followers?handler=Export"] = "Admin Secretary",
        ["POST /staff/followers?handler=Sync"] = "Admin Secretary",
        ["POST /staff/followers?handler=Resume"] = "Admin Secretary",
        ["POST /staff/followers?handler=Stop"] = "Admin Secretary",
        ["GET /staff/replies"] = "Admin Secretary",
        ["POST /staff/replies"] = "Admin Secretary",
        ["GET /staff/replies/{id:long}"] = "Admin Secretary",
        ["POST /staff/replies/{id:long}"] = "Admin Secretary",
        ["POST /staff/replies/{id:long}?handler=Remove"] = "Admin Secretary",
        ["GET /staff/account-menu"] = "Admin Secretary",
        ["POST /staff/account-menu"] = "Admin Secretary",
        ["GET /staff/callbacks"] = "Admin Secretary",
        ["POST /staff/callbacks?handler=Retry"] = "Admin Secretary",
    };

    private static readonly Dictionary<string, string> Messages = new()
    {
        ["GET /staff/messages"] = "Admin Secretary",
        ["GET /staff/messages?handler=Export"] = "Admin Secretary",
        ["POST /staff/messages?handler=Lift"] = "Admin Secretary",
        ["GET /staff/messages/new"] = "Admin Secretary",
        ["POST /staff/messages/new"] = "Admin Secretary",
        ["POST /staff/messages/new?handler=Preview"] = "Admin Secretary",
        ["POST /staff/messages/new?handler=Template"] = "Admin Secretary",
        ["GET /staff/messages/{id:long}"] = "Admin Secretary",
        ["GET /staff/messages/{id:long}?handler=Progress"] = "Admin Secretary",
        ["POST /staff/messages/{id:long}?handler=Freeze"] = "Admin Secretary",
        ["POST /staff/messages/{id:long}?handler=Thaw"] = "Admin Secretary",
        ["POST /staff/messages/{id:long}?handler=Start"] = "Admin Secretary",
        ["POST /staff/messages/{id:long}?handler=Schedule"] = "Admin Secretary",
        ["POST /staff/messages/{id:long}?handler=Pause"] = "Admin Secretary",
        ["POST /staff/messages/{id:long}?handler=Resume"] = "Admin Secretary",
        ["POST /staff/messages/{id:long}?handler=Cancel"] = "Admin Secretary",
        ["POST /staff/messages/{id:long}?handler=Retry"] = "Admin Secretary",
        ["GET /staff/messages/{id:long}/edit"] = "Admin Secretary",
        ["POST /staff/messages/{id:long}/edit"] = "Admin Secretary",
        ["POST /staff/messages/{id:long}/edit?handler=Preview"] = "Admin Secretary",
        ["POST /staff/messages/{id:long}/edit?handler=Template"] = "Admin Secretary",
        ["GET /staff/messages/{id:long}/recipients"] = "Admin Secretary",
        ["GET /staff/messages/{id:long}/recipients?handler=Export"] = "Admin Secretary",
        ["GET /staff/messages/templates"] = "Admin Secretary",
        ["GET /staff/messages/templates/new"] = "Admin Secretary",
        ["POST /staff/messages/templates/new"] = "Admin Secretary",
        ["GET /staff/messages/templates/{id:long}"] = "Admin Secretary",
        ["POST /staff/messages/templates/{id:long}"] = "Admin Secretary",
    };

    private static readonly Dictionary<string, string> Stories = new()
    {
        ["GET /staff/stories"] = "Admin Secretary Reviewer",
        ["GET /staff/stories?handler=Export"] = "Admin Secretary Reviewer",
        ["GET /staff/stories/new"] = "Admin Secretary",
        ["POST /staff/stories/new"] = "Admin Secretary",
        ["POST /staff/stories/pictures"] = "Admin Secretary",
        ["GET /staff/stories/{id:long}"] = "Admin Secretary Reviewer",
        ["GET /staff/stories/{id:long}?handler=Sends"] = "Admin Secretary Reviewer",
        ["POST /staff/stories/{id:long}?handler=Submit"] = "Admin Secretary",
        ["POST /staff/stories/{id:long}?handler=Approve"] = "Admin Reviewer",
        ["POST /staff/stories/{id:long}?handler=Return"] = "Admin Reviewer",
        ["POST /staff/stories/{id:long}?handler=Go"] = "Admin Secretary",
        ["POST /staff/stories/{id:long}?handler=Plan"] = "Admin Secretary",
        ["POST /staff/stories/{id:long}?handler=Cancel"] = "Admin Secretary",
        ["POST /staff/stories/{id:long}?handler=Recall"] = "Admin Secretary",
        ["POST /staff/stories/{id:long}?handler=Settle"] = "Admin Secretary",
        ["POST /staff/stories/{id:long}?handler=Preview"] = "Admin Secretary",
        ["GET /staff/stories/{id:long}/edit"] = "Admin Secretary",
        ["POST /staff/stories/{id:long}/edit"] = "Admin Secretary",
        ["GET /staff/stories/{id:long}/preview"] = "Admin Secretary Reviewer",
        ["GET /staff/stories/{id:long}/versions"] = "Admin Secretary Reviewer",
        ["GET /staff/planner"] = "Admin Secretary Reviewer",
        ["GET /staff/abilities"] = "Admin Secretary",
        ["POST /staff/abilities"] = "Admin Secretary",
    };

    /// <summary>Who may use each handler: the roles, Everyone for whoever is signed in, or SignedOut for anybody at all.</summary>
    public static readonly IReadOnlyDictionary<string, string> Allowed = new[]
    {
        SigningIn,
        Members,
        Accounts,
        Roster,
        Administration,
        Benefits,
        OfficialAccount,
        Messages,
        Stories,
    }
        .SelectMany(room => room)
        .ToDictionary();
}
