using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Sheets;

namespace CsrmeWeChat.Benefits;

/// <summary>
/// A partner's codes as they were uploaded: pasted or a text file with one on each line, or a column of a workbook or CSV. A card that
/// has a password beside its number is one voucher.
/// </summary>
/// <param name="Refusal">Why the upload is refused as a whole, in Chinese.</param>
public sealed record VoucherUpload(IReadOnlyList<UploadedVoucher> Codes, IReadOnlyList<VoucherRefusal> Refused, string? Refusal = null)
{
    public const int MaxCodes = 100_000;
    public const int MaxBytes = 5 * 1024 * 1024;
    public const int MaxCodeLength = 100;

    private const int MaxSource = 100;

    /// <summary>Where it came from, for people: the file's name.</summary>
    public string Source { get; private init; } = "粘贴";

    public static VoucherUpload FromText(string text) => Guard(() => Check(VoucherTable.OfText(text)));

    public static VoucherUpload FromFile(Stream file, string name)
    {
        if (file.Length > MaxBytes)
        {
            return Refuse("文件不能超过 5 MB。请分成几份上传。");
        }
        return Guard(() => Read(file, name)) with { Source = PlainText.Cut(PlainText.Clean(name), MaxSource) };
    }

    private static VoucherUpload Read(Stream file, string name)
    {
        if (Workbook.IsBinary(file))
        {
            using var workbook = Workbook.Open(file);
            return Check(VoucherTable.OfRows(workbook.Rows(FirstFilled(workbook))));
        }
        if (ChineseText.EncodingOf(file) is not { } encoding)
        {
            return Refuse("文件不是 UTF-8 或 GB18030 编码的文本。请把兑换码另存为 .xlsx、.csv 或 .txt（每行一个）后再上传。");
        }
        if (name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
        {
            return Check(VoucherTable.OfRows(Csv.Rows(file)));
        }
        using var reader = new StreamReader(file, encoding, detectEncodingFromByteOrderMarks: true, leaveOpen: true);
        return Check(VoucherTable.OfText(reader.ReadToEnd()));
    }

    /// <summary>A new workbook often has two blank sheets behind the one that is filled in, or before it.</summary>
    private static int FirstFilled(Workbook workbook) =>
        Enumerable.Range(0, workbook.Sheets.Count).FirstOrDefault(sheet => workbook.Rows(sheet).Any(row => row.Cells.Count > 0));

    private static VoucherUpload Check(IEnumerable<VoucherLine> lines)
    {
        List<UploadedVoucher> codes = [];
        List<VoucherRefusal> refused = [];
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            var (code, password) = (TextOf(line.Code), line.Password is { } cell ? TextOf(cell) : null);
            if (code is "" && password is null or "")
            {
                continue;
            }
            if ((WhyNot(line, code, password) ?? Repeated(code, seen)) is { } why)
            {
                refused.Add(new VoucherRefusal(line.Line, PlainText.Cut(code, MaxCodeLength), why));
                continue;
            }
            if (codes.Count == MaxCodes)
            {
                return Refuse($"一次最多 {MaxCodes:N0} 个兑换码。请分成几份。");
            }
            seen.Add(code, line.Line);
            codes.Add(new UploadedVoucher(line.Line, code, password ?? ""));
        }
        return codes.Count + refused.Count == 0 ? Refuse("没有读到兑换码。请每行写一个。") : new VoucherUpload(codes, refused);
    }

    /// <summary>Without the marks by which people and programs keep a code from becoming a number.</summary>
    private static string TextOf(SheetCell cell) => SheetText.WithoutPoint(SheetText.Unquote(cell.Text));

    private static string? WhyNot(VoucherLine line, string code, string? password) =>
        code is "" ? "只有密码，没有卡号。"
        : password is "" ? "没有密码。"
        : WhyNot(line.Code, code) ?? (line.Password is { } cell && WhyNot(cell, password!) is { } why ? $"密码{why}" : null);

    private static string? WhyNot(SheetCell cell, string text) =>
        cell switch
        {
            { Fault: { } fault } => $"{fault}。",
            { IsDate: true } => "是日期格式，原来的号码已丢失。请把这一列设为文本后重新填写。",
            { Number: >= 1e15 } => "是超过 15 位的数值，末位已丢失。请向合作方要把这一列设为文本的文件。",
            _ when SheetText.IsScientific(text) => "是科学计数法，原来的号码已丢失。请向合作方要把这一列设为文本的文件。",
            _ when cell.Text.Contains(ChineseText.Damaged) => "含有无法识别的字符。",
            _ when cell.Text.Trim().Contains('\t') => "含有制表符。请只留兑换码一列。",
            _ when text.Length > MaxCodeLength => $"超过 {MaxCodeLength} 个字符。",
            _ => null,
        };

    private static string? Repeated(string code, Dictionary<string, int> seen) =>
        seen.TryGetValue(code, out var first) ? $"与第 {first} 行重复。" : null;

    private static VoucherUpload Guard(Func<VoucherUpload> read)
    {
        try
        {
            return XlsxReader.Guard(read);
        }
        catch (UnreadableFileException e)
        {
            return Refuse(e.Reason);
        }
    }

    private static VoucherUpload Refuse(string refusal) => new([], [], refusal);
}

/// <param name="Line">The line it was read from, counted from 1.</param>
/// <param name="Password">What the partner asks for besides the code; empty for nothing.</param>
public readonly record struct UploadedVoucher(int Line, string Code, string Password = "");

/// <param name="Why">The reason, in Chinese.</param>
public sealed record VoucherRefusal(int Line, string Code, string Why);
