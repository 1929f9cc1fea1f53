using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Certificates;

public enum CertificateOutcome
{
    Done,

    /// <summary>Somebody else revoked or replaced it, since the page was shown.</summary>
    Moved,
}

/// <summary>A certificate that took the place of another, where it did.</summary>
public sealed record Reissued(CertificateOutcome Outcome, Certificate? New = null);

/// <summary>What makes and ends certificates. Each change stands in the trail.</summary>
public sealed class CertificateStates(Database database, AuditTrail audit)
{
    private const int MaxTries = 5;

    /// <summary>
    /// Issues one in the transaction of what it is for. Whoever issues for the same subject again gets the one that is there, with its
    /// code, also where it has been revoked: what was revoked does not come back by itself.
    /// </summary>
    /// <param name="draft">With texts that are clean and no longer than the columns.</param>
    public async Task<Certificate> IssueAsync(Transaction tx, Actor by, CertificateDraft draft, DateTimeOffset now, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await FindAsync(tx, draft.Subject, ct) is { } standing)
            {
                return standing;
            }
            // False where another transaction was faster; or, once in a million years, where the code is taken.
            if (await AddAsync(tx, by, draft, replacesId: null, now, ct))
            {
                var issued = (await FindAsync(tx, draft.Subject, ct))!;
                await audit.AddAsync(tx, by, Audited("certificate.issue", issued, after: Facts(issued)), now, ct);
                return issued;
            }
            if (attempt == MaxTries)
            {
                throw new InvalidOperationException($"No certificate could be issued for {draft.Subject}.");
            }
        }
    }

    /// <param name="seen">As the page showed it.</param>
    public Task<CertificateOutcome> RevokeAsync(Actor by, Certificate seen, string reason, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                var revoked = await tx.ExecuteAsync(
                    """
                    UPDATE certificates
                       SET state = 'revoked', revoked_by = @by, revoked_at = @now, reason = @reason, revision = revision + 1
                     WHERE id = @Id AND revision = @Revision AND state = 'issued'
                    """,
                    new
                    {
                        seen.Id,
                        seen.Revision,
                        by = by.Name,
                        now,
                        reason,
                    },
                    ct
                );
                if (revoked == 0)
                {
                    return (false, CertificateOutcome.Moved);
                }
                await audit.AddAsync(tx, by, Audited("certificate.revoke", seen, after: new { reason }), now, ct);
                return (true, CertificateOutcome.Done);
            },
            ct
        );

    /// <summary>
    /// Revokes one, if it is not yet, and issues another in its place, with a code of its own. The old one says that there is a newer.
    /// </summary>
    /// <param name="seen">As the page showed it.</param>
    public Task<Reissued> ReissueAsync(
        Actor by,
        Certificate seen,
        string name,
        string unit,
        string reason,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        database.TransactAsync(
            async tx =>
            {
                if (!await GiveWayAsync(tx, by, seen, reason, now, ct))
                {
                    return (false, new Reissued(CertificateOutcome.Moved));
                }
                var subject = new CertificateSubject(seen.Panel, seen.PanelId, seen.Subject);
                if (!await AddAsync(tx, by, DraftOf(seen, subject).For(name, unit), seen.Id, now, ct))
                {
                    return (false, new Reissued(CertificateOutcome.Moved));
                }
                var issued = (await FindAsync(tx, subject, ct))!;
                var link = new { seen.Id, issuedId = issued.Id };
                await tx.ExecuteAsync("UPDATE certificates SET replaced_by_id = @issuedId WHERE id = @Id", link, ct);
                await audit.AddAsync(tx, by, Audited("certificate.replace", seen, after: new { reason, newCode = issued.Code }), now, ct);
                await audit.AddAsync(tx, by, Audited("certificate.reissue", issued, Facts(seen), Facts(issued)), now, ct);
                return (true, new Reissued(CertificateOutcome.Done, issued));
            },
            ct
        );

    /// <summary>Who is forgotten keeps the awards that the society gave in public, and finds them in the mini program no longer.</summary>
    public static Task ForgetAsync(Transaction tx, long personId, CancellationToken ct) =>
        tx.ExecuteAsync("UPDATE certificates SET person_id = NULL WHERE person_id = @personId", new { personId }, ct);

    public static Task MergeAsync(Transaction tx, long kept, long gone, CancellationToken ct) =>
        tx.ExecuteAsync("UPDATE certificates SET person_id = @kept WHERE person_id = @gone", new { kept, gone }, ct);

    /// <summary>Revoked, and no longer the one that stands for its subject.</summary>
    /// <remarks>The state comes last: MySQL reads in a later part of SET what an earlier one has written.</remarks>
    private static async Task<bool> GiveWayAsync(
        Transaction tx,
        Actor by,
        Certificate seen,
        string reason,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        await tx.ExecuteAsync(
            """
            UPDATE certificates
               SET subject = @gone, revision = revision + 1,
                   revoked_by = CASE WHEN state = 'issued' THEN @by ELSE revoked_by END,
                   reason = CASE WHEN state = 'issued' THEN @reason ELSE reason END,
                   revoked_at = COALESCE(revoked_at, @now),
                   state = 'revoked'
             WHERE id = @Id AND revision = @Revision AND replaced_by_id IS NULL
            """,
            new
            {
                seen.Id,
                seen.Revision,
                gone = $"replaced/{seen.Id}",
                by = by.Name,
                reason,
                now,
            },
            ct
        ) == 1;

    private static CertificateDraft DraftOf(Certificate seen, CertificateSubject subject) =>
        new(
            subject,
            seen.Heading,
            seen.Name,
            seen.Unit,
            seen.Occasion,
            seen.Award,
            seen.Work,
            seen.Words,
            seen.Issuer,
            seen.DatedOn,
            seen.PersonId
        );

    private static Task<bool> AddAsync(
        Transaction tx,
        Actor by,
        CertificateDraft draft,
        long? replacesId,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        tx.TryInsertAsync(
            """
            INSERT INTO certificates (code, panel, panel_id, subject, heading, name, unit, occasion, award, work, words, issuer, dated_on,
                                      person_id, state, issued_by, issued_at, revoked_by, reason, replaces_id, revision)
            VALUES (@code, @Panel, @PanelId, @Key, @Heading, @Name, @Unit, @Occasion, @Award, @Work, @Words, @Issuer, @DatedOn,
                    @PersonId, 'issued', @by, @now, '', '', @replacesId, 1)
            """,
            new
            {
                code = CertificateCode.New(),
                draft.Subject.Panel,
                draft.Subject.PanelId,
                draft.Subject.Key,
                draft.Heading,
                draft.Name,
                draft.Unit,
                draft.Occasion,
                draft.Award,
                draft.Work,
                draft.Words,
                draft.Issuer,
                draft.DatedOn,
                draft.PersonId,
                by = by.Name,
                now,
                replacesId,
            },
            ct
        );

    private static Task<Certificate?> FindAsync(Transaction tx, CertificateSubject subject, CancellationToken ct) =>
        tx.FindAsync<Certificate>(
            $"SELECT {Certificate.Columns} FROM certificates c WHERE c.panel = @Panel AND c.panel_id = @PanelId AND c.subject = @Key",
            subject,
            ct
        );

    private static Change Audited(string action, Certificate one, object? before = null, object? after = null) =>
        new(action, "certificate", one.Id, $"{one.Name} {one.Award}", before, after);

    private static object Facts(Certificate one) =>
        new
        {
            one.Code,
            one.Name,
            one.Unit,
            one.Occasion,
            one.Award,
            one.Work,
        };
}
