using CsrmeWeChat.Foundation.Data;
using Microsoft.Extensions.Options;
using Microsoft.Win32.SafeHandles;

namespace CsrmeWeChat.Uploads;

/// <summary>
/// The bytes: a file for each upload, <c>CODE.PART</c>, in a folder that all nodes share. No lock of the file system is used, which on NFS
/// would be none; the upload's row says who may write. Names are codes of ours alone.
/// </summary>
public sealed class UploadFolder(IOptions<UploadOptions> options, Dialect dialect) : IDisposable
{
    private readonly string folder = DataFolder.PathOf("Uploads:Folder", options.Value.Folder, "uploads", dialect);

    private readonly Lazy<FlushThreads> flushing = new();

    /// <summary>ENOSPC.</summary>
    public static bool IsFull(Exception exception) => exception is IOException { HResult: 28 };

    /// <summary>Whether the disk keeps its reserve with so many bytes more.</summary>
    public bool HasRoom(long bytes)
    {
        Directory.CreateDirectory(folder);
        return new DriveInfo(folder).AvailableFreeSpace - bytes >= (long)options.Value.ReserveMegabytes << 20;
    }

    public SafeFileHandle OpenToWrite(string code, int part)
    {
        var path = PathOf(code, part);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
    }

    public SafeFileHandle OpenToRead(string code, int part) =>
        File.OpenHandle(PathOf(code, part), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>Null where there is none.</summary>
    public string? FindPath(string code, int part) => PathOf(code, part) is var path && File.Exists(path) ? path : null;

    /// <summary>Ends when what was written is on the disk.</summary>
    public Task FlushAsync(SafeFileHandle file) => flushing.Value.FlushAsync(file);

    public void Delete(string code, int part)
    {
        if (Directory.Exists(Path.GetDirectoryName(PathOf(code, part))))
        {
            File.Delete(PathOf(code, part));
        }
    }

    /// <summary>All files that were last written before this time.</summary>
    public IEnumerable<(string Code, int Part)> FilesBefore(DateTime utc)
    {
        if (!Directory.Exists(folder))
        {
            yield break;
        }
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            if (file.LastWriteTimeUtc < utc && file.Name.Split('.') is [var code, var part] && int.TryParse(part, out var number))
            {
                yield return (code, number);
            }
        }
    }

    public void Dispose()
    {
        if (flushing.IsValueCreated)
        {
            flushing.Value.Dispose();
        }
    }

    private string PathOf(string code, int part) => Path.Combine(folder, code[..2], $"{code}.{part}");
}
