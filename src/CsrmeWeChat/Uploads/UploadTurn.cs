using System.Buffers;
using System.Security.Cryptography;
using CsrmeWeChat.Foundation.Data;
using Microsoft.Win32.SafeHandles;

namespace CsrmeWeChat.Uploads;

/// <summary>
/// One writer's turn at an upload: the row's lease for as long as it writes, and the file. Whatever the row counts as received is on the
/// disk, and was written by whoever had the lease.
/// </summary>
internal sealed class UploadTurn : IAsyncDisposable
{
    public static readonly TimeSpan SaveEvery = TimeSpan.FromSeconds(4);

    /// <summary>So much is flushed while more comes: at the end there is less to wait for.</summary>
    private const int FlushAhead = 1 << 20;

    /// <summary>Longer than the slowest flush that may come between two renewals.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(15);

    private static readonly Lease Lease = new("uploads", "id = @Id", Length);

    private readonly Database database;
    private readonly UploadFolder folder;
    private readonly UploadHashes hashes;
    private readonly TimeProvider time;
    private readonly TimeSpan openFor;
    private readonly string holder = Foundation.Data.Lease.NewHolder();
    private readonly List<ReadOnlyMemory<byte>> segments = [];
    private SafeFileHandle? file;
    private IncrementalHash? hash;
    private Task flushing = Task.CompletedTask;
    private long flushedTo;
    private long renewedAt;
    private bool isHeld;

    private UploadTurn(Database database, UploadFolder folder, UploadHashes hashes, TimeProvider time, TimeSpan openFor, Upload upload)
    {
        (this.database, this.folder, this.hashes, this.time, this.openFor) = (database, folder, hashes, time, openFor);
        Upload = upload with { Turn = upload.Turn + 1 };
        At = flushedTo = upload.Received;
    }

    /// <summary>As the row has it, as far as this turn knows.</summary>
    public Upload Upload { get; private set; }

    /// <summary>Where the next byte goes.</summary>
    public long At { get; private set; }

    public string Holder => holder;

    public bool IsSaveDue => time.GetElapsedTime(renewedAt) >= SaveEvery;

    /// <summary>Null where somebody else has the upload, or it is no longer as it was read.</summary>
    public static async Task<UploadTurn?> TakeAsync(
        Database database,
        UploadFolder folder,
        UploadHashes hashes,
        TimeProvider time,
        UploadOptions options,
        Upload upload,
        CancellationToken ct
    )
    {
        var turn = new UploadTurn(database, folder, hashes, time, options.OpenFor, upload);
        if (!await turn.TakeAsync(was: upload.Turn, "turn = turn + 1", ct))
        {
            return null;
        }
        try
        {
            turn.hash = hashes.Take(upload);
            if (upload.Lease is not "" && upload.State is UploadState.Open)
            {
                await turn.CopyAsync(ct);
            }
            return turn;
        }
        catch
        {
            await turn.DisposeAsync();
            throw;
        }
    }

    /// <summary>Writes what has come, behind what was written before.</summary>
    public void Write(ReadOnlySequence<byte> bytes)
    {
        file ??= Open();
        segments.Clear();
        foreach (var segment in bytes)
        {
            segments.Add(segment);
        }
        RandomAccess.Write(file, segments, At);
        foreach (var segment in segments)
        {
            hash?.AppendData(segment.Span);
        }
        At += bytes.Length;
        if (At - flushedTo >= FlushAhead && flushing.IsCompleted)
        {
            (flushing, flushedTo) = (folder.FlushAsync(file), At);
        }
    }

    /// <summary>The SHA-256 of all bytes, where it was computed as they came; else null.</summary>
    public string? FindHash() =>
        hash is not null && At == Upload.Received && At == Upload.Size ? Convert.ToHexStringLower(hash.GetCurrentHash()) : null;

    /// <summary>Keeps the lease without counting what was written: its checksum is not known yet.</summary>
    public Task<bool> RenewAsync() => RenewAsync("", new { Upload.Id });

    /// <summary>What was written counts from here on, for it is on the disk. False where the lease was lost: then it does not.</summary>
    /// <param name="last">Whether the turn ends with it.</param>
    public async Task<bool> SaveAsync(bool last)
    {
        await flushing;
        if (At > Upload.Received && At > flushedTo)
        {
            await folder.FlushAsync(file!);
            flushedTo = At;
        }
        var now = time.GetUtcNow();
        var isWhole = At == Upload.Size;
        var saved = Upload with
        {
            Received = At,
            State = isWhole ? UploadState.Checking : UploadState.Open,
            ReceivedAt = At > Upload.Received ? now : Upload.ReceivedAt,
        };
        var args = new
        {
            Upload.Id,
            from = Upload.Received,
            to = At,
            state = saved.State.Key,
            at = saved.ReceivedAt,
            expires = saved.ReceivedAt + openFor,
        };
        const string Set = "received = @to, state = @state, received_at = @at, expires_at = @expires",
            And = "received = @from AND state = 'open'";
        // The lease stays for the hash, which is computed at once.
        var done = last && !isWhole ? await ReleaseAsync(args, Set, And) : await RenewAsync(Set, args, And);
        if (done)
        {
            Upload = saved;
        }
        return done;
    }

