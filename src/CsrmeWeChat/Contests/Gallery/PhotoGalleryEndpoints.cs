using System.ComponentModel;
using System.Globalization;
using CsrmeWeChat.Foundation.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CsrmeWeChat.Contests;

/// <summary>What a contest shows of its entries.</summary>
public static class PhotoGalleryEndpoints
{
    public static void MapPhotoGallery(this IEndpointRouteBuilder app)
    {
        var contests = app.MapGroup("/api/contests").WithTags("摄影大赛").RequireAuthorization(Policies.Person);
        contests
            .MapGet("/{id:long}/gallery", List)
            .WithName("listGallery")
            .WithSummary("一次大赛展示的作品，每个人看到的顺序不同，固定不变");
        contests.MapGet("/gallery/{entryId:long}", Show).WithName("showGalleryEntry").WithSummary("一件展示的作品");
    }

    private static async Task<Results<Ok<PhotoGalleryPage>, NotFound, ValidationProblem>> List(
        long id,
        [Description(Paging.After)] string? after,
        [Description("只看这个组别，用它的 key；不带或为空则看全部。")] string? group,
        CurrentPerson person,
        ContestStore contests,
        PhotoGalleryScreens screens,
        CancellationToken ct
    )
    {
        if (await contests.FindAsync(id, ct) is not { State: ContestState.Published, IsShown: true } contest)
        {
            return TypedResults.NotFound();
        }
        var behind = long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var entryId) ? entryId : (long?)null;
        if (after is not (null or "") && behind is null)
        {
            return Paging.WrongPlace();
        }
        return TypedResults.Ok(await screens.ListAsync(contest, person.Id, group is "" ? null : group, behind, ct));
    }

    private static async Task<Results<Ok<PhotoGalleryScreen>, NotFound>> Show(
        long entryId,
        CurrentPerson person,
        ContestStore contests,
        PhotoGalleryScreens screens,
        CancellationToken ct
    ) =>
        await contests.FindOfEntryAsync(entryId, ct) is { State: ContestState.Published, IsShown: true } contest
        && await screens.FindAsync(contest, person.Id, entryId, ct) is { } screen
            ? TypedResults.Ok(screen)
            : TypedResults.NotFound();
}
