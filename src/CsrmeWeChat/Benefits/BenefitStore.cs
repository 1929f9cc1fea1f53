using CsrmeWeChat.Data;

namespace CsrmeWeChat.Benefits;

/// <summary>Benefits as the secretariat makes and changes them. Each change adds to the version first: it takes the lock claims are counted under.</summary>
public sealed class BenefitStore(Database database)
{
    internal const string Columns = """
        SELECT id, kind, state, title, summary, usage_note, partner, opens_at, closes_at, use_until, expiry_returns_stock, dues_required, stock, issued, held
          FROM benefits
        """;

    internal const string Rules = """
        SELECT benefit_id, level_id, NULL AS branch_id, NULL AS tag FROM benefit_levels WHERE benefit_id = @benefitId
        UNION ALL SELECT benefit_id, NULL, branch_id, NULL FROM benefit_branches WHERE benefit_id = @benefitId
        UNION ALL SELECT benefit_id, NULL, NULL, tag FROM benefit_tags WHERE benefit_id = @benefitId
        """;

    /// <summary>Made once, found after.</summary>
    public async Task<long> EnsureSeasonAsync(int year, string name, string theme, DateTimeOffset now, CancellationToken ct)
    {
        await database.TryInsertAsync("INSERT INTO seasons (year, name, theme, created_at) VALUES (@year, @name, @theme, @now)", new { year, name, theme, now }, ct);
        return await database.FindAsync<long>("SELECT id FROM seasons WHERE year = @year", new { year }, ct);
    }