    /// <summary>Gives the lease back without counting what was written since it was last saved.</summary>
    public Task ReleaseAsync() => ReleaseAsync(new { Upload.Id });

    /// <summary>The hash is known, and the upload complete.</summary>
    public async Task<bool> CompleteAsync(string sha256, DateTimeOffset expiresAt)
    {
        var args = new
        {
            Upload.Id,
            sha256,
            expiresAt,
        };
        return await ReleaseAsync(args, "state = 'complete', sha256 = @sha256, expires_at = @expiresAt", "state = 'checking'");
    }

    /// <summary>The row again, where this turn gave it back and nobody has had a turn since.</summary>
    public Task<bool> RetakeAsync(CancellationToken ct) => TakeAsync(was: Upload.Turn, "", ct);

    public async ValueTask DisposeAsync()
    {
        await flushing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        file?.Dispose();
        // A hash of bytes that do not count is of no use to whoever goes on.
        if (hash is not null && At == Upload.Received && Upload.State is UploadState.Open)
        {
            hashes.Keep(Upload, hash);
        }
        else
        {
            hash?.Dispose();
        }
        if (isHeld)
        {
            await ReleaseAsync();
        }
    }

    private async Task<bool> TakeAsync(long was, string set, CancellationToken ct)
    {
        var args = new
        {
            Upload.Id,
            was,
            Upload.Received,
            state = Upload.State.Key,
        };
        renewedAt = time.GetTimestamp();
        return isHeld = await Lease.TakeAsync(
            database,
            holder,
            args,
            time.GetUtcNow(),
            ct,
            set,
            "turn = @was AND received = @Received AND state = @state"
        );
    }

    // No caller's token from here on: who hangs up does not undo what came.
    private async Task<bool> RenewAsync(string set, object args, string and = "")
    {
        renewedAt = time.GetTimestamp();
        return isHeld = await Lease.RenewAsync(database, holder, args, time.GetUtcNow(), CancellationToken.None, set, and);
    }

    private async Task<bool> ReleaseAsync(object args, string set = "", string and = "")
    {
        isHeld = false;
        return await Lease.ReleaseAsync(database, holder, args, CancellationToken.None, set, and);
    }

    private SafeFileHandle Open()
    {
        var opened = folder.OpenToWrite(Upload.Code, Upload.Part);
        if (RandomAccess.GetLength(opened) >= Upload.Received)
        {
            return opened;
        }
        opened.Dispose();
        // Writing on would leave a hole of zeros.
        throw new InvalidOperationException("The folder of the uploads has lost bytes that were counted.");
    }

    /// <summary>
    /// Whoever had the lease and lost it may be writing still, for example a node that was suspended. So this turn goes on in a copy, whose
    /// name the row has from then on: what the other writes reaches nobody.
    /// </summary>
    private async Task CopyAsync(CancellationToken ct)
    {
        var part = Upload.Part + 1;
        if (At > 0)
        {
            using var from = folder.OpenToRead(Upload.Code, Upload.Part);
            file = folder.OpenToWrite(Upload.Code, part);
            using var buffer = MemoryPool<byte>.Shared.Rent(1 << 18);
            for (long done = 0; done < At; )
            {
                var wanted = buffer.Memory[..(int)Math.Min(buffer.Memory.Length, At - done)];
                var read = await RandomAccess.ReadAsync(from, wanted, done, ct);
                if (read == 0)
                {
                    throw new InvalidOperationException("The folder of the uploads has lost bytes that were counted.");
                }
                await RandomAccess.WriteAsync(file, wanted[..read], done, ct);
                done += read;
                if (IsSaveDue && !await RenewAsync())
                {
                    throw new TurnLostException();
                }
            }
            await folder.FlushAsync(file);
        }
        if (!await RenewAsync("part = @part", new { Upload.Id, part }))
        {
            throw new TurnLostException();
        }
        folder.Delete(Upload.Code, Upload.Part);
        Upload = Upload with { Part = part };
    }
}

/// <summary>Another writer has the upload now.</summary>
internal sealed class TurnLostException() : Exception("Another writer has the upload now.");
