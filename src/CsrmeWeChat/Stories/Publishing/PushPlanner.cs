using CsrmeWeChat.Foundation.Data;
using Microsoft.Extensions.Options;
using WeChat;

namespace CsrmeWeChat.Stories;

/// <summary>
/// What each audience has left. 服务号: 4 sends per follower and calendar month, 4 to all a month and one a day; 公众号: one a day. Counted by what was
/// planned here; sends made on WeChat's own console are not known. Source: 群发接口, Batch_Sends.
/// </summary>
public sealed class PushPlanner(Database database, IOptions<WeChatOptions> options)
{
    public const int PerFollower = 4;

    /// <summary>Sends that took or will take a place: all but those that surely did not go out. They take it when WeChat is asked; what is late will ask it now.</summary>
    private const string Counted = """
        SELECT way, tag_id, CASE WHEN asked_at IS NOT NULL THEN asked_at WHEN scheduled_at < @now THEN @now ELSE scheduled_at END AS taken_at
          FROM mass_sends WHERE way <> 'publish' AND state NOT IN ('failed', 'cancelled')
        """;

    public OfficialAccountKind Kind => options.Value.OfficialAccount.Kind;

    public Task<IReadOnlyList<PlannedSend>> ListAsync(DateOnly month, CancellationToken ct) =>
        database.ListAsync<PlannedSend>(
            """
            SELECT m.id, m.story_id, m.way, m.state, m.scheduled_at, m.expected, v.title, COALESCE(a.name, '') AS tag
              FROM mass_sends m JOIN stories t ON t.id = m.story_id JOIN story_versions v ON v.story_id = t.id AND v.number = t.version LEFT JOIN account_tags a ON a.id = m.tag_id
             WHERE m.scheduled_at >= @From AND m.scheduled_at < @To ORDER BY m.scheduled_at, m.id
            """,
            Month(month),
            ct
        );

    /// <summary>What all followers and each tag have left at a time.</summary>
    public async Task<IReadOnlyList<AudienceLeft>> LeftAsync(DateTimeOffset at, DateTimeOffset now, CancellationToken ct)
    {
        var sent = await SentAsync(database, at, now, ct);
        return
        [
            .. (await CountAllAsync(database, sent, ct))
                .Concat(await CountTagsAsync(database, null, sent, ct))
                .Select(audience => new AudienceLeft(audience.TagId, audience.Name, ReachOf(audience, sent))),
        ];
    }

    /// <summary>Whom a send at that time would reach.</summary>
    public async Task<Reach> CountAsync(Sql sql, SendWay way, long? tagId, DateTimeOffset at, DateTimeOffset now, CancellationToken ct)
    {
        if (way is SendWay.Publish)
        {
            return new Reach(0, 0, 0, 0, 0, null);
        }
        var sent = await SentAsync(sql, at, now, ct);
        return await (way is SendWay.All ? CountAllAsync(sql, sent, ct) : CountTagsAsync(sql, tagId ?? 0, sent, ct)) is [var audience]
            ? ReachOf(audience, sent)
            : new Reach(0, 0, 0, 0, 0, PlanOutcome.NoSuchTag);
    }

    private Reach ReachOf(AudienceCounts audience, SentCounts sent)
    {
        var isDaily = Kind is OfficialAccountKind.Subscription;
        var spent =
            isDaily ? 0
            : sent.AllMonth >= PerFollower ? audience.Followers
            : audience.Spent;
        var left = isDaily ? Math.Max(0, 1 - sent.AnyDay) : Math.Max(0, PerFollower - sent.AllMonth);
        var isSpent = isDaily ? sent.AnyDay > 0 : audience.TagId is null && (sent.AllMonth >= PerFollower || sent.AllDay > 0);
        var reached = isSpent ? 0 : audience.Followers - spent;
        var refused =
            isSpent || (audience.Followers > 0 && reached == 0) ? PlanOutcome.Spent
            : audience.Followers == 0 ? PlanOutcome.NobodyToReach
            : (PlanOutcome?)null;
        return new Reach((int)reached, (int)spent, (int)audience.Gone, (int)left, (int)audience.Followers, refused);
    }

