using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Foundation.WeChatCalls;

/// <summary>
/// Counts, over all nodes, the calls of APIs that WeChat limits by the day, before they are made. It also remembers until when WeChat
/// itself wants no more calls.
/// </summary>
public sealed class ApiLedger(Database database)
{
    /// <summary>False where today's calls are used up or the API is paused.</summary>
    public async Task<bool> TryTakeAsync(string appId, string api, int perDay, DateTimeOffset now, CancellationToken ct)
    {
        var row = new
        {
            appId,
            api,
            day = China.Date(now),
            perDay,
            now,
        };
        if (await TakeAsync())
        {
            return true;
        }
        // This is the day's first call, or the calls are used up. Another node may insert the same row now: either row will do.
        await database.TryInsertAsync("INSERT INTO api_calls (app_id, api, day, calls) VALUES (@appId, @api, @day, 0)", row, ct);
        return await TakeAsync();

        async Task<bool> TakeAsync() =>
            await database.ExecuteAsync(
                """
                UPDATE api_calls
                   SET calls = calls + 1
                 WHERE app_id = @appId AND api = @api AND day = @day AND calls < @perDay
                   AND (paused_until IS NULL OR paused_until <= @now)
                """,
                row,
                ct
            ) == 1;
    }

    /// <summary>Pauses an API that has been called today.</summary>
    public async Task PauseAsync(string appId, string api, DateTimeOffset until, DateTimeOffset now, CancellationToken ct)
    {
        var row = new
        {
            appId,
            api,
            day = China.Date(now),
            until,
        };
        await database.ExecuteAsync(
            "UPDATE api_calls SET paused_until = @until WHERE app_id = @appId AND api = @api AND day = @day",
            row,
            ct
        );
    }
}
