using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Benefits;

/// <summary>The pool of a partner's codes that a voucher benefit hands out.</summary>
public sealed class VoucherStore(Database database, AuditTrail audit)
{
    /// <summary>Codes in one transaction, which is short enough for a claim to wait for it.</summary>
    private const int Slice = 5_000;

    /// <summary>Codes that one statement looks up.</summary>
    private const int LookupSlice = 1_000;

    /// <summary>Appends codes to the pool, in order; those that this or another benefit has are refused. A repeat adds nothing.</summary>
    /// <returns>Null where the benefit hands out no vouchers.</returns>
    public async Task<VoucherReport?> AddAsync(Actor by, long benefitId, VoucherUpload upload, DateTimeOffset now, CancellationToken ct)
    {
        if (await database.FindAsync<int>("SELECT 1 FROM benefits WHERE id = @benefitId AND kind = 'voucher'", new { benefitId }, ct) == 0)
        {
            return null;
        }
        var added = 0;
        long? uploadId = null;
        var refused = upload.Refused.ToList();
        foreach (var slice in upload.Codes.Chunk(Slice))
        {
            var add = async () =>
            {
                (var some, uploadId) = await AddSliceAsync(by, benefitId, uploadId, upload.Source, slice, refused, now, ct);
                added += some;
            };
            await (upload.Codes.Count > Slice ? Pace.RunAsync(add, ct) : add());
        }
        return new VoucherReport(added, [.. refused.OrderBy(refusal => refusal.Line)]);
    }

