using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Storage;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Uploads;

/// <summary>
/// Uploads that go straight to the store. The phone is given what is signed for its own file alone; what has come, the store is asked.
/// </summary>
public sealed class DirectUploads(
    Database database,
    UploadStore store,
    UploadWriter writer,
    DirectIntake intake,
    IOptions<UploadOptions> options,
    TimeProvider time
)
{
    /// <summary>So much goes in one form: what <c>wx.uploadFile</c> takes.</summary>
    private const long MaxForm = 10 << 20;

    /// <summary>The least that S3 takes as a part, but for the last one; and how many of them at most.</summary>
    private const long LeastPart = 5 << 20,
        MaxParts = 10_000;

    /// <summary>So many addresses are signed at once; for more the phone asks again.</summary>
    private const int Addresses = 20;

    /// <summary>What is larger is hashed by the job, and the phone asks meanwhile.</summary>
    private const long HashedAtOnce = 16 << 20;

    /// <summary>Longer than the store takes to make one file of many parts.</summary>
    private static readonly Lease Lease = new("uploads", "id = @Id", TimeSpan.FromMinutes(2));

    public bool IsOpen => intake.IsOpen;

    public static UploadWay WayOf(Upload upload) => upload.Place is UploadPlace.Direct ? WayOf(upload.Size) : UploadWay.Chunks;

    public static UploadWay WayOf(long size) => size <= MaxForm ? UploadWay.Form : UploadWay.Parts;

    /// <summary>The upload as it is then, and what the phone needs to go on; null where nothing goes straight to the store.</summary>
    public async Task<(Upload Upload, DirectScreen? Screen)> PrepareAsync(Upload upload, CancellationToken ct)
    {
        if (upload is not { Place: UploadPlace.Direct, State: UploadState.Open })
        {
            return (upload, null);
        }
        var now = time.GetUtcNow();
        if (WayOf(upload) is UploadWay.Form)
        {
            var form = intake.FormOf(upload.IncomingKey, upload.Size, now);
            return (upload, new DirectScreen(new FormScreen(form.Url, "file", form.Fields), null, null, now + DirectIntake.Lasts));
        }
        (upload, var here) = await FindPartsAsync(upload, ct);
        var left = Addresses;
        PartScreen[] parts =
        [
            .. PartsOf(upload.Size)
                .Select(part =>
                {
                    var isHere = here.Contains((part.Number, part.Size));
                    var url =
                        isHere || left-- <= 0 ? null : intake.PartAddress(upload.Key, upload.StoreSession, part.Number, part.Size, now);
                    return new PartScreen(part.Number, part.Offset, part.Size, isHere, url);
                }),
        ];
        var received = parts.Where(part => part.IsHere).Sum(part => part.Size);
        upload = received > upload.Received ? await SaveAsync(upload, received, now, ct) : upload;
        return (upload, new DirectScreen(null, PartBytesOf(upload.Size), parts, now + DirectIntake.Lasts));
    }

    /// <summary>The phone says that it has sent all. To be repeated as one likes.</summary>
    public async Task<(DirectOutcome Outcome, Upload Upload)> CompleteAsync(Upload upload, CancellationToken ct)
    {
        if (upload.State is UploadState.Open)
        {
            (var outcome, upload) = await TakeAsync(upload, ct);
            if (outcome is not DirectOutcome.Here)
            {
                return (outcome, upload);
            }
        }
        if (upload.Size <= HashedAtOnce)
        {
            upload = await writer.CheckAsync(upload, ct) ?? upload;
        }
        return (upload.State is UploadState.Refused ? DirectOutcome.Differs : DirectOutcome.Here, upload);
    }

    private async Task<(DirectOutcome Outcome, Upload Upload)> TakeAsync(Upload upload, CancellationToken ct)
    {
        var holder = Lease.NewHolder();
        const string And = "turn = @Turn AND state = 'open' AND place = 'direct'";
        if (!await Lease.TakeAsync(database, holder, new { upload.Id, upload.Turn }, time.GetUtcNow(), ct, "turn = turn + 1", And))
        {
            return (DirectOutcome.Busy, upload);
        }
        upload = upload with { Turn = upload.Turn + 1 };
        var isHeld = true;
        try
        {
            var (outcome, part) = WayOf(upload) is UploadWay.Form ? await TakeFormAsync(upload, ct) : await TakePartsAsync(upload, ct);
            if (outcome is DirectOutcome.Differs)
            {
                isHeld = !await store.EndAsync(upload, UploadState.Refused, time.GetUtcNow(), CancellationToken.None, holder);
                return (outcome, upload with { State = UploadState.Refused });
            }
            if (outcome is not DirectOutcome.Here)
            {
                return (outcome, upload);
            }
            var now = time.GetUtcNow();
            var taken = upload with
            {
                State = UploadState.Checking,
                Place = UploadPlace.Store,
                Part = part,
                Received = upload.Size,
                ReceivedAt = now,
                ExpiresAt = now + options.Value.OpenFor,
            };
            const string Set = """
                state = 'checking', place = 'store', part = @Part, received = @Received, received_at = @ReceivedAt, expires_at = @ExpiresAt
                """;
            var args = new
            {
                taken.Id,
                taken.Part,
                taken.Received,
                taken.ReceivedAt,
                taken.ExpiresAt,
            };
            isHeld = false;
            if (!await Lease.ReleaseAsync(database, holder, args, CancellationToken.None, Set, "state = 'open'"))
            {
                return (DirectOutcome.Busy, upload);
            }
            if (WayOf(upload) is UploadWay.Form)
            {
                await intake.DeleteAsync(upload.IncomingKey, ct);
            }
            return (DirectOutcome.Here, taken);
        }
        finally
        {
            if (isHeld)
            {
                await Lease.ReleaseAsync(database, holder, new { upload.Id }, CancellationToken.None);
            }
        }
    }

    /// <summary>
    /// What the form brought may be brought again for as long as it is signed, so it is copied to where no form leads. Each turn has a copy
    /// of its own: one that lost its lease writes where nobody reads.
    /// </summary>
    private async Task<(DirectOutcome Outcome, int Part)> TakeFormAsync(Upload upload, CancellationToken ct)
    {
        if (await intake.FindAsync(upload.IncomingKey, ct) is not var (size, mark))
        {
            return (DirectOutcome.Incomplete, 0);
        }
        if (size != upload.Size)
        {
            return (DirectOutcome.Differs, 0);
        }
        var part = (int)upload.Turn;
        return await intake.CopyAsync(upload.IncomingKey, mark, (upload with { Part = part }).Key, ct)
            ? (DirectOutcome.Here, part)
            : (DirectOutcome.Incomplete, 0);
    }

    private async Task<(DirectOutcome Outcome, int Part)> TakePartsAsync(Upload upload, CancellationToken ct)
    {
        if (upload.StoreSession is "")
        {
            return (DirectOutcome.Incomplete, 0);
        }
        if (await intake.ListPartsAsync(upload.Key, upload.StoreSession, ct) is { } parts)
        {
            var expected = PartsOf(upload.Size).Select(part => (part.Number, part.Size)).ToHashSet();
            List<SentPart> fitting = [.. parts.Where(part => expected.Contains((part.Number, part.Size)))];
            if (fitting.Count < expected.Count)
            {
                return (DirectOutcome.Incomplete, 0);
            }
            if (await intake.CompleteAsync(upload.Key, upload.StoreSession, fitting, ct))
            {
                return (DirectOutcome.Here, upload.Part);
            }
        }
        // The session has ended: whoever asked before may have made the file of it and not lived to say so.
        return await intake.FindAsync(upload.Key, ct) switch
        {
            null => (DirectOutcome.Incomplete, 0),
            { Size: var size } when size == upload.Size => (DirectOutcome.Here, upload.Part),
            _ => (DirectOutcome.Differs, 0),
        };
    }

    /// <summary>The parts that the store has of this upload, whose session begins here where it has none.</summary>
    private async Task<(Upload Upload, IReadOnlySet<(int Number, long Size)> Here)> FindPartsAsync(Upload upload, CancellationToken ct)
    {
        if (upload.StoreSession is not "")
        {
            if (await intake.ListPartsAsync(upload.Key, upload.StoreSession, ct) is { } parts)
            {
                return (upload, parts.Select(part => (part.Number, part.Size)).ToHashSet());
            }
            if (await intake.FindAsync(upload.Key, ct) is not null)
            {
                // All is there, and the phone is to say so again.
                return (upload, PartsOf(upload.Size).Select(part => (part.Number, part.Size)).ToHashSet());
            }
        }
        var session = await intake.BeginAsync(upload.Key, ct);
        var isOurs = await database.ExecuteAsync(
            "UPDATE uploads SET store_session = @session WHERE id = @Id AND state = 'open' AND store_session = @StoreSession",
            new
            {
                upload.Id,
                upload.StoreSession,
                session,
            },
            ct
        );
        if (isOurs == 1)
        {
            return (upload with { StoreSession = session }, new HashSet<(int, long)>());
        }
        // Another request began one meanwhile.
        await intake.AbortAsync(upload.Key, session, ct);
        var now = await store.FindAsync(upload.PersonId, upload.Code, ct);
        return now is { State: UploadState.Open, StoreSession: not "" } && now.StoreSession != upload.StoreSession
            ? await FindPartsAsync(now, ct)
            : (now ?? upload, new HashSet<(int, long)>());
    }

    /// <summary>An upload that goes on does not expire, and what came of it counts among the person's bytes.</summary>
    private async Task<Upload> SaveAsync(Upload upload, long received, DateTimeOffset now, CancellationToken ct)
    {
        var saved = upload with { Received = received, ReceivedAt = now, ExpiresAt = now + options.Value.OpenFor };
        await database.ExecuteAsync(
            """
            UPDATE uploads SET received = @Received, received_at = @ReceivedAt, expires_at = @ExpiresAt
             WHERE id = @Id AND state = 'open' AND received < @Received
            """,
            saved,
            ct
        );
        return saved;
    }

    private static IEnumerable<(int Number, long Offset, long Size)> PartsOf(long size)
    {
        var bytes = PartBytesOf(size);
        for (var (number, offset) = (1, 0L); offset < size; (number, offset) = (number + 1, offset + bytes))
        {
            yield return (number, offset, Math.Min(bytes, size - offset));
        }
    }

    private static long PartBytesOf(long size) => Math.Max(LeastPart, (size + MaxParts - 1) / MaxParts);
}

/// <summary>What came of a phone's word that it has sent all.</summary>
public enum DirectOutcome
{
    /// <summary>All is here; its hash is known, or will soon be.</summary>
    Here,
    Busy,

    /// <summary>The store has not all of it.</summary>
    Incomplete,

    /// <summary>It is not the file that was announced.</summary>
    Differs,
}
