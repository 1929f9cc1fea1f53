using System.Globalization;
using System.Text;
using CsrmeWeChat.Foundation.Data;
using CsvHelper;
using CsvHelper.Configuration;

namespace CsrmeWeChat.Foundation.Sheets;

/// <summary>Reads text separated by commas, tabs or semicolons, in UTF-8 or in GB18030, which is what Chinese Excel saves as CSV.</summary>
public static class Csv
{
    public static IEnumerable<SheetRow> Rows(Stream stream)
    {
        var encoding = ChineseText.EncodingOf(stream) ?? throw NotText();
        using var reader = new StreamReader(stream, encoding, detectEncodingFromByteOrderMarks: true, leaveOpen: true);
        using var csv = new CsvParser(
            reader,
            new CsvConfiguration(CultureInfo.InvariantCulture)
            {
                Delimiter = Delimiter(stream, encoding),
                IgnoreBlankLines = false,
                BadDataFound = null,
                MaxFieldSize = 20_000,
            }
        );
        while (Next(csv))
        {
            yield return new SheetRow(csv.Row, csv.Record!.Index().ToDictionary(cell => cell.Index, cell => new SheetCell(cell.Item)));
        }
    }

    private static bool Next(CsvParser csv)
    {
        try
        {
            return csv.Read();
        }
        catch (MaxFieldSizeException)
        {
            throw new UnreadableFileException($"第 {csv.Row} 行附近的引号不成对，无法分列。请检查后再导入。");
        }
    }

    private static string Delimiter(Stream stream, Encoding encoding)
    {
        stream.Position = 0;
        using var reader = new StreamReader(stream, encoding, detectEncodingFromByteOrderMarks: true, leaveOpen: true);
        var head = new char[4_096];
        var length = reader.ReadBlock(head);
        stream.Position = 0;
        return ",\t;".MaxBy(delimiter => head.AsSpan(0, length).Count(delimiter)).ToString();
    }

    private static UnreadableFileException NotText() =>
        new("文件不是 UTF-8 或 GB18030 编码的文本。请另存为 .xlsx 或「CSV UTF-8」后再导入。");
}
