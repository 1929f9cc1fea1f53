using System.Text.Json;
using System.Text.Json.Nodes;

namespace WeChat.Sandbox.Apis;

/// <summary>Messages to one person. Source: 订阅消息, 模板消息, 客服消息.</summary>
internal static class MessageApis
{
    /// <summary>Words that WeChat lets through in no message.</summary>
    private const string Sensitive = "敏感词",
        Illegal = "违法";

    public static readonly WeChatApi[] All =
    [
        new("/cgi-bin/message/subscribe/send", IsGet: false, (_, request) => request.Text("touser"), SendSubscription),
        new("/cgi-bin/message/subscribe/bizsend", IsGet: false, (_, request) => request.Text("touser"), SendNotice),
        new("/cgi-bin/message/template/send", IsGet: false, (_, request) => request.Text("touser"), SendTemplate),
        new("/cgi-bin/message/custom/send", IsGet: false, (_, request) => request.Text("touser"), Answer),
    ];

    private static ApiAnswer SendSubscription(World world, ApiRequest request)
    {
        if (
            !WeChatApis.Authorized(world, request, SandboxAppKind.MiniProgram, out var app, out var refusal)
            || !Addressed(world, app, request, out var account, out var template, out refusal)
        )
        {
            return refusal;
        }

        if (request.Text("miniprogram_state") is not (null or "developer" or "trial" or "formal"))
        {
            return ApiAnswer.Refuse(47003, "argument invalid! miniprogram_state");
        }

        return Subscribed(world, app, request, account, template);
    }

    private static ApiAnswer SendNotice(World world, ApiRequest request) =>
        WeChatApis.Authorized(world, request, SandboxAppKind.ServiceAccount, out var app, out var refusal)
        && Addressed(world, app, request, out var account, out var template, out refusal)
            ? Subscribed(world, app, request, account, template)
            : refusal;

    private static ApiAnswer Subscribed(World world, App app, ApiRequest request, Account account, SandboxTemplate template) =>
        app.IsBanned || template.IsBanned ? ApiAnswer.Refuse(43107)
        : Says(request, Sensitive) ? ApiAnswer.Refuse(45168)
        : template.LongTerm || account.TrySpendCredit(template.Id)
            ? ApiAnswer.Ok(
                new
                {
                    errcode = 0,
                    errmsg = "ok",
                    msgid = Deliver(world, app, account, template, Sent),
                }
            )
        : ApiAnswer.Refuse(43101);

    /// <summary>
    /// Delivers the message to its reader and pushes the receipt to the account's callback address.
    /// As with WeChat, the receipt may arrive before the caller has its answer.
    /// </summary>
    private static long Deliver(
        World world,
        App app,
        Account account,
        SandboxTemplate template,
        Func<SandboxTemplate, long, JsonObject> receipt
    )
    {
        var id = world.NextMessageId();
        world.Mailbox.Add(world.Now, app.AppId, account.OpenId, template.Id, id);
        if (world.Pushes.IsSet(app))
        {
            _ = world.Pushes.PushAsync(app, account.OpenId, receipt(template, id), times: 1);
        }

        return id;
    }

    private static JsonObject Sent(SandboxTemplate template, long id) =>
        PushControl.SubscriptionEvent(
            "Sent",
            new JsonObject
            {
                ["TemplateId"] = template.Id,
                ["MsgID"] = $"{id}",
                ["ErrorCode"] = "0",
                ["ErrorStatus"] = "success",
            }
        );

    private static ApiAnswer SendTemplate(World world, ApiRequest request)
    {
        if (
            !WeChatApis.Authorized(world, request, SandboxAppKind.ServiceAccount, out var app, out var refusal)
            || !Addressed(world, app, request, out var account, out var template, out refusal)
        )
        {
            return refusal;
        }

        var errCode =
            !account.Person.Follows ? 43004
            : account.RefusesTemplates ? 43101
            : app.IsBanned || template.IsBanned ? 43107
            : Says(request, Illegal) ? 40249
            : 0;
        if (errCode != 0)
        {
            return ApiAnswer.Refuse(errCode);
        }

        var clientId = request.Text("client_msg_id") is { Length: > 0 } given ? given : null;
        var named = template.HidesMessageId && clientId is not null;
        (errCode, var id) = app.SendOnce(
            $"{account.OpenId} {clientId ?? $"{template.Id} {request.Find("data")?.GetRawText()}"}",
            clientId is not null,
            template.RefusesRepeats,
            world.Now,
            () => Deliver(world, app, account, template, (_, id) => Finished(named ? 0 : id, account.TemplateStatus))
        );
        return errCode == 0
            ? ApiAnswer.Ok(
                new
                {
                    errcode = 0,
                    errmsg = "ok",
                    msgid = id,
                }
            )
            : ApiAnswer.Refuse(errCode);
    }

    private static JsonObject Finished(long id, string status) =>
        PushControl.Event("TEMPLATESENDJOBFINISH", ("MsgID", id), ("Status", status));

    /// <summary>客服消息: five answers within 48 hours after the user wrote. The three that a click or a scan allows are not given.</summary>
    private static ApiAnswer Answer(World world, ApiRequest request)
    {
        const int MostAnswers = 5;
        if (!WeChatApis.Authorized(world, request, _ => true, out var app, out var refusal))
        {
            return refusal;
        }

        if (world.FindAccount(app, request.Text("touser")) is not { } account)
        {
            return ApiAnswer.Refuse(40003);
        }

        if (request.Text("msgtype") is not { } type || request.Find(type) is null)
        {
            return ApiAnswer.Refuse(40008);
        }

        lock (account)
        {
            var errCode =
                account.Wrote is not { } wrote || world.Now - wrote.At > TimeSpan.FromHours(48) ? 45015
                : wrote.Answers >= MostAnswers ? 45047
                : 0;
            if (errCode != 0)
            {
                return ApiAnswer.Refuse(errCode);
            }

            account.Wrote = account.Wrote!.Value with { Answers = account.Wrote.Value.Answers + 1 };
            return ApiAnswer.Done;
        }
    }

    private static bool Says(ApiRequest request, string word) =>
        request.Find("data")?.GetRawText().Contains(word, StringComparison.Ordinal) is true;

    /// <summary>Whether the message names a user and a template of this account and fills its fields; or the refusal.</summary>
    private static bool Addressed(
        World world,
        App app,
        ApiRequest request,
        out Account account,
        out SandboxTemplate template,
        out ApiAnswer refusal
    )
    {
        template = null!;
        account = world.FindAccount(app, request.Text("touser"))!;
        refusal =
            account is null ? ApiAnswer.Refuse(40003)
            : !app.Templates.TryGetValue(request.Text("template_id") ?? "", out template!) ? ApiAnswer.Refuse(40037)
            : FirstBadField(request.Find("data"), template) is { } field
                ? ApiAnswer.Refuse(47003, $"argument invalid! data.{field}.value invalid")
            : null!;
        return refusal is null;
    }

    private static string? FirstBadField(JsonElement? data, SandboxTemplate template) =>
        template.Keys.FirstOrDefault(key =>
            // The texts that WeChat no longer shows may be left out.
            key is not ("first" or "remark")
            && !(
                data is { ValueKind: JsonValueKind.Object } fields
                && fields.TryGetProperty(key, out var field)
                && field is { ValueKind: JsonValueKind.Object }
                && field.TryGetProperty("value", out var value)
                && value.ValueKind == JsonValueKind.String
                && FieldRules.Fits(key, value.GetString()!, template.Values.TryGetValue(key, out var values) ? values : null)
            )
        );
}
