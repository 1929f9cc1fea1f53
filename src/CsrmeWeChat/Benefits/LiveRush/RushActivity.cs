using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Benefits;

/// <summary>Whether members are about to claim, or are claiming: then nothing else may put load on the service.</summary>
public sealed class RushActivity(Database database)
{
    private static readonly TimeSpan Before = TimeSpan.FromHours(2);
    private static readonly TimeSpan After = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan Lately = TimeSpan.FromMinutes(10);

    /// <summary>What is going on and what to do about it, in Chinese; null where nothing is.</summary>
    public async Task<string?> WhyBusyAsync(DateTimeOffset now, CancellationToken ct) =>
        await FindAsync(now, ct) switch
        {
            null => null,
            var next when next.OpensAt > now =>
                $"《{next.Title}》将于 {China.Local(next.OpensAt):M月d日 HH:mm} 开始领取，开始前 2 小时内不能演练。请在开始 30 分钟之后再试。",
            var last when last.OpensAt > now - After => $"《{last.Title}》于 {China.Local(last.OpensAt):HH:mm} 开始领取，"
                + $"开始后 30 分钟内不能演练。请在 {China.Local(last.OpensAt + After):HH:mm} 之后再试。",
            var open => $"《{open.Title}》正在领取，最近 10 分钟内有人领到。请在领完或结束之后再试。",
        };

    private Task<Opening?> FindAsync(DateTimeOffset now, CancellationToken ct) =>
        database.FindAsync<Opening>(
            """
            SELECT b.title, b.opens_at
              FROM benefits b JOIN seasons s ON s.id = b.season_id
             WHERE s.hidden = 0 AND b.state = 'published' AND b.closes_at > @now AND b.opens_at <= @soon
               AND (b.opens_at > @justNow
                    OR (b.held < b.stock AND EXISTS (SELECT 1 FROM claims c WHERE c.benefit_id = b.id AND c.claimed_at > @lately)))
             ORDER BY b.opens_at DESC LIMIT 1
            """,
            new
            {
                now,
                soon = now + Before,
                justNow = now - After,
                lately = now - Lately,
            },
            ct
        );

    private sealed record Opening
    {
        public required string Title { get; init; }
        public required DateTimeOffset OpensAt { get; init; }
    }
}
