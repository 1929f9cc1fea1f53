using CsrmeWeChat.Foundation.Http;
using CsrmeWeChat.Foundation.WeChatCalls;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Events.Site;

/// <summary>The files beside an event's public page, for anybody: its code, and its calendar, whole or one session of it.</summary>
public static class EventSite
{
    public static void MapEventSite(this IEndpointRouteBuilder app)
    {
        var site = app.MapGroup(SecurityHeaders.EventsPath).ExcludeFromDescription().WithMetadata(new PublicPage());
        site.MapMethods("/{slug}.ics", ["GET", "HEAD"], Calendar);
        site.MapMethods("/{slug}/code", ["GET", "HEAD"], Code);
        site.MapMethods("/{slug}/{sessionId:long}.ics", ["GET", "HEAD"], Session);
    }

    /// <summary>An event's page, whole, with the site's name.</summary>
    public static string AddressOf(Event one, SiteOptions site, HttpRequest request) =>
        $"{site.Home(request)}{SecurityHeaders.EventsPath}/{one.Slug}";

    private static async Task<Results<FileContentHttpResult, NotFound>> Code(
        string slug,
        HttpRequest request,
        EventStore events,
        EventCodes codes,
        IOptions<SiteOptions> site,
        CancellationToken ct
    )
    {
        if (await events.FindPublicAsync(slug, ct) is not { } one)
        {
            return TypedResults.NotFound();
        }
        var code = await codes.FindAsync(one, AddressOf(one, site.Value, request), ct);
        return TypedResults.Bytes(code.Picture, CodePicture.TypeOf(code.Picture));
    }

    private static Task<Results<FileContentHttpResult, NotFound>> Calendar(
        string slug,
        HttpRequest request,
        EventStore events,
        IOptions<SiteOptions> site,
        TimeProvider time,
        CancellationToken ct
    ) => AnswerAsync(slug, _ => true, request, events, site.Value, time, ct);

    private static Task<Results<FileContentHttpResult, NotFound>> Session(
        string slug,
        long sessionId,
        HttpRequest request,
        EventStore events,
        IOptions<SiteOptions> site,
        TimeProvider time,
        CancellationToken ct
    ) => AnswerAsync(slug, session => session.Id == sessionId, request, events, site.Value, time, ct);

    private static async Task<Results<FileContentHttpResult, NotFound>> AnswerAsync(
        string slug,
        Func<EventSession, bool> isAsked,
        HttpRequest request,
        EventStore events,
        SiteOptions site,
        TimeProvider time,
        CancellationToken ct
    )
    {
        if (await events.FindPublicAsync(slug, ct) is not { } one)
        {
            return TypedResults.NotFound();
        }
        var sessions = (await events.ListSessionsAsync([one.Id], ct)).Where(isAsked).ToList();
        return sessions.Count == 0
            ? TypedResults.NotFound()
            : TypedResults.Bytes(CalendarFile.Of(one, sessions, AddressOf(one, site, request), time.GetUtcNow()), CalendarFile.Type);
    }
}
