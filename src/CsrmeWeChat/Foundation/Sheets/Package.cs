using System.Globalization;
using System.IO.Compression;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Foundation.Sheets;

/// <summary>An archive of files with a list, written while it is sent: it may be larger than disk and memory.</summary>
public sealed class Package : IAsyncDisposable
{
    private const int MaxName = 60;

    private readonly ZipArchive archive;

    private Package(ZipArchive archive) => this.archive = archive;

    public static async Task<Package> BeginAsync(Stream to, CancellationToken ct) =>
        new(await ZipArchive.CreateAsync(to, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, ct));

    /// <summary>Adds 清单.xlsx.</summary>
    public async Task AddListAsync(IReadOnlyList<string> headers, IEnumerable<IReadOnlyList<object?>> rows, CancellationToken ct)
    {
        await using var sheet = await archive.CreateEntry("清单.xlsx").OpenAsync(ct);
        await using var list = await XlsxWriter.WriteAsync(headers, rows.ToAsyncEnumerable(), ct);
        await list.CopyToAsync(sheet, ct);
    }

    /// <summary>Adds a photo or a film as it is: these do not become smaller by packing.</summary>
    public async Task AddAsync(string name, string path, CancellationToken ct)
    {
        var entry = archive.CreateEntry(name, CompressionLevel.NoCompression);
        // An archive's times have no zone: whoever unpacks it sees them as they are.
        entry.LastWriteTime = China.Local(File.GetLastWriteTimeUtc(path));
        await using var into = await entry.OpenAsync(ct);
        await using var from = File.OpenRead(path);
        await from.CopyToAsync(into, ct);
    }

    /// <param name="at">When it was made.</param>
    public async Task AddAsync(string name, byte[] content, DateTimeOffset at, CancellationToken ct)
    {
        var entry = archive.CreateEntry(name, CompressionLevel.NoCompression);
        entry.LastWriteTime = China.Local(at);
        await using var into = await entry.OpenAsync(ct);
        await into.WriteAsync(content, ct);
    }

    /// <summary>A name for what somebody has sent, that every system takes, and that leads nowhere.</summary>
    public static string NameOf(long id, string words)
    {
        var plain = string.Concat(words.Select(letter => "\\/:*?\"<>|\n".Contains(letter, StringComparison.Ordinal) ? '_' : letter));
        return string.Create(CultureInfo.InvariantCulture, $"{id:D5}-{PlainText.Cut(plain, MaxName).Trim(' ', '.')}");
    }

    public ValueTask DisposeAsync() => archive.DisposeAsync();
}
