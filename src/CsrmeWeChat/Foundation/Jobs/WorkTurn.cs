using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Foundation.Jobs;

/// <summary>
/// One node's turn at a row whose work takes long: the row's lease, renewed for as long as the turn lasts, and a folder to work in.
/// </summary>
public abstract class WorkTurn : IAsyncDisposable
{
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(8);

    /// <summary>Longer than any turn: who made a folder that is older is dead.</summary>
    private static readonly TimeSpan Left = TimeSpan.FromDays(1);

    private readonly Database database;
    private readonly TimeProvider time;
    private readonly CancellationTokenSource lost;
    private readonly CancellationTokenSource over = new();
    private Task renewing = Task.CompletedTask;

    /// <param name="prefix">What its folders are called, for <see cref="DeleteLeft"/>.</param>
    protected WorkTurn(Database database, TimeProvider time, string holder, string prefix, CancellationToken ct)
    {
        (this.database, this.time, Holder) = (database, time, holder);
        lost = CancellationTokenSource.CreateLinkedTokenSource(ct);
        Folder = Directory.CreateTempSubdirectory(prefix).FullName;
    }

    public string Holder { get; }

    public string Folder { get; }

    /// <summary>Ends the work: the service stops, or another node has the row.</summary>
    public CancellationToken Lost => lost.Token;

    /// <summary>Deletes the folders that turns of dead processes have left.</summary>
    public static void DeleteLeft(string prefix, DateTimeOffset now)
    {
        foreach (var left in Directory.EnumerateDirectories(Path.GetTempPath(), $"{prefix}*"))
        {
            if (Directory.GetLastWriteTimeUtc(left) < (now - Left).UtcDateTime)
            {
                Directory.Delete(left, recursive: true);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        await renewing;
        // Where the turn ended with a result this finds nothing: the row was given back with it.
        await GiveBackAsync();
        DeleteFolder();
        lost.Dispose();
        over.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>To be called once the row is taken.</summary>
    protected void Begin() => renewing = KeepRenewingAsync();

    /// <summary>Prolongs the lease. False where another has it, or nobody needs the work any more.</summary>
    protected abstract Task<bool> RenewAsync(DateTimeOffset now);

    protected abstract Task GiveBackAsync();

    private void DeleteFolder()
    {
        try
        {
            Directory.Delete(Folder, recursive: true);
        }
        catch (IOException)
        {
            // A program that was told to end still writes there; what is left goes with what the dead have left.
        }
    }

    private async Task KeepRenewingAsync()
    {
        using var timer = new PeriodicTimer(RenewEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(over.Token))
            {
                if (!await TryRenewAsync())
                {
                    await lost.CancelAsync();
                    return;
                }
            }
        }
        catch (OperationCanceledException) { }
    }

    private async Task<bool> TryRenewAsync()
    {
        try
        {
            return await RenewAsync(time.GetUtcNow());
        }
        catch (Exception e) when (database.IsAway(e))
        {
            // The lease runs out if the database stays away; the result then finds no row.
            return true;
        }
    }
}
