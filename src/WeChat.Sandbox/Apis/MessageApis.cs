using System.Text.Json;
using System.Text.Json.Nodes;

namespace WeChat.Sandbox.Apis;

internal static class MessageApis
{
    public static readonly WeChatApi[] All =
    [
        new("/cgi-bin/message/subscribe/send", IsGet: false, (_, request) => request.Text("touser"), SendSubscription),
        new("/cgi-bin/message/subscribe/bizsend", IsGet: false, (_, request) => request.Text("touser"), SendNotice),
        new("/cgi-bin/message/template/send", IsGet: false, (_, request) => request.Text("touser"), SendTemplate),
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

        return Subscribed(world, app, account, template);
    }

    private static ApiAnswer SendNotice(World world, ApiRequest request) =>
        WeChatApis.Authorized(world, request, SandboxAppKind.ServiceAccount, out var app, out var refusal)
        && Addressed(world, app, request, out var account, out var template, out refusal)
            ? Subscribed(world, app, account, template)
            : refusal;

    private static ApiAnswer Subscribed(World world, App app, Account account, SandboxTemplate template) =>
        template.LongTerm || account.TrySpendCredit(template.Id)
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

    private static JsonObject Finished(SandboxTemplate template, long id) =>
        PushControl.Event("TEMPLATESENDJOBFINISH", ("MsgID", id), ("Status", "success"));

    /// <summary>A client_msg_id that was seen before sends nothing and answers the first message's id.</summary>
    private static ApiAnswer SendTemplate(World world, ApiRequest request)
    {
        if (
            !WeChatApis.Authorized(world, request, SandboxAppKind.ServiceAccount, out var app, out var refusal)
            || !Addressed(world, app, request, out var account, out var template, out refusal)
        )
        {
            return refusal;
        }

        if (!account.Person.Follows)
        {
            return ApiAnswer.Refuse(43004);
        }

        var id = request.Text("client_msg_id") is { Length: > 0 } clientId
            ? app.SendOnce($"{account.OpenId} {clientId}", world.Now, () => Deliver(world, app, account, template, Finished))
            : Deliver(world, app, account, template, Finished);
        return ApiAnswer.Ok(
            new
            {
                errcode = 0,
                errmsg = "ok",
                msgid = id,
            }
        );
    }

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
            !(
                data is { ValueKind: JsonValueKind.Object } fields
                && fields.TryGetProperty(key, out var field)
                && field is { ValueKind: JsonValueKind.Object }
                && field.TryGetProperty("value", out var value)
                && value.ValueKind == JsonValueKind.String
                && FieldRules.Fits(key, value.GetString()!)
            )
        );
}
