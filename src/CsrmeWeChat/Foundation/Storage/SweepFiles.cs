using CsrmeWeChat.Foundation.Jobs;

namespace CsrmeWeChat.Foundation.Storage;

/// <summary>Job: deletes files that no row names any more, which a crash or an erasure may leave.</summary>
public sealed class SweepFiles(IFileStore files, IEnumerable<IFileOwner> owners, TimeProvider time) : IJob
{
    private const int Slice = 500;

    /// <summary>A file is written before the row that names it.</summary>
    public static readonly TimeSpan Young = TimeSpan.FromDays(1);

    public async Task RunAsync(CancellationToken ct)
    {
        foreach (var owner in owners)
        {
            await foreach (var keys in files.ListAsync(owner.Prefix, time.GetUtcNow() - Young, ct).Chunk(Slice).WithCancellation(ct))
            {
                var owned = await owner.ListOwnedAsync(keys, ct);
                foreach (var key in keys.Where(key => !owned.Contains(key)))
                {
                    await files.DeleteAsync(key, ct);
                }
            }
        }
    }
}
