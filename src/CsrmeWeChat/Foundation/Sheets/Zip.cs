using System.Buffers;
using System.IO.Compression;

namespace CsrmeWeChat.Foundation.Sheets;

/// <summary>Checks a workbook's zip before anything parses it.</summary>
public static class Zip
{
    private const int MaxEntries = 2_000,
        MaxRatio = 200;
    private const long MaxInflated = 200 << 20,
        MaxSmall = 8 << 20,
        MinSuspect = 10 << 20;

    /// <summary>
    /// Inflates every entry and only counts its bytes, for the sizes that a zip declares are the word of whoever made it. Sheets, pictures
    /// and the table of texts may be large, since they are read as a stream or not at all; parts that are parsed as a whole may not.
    /// </summary>
    /// <exception cref="UnreadableFileException">It is damaged, no workbook, or would grow too large.</exception>
    public static void Check(Stream stream)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        if (zip.Entries.Count > MaxEntries || zip.Entries.Sum(entry => Math.Min(entry.Length, MaxInflated)) > MaxInflated)
        {
            throw TooLarge();
        }
        if (zip.GetEntry("[Content_Types].xml") is null)
        {
            throw new UnreadableFileException("这不是 .xlsx 文件。请用表格软件另存为 .xlsx 后再导入。");
        }
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        var total = 0L;
        foreach (var entry in zip.Entries)
        {
            var max = IsLarge(entry.FullName) ? MaxInflated : MaxSmall;
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
        stream.Position = 0;
    }

    private static bool IsLarge(string name) =>
        name.StartsWith("xl/worksheets/", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("xl/media/", StringComparison.OrdinalIgnoreCase)
        || name.Equals("xl/sharedStrings.xml", StringComparison.OrdinalIgnoreCase);

    private static UnreadableFileException TooLarge() => new("文件解压后过大，未予读取。请只保留要导入的工作表，另存后再导入。");
}
