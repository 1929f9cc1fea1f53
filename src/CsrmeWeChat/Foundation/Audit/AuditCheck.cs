using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Keys;

namespace CsrmeWeChat.Foundation.Audit;

/// <summary>Reads the whole trail and reports its faults.</summary>
public sealed class AuditCheck(Database database, AuditTrail audit, AuditHeads heads, Keyring keyring)
{
    private const int PageRows = 500,
        MaxFaults = 20;

    public async Task<AuditReport> RunAsync(CancellationToken ct)
    {
        // The head is read first, so that rows added meanwhile are beyond it and left for the next check.
        var head = await audit.HeadAsync(ct);
        var exported = heads.Read();
        var faults = new List<string>();
        if (exported.Contains(null))
        {
            faults.Add("存档文件中有不是本系统签名的行。");
        }
        var expected = exported
            .OfType<AuditHead>()
            .GroupBy(line => line.Seq)
            .ToDictionary(group => group.Key, group => group.Select(line => line.Hash).ToHashSet());
        var (seq, hash) = (0L, "");
        await foreach (var row in RowsAsync(head.Seq, ct))
        {
            if (row.Seq != ++seq)
            {
                faults.Add($"缺少第 {seq} 至 {row.Seq - 1} 条。");
                seq = row.Seq;
            }
            hash = row.HashAfter(hash);
            if (!keyring.Verify(AuditTrail.MacKind, hash, row.Mac))
            {
                faults.Add($"第 {seq} 条与签名不符：它或它之前的记录被改动过。");
            }
            if (expected.TryGetValue(seq, out var hashes) && !hashes.SetEquals([hash]))
            {
                faults.Add($"第 {seq} 条与当日存档不符。");
            }
            if (faults.Count >= MaxFaults)
            {
                return new AuditReport(seq, hash, faults);
            }
        }
        if (seq != head.Seq || hash != head.Hash)
        {
            faults.Add($"末尾不符：应有 {head.Seq} 条，现有 {seq} 条。");
        }
        if (expected.Keys.DefaultIfEmpty().Max() is var last && last > seq)
        {
            faults.Add($"末尾被截去：存档时已有 {last} 条，现有 {seq} 条。");
        }
        return new AuditReport(seq, hash, faults);
    }

    /// <summary>Signs the rows of older keys with the current key. A trail that fails the check is left as it is.</summary>
    /// <returns>The number of rows signed, or null if the trail failed the check.</returns>
    public async Task<int?> SignAnewAsync(CancellationToken ct)
    {
        var signed = 0;
        // What was added meanwhile is checked in its turn before it is signed.
        for (var upTo = -1L; (await audit.HeadAsync(ct)).Seq > upTo; )
        {
            if (await RunAsync(ct) is not { Holds: true } report)
            {
                return null;
            }
            upTo = report.Count;
            signed += await SignAnewAsync(upTo, ct);
        }
        return signed;
    }

    /// <summary>Signs no row beyond the head that was checked: nobody has held it against the chain.</summary>
    private async Task<int> SignAnewAsync(long upTo, CancellationToken ct)
    {
        var (signed, hash) = (0, "");
        var rows = new List<object>();
        await foreach (var row in RowsAsync(upTo, ct))
        {
            hash = row.HashAfter(hash);
            if (!row.Mac.StartsWith($"{keyring.Current}:", StringComparison.Ordinal))
            {
                rows.Add(
                    new
                    {
                        row.Seq,
                        old = row.Mac,
                        mac = keyring.Hash(AuditTrail.MacKind, hash),
                    }
                );
            }
            if (rows.Count == PageRows)
            {
                await FlushAsync();
            }
        }
        await FlushAsync();
        return signed;

        Task FlushAsync() =>
            rows.Count == 0
                ? Task.CompletedTask
                : Pace.RunAsync(
                    async () =>
                    {
                        signed += await WriteSignaturesAsync(rows, ct);
                        rows.Clear();
                    },
                    ct
                );
    }

    private Task<int> WriteSignaturesAsync(IReadOnlyList<object> rows, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                var count = 0;
                foreach (var row in rows)
                {
                    count += await tx.ExecuteAsync("UPDATE audit_events SET mac = @mac WHERE seq = @Seq AND mac = @old", row, ct);
                }
                return (true, count);
            },
            ct
        );

    private async IAsyncEnumerable<AuditEvent> RowsAsync(
        long upTo,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct
    )
    {
        for (var after = 0L; ; )
        {
            var rows = await database.ListAsync<AuditEvent>(
                $"{AuditTrail.Columns} WHERE seq > @after AND seq <= @upTo ORDER BY seq LIMIT @limit",
                new
                {
                    after,
                    upTo,
                    limit = PageRows,
                },
                ct
            );
            if (rows.Count == 0)
            {
                yield break;
            }
            after = rows[^1].Seq;
            foreach (var row in rows)
            {
                yield return row;
            }
        }
    }
}

/// <param name="Faults">The faults in Chinese. There are none if the trail holds.</param>
public sealed record AuditReport(long Count, string Hash, IReadOnlyList<string> Faults)
{
    public bool Holds => Faults.Count == 0;
}
