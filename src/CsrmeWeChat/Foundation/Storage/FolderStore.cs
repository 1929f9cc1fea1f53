using System.Runtime.CompilerServices;
using CsrmeWeChat.Foundation.Data;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Foundation.Storage;

/// <summary>The store as a folder, which several nodes must share.</summary>
public sealed class FolderStore(IOptions<StorageOptions> options, Dialect dialect, FileMarks marks) : IFileStore
{
    private readonly string folder = DataFolder.PathOf("Storage:Folder", options.Value.Folder, "private", dialect);

    public string? Origin => null;

    public async Task AddAsync(string key, string path, CancellationToken ct)
    {
        var to = PathOf(key);
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        // No reader and no crash meets half a file. A name with a ~ is no key: what a crash leaves of it is swept.
        var aside = $"{to}~{Guid.NewGuid():N}";
        try
        {
            await using (var from = File.OpenRead(path))
            await using (var file = new FileStream(aside, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                await from.CopyToAsync(file, ct);
                file.Flush(flushToDisk: true);
            }
            File.Move(aside, to, overwrite: true);
        }
        catch
        {
            File.Delete(aside);
            throw;
        }
    }

    public Task<LocalFile?> FetchAsync(string key, CancellationToken ct) =>
        Task.FromResult(FindPath(key) is { } path ? new LocalFile(path, IsCopy: false) : null);

    public Task<Stream?> OpenAsync(string key, CancellationToken ct) =>
        Task.FromResult<Stream?>(FindPath(key) is { } path ? File.OpenRead(path) : null);

    public Task DeleteAsync(string key, CancellationToken ct)
    {
        var path = PathOf(key);
        if (File.Exists(path))
        {
            File.Delete(path);
        }
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<string> ListAsync(string prefix, DateTimeOffset before, [EnumeratorCancellation] CancellationToken ct)
    {
        await Task.CompletedTask;
        var root = new DirectoryInfo(PathOf(prefix.TrimEnd('/')));
        if (!root.Exists)
        {
            yield break;
        }
        foreach (var file in root.EnumerateFiles("*", SearchOption.AllDirectories))
        {
            ct.ThrowIfCancellationRequested();
            if (file.LastWriteTimeUtc < before.UtcDateTime)
            {
                yield return Path.GetRelativePath(folder, file.FullName).Replace(Path.DirectorySeparatorChar, '/');
            }
        }
    }

    public string AddressOf(string key, TimeSpan lasts, DateTimeOffset now, string? saveAs = null) =>
        marks.AddressOf(key, lasts, now, saveAs);

    /// <summary>Null where there is no file of this key.</summary>
    public string? FindPath(string key) => PathOf(key) is var path && File.Exists(path) ? path : null;

    private string PathOf(string key) => Path.Combine(folder, FileKey.Checked(key));
}
