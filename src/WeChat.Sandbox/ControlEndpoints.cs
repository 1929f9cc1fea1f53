using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using WeChat.Sandbox.Media;
using WeChat.Sandbox.Pushes;

namespace WeChat.Sandbox;

internal static class ControlEndpoints
{
    public static void MapControl(this IEndpointRouteBuilder routes, SandboxControl control)
    {
        var sandbox = routes.MapGroup("/sandbox").AddEndpointFilter(NotFoundForUnknown);

        sandbox.MapPost("/users", (NewUsers ask) =>
            Results.Ok(new { users = control.MakeUsers(ask.Count, ask.Phones, ask.UnionIds, ask.Follows) })
        );
        sandbox.MapGet("/users", (int? limit) => Results.Ok(new { users = control.ListUsers(limit ?? 100) }));
        sandbox.MapPost("/login-codes", (OpenIds ask) => Results.Ok(new { codes = ask.List.Select(control.MintLoginCode).ToList() }));
        sandbox.MapPost("/phone-codes", (OpenIds ask) => Results.Ok(new { codes = ask.List.Select(control.MintPhoneCode).ToList() }));
        sandbox.MapPost("/unionid", (NewUnionId ask) => Results.Ok(new { unionId = control.SetUnionId(ask.OpenId, ask.UnionId) }));
        sandbox.MapPost("/follows", (Following ask) => Done(() => control.SetFollows(ask.OpenId, ask.Follows, ask.At)));
        sandbox.MapPost("/visits", (OpenIds ask) => Done(() => ask.List.ForEach(control.Visit)));
        sandbox.MapPost("/credits", (NewCredits ask) =>
            Done(() => ask.OpenIds.ForEach(openId => control.GiveCredits(openId, ask.TemplateId, ask.Count)))
        );
        sandbox.MapPost("/templates", (NewTemplate ask) =>
            Done(() => control.RegisterTemplate(ask.AppId, ask.TemplateId, ask.Keys, ask.LongTerm, ask.Values))
        );
        sandbox.MapPost("/pages", (ReleasedPage ask) => Done(() => control.ReleasePage(ask.AppId, ask.Page, ask.Released)));
        sandbox.MapPost("/quotas", (NewQuota ask) => Done(() => control.SetQuota(ask.AppId, ask.Api, ask.PerDay, ask.PerMinute)));
        sandbox.MapPost("/tokens/invalidate", (DeadTokens ask) =>
            Done(() => control.InvalidateTokens(ask.AppId, ask.ErrCode, ask.UntilForced))
        );
        sandbox.MapPost("/tags", (NewTag ask) => Done(() =>
            {
                control.AddTag(ask.AppId, ask.Id, ask.Name);
                ask.OpenIds?.ForEach(openId => control.Tag(openId, ask.Id));
            }));
        sandbox.MapPost("/callbacks", (NewCallback ask) => Done(() => control.Pushes.SetCallback(ask.AppId, ask.Callback)));
        sandbox.MapPost("/pushes", async (NewPush ask) => Results.Ok(new { answers = await PushAsync(control.Pushes, ask) }));
        sandbox.MapGet("/faults", () => Results.Ok(new { items = control.Faults }));
        sandbox.MapPost("/faults", (SandboxFault fault) => Results.Ok(control.AddFault(fault)));
        sandbox.MapDelete("/faults", () => Done(control.ClearFaults));
        sandbox.MapDelete("/faults/{id:long}", (long id) => Done(() => control.RemoveFault(id)));
        sandbox.MapGet("/received", (string? api, string? openid, long? after, int? limit) =>
            Results.Ok(new { items = control.Received(api, openid, after ?? 0, limit ?? 100) })
        );
        sandbox.MapGet("/delivered", (string template) => Results.Ok(control.DeliveredSummary(template)));
        MapOddities(sandbox, control);
        MapMedia(sandbox, control);
        MapCrowd(sandbox, control);
        sandbox.MapGet("/mass-sends", (string appId) => Results.Ok(new { items = control.Articles.MassSends(appId) }));
        sandbox.MapPost("/mass-sends/protection", (Protection ask) => Done(() => control.Articles.Protect(ask.AppId, ask.On)));
        sandbox.MapPost("/mass-sends/{id:long}/end", (long id, MassEnd ask) =>
            Done(() => control.Articles.End(ask.AppId, id, ask.Status, ask.Words, ask.Original))
        );
        sandbox.MapPost("/permissions", (Permission ask) => Done(() => control.Articles.Deny(ask.AppId, ask.Api, ask.Denied)));
        sandbox.MapGet("/counts", () => Results.Ok(new { items = control.Counts() }));
    }

    /// <summary>Many phones, which somebody else plays.</summary>
    private static void MapCrowd(RouteGroupBuilder sandbox, SandboxControl control)
    {
        sandbox.MapGet("/crowd", () => Results.Ok(new { words = control.CrowdWords }));
        sandbox.MapPost("/crowd", () => control.TryOrderCrowd() ? Results.NoContent() : throw new KeyNotFoundException("No phones."));
        sandbox.MapPost("/crowd/words", (CrowdWords told) => Results.Ok(new { ordered = control.TellCrowd(told.Words) }));
    }

    /// <summary>What WeChat finds in pictures and sounds.</summary>
    private static void MapMedia(RouteGroupBuilder sandbox, SandboxControl control)
    {
        sandbox.MapPost("/verdicts", (PlannedVerdict ask) => Done(() => control.Media.Plan(ask.OpenId, ask.Verdict)));
        sandbox.MapGet("/media-checks", (string? openid, int? limit) =>
            Results.Ok(new { items = control.Media.Checks(openid, limit ?? 100) })
        );
        sandbox.MapPost("/media-checks/{traceId}/push", async (string traceId, Repeated ask) =>
            Results.Ok(new { answers = await control.Media.PushAsync(traceId, ask.Times) })
        );
    }

