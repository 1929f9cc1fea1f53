using System.Buffers;
using System.IO.Compression;

namespace CsrmeWeChat.Foundation.Sheets;

/// <summary>A workbook's zip, checked before anything parses it, and its parts by name.</summary>
public sealed class Zip : IDisposable
{
    private const int MaxEntries = 2_000,
        MaxRatio = 200;
    private const long MaxInflated = 300 << 20,
        MaxSmall = 8 << 20,
        MinSuspect = 10 << 20;

    private readonly ZipArchive archive;
    private readonly Dictionary<string, ZipArchiveEntry> parts = new(StringComparer.OrdinalIgnoreCase);

    private Zip(ZipArchive archive)
    {
        this.archive = archive;
        foreach (var entry in archive.Entries)
        {
            parts.TryAdd(NameOf(entry.FullName), entry);
        }
    }

    /// <summary>
    /// Inflates every entry and only counts its bytes, for the sizes that a zip declares are the word of whoever made it. Sheets, pictures
    /// and the table of texts may be large, since they are read as a stream or not at all; other parts may not.
    /// </summary>
    /// <exception cref="UnreadableFileException">It is damaged, or would grow too large.</exception>
    public static Zip Open(Stream stream)
    {
        // Each entry that the archive would list takes some hundred bytes of memory, and a file has room for half a million of them.
        if (CountHeaders(stream) > MaxEntries)
        {
            throw TooLarge();
        }
        var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        try
        {
            Check(archive);
            return new Zip(archive);
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    public bool Has(string part) => parts.ContainsKey(NameOf(part));

    /// <summary>The part's content; null where the zip has none of that name. How names are written does not matter.</summary>
    public Stream? Read(string part) => parts.TryGetValue(NameOf(part), out var entry) ? entry.Open() : null;

    public void Dispose() => archive.Dispose();

    /// <summary>Some programs write names with backslashes, or in another case than the part that refers to them.</summary>
    private static string NameOf(string name) => name.Replace('\\', '/').TrimStart('/');

    private static void Check(ZipArchive zip)
    {
        if (zip.Entries.Count > MaxEntries || zip.Entries.Sum(entry => Math.Clamp(entry.Length, 0, MaxInflated + 1)) > MaxInflated)
        {
            throw TooLarge();
        }
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        var total = 0L;
        foreach (var entry in zip.Entries)
        {
            var max = IsLarge(NameOf(entry.FullName)) ? MaxInflated : MaxSmall;
            var size = 0L;
            using var inflated = entry.Open();
            while (inflated.Read(buffer) is > 0 and var read)
            {
                size += read;
                total += read;
                if (total > MaxInflated || size > max || (size > MinSuspect && size > entry.CompressedLength * MaxRatio))
                {
                    throw TooLarge();
                }
            }
        }
        ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <summary>How often the mark that begins an entry of the zip's directory occurs, which is at least the number of entries.</summary>
    private static int CountHeaders(Stream stream)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        var (count, kept) = (0, 0);
        stream.Position = 0;
        while (stream.Read(buffer, kept, buffer.Length - kept) is > 0 and var read)
        {
            var bytes = buffer.AsSpan(0, kept + read);
            count += bytes.Count("PK\u0001\u0002"u8);
            // A mark may lie across two reads.
            kept = Math.Min(3, bytes.Length);
            bytes[^kept..].CopyTo(buffer);
        }
        ArrayPool<byte>.Shared.Return(buffer);
        stream.Position = 0;
        return count;
    }

    private static bool IsLarge(string name) =>
        !name.EndsWith(".rels", StringComparison.OrdinalIgnoreCase)
        && (
            name.StartsWith("xl/worksheets/", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("xl/media/", StringComparison.OrdinalIgnoreCase)
            || name.Equals("xl/sharedStrings.xml", StringComparison.OrdinalIgnoreCase)
        );

    private static UnreadableFileException TooLarge() =>
        new("文件解压后过大，未予读取。请只把有内容的单元格复制到新的工作簿，另存后再导入。");
}
