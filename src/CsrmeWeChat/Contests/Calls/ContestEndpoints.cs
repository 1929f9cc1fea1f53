using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CsrmeWeChat.Contests;

/// <summary>The contests that the mini program shows.</summary>
public static class ContestEndpoints
{
    public static void MapContestCalls(this IEndpointRouteBuilder app)
    {
        var contests = app.MapGroup("/api/contests").WithTags("摄影大赛").RequireAuthorization(Policies.Person);
        contests.MapGet("/", List).WithName("listContests").WithSummary("摄影大赛，截止晚的在前");
        contests.MapGet("/{id:long}", Show).WithName("showContest").WithSummary("一次大赛：说明、组别、要求、奖项，我能不能参赛");
    }

    private static async Task<Ok<Listing<ContestItem>>> List(ContestStore contests, TimeProvider time, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var published = await contests.ListPublishedAsync(ct);
        return TypedResults.Ok(new Listing<ContestItem>([.. published.Select(contest => ContestItem.Of(contest, now))], now));
    }

    private static async Task<Results<Ok<ContestScreen>, NotFound>> Show(
        long id,
        CurrentPerson person,
        ContestStore contests,
        Database database,
        TimeProvider time,
        CancellationToken ct
    )
    {
        if (await contests.FindAsync(id, ct) is not { State: ContestState.Published } contest)
        {
            return TypedResults.NotFound();
        }
        var now = time.GetUtcNow();
        var mine = await PhotoEntryMoves.CountAsync(database, id, person.Id, ct);
        var draft = await PhotoEntryMoves.FindBySlotAsync(database, PhotoEntryMoves.DraftSlot(id, person.Id), ct);
        var whyNot = draft is null ? await PhotoEntryChecks.WhyNotBeginAsync(database, person.Id, contest, now, ct) : null;
        return TypedResults.Ok(ContestScreen.Of(contest, mine, draft?.Id, whyNot, now));
    }
}
