using CsrmeWeChat.Foundation.Data;
using Microsoft.Extensions.Options;
using WeChat;

namespace CsrmeWeChat.Stories;

/// <summary>
/// What each audience has left. With a 服务号 a follower gets at most 4 sends in a calendar month, and there are at most 4 sends to all a
/// month and one a day; with a 订阅号 there is one send a day. Counted is what was planned here: sends made on WeChat's own console are
/// unknown. Source: 群发接口, Batch_Sends.
/// </summary>
public sealed class SendPlanner(Database database, IOptions<WeChatOptions> options)
{
    /// <summary>How many sends a follower gets in a calendar month at most.</summary>
    public const int PerFollower = 4;

    /// <summary>
    /// All sends that count against WeChat's limits, which are those that did not certainly stay unsent. A send counts from the time that
    /// WeChat is asked; one that is late will ask WeChat now. One that is
    /// held counts once somebody says that it goes out. One that is to be moved to another time does not count where it stands.
    /// </summary>
    private const string Counted = """
        SELECT way, tag_id,
               CASE WHEN asked_at IS NOT NULL THEN asked_at WHEN scheduled_at < @now THEN @now ELSE scheduled_at END AS taken_at
          FROM mass_sends
         WHERE way <> 'publish' AND state NOT IN ('failed', 'cancelled', 'held') AND id <> @Except
        """;

    /// <summary>
    /// The followers who have had all their sends of the month. They are found from the sends to tags, so that their followers are read
    /// once, however many audiences are asked about.
    /// </summary>
    private const string UsedUp = $"""
        WITH used_up AS (
            SELECT t.follower_id
              FROM ({Counted}) AS m
              JOIN follower_tags t ON t.tag_id = m.tag_id
             WHERE m.way = 'tag' AND m.taken_at >= @From AND m.taken_at < @To
             GROUP BY t.follower_id
            HAVING COUNT(*) + @AllMonth >= @PerFollower)
        """;

    private const string OwnMonth = $"""
        (SELECT COUNT(*) FROM ({Counted}) AS o WHERE o.tag_id = a.id AND o.taken_at >= @From AND o.taken_at < @To)
        """;

    private const string Counts = """
        COUNT(CASE WHEN f.follows = 1 THEN 1 END) AS followers,
        COUNT(CASE WHEN f.follows = 0 THEN 1 END) AS gone,
        COUNT(CASE WHEN f.follows = 1 AND u.follower_id IS NOT NULL THEN 1 END) AS used_up
        """;

    public OfficialAccountKind Kind => options.Value.OfficialAccount.Kind;

    /// <summary>Whom one send at that time would reach.</summary>
    public Task<Reach> CountAsync(SendPlan plan, DateTimeOffset now, CancellationToken ct, long except = 0) =>
        CountAsync(database, plan.Way, plan.TagId, plan.At, now, ct, except);

