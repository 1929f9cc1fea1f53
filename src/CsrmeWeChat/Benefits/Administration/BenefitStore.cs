using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Media;
using CsrmeWeChat.Seasons;
using Dapper;

namespace CsrmeWeChat.Benefits;

/// <summary>Benefits as the secretariat makes and edits them. An edit holds the lock that claims are counted under.</summary>
public sealed class BenefitStore(Database database, AuditTrail audit)
{
    /// <summary>Makes a draft. Names of levels, branches or a season that do not exist are refused.</summary>
    public Task<(long Id, string? Refusal)> AddAsync(Actor by, NewBenefit benefit, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync<(long, string?)>(
            async tx =>
            {
                if (await SeasonStore.FindIdAsync(tx, benefit.Season, ct) is not { } seasonId)
                {
                    return (false, (0, $"没有 {benefit.Season} 年度。"));
                }
                var definition = benefit.Definition();
                var stock = benefit.Kind is BenefitKind.Counter ? benefit.Stock : 0;
                var id = await InsertAsync(tx, seasonId, benefit.Kind, definition, stock, now, ct);
                if (await AddRulesAsync(tx, id, definition, ct) is { } refusal)
                {
                    return (false, (0, refusal));
                }
                var values = definition.AuditValues();
                values["season"] = benefit.Season;
                values["kind"] = benefit.Kind.Label;
                values["stock"] = stock;
                await audit.AddAsync(tx, by, new Change("benefit.add", "benefit", id, definition.Title, After: values), now, ct);
                return (true, (id, null));
            },
            ct
        );

    /// <summary>Gives the benefit another picture, or none.</summary>
    /// <returns>False where there is no such benefit.</returns>
    public Task<bool> SetPictureAsync(Actor by, long id, Picture picture, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                await tx.LockAsync("benefits", id, ct);
                if (await BenefitDetails.ReadAsync(tx, id, ct) is not { Benefit: var benefit })
                {
                    return (false, false);
                }
                if (benefit.Picture == picture.Name)
                {
                    return (false, true);
                }
                await tx.ExecuteAsync(
                    "UPDATE benefits SET picture = @Name, picture_width = @Width, picture_height = @Height WHERE id = @id",
                    new
                    {
                        id,
                        picture.Name,
                        picture.Width,
                        picture.Height,
                    },
                    ct
                );
                var before = new { picture = WordsOf(new Picture(benefit.Picture, benefit.PictureWidth, benefit.PictureHeight)) };
                var after = new { picture = picture.Name is "" ? WordsOf(picture) : $"换上 {WordsOf(picture)}" };
                await audit.AddAsync(tx, by, new Change("benefit.picture", "benefit", id, benefit.Title, before, after), now, ct);
                return (true, true);
            },
            ct
        );

    private static string WordsOf(Picture picture) => picture.Name is "" ? "没有图片" : $"{picture.Width} × {picture.Height} 像素的图片";

    public Task<Benefit?> FindAsync(long id, CancellationToken ct) =>
        database.FindAsync<Benefit>(
            $"""
            SELECT {Benefit.Columns}
              FROM benefits
             WHERE id = @id AND season_id IN (SELECT id FROM seasons WHERE hidden = 0)
            """,
            new { id },
            ct
        );

    /// <summary>Finds a rehearsal's benefit, too.</summary>
    public Task<Benefit?> FindAnyAsync(long id, CancellationToken ct) =>
        database.FindAsync<Benefit>($"SELECT {Benefit.Columns} FROM benefits WHERE id = @id", new { id }, ct);

    public Task<BenefitDetails?> FindDetailsAsync(long id, CancellationToken ct) => BenefitDetails.ReadAsync(database, id, ct);

    /// <summary>Counts the claims anew, to compare them with the counters.</summary>
    public Task<Reconciliation?> ReconcileAsync(long id, CancellationToken ct) => Reconciliation.ReadAsync(database, id, ct);

    /// <summary>Replaces what people wrote, if it is still what the editor saw. Writing what stands there already is harmless.</summary>
    /// <param name="revision">The revision of the details that were edited.</param>
    public Task<EditResult> EditAsync(
        Actor by,
        long id,
        long revision,
        BenefitDefinition definition,
        DateTimeOffset now,
        CancellationToken ct
    ) => EditAsync(by, "benefit.edit", id, revision, _ => definition, now, ct);

    /// <summary>Moves the windows, also while claims come in: each is judged by the windows that stand when its batch is taken.</summary>
    /// <param name="revision">The revision of the windows that were edited; null for whatever they are now.</param>
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
        EditAsync(
            by,
            "benefit.window",
            id,
            revision,
            definition => definition with { OpensAt = opensAt, ClosesAt = closesAt, UseUntil = useUntil },
            now,
            ct
        );

