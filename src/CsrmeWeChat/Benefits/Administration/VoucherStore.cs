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
        var refused = upload.Refused.ToList();
        foreach (var slice in upload.Codes.Chunk(Slice))
        {
            var add = async () =>
            {
                added += await AddSliceAsync(by, benefitId, slice, refused, now, ct);
            };
            await (upload.Codes.Count > Slice ? Pace.RunAsync(add, ct) : add());
        }
        return new VoucherReport(added, [.. refused.OrderBy(refusal => refusal.Line)]);
    }

    /// <summary>Looks again where somebody uploads the same codes at the same time.</summary>
    private Task<int> AddSliceAsync(
        Actor by,
        long benefitId,
        UploadedVoucher[] slice,
        List<VoucherRefusal> refused,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        database.RetryOnDuplicateAsync(async () =>
        {
            var known = await FindAsync(slice, ct);
            var unknown = slice.Where(voucher => !known.ContainsKey(voucher.Code)).ToList();
            if (unknown.Count > 0)
            {
                await AppendAsync(by, benefitId, unknown, now, ct);
            }
            var refusals =
                from voucher in slice
                where known.ContainsKey(voucher.Code)
                select new VoucherRefusal(voucher.Line, voucher.Code, known[voucher.Code].WhyNot(benefitId));
            refused.AddRange(refusals);
            return unknown.Count;
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

    private Task AppendAsync(Actor by, long benefitId, List<UploadedVoucher> vouchers, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                await tx.LockAsync("benefits", benefitId, ct);
                var pool = (await tx.FindAsync<Pool>("SELECT title, stock FROM benefits WHERE id = @benefitId", new { benefitId }, ct))!;
                await tx.InsertManyAsync(
                    "INSERT INTO vouchers (benefit_id, serial, code)",
                    [.. vouchers.Select((voucher, i) => new object?[] { benefitId, pool.Stock + 1 + i, voucher.Code })],
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
                return (true, true);
            },
            ct
        );

    private sealed record Pool
    {
        public required string Title { get; init; }
        public required int Stock { get; init; }
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
