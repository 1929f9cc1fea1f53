using System.Text;
using CsrmeWeChat.Foundation.Data;
using QRCoder;

namespace CsrmeWeChat.Judging;

/// <summary>
/// At which WeChat a juror is told of their rounds. An account of the console has none: its page shows a code, and whoever sends it from
/// the mini program is the juror.
/// </summary>
public sealed class ContactStore(Database database)
{
    public static readonly TimeSpan CodeLasts = TimeSpan.FromMinutes(30);

    /// <summary>Precedes the code in its QR, so that a scan of something else is told apart.</summary>
    public const string ScanPrefix = "CSRME-JUROR:";

    /// <summary>Forty bits for half an hour: nobody guesses one.</summary>
    private const int CodeLength = 8;

    public Task<JurorContact?> FindAsync(long staffId, CancellationToken ct) =>
        database.FindAsync<JurorContact>(
            "SELECT staff_id, person_id, code, code_until, linked_at FROM judging_contacts WHERE staff_id = @staffId",
            new { staffId },
            ct
        );

    /// <summary>A new code in place of any before it. Does nothing where the juror is linked: they unlink first.</summary>
    public async Task NewCodeAsync(long staffId, DateTimeOffset now, CancellationToken ct)
    {
        var row = new
        {
            staffId,
            code = PlainText.NewCode(CodeLength),
            until = now + CodeLasts,
        };
        const string Renew =
            "UPDATE judging_contacts SET code = @code, code_until = @until WHERE staff_id = @staffId AND person_id IS NULL";
        if (
            await database.ExecuteAsync(Renew, row, ct) == 0
            && !await database.TryInsertAsync(
                "INSERT INTO judging_contacts (staff_id, code, code_until) VALUES (@staffId, @code, @until)",
                row,
                ct
            )
        )
        {
            await database.ExecuteAsync(Renew, row, ct);
        }
    }

    /// <param name="typed">As it was typed or scanned: spaces, case and what precedes it do not matter.</param>
    public Task<LinkOutcome> LinkAsync(long personId, string typed, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                if (!await tx.LockAsync("people", personId, ct))
                {
                    return (false, LinkOutcome.NoSuchPerson);
                }
                // Whoever asks again because the answer was lost is linked already.
                var linked = await tx.ExecuteAsync(
                    """
                    UPDATE judging_contacts SET person_id = @personId, linked_at = COALESCE(linked_at, @now)
                     WHERE code = @code AND code_until > @now AND (person_id IS NULL OR person_id = @personId)
                    """,
                    new
                    {
                        personId,
                        code = Read(typed),
                        now,
                    },
                    ct
                );
                return (linked == 1, linked == 1 ? LinkOutcome.Linked : LinkOutcome.BadCode);
            },
            ct
        );

    /// <summary>From the juror's page.</summary>
    public Task UnlinkAsync(long staffId, CancellationToken ct) =>
        database.ExecuteAsync("DELETE FROM judging_contacts WHERE staff_id = @staffId", new { staffId }, ct);

    /// <summary>From the mini program: nothing of judging is told to this person any more.</summary>
    public Task UnlinkPersonAsync(long personId, CancellationToken ct) => ForgetAsync(database, personId, ct);

    /// <summary>As which jurors this person is told, by their names.</summary>
    public Task<IReadOnlyList<string>> ListNamesAsync(long personId, CancellationToken ct) =>
        database.ListAsync<string>(
            "SELECT s.name FROM judging_contacts c JOIN staff s ON s.id = c.staff_id WHERE c.person_id = @personId ORDER BY s.id",
            new { personId },
            ct
        );

    public static string ScanText(string code) => $"{ScanPrefix}{code}";

    /// <summary>A PNG of the code's QR.</summary>
    public static byte[] Picture(string code) => PngByteQRCodeHelper.GetQRCode(ScanText(code), QRCodeGenerator.ECCLevel.M, 8);

    internal static Task ForgetAsync(Sql sql, long personId, CancellationToken ct) =>
        sql.ExecuteAsync("DELETE FROM judging_contacts WHERE person_id = @personId", new { personId }, ct);

    internal static Task MergeAsync(Transaction tx, long kept, long gone, CancellationToken ct) =>
        tx.ExecuteAsync("UPDATE judging_contacts SET person_id = @kept WHERE person_id = @gone", new { kept, gone }, ct);

    private static string Read(string typed)
    {
        var text = PlainText.Normal(typed, NormalizationForm.FormKC).ToUpperInvariant();
        return string.Concat(text[(text.LastIndexOf(':') + 1)..].Where(char.IsAsciiLetterOrDigit));
    }
}

public enum LinkOutcome
{
    Linked,

    /// <summary>There is none such, it is too old, or somebody else has sent it.</summary>
    BadCode,
    NoSuchPerson,
}

public sealed record JurorContact
{
    public required long StaffId { get; init; }
    public long? PersonId { get; init; }
    public string? Code { get; init; }
    public DateTimeOffset? CodeUntil { get; init; }
    public DateTimeOffset? LinkedAt { get; init; }

    /// <summary>The code that can be sent now.</summary>
    public string? CodeAt(DateTimeOffset now) => PersonId is null && CodeUntil > now ? Code : null;
}