    private Task<EditResult> EditAsync(
        Actor by,
        string action,
        long id,
        long? revision,
        Func<BenefitDefinition, BenefitDefinition> edit,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        database.TransactAsync(
            async tx =>
            {
                await tx.LockAsync("benefits", id, ct);
                if (await BenefitDetails.ReadAsync(tx, id, ct) is not { } details)
                {
                    return (false, new EditResult(EditOutcome.NoSuchBenefit));
                }
                var after = edit(details.Definition);
                if (BenefitDefinition.Differences(details.Definition, after) is not { } differences)
                {
                    return (false, new EditResult(EditOutcome.Edited));
                }
                if (revision is not null && revision != details.Revision)
                {
                    return (false, new EditResult(EditOutcome.EditedMeanwhile));
                }
                if (await WriteAsync(tx, id, details.Definition, after, ct) is { } refusal)
                {
                    return (false, new EditResult(EditOutcome.Refused, refusal));
                }
                var change = new Change(action, "benefit", id, after.Title, differences.Before, differences.After);
                await audit.AddAsync(tx, by, change, now, ct);
                return (true, new EditResult(EditOutcome.Edited));
            },
            ct
        );

    /// <summary>Why the edit cannot be written, in Chinese, or null where it was.</summary>
    private static async Task<string?> WriteAsync(
        Transaction tx,
        long id,
        BenefitDefinition before,
        BenefitDefinition after,
        CancellationToken ct
    )
    {
        // The counter of held pieces followed the rule that stood when claims expired.
        if (before.ExpiryReturnsStock != after.ExpiryReturnsStock && await HasExpiredClaimsAsync(tx, id, ct))
        {
            return "已有领取过期，“到期未核销的份数退回库存”不能再改。";
        }
        await tx.ExecuteAsync(
            """
            UPDATE benefits
               SET revision = revision + 1, title = @Title, summary = @Summary, usage_note = @UsageNote, partner = @Partner, place = @Place,
                   opens_at = @OpensAt, closes_at = @ClosesAt, use_until = @UseUntil,
                   expiry_returns_stock = @returns, dues_required = @dues
             WHERE id = @id
            """,
            ColumnsOf(after, new { id }),
            ct
        );
        foreach (var table in (string[])["benefit_levels", "benefit_branches", "benefit_tags"])
        {
            await tx.ExecuteAsync($"DELETE FROM {table} WHERE benefit_id = @id", new { id }, ct);
        }
        return await AddRulesAsync(tx, id, after, ct);
    }

    private static async Task<bool> HasExpiredClaimsAsync(Transaction tx, long id, CancellationToken ct) =>
        await tx.FindAsync<int>("SELECT 1 FROM claims WHERE benefit_id = @id AND state = 'expired' LIMIT 1", new { id }, ct) == 1;

    private static Task<long> InsertAsync(
        Transaction tx,
        long seasonId,
        BenefitKind kind,
        BenefitDefinition definition,
        int stock,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        tx.InsertAsync(
            """
            INSERT INTO benefits (season_id, kind, title, summary, usage_note, partner, place, state, opens_at, closes_at, use_until,
                                  expiry_returns_stock, dues_required, stock, issued, held, revision, created_at)
            VALUES (@seasonId, @Key, @Title, @Summary, @UsageNote, @Partner, @Place, 'draft', @OpensAt, @ClosesAt, @UseUntil,
                    @returns, @dues, @stock, 0, 0, 0, @now)
            """,
            ColumnsOf(
                definition,
                new
                {
                    seasonId,
                    kind.Key,
                    stock,
                    now,
                }
            ),
            ct
        );

    /// <summary>Why the rules cannot be written, in Chinese, or null where they were.</summary>
    private static async Task<string?> AddRulesAsync(Transaction tx, long id, BenefitDefinition definition, CancellationToken ct)
    {
        foreach (var name in definition.Levels)
        {
            const string insert = "INSERT INTO benefit_levels (benefit_id, level_id) SELECT @id, id FROM levels WHERE name = @name";
            if (await tx.ExecuteAsync(insert, new { id, name }, ct) == 0)
            {
                return $"名册中没有“{name}”。";
            }
        }
        foreach (var name in definition.Branches)
        {
            const string insert = "INSERT INTO benefit_branches (benefit_id, branch_id) SELECT @id, id FROM branches WHERE name = @name";
            if (await tx.ExecuteAsync(insert, new { id, name }, ct) == 0)
            {
                return $"名册中没有“{name}”。";
            }
        }
        foreach (var tag in definition.Tags)
        {
            await tx.ExecuteAsync("INSERT INTO benefit_tags (benefit_id, tag) VALUES (@id, @tag)", new { id, tag }, ct);
        }
        return null;
    }

    private static DynamicParameters ColumnsOf(BenefitDefinition definition, object more)
    {
        var columns = new DynamicParameters(more);
        columns.AddDynamicParams(
            new
            {
                definition.Title,
                definition.Summary,
                definition.UsageNote,
                definition.Partner,
                definition.Place,
                definition.OpensAt,
                definition.ClosesAt,
                definition.UseUntil,
                returns = definition.ExpiryReturnsStock ? 1 : 0,
                dues = definition.DuesRequired ? 1 : 0,
            }
        );
        return columns;
    }
}

public enum EditOutcome
{
    Edited,
    NoSuchBenefit,
    EditedMeanwhile,
    Refused,
}

/// <param name="Why">The reason in Chinese, where the edit was refused.</param>
public readonly record struct EditResult(EditOutcome Outcome, string? Why = null);
