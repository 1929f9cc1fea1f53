using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Benefits;

/// <summary>A benefit's counters beside what its claims say when they are counted anew.</summary>
public sealed record Reconciliation
{
    public required int Stock { get; init; }
    public required int Issued { get; init; }
    public required int Held { get; init; }
    public required int Claims { get; init; }
    public required int LastSerial { get; init; }

    /// <summary>The number of claims that take stock, which the counter <see cref="Held"/> must equal.</summary>
    public required int Taking { get; init; }

    /// <summary>The number of members with more than one claim that counts, which must be zero.</summary>
    public required int Twice { get; init; }

    /// <summary>A key makes serials unique, so as many claims as the last serial means that there is no gap.</summary>
    public bool Holds => Held == Taking && Held <= Stock && Issued == Claims && Issued == LastSerial && Twice == 0;

    internal static Task<Reconciliation?> ReadAsync(Sql sql, long benefitId, CancellationToken ct) =>
        sql.FindAsync<Reconciliation>(
            """
            SELECT b.stock, b.issued, b.held,
                   (SELECT COUNT(*) FROM claims c WHERE c.benefit_id = b.id) AS claims,
                   (SELECT COALESCE(MAX(c.serial), 0) FROM claims c WHERE c.benefit_id = b.id) AS last_serial,
                   (SELECT COUNT(*) FROM claims c
                     WHERE c.benefit_id = b.id
                       AND (c.state IN ('held', 'redeemed') OR (c.state = 'expired' AND b.expiry_returns_stock = 0))) AS taking,
                   (SELECT COUNT(*)
                      FROM (SELECT c.member_id
                              FROM claims c
                             WHERE c.benefit_id = @benefitId AND c.state IN ('held', 'redeemed')
                             GROUP BY c.member_id HAVING COUNT(*) > 1) AS twice) AS twice
              FROM benefits b WHERE b.id = @benefitId
            """,
            new { benefitId },
            ct
        );
}