    /// <summary>Makes a draft. Names of levels, branches or a season that do not exist are refused.</summary>
    public Task<(long Id, string? Refusal)> AddAsync(NewBenefit benefit, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync<(long, string?)>(async tx =>
        {
            if (await tx.FindAsync<long?>("SELECT id FROM seasons WHERE year = @Season", new { benefit.Season }, ct) is not { } season)
            {
                return (false, (0, $"没有 {benefit.Season} 年度。"));
            }
            var id = await tx.InsertAsync("""
                INSERT INTO benefits (season_id, kind, title, summary, usage_note, partner, state, opens_at, closes_at, use_until,
                                      expiry_returns_stock, dues_required, stock, issued, held, version, created_at)
                VALUES (@season, @kind, @title, @summary, @usageNote, @partner, 'draft', @OpensAt, @ClosesAt, @UseUntil,
                        @expiryReturnsStock, @duesRequired, @stock, 0, 0, 0, @now)
                """, new
            {
                season,
                kind = benefit.Kind.ToString().ToLowerInvariant(),
                title = Text.Clean(benefit.Title),
                summary = Text.Clean(benefit.Summary),
                usageNote = Text.Clean(benefit.UsageNote),
                partner = Text.Clean(benefit.Partner),
                benefit.OpensAt,
                benefit.ClosesAt,
                benefit.UseUntil,
                expiryReturnsStock = benefit.ExpiryReturnsStock && benefit.Kind is BenefitKind.Counter ? 1 : 0,
                duesRequired = benefit.DuesRequired ? 1 : 0,
                stock = benefit.Kind is BenefitKind.Counter ? benefit.Stock : 0,
                now,
            }, ct);
            foreach (var (names, table, column) in (IEnumerable<(IReadOnlyList<string>?, string, string)>)[(benefit.Levels, "levels", "level_id"), (benefit.Branches, "branches", "branch_id")])
            {
                foreach (var name in (names ?? []).Select(Text.Clean).Distinct())
                {
                    if (await tx.ExecuteAsync($"INSERT INTO benefit_{table} (benefit_id, {column}) SELECT @id, id FROM {table} WHERE name = @name", new { id, name }, ct) == 0)
                    {
                        return (false, (0, $"名册中没有“{name}”。"));
                    }
                }
            }
            foreach (var tag in (benefit.Tags ?? []).Select(Text.Clean).Distinct())
            {
                await tx.ExecuteAsync("INSERT INTO benefit_tags (benefit_id, tag) VALUES (@id, @tag)", new { id, tag }, ct);
            }
            return (true, (id, null));
        }, ct);

    public Task<Benefit?> FindAsync(long id, CancellationToken ct) => database.FindAsync<Benefit>($"{Columns} WHERE id = @id", new { id }, ct);

    public Task<IReadOnlyList<Benefit>> ListAsync(CancellationToken ct) =>
        database.ListAsync<Benefit>($"{Columns} WHERE season_id IN (SELECT id FROM seasons WHERE hidden = 0) ORDER BY id", ct: ct);

    public async Task<bool> SetStateAsync(long id, BenefitState state, CancellationToken ct) =>
        await database.ExecuteAsync("UPDATE benefits SET version = version + 1, state = @state WHERE id = @id", new { id, state = state.ToString().ToLowerInvariant() }, ct) == 1;

    /// <summary>Moves the windows, also while claims come in: each is judged by the windows that stand when its batch is taken.</summary>
    public async Task<bool> SetWindowsAsync(long id, DateTimeOffset opensAt, DateTimeOffset closesAt, DateTimeOffset useUntil, CancellationToken ct) =>
        await database.ExecuteAsync("""
            UPDATE benefits SET version = version + 1, opens_at = @opensAt, closes_at = @closesAt, use_until = @useUntil WHERE id = @id
            """, new { id, opensAt, closesAt, useUntil }, ct) == 1;

    /// <summary>Adds to the stock of a counter benefit, or takes from it what nobody holds. False where that would go below what is held or above a million.</summary>
    public async Task<bool> AddStockAsync(long id, int more, CancellationToken ct) =>
        await database.ExecuteAsync("""
            UPDATE benefits SET version = version + 1, stock = stock + @more
             WHERE id = @id AND kind = 'counter' AND stock + @more >= held AND stock + @more <= @most
            """, new { id, more, most = NewBenefit.MostStock }, ct) == 1;

    /// <summary>Appends a partner's codes to the pool, in order. Those already in it are left out.</summary>
    /// <returns>How many were added; null where the benefit hands out no vouchers.</returns>
    public Task<int?> AddVouchersAsync(long id, IReadOnlyList<string> codes, CancellationToken ct) =>
        database.TransactAsync<int?>(async tx =>
        {
            if (await tx.ExecuteAsync("UPDATE benefits SET version = version + 1 WHERE id = @id AND kind = 'voucher'", new { id }, ct) == 0)
            {
                return (false, null);
            }
            var known = (await tx.ListAsync<string>("SELECT code FROM vouchers WHERE benefit_id = @id", new { id }, ct)).ToHashSet(StringComparer.Ordinal);
            var added = codes.Select(Text.Clean).Where(code => code.Length > 0 && known.Add(code)).ToList();
            var first = await tx.FindAsync<int>("SELECT stock FROM benefits WHERE id = @id", new { id }, ct) + 1;
            await tx.InsertManyAsync("INSERT INTO vouchers (benefit_id, serial, code)", [.. added.Select((code, i) => new object?[] { id, first + i, code })], ct);
            await tx.ExecuteAsync("UPDATE benefits SET stock = stock + @count WHERE id = @id", new { id, count = added.Count }, ct);
            return (true, added.Count);
        }, ct);

    /// <summary>Counts the rows anew, to hold against the counters.</summary>
    public async Task<BenefitAudit?> AuditAsync(long benefitId, CancellationToken ct) =>
        await database.FindAsync<BenefitAudit>("""
            SELECT b.stock, b.issued, b.held,
                   (SELECT COUNT(*) FROM claims c WHERE c.benefit_id = b.id) AS claims,
                   (SELECT COALESCE(MAX(c.serial), 0) FROM claims c WHERE c.benefit_id = b.id) AS last_serial,
                   (SELECT COUNT(*) FROM claims c WHERE c.benefit_id = b.id
                       AND (c.state IN ('held', 'redeemed') OR (c.state = 'expired' AND b.expiry_returns_stock = 0))) AS taking,
                   (SELECT COUNT(*) FROM (SELECT c.member_id FROM claims c WHERE c.benefit_id = @benefitId AND c.state IN ('held', 'redeemed')
                                           GROUP BY c.member_id HAVING COUNT(*) > 1) AS twice) AS twice
              FROM benefits b WHERE b.id = @benefitId
            """, new { benefitId }, ct);
}

/// <summary>A benefit's counters beside what its rows say.</summary>
public sealed record BenefitAudit
{
    public required int Stock { get; init; }
    public required int Issued { get; init; }
    public required int Held { get; init; }
    public required int Claims { get; init; }
    public required int LastSerial { get; init; }

    /// <summary>Claims that take stock, counted from the rows.</summary>
    public required int Taking { get; init; }

    /// <summary>Members with more than one claim that counts.</summary>
    public required int Twice { get; init; }

    /// <summary>Serials are unique by key: as many rows as the last serial means no gap.</summary>
    public bool Holds => Held == Taking && Held <= Stock && Issued == Claims && Issued == LastSerial && Twice == 0;
}
