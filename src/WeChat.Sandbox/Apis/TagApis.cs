using System.Text;

namespace WeChat.Sandbox.Apis;

/// <summary>The tags of an official account. Source: 用户标签管理.</summary>
internal static class TagApis
{
    /// <summary>Those below are WeChat's own, such as 星标组.</summary>
    private const int FirstOwn = 100;

    private const int MaxTags = 100;

    public static readonly WeChatApi[] All =
    [
        new("/cgi-bin/tags/get", IsGet: true, (_, _) => null, ListTags),
        new("/cgi-bin/tags/create", IsGet: false, (_, _) => null, Create),
        new("/cgi-bin/tags/update", IsGet: false, (_, _) => null, Update),
        new("/cgi-bin/tags/delete", IsGet: false, (_, _) => null, Delete),
        new("/cgi-bin/tags/getidlist", IsGet: false, (_, request) => request.Text("openid"), ListOfUser),
        new("/cgi-bin/tags/members/batchtagging", IsGet: false, (_, _) => null, (world, request) => Tag(world, request, tagged: true)),
        new("/cgi-bin/tags/members/batchuntagging", IsGet: false, (_, _) => null, (world, request) => Tag(world, request, tagged: false)),
    ];

    private static ApiAnswer ListTags(World world, ApiRequest request) =>
        WeChatApis.OfAccount(world, request, out var app, out var refusal)
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
        if (!WeChatApis.OfAccount(world, request, out var app, out var refusal))
        {
            return refusal;
        }

        var openIds = request.Texts("openid_list");
        var accounts = openIds.Select(openId => world.FindAccount(app, openId)).ToList();
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

        return ApiAnswer.Done;
    }

    private static ApiAnswer Create(World world, ApiRequest request)
    {
        if (!WeChatApis.OfAccount(world, request, out var app, out var refusal))
        {
            return refusal;
        }

        lock (app.Tags)
        {
            var name = request.Text("tag", "name") ?? "";
            var errCode = app.Tags.Count >= MaxTags ? 45056 : FaultOf(app, name);
            if (errCode != 0)
            {
                return ApiAnswer.Refuse(errCode);
            }

            var id = app.Tags.Keys.Append(FirstOwn - 1).Max() + 1;
            app.Tags[id] = name;
            return ApiAnswer.Ok(new { tag = new { id, name } });
        }
    }

    private static ApiAnswer Update(World world, ApiRequest request) => OnTag(world, request, (app, id) =>
        {
            var name = request.Text("tag", "name") ?? "";
            var errCode = FaultOf(app, name);
            if (errCode == 0)
            {
                app.Tags[id] = name;
            }

            return errCode;
        });

    private static ApiAnswer Delete(World world, ApiRequest request) => OnTag(world, request, (app, id) =>
        {
            app.RemoveTag(id);
            return 0;
        });

    /// <summary>Tags that WeChat keeps for itself cannot be changed.</summary>
    private static ApiAnswer OnTag(World world, ApiRequest request, Func<App, int, int> act)
    {
        if (!WeChatApis.OfAccount(world, request, out var app, out var refusal))
        {
            return refusal;
        }

        lock (app.Tags)
        {
            var id =
                request.Find("tag") is { ValueKind: System.Text.Json.JsonValueKind.Object } tag
                && tag.TryGetProperty("id", out var given)
                && given.TryGetInt32(out var number)
                    ? number
                    : -1;
            var errCode =
                id is >= 0 and < FirstOwn && app.Tags.ContainsKey(id) ? 45058
                : app.Tags.ContainsKey(id) ? act(app, id)
                : 45159;
            return errCode == 0 ? ApiAnswer.Done : ApiAnswer.Refuse(errCode);
        }
    }

    private static ApiAnswer ListOfUser(World world, ApiRequest request) =>
        !WeChatApis.OfAccount(world, request, out var app, out var refusal) ? refusal
        : world.FindAccount(app, request.Text("openid")) is { } account ? ApiAnswer.Ok(new { tagid_list = account.Tags.Keys.Order() })
        : ApiAnswer.Refuse(40003);

    private static int FaultOf(App app, string name) =>
        name.Length == 0 ? 45155
        : Encoding.UTF8.GetByteCount(name) > 30 ? 45158
        : app.Tags.Values.Contains(name) ? 45157
        : 0;
}
