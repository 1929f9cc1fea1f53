using System.Text.Json;

namespace WeChat.Sandbox.Apis;

/// <summary>Who follows an official account. Source: 用户管理.</summary>
internal static class FollowerApis
{
    public static readonly WeChatApi[] All =
    [
        new("/cgi-bin/user/get", IsGet: true, (_, _) => null, ListFollowers),
        new("/cgi-bin/user/info/batchget", IsGet: false, (_, _) => null, GetFollowers),
        new("/cgi-bin/user/info", IsGet: true, (_, request) => request.Query("openid"), GetFollower),
        new("/cgi-bin/user/info/updateremark", IsGet: false, (_, request) => request.Text("openid"), SetRemark),
        new("/cgi-bin/user/tag/get", IsGet: false, (_, _) => null, ListTagged),
    ];

    private const int PageSize = 10_000;

    private static ApiAnswer ListFollowers(World world, ApiRequest request)
    {
        if (!WeChatApis.OfAccount(world, request, out var app, out var refusal))
        {
            return refusal;
        }

        var after = request.Query("next_openid");
        var last = after is null ? null : world.FindAccount(app, after);
        if (after is not null && last is null)
        {
            return ApiAnswer.Refuse(40003);
        }

        var (openIds, total) = app.Followers(last, PageSize);
        return openIds.Count == 0
            ? ApiAnswer.Ok(
                new
                {
                    total,
                    count = 0,
                    next_openid = "",
                }
            )
            : ApiAnswer.Ok(
                new
                {
                    total,
                    count = openIds.Count,
                    data = new { openid = openIds },
                    next_openid = openIds[^1],
                }
            );
    }

    private static ApiAnswer GetFollowers(World world, ApiRequest request)
    {
        if (!WeChatApis.OfAccount(world, request, out var app, out var refusal))
        {
            return refusal;
        }

        if (request.Find("user_list") is not { ValueKind: JsonValueKind.Array } list || list.GetArrayLength() is 0 or > 100)
        {
            return ApiAnswer.Refuse(40130);
        }

        var accounts = list.EnumerateArray().Select(user => world.FindAccount(app, user.GetProperty("openid").GetString())).ToList();
        return accounts.Any(account => account is null)
            ? ApiAnswer.Refuse(40003)
            : ApiAnswer.Ok(new { user_info_list = accounts.Select(account => Facts(account!)) });
    }

    private static ApiAnswer GetFollower(World world, ApiRequest request) =>
        !WeChatApis.OfAccount(world, request, out var app, out var refusal) ? refusal
        : world.FindAccount(app, request.Query("openid")) is { } account ? ApiAnswer.Ok(Facts(account))
        : ApiAnswer.Refuse(40003);

    private static ApiAnswer SetRemark(World world, ApiRequest request)
    {
        if (!WeChatApis.OfAccount(world, request, out var app, out var refusal))
        {
            return refusal;
        }

        if (world.FindAccount(app, request.Text("openid")) is not { } account)
        {
            return ApiAnswer.Refuse(40003);
        }

        account.Remark = request.Text("remark") ?? "";
        return ApiAnswer.Done;
    }

    private static ApiAnswer ListTagged(World world, ApiRequest request)
    {
        if (!WeChatApis.OfAccount(world, request, out var app, out var refusal))
        {
            return refusal;
        }

        var after = request.Text("next_openid") is { Length: > 0 } given ? given : null;
        var last = world.FindAccount(app, after);
        if (request.Number("tagid") is not { } tag || !app.Tags.ContainsKey(tag) || (after is not null && last is null))
        {
            return ApiAnswer.Refuse(after is not null && last is null ? 40003 : 45159);
        }

        List<string> openIds =
        [
            .. app.Audience(tag)
                .Where(account => last is null || account.Number > last.Number)
                .Take(PageSize)
                .Select(account => account.OpenId),
        ];
        return ApiAnswer.Ok(
            new
            {
                count = openIds.Count,
                data = new { openid = openIds },
                next_openid = openIds.LastOrDefault() ?? "",
            }
        );
    }

    /// <summary>Of who left nothing is told but that.</summary>
    private static object Facts(Account account)
    {
        if (!account.Person.Follows)
        {
            return new { subscribe = 0, openid = account.OpenId };
        }

        var facts = new Dictionary<string, object>
        {
            ["subscribe"] = 1,
            ["openid"] = account.OpenId,
            ["language"] = "zh_CN",
            ["subscribe_time"] = account.Person.FollowedAt.ToUnixTimeSeconds(),
            ["remark"] = account.Remark,
            ["groupid"] = 0,
            ["tagid_list"] = account.Tags.Keys.Order(),
            ["subscribe_scene"] = "ADD_SCENE_QR_CODE",
            ["qr_scene"] = 0,
            ["qr_scene_str"] = "",
        };
        if (account.Person.UnionId is { } unionId)
        {
            facts["unionid"] = unionId;
        }

        return facts;
    }
}
