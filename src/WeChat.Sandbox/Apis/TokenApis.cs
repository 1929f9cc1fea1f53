namespace WeChat.Sandbox.Apis;

internal static class TokenApis
{
    public static readonly WeChatApi[] All =
    [
        new("/cgi-bin/token", IsGet: true, (_, _) => null, PlainToken),
        new("/cgi-bin/stable_token", IsGet: false, (_, _) => null, StableToken),
    ];

    private static ApiAnswer PlainToken(World world, ApiRequest request) =>
        Known(world, request, request.Query, out var app, out var refusal)
            ? Answer(world, world.Tokens.IssuePlain(app, world.Now))
            : refusal;

    private static ApiAnswer StableToken(World world, ApiRequest request)
    {
        if (!Known(world, request, request.Text, out var app, out var refusal))
        {
            return refusal;
        }

        var (token, errCode) = world.Tokens.IssueStable(app, request.Flag("force_refresh"), world.Now);
        return token is null ? ApiAnswer.Refuse(errCode) : Answer(world, token);
    }

    private static ApiAnswer Answer(World world, TokenDesk.Token token) =>
        ApiAnswer.Ok(new { access_token = token.Value, expires_in = (int)(token.ExpiresAt - world.Now).TotalSeconds });

    /// <summary>The app with this id and secret, or the refusal.</summary>
    private static bool Known(World world, ApiRequest request, Func<string, string?> given, out App app, out ApiAnswer refusal)
    {
        app = null!;
        var errCode =
            given("grant_type") != "client_credential" ? 40002
            : string.IsNullOrEmpty(given("appid")) ? 41002
            : string.IsNullOrEmpty(given("secret")) ? 41004
            : !world.Apps.TryGetValue(given("appid")!, out app!) ? 40013
            : app.Secret != given("secret") ? 40125
            : app.QuotaOf(request.Api).Take(world.Now);
        refusal = errCode == 0 ? null! : ApiAnswer.Refuse(errCode);
        return errCode == 0;
    }
}
