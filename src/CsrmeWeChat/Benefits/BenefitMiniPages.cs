using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Benefits;

/// <summary>The mini program's pages of benefits: all of them, and each that members can see and use.</summary>
public sealed class BenefitMiniPages(Database database) : IMiniPageSource
{
    private const string Path = "pages/benefits/index";

    private const int MaxListed = 50;

    public async Task<IReadOnlyList<MiniPage>> ListAsync(DateTimeOffset now, CancellationToken ct)
    {
        var benefits = await database.ListAsync<Named>(
            """
            SELECT b.id, b.title
              FROM benefits b
              JOIN seasons s ON s.id = b.season_id
             WHERE s.hidden = 0 AND b.state = 'published' AND b.closes_at > @now
             ORDER BY b.opens_at, b.id
             LIMIT @MaxListed
            """,
            new { now, MaxListed },
            ct
        );
        return
        [
            new MiniPage(Path, "福利首页"),
            .. benefits.Select(benefit => new MiniPage($"{Path}?id={benefit.Id}", $"福利“{benefit.Title}”")),
        ];
    }

    private sealed record Named
    {
        public required long Id { get; init; }
        public required string Title { get; init; }
    }
}
