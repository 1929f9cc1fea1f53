using CsrmeWeChat.Foundation.Data;
using WeChat.Callbacks;

namespace CsrmeWeChat.Callbacks;

/// <summary>Counts what followers do with the account: its menu and its QR codes.</summary>
public sealed class CountHits(AccountHits hits) : ICallbackHandler
{
    public IReadOnlyCollection<string> Kinds { get; } = ["click", "view", "view_miniprogram", "scan", "subscribe"];

    /// <summary>Who did not follow before scans a code by following. Source: 接收事件推送.</summary>
    private const string ScannedByNew = "qrscene_";

    public Task HandleAsync(Transaction tx, CallbackMessage message, DateTimeOffset now, CancellationToken ct)
    {
        var (kind, key) = (message.Kind, message.Body.Text("EventKey"));
        if (kind is "subscribe")
        {
            if (!key.StartsWith(ScannedByNew, StringComparison.Ordinal))
            {
                return Task.CompletedTask;
            }
            (kind, key) = ("scan", key[ScannedByNew.Length..]);
        }
        return hits.AddAsync(tx, China.Date(message.CreatedAt), kind, key, ct);
    }
}

/// <summary>How often, by Beijing's day.</summary>
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
        if (
            await tx.ExecuteAsync("UPDATE account_hits SET hits = hits + 1 WHERE day = @day AND kind = @kind AND event_key = @key", row, ct)
            == 0
        )
        {
            // Where another node is first with this one, the transaction is undone and comes again.
            await tx.ExecuteAsync("INSERT INTO account_hits (day, kind, event_key, hits) VALUES (@day, @kind, @key, 1)", row, ct);
        }
    }

    /// <summary>From a day on, the most used first.</summary>
    public Task<IReadOnlyList<AccountHit>> ListAsync(DateOnly from, int limit, CancellationToken ct) =>
        database.ListAsync<AccountHit>(
            """
            SELECT kind, event_key AS key_name, CAST(SUM(hits) AS SIGNED) AS hits FROM account_hits WHERE day >= @from GROUP BY kind, event_key ORDER BY hits DESC, kind, event_key LIMIT @limit
            """,
            new { from, limit },
            ct
        );
}

public sealed record AccountHit
{
    public required string Kind { get; init; }
    public required string KeyName { get; init; }
    public required long Hits { get; init; }
}
