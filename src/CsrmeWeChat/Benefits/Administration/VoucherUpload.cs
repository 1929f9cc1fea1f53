using System.Globalization;
using CsrmeWeChat.Foundation.Data;
using CsvHelper;
using CsvHelper.Configuration;

namespace CsrmeWeChat.Benefits;

/// <summary>A partner's codes as they were uploaded: pasted or a text file, one code on each line, or a column of a CSV file.</summary>
/// <param name="Refusal">Why the upload is refused as a whole, in Chinese.</param>
public sealed record VoucherUpload(IReadOnlyList<UploadedVoucher> Codes, IReadOnlyList<VoucherRefusal> Refused, string? Refusal = null)
{
    public const int MaxCodes = 100_000;
    public const int MaxBytes = 5 * 1024 * 1024;
    public const int MaxCodeLength = 100;

    // The headings that partners write above their codes.
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

    public static VoucherUpload FromText(string text) => Check(new StringReader(text), Lines);

    public static VoucherUpload FromFile(Stream file, string name)
    {
        if (file.Length > MaxBytes)
        {
            return Refuse("文件不能超过 5 MB。请分成几份上传。");
        }
        if (ChineseText.EncodingOf(file) is not { } encoding)
        {
            return Refuse("文件不是 UTF-8 或 GB18030 编码的文本。请把兑换码另存为 .txt（每行一个）或 .csv 后再上传。");
        }
        using var reader = new StreamReader(file, encoding, detectEncodingFromByteOrderMarks: true, leaveOpen: true);
        return name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? Check(reader, Cells) : Check(reader, Lines);
    }

    private static VoucherUpload Check(TextReader reader, Func<TextReader, IEnumerable<(int Line, string Text)>> read)
    {
        try
        {
            return Check(read(reader));
        }
        catch (SeveralColumnsException e)
        {
            return Refuse($"第 {e.Line} 行有多列。请只留兑换码一列，或在首行把那一列的标题写作“兑换码”。");
        }
        catch (MaxFieldSizeException)
        {
            return Refuse("文件中的引号不成对，无法分列。请检查后再上传。");
        }
    }

    private static VoucherUpload Check(IEnumerable<(int Line, string Text)> lines)
    {
        List<UploadedVoucher> codes = [];
        List<VoucherRefusal> refused = [];
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (line, text) in lines)
        {
            var code = PlainText.Clean(text);
            if (code is "" || (seen.Count == 0 && Headings.Contains(code)))
            {
                continue;
            }
            if (WhyNot(text, code, seen) is { } why)
            {
                refused.Add(new VoucherRefusal(line, PlainText.Cut(code, MaxCodeLength), why));
                continue;
            }
            if (codes.Count == MaxCodes)
            {
                return Refuse($"一次最多 {MaxCodes:N0} 个兑换码。请分成几份。");
            }
            seen.Add(code, line);
            codes.Add(new UploadedVoucher(line, code));
        }
        return codes.Count + refused.Count == 0 ? Refuse("没有读到兑换码。请每行写一个。") : new VoucherUpload(codes, refused);
    }

    private static string? WhyNot(string text, string code, Dictionary<string, int> seen) =>
        code switch
        {
            _ when text.Contains('\t') => "含有制表符。请只留兑换码一列。",
            { Length: > MaxCodeLength } => $"超过 {MaxCodeLength} 个字符。",
            _ when seen.TryGetValue(code, out var first) => $"与第 {first} 行重复。",
            _ => null,
        };

    private static IEnumerable<(int, string)> Lines(TextReader reader)
    {
        for (var line = 1; reader.ReadLine() is { } text; line++)
        {
            yield return (line, text.Trim());
        }
    }

    /// <summary>The cells of the column whose heading says that it has the codes, or of the only column that is filled.</summary>
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
        var column = 0;
        var hasHeading = false;
        while (csv.Read())
        {
            var cells = csv.Record!;
            if (csv.Row == 1 && Array.FindIndex(cells, cell => Headings.Contains(PlainText.Clean(cell))) is >= 0 and var found)
            {
                column = found;
                hasHeading = true;
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

    private static VoucherUpload Refuse(string refusal) => new([], [], refusal);

    private sealed class SeveralColumnsException(int line) : Exception
    {
        public int Line { get; } = line;
    }
}

/// <param name="Line">The line it was read from, counted from 1.</param>
public readonly record struct UploadedVoucher(int Line, string Code);

/// <param name="Why">The reason, in Chinese.</param>
public sealed record VoucherRefusal(int Line, string Code, string Why);
