using CsrmeWeChat.Data;
using Microsoft.Extensions.Options;
using WeChat;

namespace CsrmeWeChat.Publishing;

/// <summary>
/// What each audience has left. 服务号: 4 sends per follower and calendar month, 4 to all a month and one a day; 公众号: one a day. Counted by what was
/// planned here; sends made on WeChat's own console are not known. Source: 群发接口, Batch_Sends.
/// </summary>
public sealed class PushPlanner(Database database, IOptions<WeChatOptions> options)
{
    public const int PerFollower = 4;

    /// <summary>Sends that took or will take a place: all but those that surely did not go out.</summary>
    private const string Counted = "m.way <> 'publish' AND m.state NOT IN ('failed', 'cancelled')";

    public OfficialAccountKind Kind => options.Value.OfficialAccount.Kind;

    public Task<IReadOnlyList<PlannedSend>> ListAsync(DateOnly month, CancellationToken ct) => database.ListAsync<PlannedSend>("""
        SELECT m.id, m.story_id, m.way, m.state, m.scheduled_at, m.expected, v.title, COALESCE(a.name, '') AS tag
          FROM mass_sends m JOIN stories t ON t.id = m.story_id JOIN story_versions v ON v.story_id = t.id AND v.number = t.version LEFT JOIN account_tags a ON a.id = m.tag_id
         WHERE m.scheduled_at >= @From AND m.scheduled_at < @To ORDER BY m.scheduled_at, m.id
        """, Month(month), ct);

    public Task<IReadOnlyList<AccountTag>> ListTagsAsync(CancellationToken ct) => database.ListAsync<AccountTag>("""
        SELECT a.id, a.name, (SELECT COUNT(*) FROM follower_tags t JOIN followers f ON f.id = t.follower_id WHERE t.tag_id = a.id AND f.follows = 1) AS followers FROM account_tags a ORDER BY a.name, a.id
        """, ct: ct);

    /// <summary>What all followers and each tag have left at a time.</summary>
    public async Task<IReadOnlyList<AudienceLeft>> LeftAsync(DateTimeOffset at, CancellationToken ct)
    {
        var left = new List<AudienceLeft> { new("全部关注者", SendWay.All, await CountAsync(database, SendWay.All, null, at, ct)) };
        foreach (var tag in await ListTagsAsync(ct))
        {
            left.Add(new($"标签：{tag.Name}", SendWay.Tag, await CountAsync(database, SendWay.Tag, tag.Id, at, ct)));
        }
        return left;
    }

    /// <summary>Whom a send at that time would reach.</summary>
    public async Task<Reach> CountAsync(Sql sql, SendWay way, long? tagId, DateTimeOffset at, CancellationToken ct)
    {
        if (way is SendWay.Publish)
        {
            return new Reach(0, 0, 0, 0, 0, null);
        }
        var (day, month) = (China.Date(at), Month(China.Date(at)));
        var args = new
        {
            month.From,
            month.To,
            dayFrom = China.Midnight(day),
            dayTo = China.Midnight(day.AddDays(1)),
            tagId,
            most = PerFollower,
        };
        if (way is SendWay.Tag && await sql.FindAsync<long>("SELECT COUNT(*) FROM account_tags WHERE id = @tagId", args, ct) == 0)
        {
            return new Reach(0, 0, 0, 0, 0, PlanOutcome.NoSuchTag);
        }
        var sent = (await sql.FindAsync<SentCounts>($"""
            SELECT COALESCE(SUM(CASE WHEN m.way = 'all' THEN 1 ELSE 0 END), 0) AS all_month,
                   COALESCE(SUM(CASE WHEN m.scheduled_at >= @dayFrom AND m.scheduled_at < @dayTo THEN 1 ELSE 0 END), 0) AS any_day,
                   COALESCE(SUM(CASE WHEN m.way = 'all' AND m.scheduled_at >= @dayFrom AND m.scheduled_at < @dayTo THEN 1 ELSE 0 END), 0) AS all_day
              FROM mass_sends m WHERE {Counted} AND m.scheduled_at >= @From AND m.scheduled_at < @To
            """, args, ct))!;
        var audience = way is SendWay.Tag ? "JOIN follower_tags w ON w.follower_id = f.id AND w.tag_id = @tagId" : "";
        var (followers, gone) = (await sql.FindAsync<long>($"SELECT COUNT(*) FROM followers f {audience} WHERE f.follows = 1", args, ct),
            await sql.FindAsync<long>($"SELECT COUNT(*) FROM followers f {audience} WHERE f.follows = 0", args, ct));
        var spent = Kind is OfficialAccountKind.Subscription ? 0 : await sql.FindAsync<long>($"""
            SELECT COUNT(*) FROM followers f {audience}
             WHERE f.follows = 1 AND @allMonth + (
                   SELECT COUNT(*) FROM mass_sends m JOIN follower_tags t ON t.tag_id = m.tag_id
                    WHERE t.follower_id = f.id AND m.way = 'tag' AND {Counted} AND m.scheduled_at >= @From AND m.scheduled_at < @To) >= @most
            """, new { args.From, args.To, args.tagId, args.most, allMonth = sent.AllMonth }, ct);
        var left = Kind is OfficialAccountKind.Subscription ? Math.Max(0, 1 - sent.AnyDay) : Math.Max(0, PerFollower - sent.AllMonth);
        var isSpent = Kind is OfficialAccountKind.Subscription ? sent.AnyDay > 0
            : way is SendWay.All && (sent.AllMonth >= PerFollower || sent.AllDay > 0);
        var reached = isSpent ? 0 : followers - spent;
        return new Reach((int)reached, (int)spent, (int)gone, (int)left, (int)followers, isSpent || (followers > 0 && reached == 0) ? PlanOutcome.Spent : followers == 0 ? PlanOutcome.NobodyToReach : null);
    }

    private static MonthBounds Month(DateOnly day)
    {
        var first = new DateOnly(day.Year, day.Month, 1);
        return new(China.Midnight(first), China.Midnight(first.AddMonths(1)));
    }

    private sealed record MonthBounds(DateTimeOffset From, DateTimeOffset To);

    private sealed record SentCounts
    {
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

public sealed record AudienceLeft(string Name, SendWay Way, Reach Reach);

public sealed record AccountTag
{
    public required long Id { get; init; }
    public required string Name { get; init; }
    public required long Followers { get; init; }
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
