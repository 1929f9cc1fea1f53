using System.Collections.Frozen;
using System.Globalization;
using CsrmeWeChat.Foundation.Storage;

namespace CsrmeWeChat.Uploads;

/// <summary>The bytes of an upload, wherever its row says that they lie.</summary>
public sealed class UploadFiles(UploadFolder folder, IFileStore store, DirectIntake intake, FileMarks marks)
{
    /// <summary>Null where they are not there, or no longer.</summary>
    public async Task<Stream?> OpenAsync(Upload upload, CancellationToken ct) =>
        upload.Place is UploadPlace.Store ? await store.OpenAsync(upload.Key, ct)
        : folder.FindPath(upload.Code, upload.Part) is not null
            ? new FileStream(folder.OpenToRead(upload.Code, upload.Part), FileAccess.Read, bufferSize: 0)
        : null;

    public async Task<LocalFile?> FetchAsync(Upload upload, CancellationToken ct) =>
        upload.Place is UploadPlace.Store ? await store.FetchAsync(upload.Key, ct)
        : folder.FindPath(upload.Code, upload.Part) is { } path ? new LocalFile(path, IsCopy: false)
        : null;

    public string AddressOf(Upload upload, TimeSpan lasts, DateTimeOffset now)
    {
        var name = HarmlessName(upload.FileName is "" ? upload.Code : upload.FileName);
        return upload.Place is UploadPlace.Store
            ? store.AddressOf(upload.Key, lasts, now, name)
            : marks.AddressOf(upload.Key, lasts, now, name);
    }

    /// <summary>
    /// A name under which a double click opens no program that its sender has chosen: what does not end like a picture or a film is given
    /// an ending that says nothing.
    /// </summary>
    public static string HarmlessName(string name) =>
        Harmless.Contains(Path.GetExtension(name)) ? name : string.Create(CultureInfo.InvariantCulture, $"{name}.bin");

    private static readonly FrozenSet<string> Harmless = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        [
            ".mp4",
            ".mov",
            ".m4v",
            ".3gp",
            ".avi",
            ".mkv",
            ".webm",
            ".mpg",
            ".mpeg",
            ".wmv",
            ".flv",
            ".ts",
            ".jpg",
            ".jpeg",
            ".png",
            ".webp",
            ".heic",
            ".heif",
            ".tif",
            ".tiff",
            ".dng",
        ]
    );

    public async Task DeleteAsync(Upload upload, CancellationToken ct)
    {
        switch (upload.Place)
        {
            case UploadPlace.Folder:
                folder.Delete(upload.Code, upload.Part);
                break;
            case UploadPlace.Direct:
                if (upload.StoreSession is not "")
                {
                    await intake.AbortAsync(upload.Key, upload.StoreSession, ct);
                }
                await store.DeleteAsync(upload.IncomingKey, ct);
                await store.DeleteAsync(upload.Key, ct);
                break;
            case UploadPlace.Store:
                await store.DeleteAsync(upload.Key, ct);
                break;
        }
    }
}

/// <summary>The uploads' files in the store: of an upload that is live, its own, and what is on its way to it.</summary>
public sealed class UploadOwner(UploadStore uploads, UploadFolder folder) : IFileOwner
{
    public string Prefix => Upload.KeyPrefix;

    public async Task<IReadOnlySet<string>> ListOwnedAsync(IReadOnlyCollection<string> keys, CancellationToken ct)
    {
        var codes = keys.Select(key => key[(key.LastIndexOf('/') + 1)..].Split('.')[0]).Distinct().ToList();
        var live = await uploads.ListLiveAsync(codes, ct);
        // What still lies in the folder counts too: it may be on its way here just now.
        return live.SelectMany(upload => upload.Place is UploadPlace.Direct ? [upload.Key, upload.IncomingKey] : (string[])[upload.Key])
            .ToHashSet();
    }

    public string? FindStaged(string key) =>
        key[Prefix.Length..].Split('.') is [var code, var part] && !code.Contains('/') && int.TryParse(part, out var number)
            ? folder.FindPath(code, number)
            : null;
}
