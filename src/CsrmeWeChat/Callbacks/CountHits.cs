using CsrmeWeChat.Foundation.Data;
using WeChat.Callbacks;

namespace CsrmeWeChat.Callbacks;

/// <summary>Counts how followers use the account's menu and its QR codes.</summary>
public sealed class CountHits(AccountHits hits) : ICallbackHandler
{
    /// <summary>How the event key begins where somebody followed by scanning a code. Source: 接收事件推送.</summary>
    private const string ScannedByNewFollower = "qrscene_";

    public Task HandleAsync(Transaction tx, CallbackMessage message, DateTimeOffset now, CancellationToken ct)
    {
        var day = China.Date(message.CreatedAt);
        var key = message.Body.Text("EventKey");
        if (message.Kind is not "subscribe")
        {
            return hits.AddAsync(tx, day, message.Kind, key, ct);
        }
        return key.StartsWith(ScannedByNewFollower, StringComparison.Ordinal)
            ? hits.AddAsync(tx, day, "scan", key[ScannedByNewFollower.Length..], ct)
            : Task.CompletedTask;
    }
}

/// <summary>How often each menu entry and QR code was used, by the day in Beijing.</summary>
public sealed class AccountHits(Database database)
{
    private const int KeyLength = 200;

    public async Task AddAsync(Transaction tx, DateOnly day, string kind, string key, CancellationToken ct)
    {
        var row = new
        {
            day,
            kind,
            key = PlainText.Cut(PlainText.Clean(key), KeyLength),
        };
        var updated = await tx.ExecuteAsync(
            "UPDATE account_hits SET hits = hits + 1 WHERE day = @day AND kind = @kind AND event_key = @key",
            row,
            ct
        );
        if (updated == 0)
        {
            // Where another node inserts the same row first, this transaction is undone and tried again.
            await tx.ExecuteAsync("INSERT INTO account_hits (day, kind, event_key, hits) VALUES (@day, @kind, @key, 1)", row, ct);
        }
    }

    /// <summary>The hits since a day, the most used entry first.</summary>
    public Task<IReadOnlyList<AccountHit>> ListAsync(DateOnly from, int limit, CancellationToken ct) =>
        database.ListAsync<AccountHit>(
            """
            SELECT kind, event_key, CAST(SUM(hits) AS SIGNED) AS hits
              FROM account_hits
             WHERE day >= @from
             GROUP BY kind, event_key
             ORDER BY hits DESC, kind, event_key
             LIMIT @limit
            """,
            new { from, limit },
            ct
        );
}

public sealed record AccountHit
{
    public required string Kind { get; init; }
    public required string EventKey { get; init; }
    public required long Hits { get; init; }
}
