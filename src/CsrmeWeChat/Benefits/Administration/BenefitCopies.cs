using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Seasons;

namespace CsrmeWeChat.Benefits;

/// <summary>
/// Makes drafts out of benefits of an earlier season: all that people wrote, the picture and the rules, with the days of another year.
/// Vouchers are the partner's for one benefit and are not copied.
/// </summary>
public sealed class BenefitCopies(Database database, AuditTrail audit)
{
    /// <summary>One benefit into a season, which may be its own.</summary>
    /// <returns>The draft's id, or why there is none.</returns>
    public Task<(long Id, string? Refusal)> CopyAsync(Actor by, long id, int year, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync<(long, string?)>(
            async tx =>
            {
                if (await SeasonStore.FindIdAsync(tx, year, ct) is not { } seasonId)
                {
                    return (false, (0, $"没有 {year} 年度。"));
                }
                if (await BenefitDetails.ReadAsync(tx, id, ct) is not { } original)
                {
                    return (false, (0, "没有这个福利，可能刚刚被删除。"));
                }
                return (true, (await CopyAsync(tx, by, original, seasonId, year, now, ct), null));
            },
            ct
        );

    /// <summary>
    /// All benefits of a season into another. Those whose titles are there already are left out, so that a form sent twice copies once.
    /// </summary>
    public Task<SeasonCopy> CopySeasonAsync(Actor by, int from, int to, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                // Whoever copies into the same season at the same time waits, and then finds the titles.
                if (
                    from == to
                    || await SeasonStore.FindIdAsync(tx, from, ct) is not { } fromId
                    || await SeasonStore.FindIdAsync(tx, to, ct) is not { } toId
                    || !await tx.LockAsync("seasons", toId, ct)
                )
                {
                    return (false, new SeasonCopy(0, 0, "请选择两个不同的年度。"));
                }
                var benefits = await tx.ListAsync<ToCopy>(
                    """
                    SELECT b.id,
                           (SELECT COUNT(*) FROM benefits c WHERE c.season_id = @toId AND c.title = b.title) AS there
                      FROM benefits b WHERE b.season_id = @fromId ORDER BY b.opens_at, b.id
                    """,
                    new { fromId, toId },
                    ct
                );
                foreach (var benefit in benefits.Where(benefit => benefit.There == 0))
                {
                    var original = (await BenefitDetails.ReadAsync(tx, benefit.Id, ct))!;
                    await CopyAsync(tx, by, original, toId, to, now, ct);
                }
                var copied = benefits.Count(benefit => benefit.There == 0);
                return (copied > 0, new SeasonCopy(copied, benefits.Count - copied, null));
            },
            ct
        );

    private async Task<long> CopyAsync(
        Transaction tx,
        Actor by,
        BenefitDetails original,
        long seasonId,
        int year,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var moved = original.Definition.MovedBy(year - original.Season);
        var id = await InsertAsync(tx, original.Benefit.Id, seasonId, moved, now, ct);
        await tx.ExecuteAsync(
            """
            INSERT INTO benefit_levels (benefit_id, level_id) SELECT @id, level_id FROM benefit_levels WHERE benefit_id = @from;
            INSERT INTO benefit_branches (benefit_id, branch_id) SELECT @id, branch_id FROM benefit_branches WHERE benefit_id = @from;
            INSERT INTO benefit_tags (benefit_id, tag) SELECT @id, tag FROM benefit_tags WHERE benefit_id = @from;
            """,
            new { id, from = original.Benefit.Id },
            ct
        );
        var values = moved.AuditValues();
        values["season"] = year;
        values["kind"] = original.Benefit.Kind.Label;
        values["copied"] = $"{original.Season} 年度《{moved.Title}》";
        await audit.AddAsync(tx, by, new Change("benefit.copy", "benefit", id, moved.Title, After: values), now, ct);
        return id;
    }

    private static Task<long> InsertAsync(
        Transaction tx,
        long from,
        long seasonId,
        BenefitDefinition moved,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        tx.InsertAsync(
            """
            INSERT INTO benefits (season_id, kind, title, summary, usage_note, partner, place, picture, picture_width, picture_height,
                                  state, opens_at, closes_at, use_until, expiry_returns_stock, dues_required, stock, issued, held, revision,
                                  created_at)
            SELECT @seasonId, kind, title, summary, usage_note, partner, place, picture, picture_width, picture_height, 'draft',
                   @OpensAt, @ClosesAt, @UseUntil, expiry_returns_stock, dues_required, CASE WHEN kind = 'counter' THEN stock ELSE 0 END,
                   0, 0, 0, @now
              FROM benefits WHERE id = @from
            """,
            new
            {
                from,
                seasonId,
                moved.OpensAt,
                moved.ClosesAt,
                moved.UseUntil,
                now,
            },
            ct
        );

    private sealed record ToCopy
    {
        public required long Id { get; init; }

        /// <summary>How many of the other season have its title.</summary>
        public required int There { get; init; }
    }
}

/// <param name="Skipped">Those whose titles were there already.</param>
/// <param name="Refusal">In Chinese, where nothing could be copied.</param>
public readonly record struct SeasonCopy(int Copied, int Skipped, string? Refusal);