    private static async Task<SentCounts> SentAsync(Sql sql, DateTimeOffset at, DateTimeOffset now, CancellationToken ct)
    {
        var (day, month) = (China.Date(at), Month(China.Date(at)));
        var sent = await sql.FindAsync<SentCounts>(
            $"""
            SELECT COALESCE(SUM(CASE WHEN m.way = 'all' THEN 1 ELSE 0 END), 0) AS all_month,
                   COALESCE(SUM(CASE WHEN m.taken_at >= @dayFrom AND m.taken_at < @dayTo THEN 1 ELSE 0 END), 0) AS any_day,
                   COALESCE(SUM(CASE WHEN m.way = 'all' AND m.taken_at >= @dayFrom AND m.taken_at < @dayTo THEN 1 ELSE 0 END), 0) AS all_day
              FROM ({Counted}) AS m WHERE m.taken_at >= @From AND m.taken_at < @To
            """,
            new
            {
                month.From,
                month.To,
                now,
                dayFrom = China.Midnight(day),
                dayTo = China.Midnight(day.AddDays(1)),
            },
            ct
        );
        return sent! with { Month = month, Now = now };
    }

    private static Task<IReadOnlyList<AudienceCounts>> CountAllAsync(Sql sql, SentCounts sent, CancellationToken ct) =>
        sql.ListAsync<AudienceCounts>(
            $"{Spent} SELECT NULL AS tag_id, '全部关注者' AS name, {Counts} FROM followers f LEFT JOIN spent s ON s.follower_id = f.id",
            SpentArgs(sent, null),
            ct
        );

    /// <param name="tagId">Null: every tag.</param>
    private static Task<IReadOnlyList<AudienceCounts>> CountTagsAsync(Sql sql, long? tagId, SentCounts sent, CancellationToken ct) =>
        sql.ListAsync<AudienceCounts>(
            $"""
            {Spent}
            SELECT a.id AS tag_id, a.name, {Counts}
              FROM account_tags a LEFT JOIN follower_tags t ON t.tag_id = a.id LEFT JOIN followers f ON f.id = t.follower_id LEFT JOIN spent s ON s.follower_id = f.id
             {(tagId is null ? "" : "WHERE a.id = @tagId")}
             GROUP BY a.id, a.name ORDER BY a.name, a.id
            """,
            SpentArgs(sent, tagId),
            ct
        );

    /// <summary>Who has had the month's sends, found from the sends to tags: one pass over their followers, however many audiences are asked about.</summary>
    private const string Spent = $"""
        WITH spent AS (
            SELECT t.follower_id FROM ({Counted}) AS m JOIN follower_tags t ON t.tag_id = m.tag_id
             WHERE m.way = 'tag' AND m.taken_at >= @From AND m.taken_at < @To
             GROUP BY t.follower_id
            HAVING COUNT(*) + @AllMonth >= @PerFollower)
        """;

    private const string Counts = """
        COUNT(CASE WHEN f.follows = 1 THEN 1 END) AS followers, COUNT(CASE WHEN f.follows = 0 THEN 1 END) AS gone,
        COUNT(CASE WHEN f.follows = 1 AND s.follower_id IS NOT NULL THEN 1 END) AS spent
        """;

    private static object SpentArgs(SentCounts sent, long? tagId) =>
        new
        {
            sent.Month.From,
            sent.Month.To,
            now = sent.Now,
            sent.AllMonth,
            PerFollower,
            tagId,
        };

    private static MonthBounds Month(DateOnly day)
    {
        var first = new DateOnly(day.Year, day.Month, 1);
        return new(China.Midnight(first), China.Midnight(first.AddMonths(1)));
    }

    private sealed record MonthBounds(DateTimeOffset From, DateTimeOffset To);

    private sealed record AudienceCounts
    {
        public long? TagId { get; init; }
        public required string Name { get; init; }
        public required long Followers { get; init; }
        public required long Gone { get; init; }
        public required long Spent { get; init; }
    }

    private sealed record SentCounts
    {
        public MonthBounds Month { get; init; } = null!;
        public DateTimeOffset Now { get; init; }
        public required long AllMonth { get; init; }
        public required long AnyDay { get; init; }
        public required long AllDay { get; init; }
    }
}

/// <param name="Spent">Follow, but have had their month's sends.</param>
/// <param name="Gone">Follow no longer.</param>
/// <param name="Left">Sends that the month (服务号) or the day (公众号) has left.</param>
/// <param name="Refused">Why a send may not be planned; null where it may.</param>
public sealed record Reach(int Reached, int Spent, int Gone, int Left, int Followers, PlanOutcome? Refused);

/// <param name="TagId">Null: all followers.</param>
public sealed record AudienceLeft(long? TagId, string Name, Reach Reach)
{
    public SendWay Way => TagId is null ? SendWay.All : SendWay.Tag;

    public string Said => TagId is null ? Name : $"标签：{Name}";
}

public sealed record PlannedSend
{
    public required long Id { get; init; }
    public required long StoryId { get; init; }
    public required SendWay Way { get; init; }
    public required SendState State { get; init; }
    public required DateTimeOffset ScheduledAt { get; init; }
    public required int Expected { get; init; }
    public required string Title { get; init; }
    public required string Tag { get; init; }
}
