using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using Dapper;

namespace CsrmeWeChat.Benefits;

/// <summary>Benefits as the secretariat makes and edits them. Each change adds to the version first: it takes the lock claims are counted under.</summary>
public sealed class BenefitStore(Database database, AuditTrail trail)
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

    /// <summary>Makes a draft. Names of levels, branches or a season that do not exist are refused.</summary>
    public Task<(long Id, string? Refusal)> AddAsync(Actor by, NewBenefit benefit, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync<(long, string?)>(
            async tx =>
            {
                if (await tx.FindAsync<long?>("SELECT id FROM seasons WHERE year = @Season", new { benefit.Season }, ct) is not { } season)
                {
                    return (false, (0, $"没有 {benefit.Season} 年度。"));
                }
                var (terms, stock) = (benefit.Terms(), benefit.Kind is BenefitKind.Counter ? benefit.Stock : 0);
                var id = await tx.InsertAsync(
                    """
                    INSERT INTO benefits (season_id, kind, title, summary, usage_note, partner, state, opens_at, closes_at, use_until,
                                          expiry_returns_stock, dues_required, stock, issued, held, version, revision, created_at)
                    VALUES (@season, @kind, @Title, @Summary, @UsageNote, @Partner, 'draft', @OpensAt, @ClosesAt, @UseUntil,
                            @returns, @dues, @stock, 0, 0, 0, 0, @now)
                    """,
                    Columned(
                        terms,
                        new
                        {
                            season,
                            kind = benefit.Kind.ToString().ToLowerInvariant(),
                            stock,
                            now,
                        }
                    ),
                    ct
                );
                if (await AddRulesAsync(tx, id, terms, ct) is { } refusal)
                {
                    return (false, (0, refusal));
                }
                var told = terms.Told();
                (told["season"], told["kind"], told["stock"]) = (benefit.Season, benefit.Kind.Word, stock);
                await trail.AddAsync(tx, by, new Change("benefit.add", "benefit", id, terms.Title, After: told), now, ct);
                return (true, (id, null));
            },
            ct
        );

    public Task<Benefit?> FindAsync(long id, CancellationToken ct) =>
        database.FindAsync<Benefit>($"{Columns} WHERE id = @id AND season_id IN (SELECT id FROM seasons WHERE hidden = 0)", new { id }, ct);

    /// <summary>A rehearsal's too.</summary>
    public Task<Benefit?> FindAnyAsync(long id, CancellationToken ct) =>
        database.FindAsync<Benefit>($"{Columns} WHERE id = @id", new { id }, ct);

    public Task<BenefitSheet?> FindSheetAsync(long id, CancellationToken ct) => BenefitSheet.ReadAsync(database, id, ct);

    /// <summary>Writes anew what people wrote, if it still is what the editor saw. Writing what is there already is harmless.</summary>
    /// <param name="revision">Of the sheet that was edited.</param>
    public Task<EditResult> EditAsync(Actor by, long id, long revision, BenefitTerms terms, DateTimeOffset now, CancellationToken ct) =>
        ChangeAsync(by, "benefit.edit", id, revision, _ => terms, now, ct);

    /// <summary>Moves the windows, also while claims come in: each is judged by the windows that stand when its batch is taken.</summary>
    /// <param name="revision">Null: whatever they are now.</param>
    public Task<EditResult> SetWindowsAsync(
        Actor by,
        long id,
        long? revision,
        DateTimeOffset opensAt,
        DateTimeOffset closesAt,
        DateTimeOffset useUntil,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        ChangeAsync(
            by,
            "benefit.window",
            id,
            revision,
            terms => terms with { OpensAt = opensAt, ClosesAt = closesAt, UseUntil = useUntil },
            now,
            ct
        );

    private Task<EditResult> ChangeAsync(
        Actor by,
        string action,
        long id,
        long? revision,
        Func<BenefitTerms, BenefitTerms> edit,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        database.TransactAsync(
            async tx =>
            {
                await LockAsync(tx, id, ct);
                if (await BenefitSheet.ReadAsync(tx, id, ct) is not { } sheet)
                {
                    return (false, new EditResult(EditOutcome.NoSuchBenefit));
                }
                var (before, after) = (sheet.Terms, edit(sheet.Terms));
                if (BenefitTerms.Differences(before, after) is not { } differences)
                {
                    return (false, new EditResult(EditOutcome.Edited));
                }
                if (revision is not null && revision != sheet.Revision)
                {
                    return (false, new EditResult(EditOutcome.EditedByOther));
                }
                // held was counted by the rule that stood when they expired.
                if (
                    before.ExpiryReturnsStock != after.ExpiryReturnsStock
                    && await tx.FindAsync<int>("SELECT 1 FROM claims WHERE benefit_id = @id AND state = 'expired' LIMIT 1", new { id }, ct)
                        == 1
                )
                {
                    return (false, new EditResult(EditOutcome.Refused, "已有领取过期，“过期退回总量”不能再改。"));
                }
                await tx.ExecuteAsync(
                    """
                    UPDATE benefits
                       SET revision = revision + 1, title = @Title, summary = @Summary, usage_note = @UsageNote, partner = @Partner,
                           opens_at = @OpensAt, closes_at = @ClosesAt, use_until = @UseUntil, expiry_returns_stock = @returns, dues_required = @dues
                     WHERE id = @id
                    """,
                    Columned(after, new { id }),
                    ct
                );
                foreach (var table in (string[])["benefit_levels", "benefit_branches", "benefit_tags"])
                {
                    await tx.ExecuteAsync($"DELETE FROM {table} WHERE benefit_id = @id", new { id }, ct);
                }
                if (await AddRulesAsync(tx, id, after, ct) is { } refusal)
                {
                    return (false, new EditResult(EditOutcome.Refused, refusal));
                }
                await trail.AddAsync(
                    tx,
                    by,
                    new Change(action, "benefit", id, after.Title, differences.Before, differences.After),
                    now,
                    ct
                );
                return (true, new EditResult(EditOutcome.Edited));
            },
            ct
        );

    /// <summary>Why the rules cannot be written, or null where they were.</summary>
    private static async Task<string?> AddRulesAsync(Transaction tx, long id, BenefitTerms terms, CancellationToken ct)
    {
        foreach (
            var (names, table, column) in (IEnumerable<(IReadOnlyList<string>, string, string)>)
                [(terms.Levels, "levels", "level_id"), (terms.Branches, "branches", "branch_id")]
        )
        {
            foreach (var name in names)
            {
                if (
                    await tx.ExecuteAsync(
                        $"INSERT INTO benefit_{table} (benefit_id, {column}) SELECT @id, id FROM {table} WHERE name = @name",
                        new { id, name },
                        ct
                    ) == 0
                )
                {
                    return $"名册中没有“{name}”。";
                }
            }
        }
        foreach (var tag in terms.Tags)
        {
            await tx.ExecuteAsync("INSERT INTO benefit_tags (benefit_id, tag) VALUES (@id, @tag)", new { id, tag }, ct);
        }
        return null;
    }

    private static DynamicParameters Columned(BenefitTerms terms, object more)
    {
        var columns = new DynamicParameters(more);
        columns.AddDynamicParams(
            new
            {
                terms.Title,
                terms.Summary,
                terms.UsageNote,
                terms.Partner,
                terms.OpensAt,
                terms.ClosesAt,
                terms.UseUntil,
                returns = terms.ExpiryReturnsStock ? 1 : 0,
                dues = terms.DuesRequired ? 1 : 0,
            }
        );
        return columns;
    }

    /// <summary>The lock claims are counted under, held to the end of the transaction.</summary>
    internal static async Task<bool> LockAsync(Transaction tx, long id, CancellationToken ct) =>
        await tx.ExecuteAsync("UPDATE benefits SET version = version + 1 WHERE id = @id", new { id }, ct) == 1;

    /// <summary>Counts the rows anew, to hold against the counters.</summary>
    public async Task<BenefitAudit?> AuditAsync(long benefitId, CancellationToken ct) =>
        await database.FindAsync<BenefitAudit>(
            """
            SELECT b.stock, b.issued, b.held,
                   (SELECT COUNT(*) FROM claims c WHERE c.benefit_id = b.id) AS claims,
                   (SELECT COALESCE(MAX(c.serial), 0) FROM claims c WHERE c.benefit_id = b.id) AS last_serial,
                   (SELECT COUNT(*) FROM claims c WHERE c.benefit_id = b.id
                       AND (c.state IN ('held', 'redeemed') OR (c.state = 'expired' AND b.expiry_returns_stock = 0))) AS taking,
                   (SELECT COUNT(*) FROM (SELECT c.member_id FROM claims c WHERE c.benefit_id = @benefitId AND c.state IN ('held', 'redeemed')
                                           GROUP BY c.member_id HAVING COUNT(*) > 1) AS twice) AS twice
              FROM benefits b WHERE b.id = @benefitId
            """,
            new { benefitId },
            ct
        );
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

public enum EditOutcome
{
    Edited,
    NoSuchBenefit,
    EditedByOther,
    Refused,
}

/// <param name="Why">In words, where it was refused.</param>
public readonly record struct EditResult(EditOutcome Outcome, string? Why = null);
