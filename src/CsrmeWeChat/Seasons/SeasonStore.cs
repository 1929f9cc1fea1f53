using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Seasons;

/// <summary>年度: the year's round that benefits belong to.</summary>
public sealed class SeasonStore(Database database, AuditTrail trail)
{
    /// <summary>Made once, found after: false where there was one of that year, which stays as it is.</summary>
    public Task<bool> AddAsync(Actor by, NewSeason season, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                if (
                    !await tx.TryInsertAsync(
                        "INSERT INTO seasons (year, name, theme, created_at) VALUES (@Year, @Name, @Theme, @now)",
                        new
                        {
                            season.Year,
                            season.Name,
                            season.Theme,
                            now,
                        },
                        ct
                    )
                )
                {
                    return (false, false);
                }
                var id = await tx.FindAsync<long>("SELECT id FROM seasons WHERE year = @Year", new { season.Year }, ct);
                await trail.AddAsync(
                    tx,
                    by,
                    new Change("season.add", "season", id, season.Name, After: new { title = season.Name, season.Theme }),
                    now,
                    ct
                );
                return (true, true);
            },
            ct
        );

    /// <summary>The latest first.</summary>
    public Task<IReadOnlyList<Season>> ListAsync(CancellationToken ct) =>
        database.ListAsync<Season>(
            """
            SELECT s.id, s.year, s.name, s.theme, (SELECT COUNT(*) FROM benefits b WHERE b.season_id = s.id) AS benefits
              FROM seasons s WHERE s.hidden = 0 ORDER BY s.year DESC
            """,
            ct: ct
        );
}

public sealed record Season
{
    public required long Id { get; init; }
    public required int Year { get; init; }
    public required string Name { get; init; }
    public required string Theme { get; init; }
    public required int Benefits { get; init; }
}

/// <summary>Cleaned; without a name it gets the usual one.</summary>
public sealed record NewSeason(int Year, string Name, string Theme)
{
    public static NewSeason Of(int year, string? name, string? theme) =>
        new(year, PlainText.Clean(name) is { Length: > 0 } given ? given : $"{year} 年全国科技工作者日与科普周", PlainText.Clean(theme));

    public IEnumerable<(string Field, string Why)> Faults()
    {
        if (Year is < 2000 or > 9999)
        {
            yield return (nameof(Year), "年度须为四位数。");
        }
        if (Name.Length > 100)
        {
            yield return (nameof(Name), "名称最长 100 字。");
        }
        if (Theme.Length > 200)
        {
            yield return (nameof(Theme), "主题最长 200 字。");
        }
    }
}
