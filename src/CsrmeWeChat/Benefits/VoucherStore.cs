using System.Data.Common;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Benefits;

/// <summary>The pool of a partner's codes that a voucher benefit hands out.</summary>
public sealed class VoucherStore(Database database, AuditTrail trail)
{
    /// <summary>Codes in one transaction, short enough for a claim to wait for it; and codes looked up in one statement.</summary>
    private const int Slice = 5_000,
        LookUp = 1_000;

    /// <summary>Appends codes to the pool, in order; those that this or another benefit has are refused. A repeat adds nothing.</summary>
    /// <returns>Null where the benefit hands out no vouchers.</returns>
    public async Task<VoucherReport?> AddAsync(Actor by, long benefitId, VoucherLines lines, DateTimeOffset now, CancellationToken ct)
    {
        if (await database.FindAsync<int>("SELECT 1 FROM benefits WHERE id = @benefitId AND kind = 'voucher'", new { benefitId }, ct) == 0)
        {
            return null;
        }
        var (added, refused) = (0, lines.Refused.ToList());
        foreach (var slice in lines.Codes.Chunk(Slice))
        {
            var add = async () =>
            {
                added += await AddSliceAsync(by, benefitId, slice, refused, now, ct);
            };
            await (lines.Codes.Count > Slice ? Pace.RunAsync(add, ct) : add());
        }
        return new VoucherReport(added, [.. refused.OrderBy(refusal => refusal.Line)]);
    }

    private async Task<int> AddSliceAsync(
        Actor by,
        long benefitId,
        VoucherLine[] slice,
        List<VoucherRefusal> refused,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            var known = await FindAsync(slice, ct);
            var fresh = slice.Where(line => !known.ContainsKey(line.Code)).ToList();
            try
            {
                await AppendAsync(by, benefitId, fresh, now, ct);
            }
            catch (DbException e) when (attempt < 5 && database.IsDuplicate(e))
            {
                // Somebody uploaded the same codes in between: look again.
                continue;
            }
            refused.AddRange(
                slice
                    .Where(line => known.ContainsKey(line.Code))
                    .Select(line => new VoucherRefusal(line.Line, line.Code, known[line.Code].Why(benefitId)))
            );
            return fresh.Count;
        }
    }

    private async Task<Dictionary<string, KnownVoucher>> FindAsync(VoucherLine[] slice, CancellationToken ct)
    {
        var known = new Dictionary<string, KnownVoucher>(StringComparer.Ordinal);
        foreach (var some in slice.Chunk(LookUp))
        {
            foreach (
                var voucher in await database.ListAsync<KnownVoucher>(
                    """
                    SELECT v.code, v.benefit_id, v.serial, b.title, c.state
                      FROM vouchers v
                      JOIN benefits b ON b.id = v.benefit_id
                      LEFT JOIN claims c ON c.benefit_id = v.benefit_id AND c.serial = v.serial
                     WHERE v.code IN @codes
                    """,
                    new { codes = some.Select(line => line.Code) },
                    ct
                )
            )
            {
                known.Add(voucher.Code, voucher);
            }
        }
        return known;
    }

    private Task AppendAsync(Actor by, long benefitId, List<VoucherLine> fresh, DateTimeOffset now, CancellationToken ct) =>
        fresh.Count == 0
            ? Task.CompletedTask
            : database.TransactAsync(
                async tx =>
                {
                    await BenefitStore.LockAsync(tx, benefitId, ct);
                    var benefit = (await tx.FindAsync<Benefit>($"{BenefitStore.Columns} WHERE id = @benefitId", new { benefitId }, ct))!;
                    await tx.InsertManyAsync(
                        "INSERT INTO vouchers (benefit_id, serial, code)",
                        [.. fresh.Select((line, i) => new object?[] { benefitId, benefit.Stock + 1 + i, line.Code })],
                        ct
                    );
                    await tx.ExecuteAsync(
                        "UPDATE benefits SET stock = stock + @count WHERE id = @benefitId",
                        new { benefitId, count = fresh.Count },
                        ct
                    );
                    await trail.AddAsync(
                        tx,
                        by,
                        new Change(
                            "benefit.vouchers",
                            "benefit",
                            benefitId,
                            benefit.Title,
                            new { benefit.Stock },
                            new { Stock = benefit.Stock + fresh.Count }
                        ),
                        now,
                        ct
                    );
                    return (true, true);
                },
                ct
            );

    private sealed record KnownVoucher
    {
        public required string Code { get; init; }
        public required long BenefitId { get; init; }
        public required int Serial { get; init; }
        public required string Title { get; init; }
        public ClaimState? State { get; init; }

        public string Why(long benefitId) =>
            $"已在{(BenefitId == benefitId ? "本福利" : $"福利《{Title}》")}中（第 {Serial} 号，{State switch
        {
            null => "尚未发出",
            ClaimState.Expired => "已发给会员，已过期",
            _ => "已发给会员",
        }}）。";
    }
}

/// <param name="Refused">In the order of their lines.</param>
public sealed record VoucherReport(int Added, IReadOnlyList<VoucherRefusal> Refused);