    /// <summary>The sends of a time, in order.</summary>
    public Task<IReadOnlyList<CalendarSend>> ListAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken ct) =>
        database.ListAsync<CalendarSend>(
            """
            SELECT m.id, m.story_id, m.way, m.state, m.scheduled_at, m.expected, v.title, COALESCE(a.name, '') AS tag
              FROM mass_sends m
              JOIN stories t ON t.id = m.story_id
              JOIN story_versions v ON v.story_id = t.id AND v.number = t.version
              LEFT JOIN account_tags a ON a.id = m.tag_id
             WHERE m.scheduled_at >= @from AND m.scheduled_at < @to
             ORDER BY m.scheduled_at, m.id
            """,
            new { from, to },
            ct
        );

    /// <summary>Whom a send at that time would reach, for all followers and for each tag.</summary>
    public async Task<IReadOnlyList<SendAudience>> ListAudiencesAsync(DateTimeOffset at, DateTimeOffset now, CancellationToken ct)
    {
        var sent = await CountSentAsync(database, at, now, except: 0, ct);
        var all = await CountAllAsync(database, sent, ct);
        var tags = await CountTagsAsync(database, null, sent, ct);
        return [.. all.Concat(tags).Select(counts => new SendAudience(counts.TagId, counts.Name, ReachOf(counts, sent)))];
    }

    /// <summary>Whom one send at that time would reach.</summary>
    /// <param name="except">A send that does not count, because it is the one that is asked about.</param>
    public async Task<Reach> CountAsync(
        Sql sql,
        SendWay way,
        long? tagId,
        DateTimeOffset at,
        DateTimeOffset now,
        CancellationToken ct,
        long except = 0
    )
    {
        if (way is SendWay.Publish)
        {
            return new Reach(0, 0, 0, 0, 0, null);
        }
        var sent = await CountSentAsync(sql, at, now, except, ct);
        var counts = await (way is SendWay.All ? CountAllAsync(sql, sent, ct) : CountTagsAsync(sql, tagId ?? 0, sent, ct));
        return counts is [var audience] ? ReachOf(audience, sent) : new Reach(0, 0, 0, 0, 0, PlanOutcome.NoSuchTag);
    }

    private Reach ReachOf(AudienceCounts audience, SentCounts sent) =>
        Kind is OfficialAccountKind.Subscription ? ReachOfSubscription(audience, sent) : ReachOfService(audience, sent);

    private static Reach ReachOfSubscription(AudienceCounts audience, SentCounts sent)
    {
        var isUsedUp = sent.AnyDay > 0;
        return NewReach(audience, usedUp: 0, left: Math.Max(0, 1 - sent.AnyDay), isUsedUp);
    }

    private static Reach ReachOfService(AudienceCounts audience, SentCounts sent)
    {
        var isMonthUsedUp = sent.AllMonth >= PerFollower;
        var usedUp = isMonthUsedUp ? audience.Followers : audience.UsedUp;
        var isUsedUp = audience.TagId is null && (isMonthUsedUp || sent.AllDay > 0);
        return NewReach(audience, usedUp, left: Math.Max(0, PerFollower - sent.AllMonth - audience.OwnMonth), isUsedUp);
    }

    private static Reach NewReach(AudienceCounts audience, long usedUp, long left, bool isUsedUp)
    {
        var reached = isUsedUp ? 0 : audience.Followers - usedUp;
        var refused =
            isUsedUp || (audience.Followers > 0 && reached == 0) ? PlanOutcome.UsedUp
            : audience.Followers == 0 ? PlanOutcome.NobodyToReach
            : (PlanOutcome?)null;
        return new Reach((int)reached, (int)usedUp, (int)audience.Gone, (int)left, (int)audience.Followers, refused);
    }

    private static async Task<SentCounts> CountSentAsync(Sql sql, DateTimeOffset at, DateTimeOffset now, long except, CancellationToken ct)
    {
        var day = China.Date(at);
        var month = MonthOf(day);
        var sent = await sql.FindAsync<SentCounts>(
            $"""
            SELECT COALESCE(SUM(CASE WHEN m.way = 'all' THEN 1 ELSE 0 END), 0) AS all_month,
                   COALESCE(SUM(CASE WHEN m.taken_at >= @dayFrom AND m.taken_at < @dayTo THEN 1 ELSE 0 END), 0) AS any_day,
                   COALESCE(SUM(CASE WHEN m.way = 'all' AND m.taken_at >= @dayFrom AND m.taken_at < @dayTo THEN 1 ELSE 0 END), 0)
                       AS all_day
              FROM ({Counted}) AS m
             WHERE m.taken_at >= @From AND m.taken_at < @To
            """,
            new
            {
                month.From,
                month.To,
                now,
                dayFrom = China.Midnight(day),
                dayTo = China.Midnight(day.AddDays(1)),
                Except = except,
            },
            ct
        );
        return sent! with { Month = month, Now = now, Except = except };
    }

    private static Task<IReadOnlyList<AudienceCounts>> CountAllAsync(Sql sql, SentCounts sent, CancellationToken ct) =>
        sql.ListAsync<AudienceCounts>(
            $"""
            {UsedUp}
            SELECT NULL AS tag_id, '全部关注者' AS name, 0 AS own_month, {Counts}
              FROM followers f
              LEFT JOIN used_up u ON u.follower_id = f.id
            """,
            UsedUpArgs(sent, null),
            ct
        );

    /// <param name="tagId">Null for every tag.</param>
    private static Task<IReadOnlyList<AudienceCounts>> CountTagsAsync(Sql sql, long? tagId, SentCounts sent, CancellationToken ct)
    {
        var where = tagId is null ? "" : "WHERE a.id = @tagId";
        return sql.ListAsync<AudienceCounts>(
            $"""
            {UsedUp}
            SELECT a.id AS tag_id, a.name, {OwnMonth} AS own_month, {Counts}
              FROM account_tags a
              LEFT JOIN follower_tags t ON t.tag_id = a.id
              LEFT JOIN followers f ON f.id = t.follower_id
              LEFT JOIN used_up u ON u.follower_id = f.id
             {where}
             GROUP BY a.id, a.name
             ORDER BY a.name, a.id
            """,
            UsedUpArgs(sent, tagId),
            ct
        );
    }

    private static object UsedUpArgs(SentCounts sent, long? tagId) =>
        new
        {
            sent.Month.From,
            sent.Month.To,
            now = sent.Now,
            sent.AllMonth,
            sent.Except,
            PerFollower,
            tagId,
        };

    private static MonthBounds MonthOf(DateOnly day)
    {
        var first = new DateOnly(day.Year, day.Month, 1);
        return new(China.Midnight(first), China.Midnight(first.AddMonths(1)));
    }

    private sealed record MonthBounds(DateTimeOffset From, DateTimeOffset To);

    private sealed record AudienceCounts
    {
        public long? TagId { get; init; }
        public required string Name { get; init; }

        /// <summary>Sends of the month to this tag alone.</summary>
        public required long OwnMonth { get; init; }
        public required long Followers { get; init; }
        public required long Gone { get; init; }
        public required long UsedUp { get; init; }
    }

    private sealed record SentCounts
    {
        public MonthBounds Month { get; init; } = null!;
        public DateTimeOffset Now { get; init; }
        public long Except { get; init; }
        public required long AllMonth { get; init; }
        public required long AnyDay { get; init; }
        public required long AllDay { get; init; }
    }
}

/// <param name="UsedUp">Followers who have had all their sends of the month.</param>
/// <param name="Gone">People who no longer follow.</param>
/// <param name="Left">How many sends to just these are left, of the month (服务号) or of the day (订阅号).</param>
/// <param name="Refused">Why a send may not be planned; null where it may.</param>
public sealed record Reach(int Reached, int UsedUp, int Gone, int Left, int Followers, PlanOutcome? Refused);

/// <param name="TagId">Null for all followers.</param>
public sealed record SendAudience(long? TagId, string Name, Reach Reach)
{
    public SendWay Way => TagId is null ? SendWay.All : SendWay.Tag;

    public string Label => TagId is null ? Name : $"标签：{Name}";
}

/// <summary>A send as the calendar shows it.</summary>
public sealed record CalendarSend
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
