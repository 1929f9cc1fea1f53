using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Foundation.WeChatCalls;

/// <summary>Counts the calls that WeChat limits by the day, over all nodes, before they are made; and remembers when WeChat itself said no more.</summary>
public sealed class ApiLedger(Database database)
{
    /// <summary>False where today's are spent or the api is paused.</summary>
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
        // The day's first, or spent: where another made the row meanwhile, it is there all the same.
        await database.TryInsertAsync("INSERT INTO api_calls (app_id, api, day, calls) VALUES (@appId, @api, @day, 0)", row, ct);
        return await TakeAsync();

        async Task<bool> TakeAsync() =>
            await database.ExecuteAsync(
                """
                UPDATE api_calls SET calls = calls + 1
                 WHERE app_id = @appId AND api = @api AND day = @day AND calls < @perDay AND (paused_until IS NULL OR paused_until <= @now)
                """,
                row,
                ct
            ) == 1;
    }

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
