using System.Globalization;

namespace CsrmeWeChat.Foundation.Sheets;

/// <summary>
/// An open .xlsx or .csv file: its sheets and their rows, before it is known what they mean. Which of the two it is, its first bytes
/// say, not its name.
/// </summary>
public sealed class Workbook : IDisposable
{
    /// <summary>20 MB. What a file of this size may grow to once unpacked is bounded by <see cref="Zip"/>.</summary>
    public const int MaxBytes = 20 * 1024 * 1024;

    private readonly Stream stream;
    private readonly XlsxReader? book;

    private Workbook(Stream stream)
    {
        this.stream = stream;
        if (LooksZipped(stream))
        {
            var zip = Zip.Open(stream);
            try
            {
                book = new XlsxReader(zip);
            }
            catch
            {
                zip.Dispose();
                throw;
            }
        }
        if (Sheets.Count == 0)
        {
            throw new UnreadableFileException("工作簿中没有可见的工作表。");
        }
    }

    public bool IsCsv => book is null;

    /// <summary>The names of the visible sheets. A CSV is a single sheet without a name.</summary>
    public IReadOnlyList<string> Sheets => book?.Sheets ?? [""];

    /// <exception cref="UnreadableFileException">It is missing, no sheet, too large or encrypted.</exception>
    public static Workbook Open(string path) =>
        File.Exists(path) ? Open(File.OpenRead(path)) : throw new UnreadableFileException("找不到该文件。");

    /// <param name="stream">Must be seekable. It is closed with the workbook, and also when it turns out to be none.</param>
    /// <exception cref="UnreadableFileException">It is no sheet, too large or encrypted.</exception>
    public static Workbook Open(Stream stream)
    {
        try
        {
            return stream.Length switch
            {
                0 => throw new UnreadableFileException("文件是空的。"),
                > MaxBytes => throw TooLarge(),
                _ => XlsxReader.Guard(() => new Workbook(stream)),
            };
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    public static UnreadableFileException TooLarge() => new($"文件超过 {MaxBytes >> 20} MB，请拆分后再导入。");

    /// <param name="merges">Is given the sheet's merges once all rows are read. A CSV has none.</param>
    public IEnumerable<SheetRow> Rows(int sheet, List<Merge>? merges = null) => book is null ? Csv.Rows(stream) : book.Rows(sheet, merges);

    /// <summary>A column as spreadsheet programs call it: 0 is A, 26 is AA.</summary>
    public static string ColumnLetter(int column) =>
        column < 26 ? $"{(char)('A' + column)}" : $"{ColumnLetter((column / 26) - 1)}{ColumnLetter(column % 26)}";

    public void Dispose()
    {
        book?.Dispose();
        stream.Dispose();
    }

    /// <summary>Whether it is a file of a spreadsheet program, and no text.</summary>
    public static bool IsBinary(Stream stream)
    {
        Span<byte> start = stackalloc byte[4];
        stream.Position = 0;
        stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        return start is [0x50, 0x4B, 0x03, 0x04] or [0xD0, 0xCF, 0x11, 0xE0];
    }

    private static bool LooksZipped(Stream stream)
    {
        Span<byte> start = stackalloc byte[8];
        var length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        start = start[..length];
        if (start.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]))
        {
            throw new UnreadableFileException("文件已加密，或是旧版 .xls。请取消密码并另存为 .xlsx 后再导入。");
        }
        if (start.StartsWith("%PDF"u8))
        {
            throw new UnreadableFileException("这是 PDF 文件。请导入 .xlsx 或 .csv。");
        }
        if (start.StartsWith("<"u8))
        {
            throw new UnreadableFileException("这是网页或 XML 文件。请用表格软件另存为 .xlsx 后再导入。");
        }
        return start.StartsWith("PK"u8);
    }
}

/// <summary>A row of a sheet. Only cells that have something are there.</summary>
/// <param name="Line">The row's number as a spreadsheet program shows it, from 1.</param>
/// <param name="Cells">By column, from 0.</param>
/// <param name="IsHidden">Whether it is hidden, by hand or by a filter.</param>
public sealed record SheetRow(int Line, IReadOnlyDictionary<int, SheetCell> Cells, bool IsHidden = false)
{
    internal static readonly IReadOnlyDictionary<int, SheetCell> Blank = new Dictionary<int, SheetCell>();
}

/// <param name="Text">What a person sees in the cell, or nearly so.</param>
/// <param name="Number">The value of a numeric cell.</param>
/// <param name="IsDate">Whether it is a date: a number that is formatted as one, or a text that the file calls a date.</param>
/// <param name="Fault">Why the cell has no text that could be relied on, for people; null where it has.</param>
public readonly record struct SheetCell(string Text, double? Number = null, bool IsDate = false, string? Fault = null)
{
    /// <summary>9999-12-31 as a serial day, the last that spreadsheet programs know.</summary>
    public const double LastSerialDay = 2958465;

    // 1980-01-01. Smaller numbers are far more often counts or sums than days.
    private const double FirstSerialDay = 29221;

    private static readonly DateOnly Epoch = new(1899, 12, 30);

    /// <summary>
    /// The day a numeric cell stands for: a serial day of the 1900 system (as yyyy-MM-dd), or one typed as 20261231 (left so). Null where
    /// it is no day, or one before 1980.
    /// </summary>
    public string? DayText =>
        Number switch
        {
            >= FirstSerialDay and < LastSerialDay + 1 => Epoch
                .AddDays((int)Number.Value)
                .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            >= 19800101 and <= 99991231 when double.IsInteger(Number.Value) => Number.Value.ToString("F0", CultureInfo.InvariantCulture),
            _ => null,
        };

    /// <summary>What time of that day a numeric cell stands for, to the second.</summary>
    public TimeSpan TimeOfDay =>
        Number is >= FirstSerialDay and < LastSerialDay + 1
            ? TimeSpan.FromSeconds(Math.Round((Number.Value - Math.Floor(Number.Value)) * 86_400))
            : TimeSpan.Zero;
}

/// <summary>A file that somebody handed in cannot be read, or not as what it should be.</summary>
/// <param name="reason">What is wrong and what to do about it, in Chinese, for whoever handed it in.</param>
public sealed class UnreadableFileException(string reason) : Exception(reason)
{
    public string Reason { get; } = reason;
}
