using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CsrmeWeChat.Seasons;

/// <summary>The seasons, for anybody: the heading of the mini program's first page, which asks for no sign-in.</summary>
public static class SeasonEndpoints
{
    public static void MapSeasons(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/seasons", List).WithTags("年度").WithName("listSeasons").WithSummary("各年度的名称与主题，新的在前");

    private static async Task<Ok<Listing<SeasonAnswer>>> List(PublicSeasons seasons, TimeProvider time, CancellationToken ct) =>
        TypedResults.Ok(new Listing<SeasonAnswer>(await seasons.ListAsync(ct), time.GetUtcNow()));
}

/// <summary>What everybody is shown of the seasons, read once a second at most, for nobody has to sign in to ask.</summary>
public sealed class PublicSeasons(SeasonStore seasons, TimeProvider time)
{
    private readonly Fresh<IReadOnlyList<SeasonAnswer>> posted = new(TimeSpan.FromSeconds(1), time);

    public ValueTask<IReadOnlyList<SeasonAnswer>> ListAsync(CancellationToken ct) =>
        posted.GetAsync(async ct => [.. (await seasons.ListAsync(ct)).Select(SeasonAnswer.Of)], ct);
}

public sealed record SeasonAnswer(int Year, string Name, string Theme)
{
    public static SeasonAnswer Of(Season season) => new(season.Year, season.Name, season.Theme);
}
