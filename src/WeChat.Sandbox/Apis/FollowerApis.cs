using System.Text;
using System.Text.Json;

namespace WeChat.Sandbox.Apis;

/// <summary>Followers, tags and menu of an official account.</summary>
internal static class FollowerApis
{
    public static readonly WeChatApi[] All =
    [
        new("/cgi-bin/user/get", IsGet: true, (_, _) => null, ListFollowers),
        new("/cgi-bin/user/info/batchget", IsGet: false, (_, _) => null, GetFollowers),
        new("/cgi-bin/tags/get", IsGet: true, (_, _) => null, ListTags),
        new("/cgi-bin/tags/members/batchtagging", IsGet: false, (_, _) => null, (world, request) => Tag(world, request, tagged: true)),
        new("/cgi-bin/tags/members/batchuntagging", IsGet: false, (_, _) => null, (world, request) => Tag(world, request, tagged: false)),
        new("/cgi-bin/menu/create", IsGet: false, (_, _) => null, SetMenu),
    ];

    private const int PageSize = 10_000;

    private static ApiAnswer ListFollowers(World world, ApiRequest request)
    {
        if (!IsOfAnAccount(world, request, out var app, out var refusal))
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
        if (!IsOfAnAccount(world, request, out var app, out var refusal))
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
            : ApiAnswer.Ok(
                new
                {
                    user_info_list = accounts.Select(account =>
                        account!.Person.Follows ? Facts(account) : new { subscribe = 0, openid = account.OpenId }
                    ),
                }
            );
    }

    private static object Facts(Account account)
    {
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

    private static ApiAnswer ListTags(World world, ApiRequest request) =>
        IsOfAnAccount(world, request, out var app, out var refusal)
            ? ApiAnswer.Ok(
                new
                {
                    tags = app
                        .Tags.OrderBy(tag => tag.Key)
                        .Select(tag => new
                        {
                            id = tag.Key,
                            name = tag.Value,
                            count = app.CountTagged(tag.Key),
                        }),
                }
            )
            : refusal;

    private static ApiAnswer Tag(World world, ApiRequest request, bool tagged)
    {
        if (!IsOfAnAccount(world, request, out var app, out var refusal))
        {
            return refusal;
        }

        var openIds = request.Find("openid_list") is { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray().Select(item => item.GetString()).ToList()
            : [];
        var accounts = openIds.ConvertAll(openId => world.FindAccount(app, openId));
        var errCode =
            openIds.Count is 0 or > 50 ? 40032
            : request.Number("tagid") is not { } id || !app.Tags.ContainsKey(id) ? 45159
            : accounts.Any(account => account is null) ? 40003
            : tagged && accounts.Any(account => account!.Tags.Count >= 20 && !account.Tags.ContainsKey(id)) ? 45059
            : 0;
        if (errCode != 0)
        {
            return ApiAnswer.Refuse(errCode);
        }

        var tag = request.Number("tagid")!.Value;
        foreach (var account in accounts)
        {
            if (tagged)
            {
                account!.Tags[tag] = true;
            }
            else
            {
                account!.Tags.TryRemove(tag, out _);
            }
        }

        return ApiAnswer.Ok(new { errcode = 0, errmsg = "ok" });
    }

    private static ApiAnswer SetMenu(World world, ApiRequest request)
    {
        if (!IsOfAnAccount(world, request, out var app, out var refusal))
        {
            return refusal;
        }

        var errCode =
            request.Find("button") is { ValueKind: JsonValueKind.Array } buttons && buttons.GetArrayLength() is >= 1 and <= 3
                ? buttons.EnumerateArray().Select(button => MenuFault(button, isTop: true)).FirstOrDefault(code => code != 0)
                : 40016;
        if (errCode != 0)
        {
            return ApiAnswer.Refuse(errCode);
        }

        app.Menu = request.Find("button")!.Value.GetRawText();
        return ApiAnswer.Ok(new { errcode = 0, errmsg = "ok" });
    }

    private static int MenuFault(JsonElement button, bool isTop)
    {
        var (name, type) = (Text(button, "name"), Text(button, "type"));
        if (name.Length == 0 || Encoding.UTF8.GetByteCount(name) > (isTop ? 16 : 60))
        {
            return isTop ? 40018 : 40025;
        }

        if (isTop && button.TryGetProperty("sub_button", out var children) && children.GetArrayLength() > 0)
        {
            return children.GetArrayLength() > 5
                ? 40023
                : children.EnumerateArray().Select(child => MenuFault(child, isTop: false)).FirstOrDefault(code => code != 0);
        }

        return type switch
        {
            "click" => Text(button, "key").Length is > 0 and <= 128 ? 0 : 40019,
            "view" => IsAddress(Text(button, "url")) ? 0 : 40054,
            "miniprogram" => Text(button, "appid").Length > 0 && Text(button, "pagepath").Length > 0 && IsAddress(Text(button, "url"))
                ? 0
                : 40054,
            _ => 40017,
        };
    }

    private static bool IsAddress(string url) => url.StartsWith("http", StringComparison.Ordinal) && url.Length <= 1024;

    private static string Text(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString()! : "";

    /// <summary>The official account, of either kind, that a call's token speaks for, if it has quota left; or the refusal.</summary>
    private static bool IsOfAnAccount(World world, ApiRequest request, out App app, out ApiAnswer refusal)
    {
        var (owner, errCode) = world.Tokens.Check(request.Query("access_token"), world.Now);
        errCode =
            owner is null ? errCode
            : owner.Kind is SandboxAppKind.MiniProgram ? 48001
            : owner.QuotaOf(request.Api).Take(world.Now);
        (app, refusal) = (owner!, errCode == 0 ? null! : ApiAnswer.Refuse(errCode));
        return errCode == 0;
    }
}
