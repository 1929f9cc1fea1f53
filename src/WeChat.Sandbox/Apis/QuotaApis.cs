namespace WeChat.Sandbox.Apis;

/// <summary>How often an account may call, and from where WeChat calls. Source: openApi管理, 获取微信服务器 IP 地址.</summary>
internal static class QuotaApis
{
    private const int ClearsAMonth = 10,
        PathClearsAMonth = 50;

    public static readonly WeChatApi[] All =
    [
        new("/cgi-bin/openapi/quota/get", IsGet: false, (_, _) => null, GetQuota),
        new("/cgi-bin/openapi/quota/clear", IsGet: false, (_, _) => null, ClearPath),
        new("/cgi-bin/clear_quota", IsGet: false, (_, _) => null, ClearAll),
        new("/cgi-bin/clear_quota/v2", IsGet: false, (_, _) => null, ClearAllBySecret),
        new("/cgi-bin/getcallbackip", IsGet: true, (_, _) => null, ListAddresses),
        new("/cgi-bin/get_api_domain_ip", IsGet: true, (_, _) => null, ListAddresses),
    ];

    /// <summary>An api of another kind of account, or one that this one may not call, is 76022, where the call itself is 48001.</summary>
    private static ApiAnswer GetQuota(World world, ApiRequest request)
    {
        if (!WeChatApis.Authorized(world, request, _ => true, out var app, out var refusal))
        {
            return refusal;
        }

        var api = request.Text("cgi_path") ?? "";
        var errCode = PathFault(app, api);
        if (errCode != 0)
        {
            return ApiAnswer.Refuse(errCode);
        }

        var (perDay, used) = app.QuotaOf(api).Today(world.Now);
        return ApiAnswer.Ok(
            new
            {
                errcode = 0,
                errmsg = "ok",
                quota = new
                {
                    daily_limit = perDay,
                    used,
                    remain = perDay == long.MaxValue ? perDay : Math.Max(0, perDay - used),
                },
                rate_limit = new { call_count = 60, refresh_second = 60 },
            }
        );
    }

    private static int PathFault(App app, string api) =>
        !api.StartsWith('/') ? 76003
        : api.StartsWith("/sns/", StringComparison.Ordinal) ? 76022
        : WeChatApis.Find(api) is null ? 76021
        : app.May(api) && app.Kind is SandboxAppKind.MiniProgram == IsOfMiniPrograms(api) ? 0
        : 76022;

    private static bool IsOfMiniPrograms(string api) =>
        api.StartsWith("/wxa/", StringComparison.Ordinal) || api is "/cgi-bin/message/subscribe/send";

    private static ApiAnswer ClearPath(World world, ApiRequest request)
    {
        if (!WeChatApis.Authorized(world, request, _ => true, out var app, out var refusal))
        {
            return refusal;
        }

        var api = request.Text("cgi_path") ?? "";
        var errCode =
            PathFault(app, api) is var fault and not 0 ? fault
            : app.TryClear("path", PathClearsAMonth, world.Now) ? 0
            : 48006;
        if (errCode == 0)
        {
            app.QuotaOf(api).Clear();
        }

        return errCode == 0 ? ApiAnswer.Done : ApiAnswer.Refuse(errCode);
    }

    private static ApiAnswer ClearAll(World world, ApiRequest request) =>
        !WeChatApis.Authorized(world, request, _ => true, out var app, out var refusal) ? refusal
        : request.Text("appid") != app.AppId ? ApiAnswer.Refuse(40013)
        : Clear(world, app);

    private static ApiAnswer ClearAllBySecret(World world, ApiRequest request) =>
        !world.Apps.TryGetValue(request.Text("appid") ?? request.Query("appid") ?? "", out var app) ? ApiAnswer.Refuse(40013)
        : (request.Text("appsecret") ?? request.Query("appsecret")) != app.Secret ? ApiAnswer.Refuse(40125)
        : Clear(world, app);

    private static ApiAnswer Clear(World world, App app)
    {
        if (!app.TryClear("all", ClearsAMonth, world.Now))
        {
            return ApiAnswer.Refuse(48006);
        }

        app.ClearQuotas();
        return ApiAnswer.Done;
    }

    private static ApiAnswer ListAddresses(World world, ApiRequest request) =>
        WeChatApis.Authorized(world, request, _ => true, out _, out var refusal)
            ? ApiAnswer.Ok(new { ip_list = new[] { "127.0.0.1" } })
            : refusal;
}
