using System.Buffers;
using System.IO.Compression;

namespace CsrmeWeChat.Roster;

/// <summary>Looks a workbook's zip through before anything parses it.</summary>
public static class RosterZip
{
    private const int MaxEntries = 2_000,
        MostTimes = 200;
    private const long MaxInflated = 200 << 20,
        MaxSmall = 8 << 20,
        MinSuspect = 10 << 20;

    /// <summary>
    /// Inflates every entry into nothing, counting: what a zip declares of itself is the word of whoever made it.
    /// Sheets and their texts may be large; the parts that are parsed as a whole may not.
    /// </summary>
    /// <exception cref="RosterFileException">No zip, or one that would grow beyond measure.</exception>
    public static void Check(Stream stream)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        if (zip.Entries.Count > MaxEntries || zip.Entries.Sum(entry => Math.Min(entry.Length, MaxInflated)) > MaxInflated)
        {
            throw TooLarge();
        }
        if (zip.GetEntry("[Content_Types].xml") is null)
        {
            throw new RosterFileException("这不是 .xlsx 文件。请用表格软件另存为 .xlsx 后再导入。");
        }
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        var total = 0L;
        foreach (var entry in zip.Entries)
        {
            var most = IsLarge(entry.FullName) ? MaxInflated : MaxSmall;
            var size = 0L;
            using var inflated = entry.Open();
            while (inflated.Read(buffer) is > 0 and var read)
            {
                size += read;
                total += read;
                if (total > MaxInflated || size > most || (size > MinSuspect && size > entry.CompressedLength * MostTimes))
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

    private static RosterFileException TooLarge() => new("文件解压后过大，未予读取。请只保留名册所在的工作表，另存后再导入。");
}
