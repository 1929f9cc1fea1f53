using CsrmeWeChat.Foundation.Data;
using WeChat;

namespace CsrmeWeChat.Foundation.WeChatCalls;

/// <summary>Counts, over all nodes, how often WeChat's access token is renewed before it expires.</summary>
public sealed class ForcedRefreshStore(Database database) : IForcedRefreshLedger
{
    public async Task<bool> TryTakeAsync(string appId, DateTimeOffset now, CancellationToken ct)
    {
        var today = China.Date(now);
        return await database.ExecuteAsync(
                """
                UPDATE forced_refreshes
                   SET taken = CASE WHEN day = @today THEN taken + 1 ELSE 1 END,
                       day = @today,
                       last_at = @now
                 WHERE app_id = @appId AND last_at <= @before AND (day <> @today OR taken < @perDay)
                """,
                new
                {
                    appId,
                    today,
                    now,
                    before = now - InMemoryForcedRefreshLedger.Apart,
                    perDay = InMemoryForcedRefreshLedger.PerDay,
                },
                ct
            ) == 1
            || await database.TryInsertAsync(
                "INSERT INTO forced_refreshes (app_id, day, taken, last_at) VALUES (@appId, @today, 1, @now)",
                new
                {
                    appId,
                    today,
                    now,
                },
                ct
            );
    }
}