    /// <summary>What WeChat does now and then.</summary>
    private static void MapOddities(RouteGroupBuilder sandbox, SandboxControl control)
    {
        sandbox.MapPost("/bans", (OfTemplate ask) => Done(() => control.Ban(ask.AppId, ask.TemplateId, ask.On)));
        sandbox.MapPost("/hidden-message-ids", (OfTemplate ask) =>
            Done(() => control.HideMessageIds(ask.AppId, ask.TemplateId ?? "", ask.On))
        );
        sandbox.MapPost("/refused-repeats", (OfTemplate ask) => Done(() => control.RefuseRepeats(ask.AppId, ask.TemplateId ?? "", ask.On)));
        sandbox.MapPost("/template-refusals", (OfUser ask) => Done(() => control.RefuseTemplates(ask.OpenId, ask.On)));
        sandbox.MapPost("/template-statuses", (OfUser ask) => Done(() => control.SetTemplateStatus(ask.OpenId, ask.Status)));
        sandbox.MapPost("/mass-sends/duration", (MassDuration ask) =>
            Done(() => control.Articles.Take(ask.AppId, TimeSpan.FromSeconds(ask.Seconds)))
        );
        sandbox.MapPost("/mass-sends/busy", (MassBusy ask) => Done(() => control.Articles.BeBusy(ask.AppId, ask.ErrCode, ask.Times)));
        sandbox.MapPost("/mass-sends/tag-id", (Protection ask) => Done(() => control.Articles.WantTagId(ask.AppId, ask.On)));
        sandbox.MapPost("/publications/{id}/end", (string id, PublicationEnd ask) =>
            Done(() => control.Articles.EndPublication(ask.AppId, id, ask.Status))
        );
        sandbox.MapPost("/choices", async (Choice ask) =>
            Results.Ok(new { answers = await control.Pushes.ChooseAsync(ask.OpenId, ask.TemplateId, ask.Accepts, always: ask.Always) })
        );
    }

    private static Task<IReadOnlyList<PushAnswer>> PushAsync(PushControl pushes, NewPush ask) =>
        ask switch
        {
            { AppId: { } appId, Fields: { } fields } => pushes.PushAsync(appId, ask.OpenId, fields, ask.Times),
            { Type: "follow" } => pushes.FollowAsync(ask.OpenId, ask.Times),
            { Type: "unfollow" } => pushes.UnfollowAsync(ask.OpenId, ask.Times),
            { Type: "text" } => pushes.SendTextAsync(ask.OpenId, ask.Key, ask.Times),
            { Type: "scan" } => pushes.ScanAsync(ask.OpenId, ask.Key, ask.Times),
            { Type: "click" } => pushes.ClickAsync(ask.OpenId, ask.Key, ask.Times),
            { Type: "revoke" } => pushes.RevokeAsync(ask.OpenId, ask.Key, ask.Times),
            { Type: "cancel" } => pushes.CancelAsync(ask.OpenId, ask.Times),
            { Type: "view" } => pushes.ViewAsync(ask.OpenId, ask.Key, ask.Times),
            _ => throw new KeyNotFoundException("No such type."),
        };

    private static IResult Done(Action act)
    {
        act();
        return Results.NoContent();
    }

    private static async ValueTask<object?> NotFoundForUnknown(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (KeyNotFoundException unknown)
        {
            return Results.NotFound(new { error = unknown.Message });
        }
    }

    private sealed record NewUsers(int Count = 1, List<string>? Phones = null, bool UnionIds = true, bool Follows = false);

    private sealed record CrowdWords(string Words);

    private sealed record PlannedVerdict(string OpenId, SandboxVerdict? Verdict = null);

    private sealed record Repeated(int Times = 1);

    private sealed record OpenIds([property: JsonPropertyName("openIds")] List<string> List);

    private sealed record NewUnionId(string OpenId, string? UnionId = null);

    private sealed record Following(string OpenId, bool Follows, DateTimeOffset? At = null);

    private sealed record NewCredits(List<string> OpenIds, string TemplateId, int Count = 1);

    private sealed record NewTemplate(
        string AppId,
        string TemplateId,
        List<string> Keys,
        bool LongTerm = false,
        Dictionary<string, IReadOnlyList<string>>? Values = null
    );

    private sealed record Protection(string AppId, bool On = true);

    private sealed record MassEnd(string AppId, string Status = "SEND_SUCCESS", string? Words = null, string? Original = null);

    private sealed record MassDuration(string AppId, double Seconds);

    private sealed record MassBusy(string AppId, int ErrCode = 268488001, int Times = 1);

    private sealed record PublicationEnd(string AppId, int Status);

    private sealed record OfTemplate(string AppId, string? TemplateId = null, bool On = true);

    private sealed record OfUser(string OpenId, bool On = true, string Status = "success");

    private sealed record Choice(string OpenId, string TemplateId, bool Accepts = true, bool Always = false);

    private sealed record Permission(string AppId, string Api, bool Denied = true);

    private sealed record ReleasedPage(string AppId, string Page, bool Released = true);

    private sealed record NewQuota(string AppId, string Api, long? PerDay = null, long? PerMinute = null);

    private sealed record NewTag(string AppId, int Id, string Name, List<string>? OpenIds = null);

    private sealed record NewCallback(string AppId, SandboxCallback? Callback = null);

    private sealed record NewPush(
        string OpenId,
        string Type = "",
        string Key = "",
        string? AppId = null,
        JsonObject? Fields = null,
        int Times = 1
    );

    private sealed record DeadTokens(string AppId, int ErrCode = 40001, bool UntilForced = false);
}