    /// <summary>Looks again where somebody uploads the same codes at the same time.</summary>
    private Task<(int Added, long? UploadId)> AddSliceAsync(
        Actor by,
        long benefitId,
        long? uploadId,
        string source,
        UploadedVoucher[] slice,
        List<VoucherRefusal> refused,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        database.RetryOnDuplicateAsync(async () =>
        {
            var known = await FindAsync(slice, ct);
            var unknown = slice.Where(voucher => !known.ContainsKey(voucher.Code)).ToList();
            var appendedTo = unknown.Count > 0 ? await AppendAsync(by, benefitId, uploadId, source, unknown, now, ct) : uploadId;
            var refusals =
                from voucher in slice
                where known.ContainsKey(voucher.Code)
                select new VoucherRefusal(voucher.Line, voucher.Code, known[voucher.Code].WhyNot(benefitId));
            refused.AddRange(refusals);
            return (unknown.Count, appendedTo);
        });

    private async Task<Dictionary<string, KnownVoucher>> FindAsync(UploadedVoucher[] slice, CancellationToken ct)
    {
        const string find = """
            SELECT v.code, v.benefit_id, v.serial, b.title, c.state
              FROM vouchers v
              JOIN benefits b ON b.id = v.benefit_id
              LEFT JOIN claims c ON c.benefit_id = v.benefit_id AND c.serial = v.serial
             WHERE v.code IN @codes
            """;
        var known = new Dictionary<string, KnownVoucher>(StringComparer.Ordinal);
        foreach (var some in slice.Chunk(LookupSlice))
        {
            var codes = some.Select(voucher => voucher.Code);
            foreach (var voucher in await database.ListAsync<KnownVoucher>(find, new { codes }, ct))
            {
                known.Add(voucher.Code, voucher);
            }
        }
        return known;
    }

    /// <returns>The upload that they belong to, which is made where none is given.</returns>
    private Task<long?> AppendAsync(
        Actor by,
        long benefitId,
        long? uploadId,
        string source,
        List<UploadedVoucher> vouchers,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        database.TransactAsync(
            async tx =>
            {
                await tx.LockAsync("benefits", benefitId, ct);
                var upload = uploadId ?? await BeginUploadAsync(tx, by, benefitId, source, now, ct);
                var pool = (await tx.FindAsync<Pool>("SELECT title, stock FROM benefits WHERE id = @benefitId", new { benefitId }, ct))!;
                await tx.InsertManyAsync(
                    "INSERT INTO vouchers (benefit_id, serial, code, password, upload_id)",
                    [
                        .. vouchers.Select(
                            (voucher, i) => new object?[] { benefitId, pool.Stock + 1 + i, voucher.Code, voucher.Password, upload }
                        ),
                    ],
                    ct
                );
                var stock = pool.Stock + vouchers.Count;
                await tx.ExecuteAsync("UPDATE benefits SET stock = @stock WHERE id = @benefitId", new { benefitId, stock }, ct);
                await audit.AddAsync(
                    tx,
                    by,
                    new Change("benefit.vouchers", "benefit", benefitId, pool.Title, new { pool.Stock }, new { Stock = stock }),
                    now,
                    ct
                );
                return (true, (long?)upload);
            },
            ct
        );

    private static Task<long> BeginUploadAsync(
        Transaction tx,
        Actor by,
        long benefitId,
        string source,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        tx.InsertAsync(
            """
            INSERT INTO voucher_uploads (benefit_id, source, uploaded_by, uploaded_at)
            VALUES (@benefitId, @source, @Name, @now)
            """,
            new
            {
                benefitId,
                source,
                by.Name,
                now,
            },
            ct
        );

    /// <summary>The latest uploads of which something is in the pool, latest first.</summary>
    public Task<IReadOnlyList<VoucherBatch>> ListUploadsAsync(long benefitId, int limit, CancellationToken ct) =>
        database.ListAsync<VoucherBatch>(
            """
            SELECT u.id, u.source, u.uploaded_by, u.uploaded_at, COUNT(*) AS amount, MIN(v.serial) AS first, MAX(v.serial) AS last
              FROM voucher_uploads u
              JOIN vouchers v ON v.upload_id = u.id
             WHERE u.benefit_id = @benefitId
             GROUP BY u.id, u.source, u.uploaded_by, u.uploaded_at
             ORDER BY u.id DESC LIMIT @limit
            """,
            new { benefitId, limit },
            ct
        );

    /// <summary>
    /// Takes a wrong upload out of the pool again. Serials have no gap, so only what stands at the end can go, and what a member has seen
    /// never goes. All of it goes in one transaction, for half an upload would be worse than either.
    /// </summary>
    public Task<TakeBackOutcome> TakeBackAsync(Actor by, long benefitId, long uploadId, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                await tx.LockAsync("benefits", benefitId, ct);
                var pool = await tx.FindAsync<Pool>(
                    "SELECT title, stock, issued FROM benefits WHERE id = @benefitId",
                    new { benefitId },
                    ct
                );
                var batch = await tx.FindAsync<Serials>(
                    """
                    SELECT COUNT(*) AS amount, COALESCE(MIN(serial), 0) AS first, COALESCE(MAX(serial), 0) AS last
                      FROM vouchers WHERE benefit_id = @benefitId AND upload_id = @uploadId
                    """,
                    new { benefitId, uploadId },
                    ct
                );
                if (pool is null || batch is null or { Amount: 0 })
                {
                    return (false, TakeBackOutcome.NoSuchUpload);
                }
                if (batch.First <= pool.Issued)
                {
                    return (false, TakeBackOutcome.GivenOut);
                }
                if (batch.Last != pool.Stock || batch.Amount != batch.Last - batch.First + 1)
                {
                    return (false, TakeBackOutcome.NotLast);
                }
                await RemoveAsync(tx, by, benefitId, uploadId, pool, (int)batch.Amount, now, ct);
                return (true, TakeBackOutcome.TakenBack);
            },
            ct
        );

    private async Task RemoveAsync(
        Transaction tx,
        Actor by,
        long benefitId,
        long uploadId,
        Pool pool,
        int amount,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var stock = pool.Stock - amount;
        await tx.ExecuteAsync("UPDATE benefits SET stock = @stock WHERE id = @benefitId", new { benefitId, stock }, ct);
        await tx.ExecuteAsync("DELETE FROM vouchers WHERE upload_id = @uploadId", new { uploadId }, ct);
        await tx.ExecuteAsync("DELETE FROM voucher_uploads WHERE id = @uploadId", new { uploadId }, ct);
        var change = new Change("benefit.vouchers_back", "benefit", benefitId, pool.Title, new { pool.Stock }, new { Stock = stock });
        await audit.AddAsync(tx, by, change, now, ct);
    }

    private sealed record Pool
    {
        public required string Title { get; init; }
        public required int Stock { get; init; }
        public int Issued { get; init; }
    }

    private sealed record Serials
    {
        public required long Amount { get; init; }
        public required int First { get; init; }
        public required int Last { get; init; }
    }

    private sealed record KnownVoucher
    {
        public required string Code { get; init; }
        public required long BenefitId { get; init; }
        public required int Serial { get; init; }
        public required string Title { get; init; }

        /// <summary>The state of the claim that shows the code; null where it has not been given out.</summary>
        public ClaimState? State { get; init; }

        public string WhyNot(long benefitId)
        {
            var benefit = BenefitId == benefitId ? "本福利" : $"福利《{Title}》";
            var use = State switch
            {
                null => "尚未发出",
                ClaimState.Expired => "已发给会员，已过期",
                _ => "已发给会员",
            };
            if (Serial < 0)
            {
                return $"已在{benefit}中，恢复备份后已跳过：可能已发给会员。";
            }
            return $"已在{benefit}中（第 {Serial} 号，{use}）。";
        }
    }
}

/// <param name="Refused">In the order of their lines.</param>
public sealed record VoucherReport(int Added, IReadOnlyList<VoucherRefusal> Refused);

/// <summary>What was uploaded at once, and its serials.</summary>
public sealed record VoucherBatch
{
    public required long Id { get; init; }
    public required string Source { get; init; }
    public required string UploadedBy { get; init; }
    public required DateTimeOffset UploadedAt { get; init; }
    public required long Amount { get; init; }
    public required int First { get; init; }
    public required int Last { get; init; }
}

public enum TakeBackOutcome
{
    TakenBack,
    NoSuchUpload,

    /// <summary>A member has at least one of its codes.</summary>
    GivenOut,

    /// <summary>Others were added behind it.</summary>
    NotLast,
}
