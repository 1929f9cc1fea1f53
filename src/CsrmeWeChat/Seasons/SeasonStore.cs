using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Seasons;

/// <summary>年度: a year's round of activities, to which benefits, contests, events and stories belong.</summary>
public sealed class SeasonStore(Database database, AuditTrail audit)
{
    /// <summary>Makes a season. False where the year has one already, which stays as it is.</summary>
    public Task<bool> AddAsync(Actor by, NewSeason season, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                var isNew = await tx.TryInsertAsync(
                    "INSERT INTO seasons (year, name, theme, created_at) VALUES (@Year, @Name, @Theme, @now)",
                    new
                    {
                        season.Year,
                        season.Name,
                        season.Theme,
                        now,
                    },
                    ct
                );
                if (isNew)
                {
                    var id = await FindIdAsync(tx, season.Year, ct);
                    var after = new { title = season.Name, season.Theme };
                    await audit.AddAsync(tx, by, new Change("season.add", "season", id!.Value, season.Name, After: after), now, ct);
                }
                return (isNew, isNew);
            },
            ct
        );

    /// <summary>The season of a year, for what is to belong to it. Rehearsals' seasons are not found.</summary>
    public static Task<long?> FindIdAsync(Sql sql, int year, CancellationToken ct) =>
        sql.FindAsync<long?>("SELECT id FROM seasons WHERE year = @year AND hidden = 0", new { year }, ct);

    /// <summary>The seasons to choose from, the latest first. Rehearsals' seasons are not among them.</summary>
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

    /// <summary>The number of benefits that belong to it.</summary>
    public required int Benefits { get; init; }
}

/// <summary>A season to make, with its text cleaned.</summary>
public sealed record NewSeason(int Year, string Name, string Theme)
{
    /// <summary>A season without a name gets the usual one.</summary>
    public static NewSeason Of(int year, string? name, string? theme) =>
        new(year, PlainText.Clean(name) is { Length: > 0 } given ? given : $"{year} 年全国科技工作者日与科普周", PlainText.Clean(theme));

    /// <summary>What is wrong, in Chinese, with the property it is wrong in.</summary>
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
