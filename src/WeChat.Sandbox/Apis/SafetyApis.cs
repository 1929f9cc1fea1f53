namespace WeChat.Sandbox.Apis;

/// <summary>Whether texts, pictures and sounds may be shown. Source: 内容安全.</summary>
internal static class SafetyApis
{
    public static readonly WeChatApi[] All =
    [
        new("/wxa/msg_sec_check", IsGet: false, (_, request) => request.Text("openid"), CheckText),
        new("/wxa/media_check_async", IsGet: false, (_, request) => request.Text("openid"), CheckMedia),
    ];

    private static readonly TimeSpan VisitLasts = TimeSpan.FromHours(2);

    /// <summary>A text with 违规 is risky, one with 可疑 needs a look, all else passes.</summary>
    private static ApiAnswer CheckText(World world, ApiRequest request)
    {
        if (!WeChatApis.Authorized(world, request, SandboxAppKind.MiniProgram, out var app, out var refusal))
        {
            return refusal;
        }

        var content = request.Text("content");
        var errCode =
            string.IsNullOrEmpty(content) ? 44002
            : content.EnumerateRunes().Count() > 2_500 || request.Number("version") != 2 || request.Number("scene") is not (>= 1 and <= 4)
                ? 40129
            : AuthorFault(world, app, request);
        if (errCode != 0)
        {
            return ApiAnswer.Refuse(errCode);
        }

        var (suggest, label) = VerdictOn(content!);
        return ApiAnswer.Ok(
            new
            {
                errcode = 0,
                errmsg = "ok",
                result = new { suggest, label },
                detail = new[]
                {
                    new
                    {
                        strategy = "content_model",
                        errcode = 0,
                        suggest,
                        label,
                        prob = 90,
                    },
                },
                trace_id = RandomText.Of(24),
            }
        );
    }

    /// <summary>The file is fetched, and the verdict comes by an event.</summary>
    private static ApiAnswer CheckMedia(World world, ApiRequest request)
    {
        if (!WeChatApis.Authorized(world, request, SandboxAppKind.MiniProgram, out var app, out var refusal))
        {
            return refusal;
        }

        var address = request.Text("media_url") ?? "";
        var isPlace = Uri.TryCreate(address, UriKind.Absolute, out var url) && url.Scheme is "http" or "https";
        var errCode =
            request.Number("media_type") is not (1 or 2) || !isPlace || request.Number("version") != 2 ? 40004
            : request.Number("scene") is not (>= 1 and <= 4) ? 40129
            : AuthorFault(world, app, request) is not 0 and var fault ? fault
            : world.Media.IsRepeat(app, address) ? 87020
            : 0;
        if (errCode != 0)
        {
            return ApiAnswer.Refuse(errCode);
        }

        var (trace, before) = world.Media.Take(app, request.Text("openid")!, url!, request.Number("media_type")!.Value);
        return ApiAnswer.Ok(
            new
            {
                errcode = 0,
                errmsg = "ok",
                trace_id = trace,
            }
        ) with
        {
            Before = before,
        };
    }

    private static int AuthorFault(World world, App app, ApiRequest request) =>
        string.IsNullOrEmpty(request.Text("openid")) ? 40003
        : world.FindAccount(app, request.Text("openid")) is not { } author ? 43104
        : author.LastVisit is not { } visit || world.Now - visit > VisitLasts ? 61010
        : 0;

    private static (string Suggest, int Label) VerdictOn(string text) =>
        text.Contains("违规", StringComparison.Ordinal) || text.Contains("risky", StringComparison.Ordinal) ? ("risky", 20006)
        : text.Contains("可疑", StringComparison.Ordinal) || text.Contains("review", StringComparison.Ordinal) ? ("review", 21000)
        : ("pass", 100);
}
