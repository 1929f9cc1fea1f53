using System.Text.Json;

namespace WeChat.Sandbox.Apis;

/// <summary>Mass sends of an official account. Source: 群发接口.</summary>
internal static class MassApis
{
    /// <summary>The documentation says 64, but 34 characters were refused. Source: reports of users.</summary>
    private const int LongestClientId = 32;

    public static readonly WeChatApi[] All =
    [
        new("/cgi-bin/message/mass/sendall", IsGet: false, (_, _) => null, SendAll),
        new("/cgi-bin/message/mass/send", IsGet: false, (_, _) => null, SendToSome),
        new("/cgi-bin/message/mass/preview", IsGet: false, (_, _) => null, Preview),
        new("/cgi-bin/message/mass/get", IsGet: false, (_, _) => null, GetMass),
        new("/cgi-bin/message/mass/delete", IsGet: false, (_, _) => null, DeleteMass),
        new("/cgi-bin/message/mass/speed/get", IsGet: false, (_, _) => null, GetSpeed),
        new("/cgi-bin/message/mass/speed/set", IsGet: false, (_, _) => null, SetSpeed),
    ];

    private static ApiAnswer SendAll(World world, ApiRequest request)
    {
        if (!WeChatApis.OfAccount(world, request, out var app, out var refusal))
        {
            return refusal;
        }

        var filter = request.Find("filter") is { ValueKind: JsonValueKind.Object } given ? given : (JsonElement?)null;
        var toAll = filter is { } all && all.TryGetProperty("is_to_all", out var flag) && flag.ValueKind is JsonValueKind.True;
        JsonElement tagId = default;
        var namesTag = filter is { } named && named.TryGetProperty("tag_id", out tagId);
        int? tag = !toAll && namesTag && int.TryParse(tagId.ToString(), out var number) ? number : null;
        return app.Articles.TakeBusy() is var busy and not 0 ? ApiAnswer.Refuse(busy)
            : filter is null ? ApiAnswer.Refuse(47001)
            : toAll
                ? !namesTag && app.Articles.WantsTagId ? ApiAnswer.Refuse(40152)
                    : Send(world, app, request, null, app.Audience(null))
            : tag is { } id && app.Tags.ContainsKey(id) ? Send(world, app, request, id, app.Audience(id))
            : ApiAnswer.Refuse(40152);
    }

    private static ApiAnswer SendToSome(World world, ApiRequest request)
    {
        if (!WeChatApis.Authorized(world, request, SandboxAppKind.ServiceAccount, out var app, out var refusal))
        {
            return refusal;
        }

        var openIds = request.Texts("touser").Distinct().ToList();
        return openIds.Count is < 2 or > 10_000
            ? ApiAnswer.Refuse(40031)
            : Send(
                world,
                app,
                request,
                0,
                [.. openIds.Select(openId => world.FindAccount(app, openId)).OfType<Account>().Where(account => account.Person.Follows)]
            );
    }

    private static ApiAnswer Send(World world, App app, ApiRequest request, int? tag, IReadOnlyList<Account> audience)
    {
        var clientId = request.Text("clientmsgid") ?? "";
        var what = WhatOf(request);
        if (what is null || clientId.Length > LongestClientId)
        {
            return ApiAnswer.Refuse(what is null ? 47001 : 45067);
        }

        var (errCode, messageId) = app.Articles.Send(world, app, what, tag, audience, clientId);
        if (errCode == 0)
        {
            ArticleEvents.TellWhenItEnds(world, app, messageId);
        }

        return errCode switch
        {
            0 => ApiAnswer.Ok(
                new
                {
                    errcode = 0,
                    errmsg = "send job submission success",
                    msg_id = messageId,
                    msg_data_id = messageId + 1,
                }
            ),
            45065 => ApiAnswer.Ok(
                new
                {
                    errcode = 45065,
                    errmsg = "clientmsgid exist",
                    msg_id = messageId,
                }
            ) with
            {
                ErrCode = 45065,
            },
            _ => ApiAnswer.Refuse(errCode),
        };
    }

    /// <summary>What is sent: the draft or the material of that kind; null where the parts do not fit together.</summary>
    private static Outgoing? WhatOf(ApiRequest request)
    {
        var kind = request.Text("msgtype") ?? "";
        var content = kind switch
        {
            "mpnews" or "voice" or "mpvideo" => request.Text(kind, "media_id"),
            "text" => request.Text("text", "content"),
            "image" => request.Text("image", "media_id")
                ?? (
                    request.Find("images") is { ValueKind: JsonValueKind.Object } images
                    && images.TryGetProperty("media_ids", out var ids)
                    && ids.ValueKind is JsonValueKind.Array
                        ? ids.EnumerateArray().Select(id => id.ToString()).FirstOrDefault()
                        : null
                ),
            _ => null,
        };
        return content is null ? null : new Outgoing(kind, content);
    }

    private static ApiAnswer Preview(World world, ApiRequest request)
    {
        if (!WeChatApis.OfAccount(world, request, out var app, out var refusal))
        {
            return refusal;
        }

        lock (app.Articles)
        {
            return request.Text("towxname") is not { Length: > 0 } && world.FindAccount(app, request.Text("touser")) is null
                    ? ApiAnswer.Refuse(40003)
                : WhatOf(request) is not { } what ? ApiAnswer.Refuse(47001)
                : app.Articles.Has(what)
                    ? ApiAnswer.Ok(
                        new
                        {
                            errcode = 0,
                            errmsg = "preview success",
                            msg_id = world.NextMessageId(),
                        }
                    )
                : ApiAnswer.Refuse(40007);
        }
    }

    private static ApiAnswer GetMass(World world, ApiRequest request) =>
        !WeChatApis.OfAccount(world, request, out var app, out var refusal) ? refusal
        : IdOf(request) is { } id && app.Articles.Find(id, world.Now) is { } send
            ? ApiAnswer.Ok(new { msg_id = id, msg_status = send.Status })
        : ApiAnswer.Refuse(40059);

    private static ApiAnswer DeleteMass(World world, ApiRequest request) =>
        !WeChatApis.OfAccount(world, request, out var app, out var refusal) ? refusal
        : IdOf(request) is { } id && app.Articles.Change(id, send => send.Verdict = "DELETE") ? ApiAnswer.Done
        : ApiAnswer.Refuse(40059);

    private static long? IdOf(ApiRequest request) => long.TryParse(request.Id("msg_id"), out var id) ? id : null;

    private static ApiAnswer GetSpeed(World world, ApiRequest request) =>
        WeChatApis.OfAccount(world, request, out var app, out var refusal)
            ? ApiAnswer.Ok(new { speed = app.Articles.Speed, realspeed = Speeds[app.Articles.Speed] })
            : refusal;

    private static ApiAnswer SetSpeed(World world, ApiRequest request)
    {
        if (!WeChatApis.OfAccount(world, request, out var app, out var refusal))
        {
            return refusal;
        }

        if (request.Number("speed") is not (>= 0 and <= 4 and var speed))
        {
            return ApiAnswer.Refuse(45083);
        }

        app.Articles.Speed = speed;
        return ApiAnswer.Done;
    }

    /// <summary>Ten thousand people a minute.</summary>
    private static readonly int[] Speeds = [80, 60, 45, 30, 10];
}
