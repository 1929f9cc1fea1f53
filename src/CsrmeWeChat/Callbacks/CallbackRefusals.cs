using System.Diagnostics.Metrics;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Callbacks;

/// <summary>
/// Counts what came to an address of WeChat's and was refused. A wrong Token, a wrong key or a clock that is ten minutes off refuses all
/// that WeChat sends, which WeChat then gives up; nobody would be told. Anybody can send rubbish, so the log has a line a minute at most,
/// and the database, where home finds them, is written to as often.
/// </summary>
public sealed class CallbackRefusals
{
    public const string Meter = "CsrmeWeChat.Callbacks";

    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);

    private readonly Database database;
    private readonly TimeProvider time;
    private readonly ILogger<CallbackRefusals> log;
    private readonly Counter<long> refused;
    private readonly Lock gate = new();
    private DateTimeOffset toldAt = DateTimeOffset.MinValue;
    private long untold;

    public CallbackRefusals(IMeterFactory meters, Database database, TimeProvider time, ILogger<CallbackRefusals> log)
    {
        (this.database, this.time, this.log) = (database, time, log);
        refused = meters.Create(Meter).CreateCounter<long>("callbacks.refused", "{callback}", "Callbacks refused, by address");
    }

    public async Task CountAsync(string path, CancellationToken ct)
    {
        refused.Add(1, new KeyValuePair<string, object?>("path", path));
        long told;
        lock (gate)
        {
            untold++;
            if (time.GetUtcNow() - toldAt < Quiet)
            {
                return;
            }
            (told, untold, toldAt) = (untold, 0, time.GetUtcNow());
        }
        log.LogWarning(
            "{Count} callbacks were refused since the last such line, now at {Path}: another Token or key than ours, or the clock is off",
            told,
            path
        );
        await KeepAsync(path, told, ct);
    }

    /// <summary>How many of yesterday and today.</summary>
    public Task<long> RecentAsync(DateTimeOffset now, CancellationToken ct) =>
        database.FindAsync<long>(
            "SELECT COALESCE(SUM(refused), 0) FROM callback_refusals WHERE day >= @yesterday",
            new { yesterday = China.Date(now).AddDays(-1) },
            ct
        );

    public Task RemoveOldAsync(DateTimeOffset now, CancellationToken ct) =>
        database.ExecuteAsync("DELETE FROM callback_refusals WHERE day < @before", new { before = China.Date(now).AddDays(-30) }, ct);

    private async Task KeepAsync(string path, long told, CancellationToken ct)
    {
        var row = new
        {
            day = China.Date(time.GetUtcNow()),
            path,
            told,
        };
        if (await AddAsync() == 0)
        {
            // Another node may make the day's row now: either will do.
            await database.TryInsertAsync("INSERT INTO callback_refusals (day, path, refused) VALUES (@day, @path, 0)", row, ct);
            await AddAsync();
        }

        Task<int> AddAsync() =>
            database.ExecuteAsync("UPDATE callback_refusals SET refused = refused + @told WHERE day = @day AND path = @path", row, ct);
    }
}
