using System.Text;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Foundation.Sheets;

/// <summary>
/// Reads text separated by commas, tabs or semicolons, in UTF-8 or in GB18030, which is what Chinese Excel saves as CSV. What a line may
/// hold is bounded while it is read, so that a file of nothing but commas takes no memory.
/// </summary>
public static class Csv
{
    /// <summary>What a spreadsheet program can have at most, and saves as commas where a whole row was formatted.</summary>
    private const int MaxFields = 16_384;

    /// <summary>A quote that is never closed would swallow the rest of the file.</summary>
    private const int MaxField = 20_000;

    /// <exception cref="UnreadableFileException">It is no text, or a line is too long.</exception>
    public static IEnumerable<SheetRow> Rows(Stream stream)
    {
        var encoding = ChineseText.EncodingOf(stream) ?? throw NotText();
        using var reader = new StreamReader(stream, encoding, detectEncodingFromByteOrderMarks: true, leaveOpen: true);
        foreach (var row in Rows(reader, Delimiter(stream, encoding)))
        {
            yield return row;
        }
    }

    /// <summary>The rows of text whose encoding is known. A row has the number of the line on which it begins.</summary>
    /// <exception cref="UnreadableFileException">A line is too long.</exception>
    public static IEnumerable<SheetRow> Rows(TextReader reader, char delimiter)
    {
        var source = new Characters(reader);
        for (var line = 1; source.Peek() >= 0; line++)
        {
            var cells = new Dictionary<int, SheetCell>();
            for (var (column, more) = (0, true); more; column++)
            {
                if (column == MaxFields)
                {
                    throw new UnreadableFileException($"第 {line} 行的列太多，无法读取。请检查分隔符后再导入。");
                }
                var (text, goesOn) = ReadField(source, delimiter, line);
                more = goesOn;
                if (column < XlsxReader.MaxColumns && text.Length > 0)
                {
                    cells[column] = CellOf(text);
                }
            }
            yield return new SheetRow(line, cells);
        }
    }

    /// <summary>
    /// The delimiter that the beginning of a file has most of. Tabs beside another delimiter or at an end of a line do not count: some
    /// programs put them there, so that a number stays text.
    /// </summary>
    public static char Delimiter(Stream stream, Encoding encoding)
    {
        stream.Position = 0;
        using var reader = new StreamReader(stream, encoding, detectEncodingFromByteOrderMarks: true, leaveOpen: true);
        var head = new char[4_096];
        var length = reader.ReadBlock(head);
        stream.Position = 0;
        return ",\t;".MaxBy(delimiter => Enumerable.Range(0, length).Count(at => head[at] == delimiter && Parts(at)));

        bool Parts(int at) => head[at] is not '\t' || !(IsEdge(at - 1) || IsEdge(at + 1));

        bool IsEdge(int at) => at < 0 || at >= length || head[at] is ',' or ';' or '"' or '\r' or '\n';
    }

    private static SheetCell CellOf(string text) =>
        text.Contains(ChineseText.Damaged)
            ? new SheetCell(text, Fault: "含有无法识别的字符（文件里这一格的编码已损坏），请重新填写")
            : new SheetCell(text.Length <= PartReader.MaxText ? text : PlainText.Cut(text, PartReader.MaxText));

    /// <summary>A field, and whether another one follows in its row. Quotes that stand within a field are text.</summary>
    private static (string Text, bool GoesOn) ReadField(Characters source, char delimiter, int line)
    {
        var text = source.Field;
        text.Clear();
        var isQuoted = source.Peek() is '"';
        if (isQuoted)
        {
            source.Next();
        }
        while (true)
        {
            var next = source.Next();
            if (next < 0)
            {
                return isQuoted && text.Length > 0 && text.ToString().Contains('\n') ? throw NotClosed(line) : (text.ToString(), false);
            }
            if (isQuoted && next is '"')
            {
                isQuoted = source.Peek() is '"';
                if (!isQuoted)
                {
                    continue;
                }
                source.Next();
            }
            else if (!isQuoted && next == delimiter)
            {
                return (text.ToString(), true);
            }
            else if (next is '\r' or '\n' && !isQuoted)
            {
                if (next is '\r' && source.Peek() is '\n')
                {
                    source.Next();
                }
                return (text.ToString(), false);
            }
            if (text.Length == MaxField)
            {
                throw NotClosed(line);
            }
            text.Append((char)next);
        }
    }

    private static UnreadableFileException NotClosed(int line) => new($"第 {line} 行附近的引号不成对，无法分列。请检查后再导入。");

    private static UnreadableFileException NotText() => new("文件不是 UTF-8 或 GB18030 编码的文本。请另存为 .xlsx 或“CSV UTF-8”后再导入。");

    /// <summary>Characters one by one, which <see cref="TextReader"/> gives too slowly.</summary>
    private sealed class Characters(TextReader reader)
    {
        private readonly char[] buffer = new char[1 << 14];
        private int at,
            end;

        public StringBuilder Field { get; } = new();

        public int Peek() => at < end || Fill() ? buffer[at] : -1;

        public int Next() => at < end || Fill() ? buffer[at++] : -1;

        private bool Fill()
        {
            (at, end) = (0, reader.Read(buffer, 0, buffer.Length));
            return end > 0;
        }
    }
}
