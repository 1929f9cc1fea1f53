using System.Buffers;
using System.IO.Pipelines;
using System.Security.Cryptography;
using CsrmeWeChat.Foundation.Data;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Uploads;

/// <summary>Writes a chunk to where it belongs, and looks at the whole once the last byte is there.</summary>
public sealed class UploadWriter(
    Database database,
    UploadStore store,
    UploadFolder folder,
    UploadFiles files,
    UploadHashes hashes,
    IOptions<UploadOptions> options,
    TimeProvider time,
    IHostApplicationLifetime host,
    ILogger<UploadWriter> log
)
{
    /// <summary>A body that brings nothing for so long gives the upload to whoever else comes: its connection may be dead.</summary>
    private const int StallSeconds = 3;

    /// <summary>Hashing takes a core each: the others are for those who wait for an answer.</summary>
    private readonly SemaphoreSlim hashing = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <returns>What came of it, and the upload as it is then.</returns>
    public async Task<(ChunkOutcome Outcome, Upload Upload)> WriteAsync(Upload upload, Chunk chunk, PipeReader body, CancellationToken ct)
    {
        if (upload.IsBusy(time.GetUtcNow()))
        {
            return (ChunkOutcome.Busy, upload);
        }
        if (upload.Received != chunk.Offset)
        {
            return (ChunkOutcome.WrongOffset, upload);
        }
        if (chunk.Length > upload.Size - chunk.Offset)
        {
            return (ChunkOutcome.TooLong, upload);
        }
        if (upload.State is not UploadState.Open)
        {
            // Nothing more than nothing can come after the last byte.
            return await CheckAsync(upload, ct) is { } seen ? (OutcomeOf(seen), seen) : (ChunkOutcome.Busy, upload);
        }
        if (!folder.HasRoom(chunk.Length ?? 0))
        {
            return (ChunkOutcome.NoRoom, upload);
        }
        await using var turn = await UploadTurn.TakeAsync(database, folder, hashes, time, options.Value, upload, ct);
        if (turn is null)
        {
            return (ChunkOutcome.Busy, upload);
        }
        var outcome = await WriteAsync(turn, chunk, body, ct);
        return outcome is ChunkOutcome.Saved && turn.Upload.State is UploadState.Checking ? await CheckAsync(turn) : (outcome, turn.Upload);
    }

    /// <summary>
    /// Computes the hash of an upload whose bytes are all here or in the store, where nobody does. Null where somebody does just now.
    /// </summary>
    public async Task<Upload?> CheckAsync(Upload upload, CancellationToken ct)
    {
        if (upload.State is not UploadState.Checking)
        {
            return upload;
        }
        await using var turn = await UploadTurn.TakeAsync(database, folder, hashes, time, options.Value, upload, ct);
        return turn is null ? null : (await CheckAsync(turn)).Upload;
    }

    private static ChunkOutcome OutcomeOf(Upload upload) =>
        upload.State is UploadState.Refused ? ChunkOutcome.WrongHash : ChunkOutcome.Saved;

    private async Task<ChunkOutcome> WriteAsync(UploadTurn turn, Chunk chunk, PipeReader body, CancellationToken ct)
    {
        using var checksum = chunk.Checksum is { } wanted ? IncrementalHash.CreateHash(wanted.Algorithm) : null;
        using var stopped = CancellationTokenSource.CreateLinkedTokenSource(ct, host.ApplicationStopping);
        var copy = new BodyCopy(turn, body, checksum, time);
        try
        {
            var outcome = await copy.RunAsync(stopped.Token);
            if (outcome is not ChunkOutcome.Saved)
            {
                return outcome;
            }
        }
        catch (IOException e) when (UploadFolder.IsFull(e))
        {
            await (checksum is null ? turn.SaveAsync(last: true) : turn.ReleaseAsync());
            return ChunkOutcome.NoRoom;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException && checksum is null)
        {
            // The connection was cut, or the time is over: what has come counts.
            await turn.SaveAsync(last: true);
            if (!ct.IsCancellationRequested && stopped.IsCancellationRequested)
            {
                return ChunkOutcome.Interrupted;
            }
            throw;
        }
        if (chunk.Checksum is { } expected && !checksum!.GetHashAndReset().AsSpan().SequenceEqual(expected.Value))
        {
            return ChunkOutcome.WrongChecksum;
        }
        return await turn.SaveAsync(last: true) ? ChunkOutcome.Saved : ChunkOutcome.Busy;
    }

    private async Task<(ChunkOutcome Outcome, Upload Upload)> CheckAsync(UploadTurn turn)
    {
        var upload = turn.Upload;
        if ((turn.FindHash() ?? await HashAsync(turn, host.ApplicationStopping)) is not { } sha256)
        {
            return (ChunkOutcome.Busy, upload);
        }
        var now = time.GetUtcNow();
        if (upload.WantedSha256 is not "" && upload.WantedSha256 != sha256)
        {
            await store.EndAsync(upload, UploadState.Refused, now, CancellationToken.None, turn.Holder);
            return (ChunkOutcome.WrongHash, upload with { State = UploadState.Refused });
        }
        var expiresAt = now + options.Value.KeepFor;
        return await turn.CompleteAsync(sha256, expiresAt)
            ? (ChunkOutcome.Saved, upload with { State = UploadState.Complete, Sha256 = sha256, ExpiresAt = expiresAt })
            : (ChunkOutcome.Busy, upload);
    }

    /// <summary>Null where the lease was lost meanwhile.</summary>
    private async Task<string?> HashAsync(UploadTurn turn, CancellationToken ct)
    {
        while (!await hashing.WaitAsync(UploadTurn.SaveEvery, ct))
        {
            if (!await turn.RenewAsync())
            {
                return null;
            }
        }
        try
        {
            await using var file = await files.OpenAsync(turn.Upload, ct)
                ?? throw new InvalidOperationException("The bytes of an upload are gone.");
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            using var buffer = MemoryPool<byte>.Shared.Rent(1 << 18);
            var at = 0L;
            while (at < turn.Upload.Size)
            {
                var wanted = buffer.Memory[..(int)Math.Min(buffer.Memory.Length, turn.Upload.Size - at)];
                var read = await file.ReadAsync(wanted, ct);
                if (read == 0)
                {
                    log.LogCritical("The folder of the uploads has lost bytes of upload {Upload}", turn.Upload.Id);
                    throw new InvalidOperationException("The folder of the uploads has lost bytes that were counted.");
                }
                hash.AppendData(buffer.Memory.Span[..read]);
                at += read;
                if (turn.IsSaveDue && !await turn.RenewAsync())
                {
                    return null;
                }
            }
            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
        finally
        {
            hashing.Release();
        }
    }

    /// <summary>A body on its way into the file, as it arrives and without more memory than the connection has.</summary>
    private sealed class BodyCopy(UploadTurn turn, PipeReader body, IncrementalHash? checksum, TimeProvider time)
    {
        /// <summary>Not before its checksum is known; and what is whole is saved at the end, for more may come that must not.</summary>
        private bool MaySave => checksum is null && turn.At < turn.Upload.Size;

        private volatile bool isWaiting;
        private int idleSeconds;

        public async Task<ChunkOutcome> RunAsync(CancellationToken ct)
        {
            using var watch = time.CreateTimer(_ => Watch(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
            var isPaused = false;
            while (true)
            {
                idleSeconds = 0;
                isWaiting = true;
                var read = await body.ReadAsync(ct);
                isWaiting = false;
                if (read.IsCanceled)
                {
                    body.AdvanceTo(read.Buffer.Start);
                    isPaused = isPaused || await PauseAsync();
                    continue;
                }
                // Whatever becomes of it, what was read is given back: else the server cannot read on for the next request.
                try
                {
                    if (isPaused && !await turn.RetakeAsync(ct))
                    {
                        return ChunkOutcome.Busy;
                    }
                    isPaused = false;
                    if (read.Buffer.Length > turn.Upload.Size - turn.At)
                    {
                        return ChunkOutcome.TooLong;
                    }
                    Take(read.Buffer);
                }
                finally
                {
                    body.AdvanceTo(read.Buffer.End);
                }
                if (read.IsCompleted)
                {
                    return ChunkOutcome.Saved;
                }
                if (turn.IsSaveDue && !await (MaySave ? turn.SaveAsync(last: false) : turn.RenewAsync()))
                {
                    return ChunkOutcome.Busy;
                }
            }
        }

        private void Take(ReadOnlySequence<byte> bytes)
        {
            if (bytes.IsEmpty)
            {
                return;
            }
            turn.Write(bytes);
            if (checksum is not null)
            {
                foreach (var segment in bytes)
                {
                    checksum.AppendData(segment.Span);
                }
            }
        }

        /// <summary>Gives the upload to whoever else comes, until this body goes on.</summary>
        private async Task<bool> PauseAsync()
        {
            await (MaySave ? turn.SaveAsync(last: true) : turn.ReleaseAsync());
            return true;
        }

        private void Watch()
        {
            if (isWaiting && Interlocked.Increment(ref idleSeconds) == StallSeconds)
            {
                body.CancelPendingRead();
            }
        }
    }
}

/// <param name="Length">Null where the request does not say.</param>
public sealed record Chunk(long Offset, long? Length, Checksum? Checksum);

public sealed record Checksum(HashAlgorithmName Algorithm, byte[] Value);

public enum ChunkOutcome
{
    Saved,

    /// <summary>Somebody else writes just now.</summary>
    Busy,
    TooManyBodies,
    WrongOffset,
    TooLong,

    /// <summary>It is none, or of an algorithm that we do not have.</summary>
    BadChecksum,
    WrongChecksum,

    /// <summary>All is here, and it is not the file that was announced.</summary>
    WrongHash,
    NoRoom,

    /// <summary>The node is being stopped; what has come counts.</summary>
    Interrupted,
}
