namespace CsrmeWeChat.Roster;

/// <summary>A file as it is, open: its sheets and their rows, before it is known which of them is the roster.</summary>
public sealed class RosterBook : IDisposable
{
    public const int MaxBytes = 20 * 1024 * 1024;

    private readonly Stream stream;
    private readonly RosterXlsx? book;

    private RosterBook(Stream stream)
    {
        this.stream = stream;
        if (LooksZipped(stream))
        {
            RosterZip.Check(stream);
            book = new RosterXlsx(stream);
        }
        if (Sheets.Count == 0)
        {
            throw new RosterFileException("工作簿中没有可见的工作表。");
        }
    }

    public bool IsCsv => book is null;

    /// <summary>The visible ones by name; a CSV is one without a name.</summary>
    public IReadOnlyList<string> Sheets => book?.Sheets ?? [""];

    /// <exception cref="RosterFileException">It is no sheet, too large, or encrypted.</exception>
    public static RosterBook Open(string path) =>
        File.Exists(path) ? Open(File.OpenRead(path)) : throw new RosterFileException("找不到该文件。");

    /// <param name="stream">Seekable; closed with the book, and where there is none to be made of it.</param>
    public static RosterBook Open(Stream stream)
    {
        try
        {
            return stream.Length switch
            {
                0 => throw new RosterFileException("文件是空的。"),
                > MaxBytes => throw TooLarge(),
                _ => RosterXlsx.Guard(() => new RosterBook(stream)),
            };
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    public static RosterFileException TooLarge() => new($"文件超过 {MaxBytes >> 20} MB，请拆分后再导入。");

    public IEnumerable<SheetRow> Rows(int sheet) => book is null ? RosterCsv.Rows(stream) : book.Rows(sheet);

    /// <summary>The cells of these columns that a merge leaves without a value of their own.</summary>
    public HashSet<(int Line, int Column)> MergedCells(int sheet, int[] columns, int lastLine) =>
        book?.MergedCells(sheet, columns, lastLine) ?? [];

    public void Dispose()
    {
        book?.Dispose();
        stream.Dispose();
    }

    private static bool LooksZipped(Stream stream)
    {
        Span<byte> start = stackalloc byte[8];
        var length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        start = start[..length];
        return start.StartsWith("PK"u8) ? true
            : start.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0])
                ? throw new RosterFileException("文件已加密，或是旧版 .xls。请取消密码并另存为 .xlsx 后再导入。")
            : start.StartsWith("%PDF"u8) ? throw new RosterFileException("这是 PDF 文件。请导入 .xlsx 或 .csv。")
            : start.StartsWith("<"u8) ? throw new RosterFileException("这是网页或 XML 文件。请用表格软件另存为 .xlsx 后再导入。")
            : false;
    }
}
