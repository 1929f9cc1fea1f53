using System.Globalization;
using CsrmeWeChat.Foundation.Data;
using CsvHelper;
using CsvHelper.Configuration;

namespace CsrmeWeChat.Benefits;

/// <summary>A partner's codes as they come: pasted or a text file, one a line, or a column of a CSV file.</summary>
/// <param name="Refusal">Why none of it is taken, in words.</param>
public sealed record VoucherLines(IReadOnlyList<VoucherLine> Codes, IReadOnlyList<VoucherRefusal> Refused, string? Refusal = null)
{
    public const int MostCodes = 100_000,
        MostBytes = 5 * 1024 * 1024,
        LongestCode = 100;

    // What partners write above their codes.
    private static readonly HashSet<string> Headings = new(StringComparer.OrdinalIgnoreCase)
    {
        "兑换码",
        "券码",
        "卡券码",
        "优惠码",
        "激活码",
        "卡密",
        "卡号",
        "code",
        "codes",
        "voucher",
    };

    public static VoucherLines OfText(string text) => Judge(new StringReader(text), Lines);

    public static VoucherLines OfFile(Stream file, string name)
    {
        if (file.Length > MostBytes)
        {
            return No("文件不能超过 5 MB。请分成几份上传。");
        }
        if (ChineseText.EncodingOf(file) is not { } encoding)
        {
            return No("文件不是 UTF-8 或 GB18030 编码的文本。请把兑换码另存为 .txt（每行一个）或 .csv 后再上传。");
        }
        using var reader = new StreamReader(file, encoding, detectEncodingFromByteOrderMarks: true, leaveOpen: true);
        return name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? Judge(reader, Cells) : Judge(reader, Lines);
    }

    private static VoucherLines Judge(TextReader reader, Func<TextReader, IEnumerable<(int Line, string Text)>> read)
    {
        var (codes, refused, seen) = (
            new List<VoucherLine>(),
            new List<VoucherRefusal>(),
            new Dictionary<string, int>(StringComparer.Ordinal)
        );
        try
        {
            foreach (var (line, text) in read(reader))
            {
                var code = PlainText.Clean(text);
                if (code is "" || (seen.Count == 0 && Headings.Contains(code)))
                {
                    continue;
                }
                var why = code switch
                {
                    _ when text.Contains('\t') => "含有制表符。请只留兑换码一列。",
                    { Length: > LongestCode } => $"超过 {LongestCode} 个字符。",
                    _ when seen.TryGetValue(code, out var first) => $"与第 {first} 行重复。",
                    _ => null,
                };
                if (why is not null)
                {
                    refused.Add(new VoucherRefusal(line, PlainText.Cut(code, LongestCode), why));
                }
                else if (codes.Count == MostCodes)
                {
                    return No($"一次最多 {MostCodes:N0} 个兑换码。请分成几份。");
                }
                else
                {
                    seen.Add(code, line);
                    codes.Add(new VoucherLine(line, code));
                }
            }
        }
        catch (SeveralColumnsException e)
        {
            return No($"第 {e.Line} 行有多列。请只留兑换码一列，或在首行把那一列的标题写作“兑换码”。");
        }
        catch (MaxFieldSizeException)
        {
            return No("文件中的引号不成对，无法分列。请检查后再上传。");
        }
        return codes.Count + refused.Count == 0 ? No("没有读到兑换码。请每行写一个。") : new VoucherLines(codes, refused);
    }

    private static IEnumerable<(int, string)> Lines(TextReader reader)
    {
        for (var line = 1; reader.ReadLine() is { } text; line++)
        {
            yield return (line, text.Trim());
        }
    }

    /// <summary>The column whose heading says so, or the only one that is filled.</summary>
    private static IEnumerable<(int, string)> Cells(TextReader reader)
    {
        using var csv = new CsvParser(
            reader,
            new CsvConfiguration(CultureInfo.InvariantCulture)
            {
                IgnoreBlankLines = false,
                BadDataFound = null,
                MaxFieldSize = 20_000,
            },
            leaveOpen: true
        );
        var (column, hasHeading) = (0, false);
        while (csv.Read())
        {
            var cells = csv.Record!;
            if (csv.Row == 1 && Array.FindIndex(cells, cell => Headings.Contains(PlainText.Clean(cell))) is >= 0 and var found)
            {
                (column, hasHeading) = (found, true);
            }
            else if (!hasHeading && cells.Skip(1).Any(cell => PlainText.Clean(cell) is not ""))
            {
                throw new SeveralColumnsException(csv.RawRow);
            }
            else if (cells.Length > column)
            {
                yield return (csv.RawRow, cells[column]);
            }
        }
    }

    private static VoucherLines No(string refusal) => new([], [], refusal);

    private sealed class SeveralColumnsException(int line) : Exception
    {
        public int Line { get; } = line;
    }
}

/// <param name="Line">Where it stands in what was given, from 1.</param>
public readonly record struct VoucherLine(int Line, string Code);

/// <param name="Why">In words.</param>
public sealed record VoucherRefusal(int Line, string Code, string Why);
