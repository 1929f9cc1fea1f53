using System.Text;
using System.Text.RegularExpressions;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Sheets;
using CsrmeWeChat.Members;

namespace CsrmeWeChat.Roster;

/// <summary>What a line says of a member, checked. A column that is blank or missing says nothing: null.</summary>
public sealed record Entry(
    string Number,
    string Name,
    string? Phone,
    string? Email,
    string? Unit,
    string? Branch,
    string? Level,
    DateOnly? PaidUntil
)
{
    /// <summary>The member as this line makes it. What the line does not say stays as it was.</summary>
    public MemberFields Over(MemberFields? before) =>
        new(
            Name,
            Phone ?? before?.Phone ?? "",
            Email ?? before?.Email ?? "",
            Unit ?? before?.Unit ?? "",
            Branch ?? before?.Branch,
            Level ?? before?.Level,
            PaidUntil ?? before?.PaidUntil
        );

    /// <returns>
    /// The entry, with remarks on what of it could not be read and is left out; or no entry, with what is wrong with the line. Only its
    /// number and its name refuse a line.
    /// </returns>
    public static (Entry? Entry, string Reason) Read(SheetLine line) => new EntryReader(line).Read();
}

/// <summary>Reads one line, and collects whatever is wrong with it.</summary>
internal sealed partial class EntryReader(SheetLine line)
{
    private const int MaxNumber = 40,
        MaxUnit = 200,
        MaxBranch = 100,
        MaxLevel = 50;

    /// <summary>Why the line is refused.</summary>
    private readonly List<string> wrong = [];

    /// <summary>What is left out of it.</summary>
    private readonly List<string> remarks = [];

    public (Entry? Entry, string Reason) Read()
    {
        var number = CellText.NumberOf(line[Column.Number].Text);
        var name = NameOf(line[Column.Name].Text);
        if (Header.IsName(number, Column.Number) && Header.IsName(name, Column.Name))
        {
            return (null, "重复的表头");
        }
        CheckRequiredCells();
        if (wrong.Count == 0)
        {
            CheckNumberAndName(number, name);
        }
        if (wrong.Count > 0)
        {
            return (null, string.Join("；", wrong));
        }
        var entry = new Entry(
            number,
            name,
            ReadPhone(),
            ReadEmail(),
            ReadText(Column.Unit, MaxUnit),
            ReadText(Column.Branch, MaxBranch),
            ReadText(Column.Level, MaxLevel),
            ReadPaidUntil()
        );
        return (entry, string.Join("；", remarks));
    }

    private void CheckRequiredCells()
    {
        foreach (var column in Header.Required)
        {
            if (line[column].Fault is { } fault)
            {
                wrong.Add($"{column.Label}：{fault}");
            }
            else if (CellText.Of(line[column].Text) is "")
            {
                wrong.Add($"缺少{column.Label}{(line[column].Merged ? "（该格已合并，只有第一格有值）" : "")}");
            }
        }
    }

    private void CheckNumberAndName(string number, string name)
    {
        Check(SheetText.IsScientific(number), "会员号是科学计数法，原来的号码已丢失，请把这一列设为文本后重新填写");
        Check(!number.All(character => char.IsLetterOrDigit(character) || "-_./()#".Contains(character)), "会员号含有不允许的字符");
        // A line that explains how to fill in the sheet, or adds it up, has words where the number stands.
        Check(!number.Any(char.IsDigit), "会员号里没有数字，像是说明或合计的行");
        Check(name.Contains('\n'), "姓名里有换行");
        // What does not fit its column would stop the import half-way.
        var fault = PersonalName.Fault(name);
        Check(fault is not null, fault ?? "");
        CheckLength(number, MaxNumber, Column.Number);
    }

    private string? ReadPhone()
    {
        if (TextOf(Column.Phone) is not { } text)
        {
            return null;
        }
        if (SheetText.IsScientific(text))
        {
            return Leave("手机号是科学计数法，后几位已丢失");
        }
        return Phone.Normalise(SheetText.WithoutPoint(text)) ?? Leave(WhyNoPhone(text));
    }

    private static string WhyNoPhone(string text) =>
        text switch
        {
            _ when text.Contains('*') => "手机号已打码",
            _ when PlainText.Normal(text, NormalizationForm.FormKC).Any(char.IsAsciiLetter) => "手机号里有字母（O 和 l 不是数字）",
            _ => "手机号有误，境外号码请写成 +852 61234567",
        };

    private string? ReadEmail()
    {
        var email = TextOf(Column.Email) is { } text ? PlainText.Normal(text, NormalizationForm.FormKC) : null;
        return email is null || EmailAddress.IsOne(email) ? email : Leave("邮箱有误");
    }

    private string? ReadText(Column column, int maxLength)
    {
        var text = TextOf(column);
        return text?.Length > maxLength ? Leave($"{column.Label}超过 {maxLength} 字") : text;
    }

    private DateOnly? ReadPaidUntil()
    {
        if (TextOf(Column.PaidUntil) is not { } text)
        {
            return null;
        }
        if (Dates.Parse(text) is { Day: var day })
        {
            return day;
        }
        Leave(Dates.WhyNot(text));
        return null;
    }

    /// <summary>Notes that an optional cell is left out: what the roster has stays as it is.</summary>
    private string? Leave(string reason)
    {
        remarks.Add($"{reason}，未采用");
        return null;
    }

    private void Check(bool isWrong, string reason)
    {
        if (isWrong)
        {
            wrong.Add(reason);
        }
    }

    private void CheckLength(string text, int maxLength, Column column) =>
        Check(text.Length > maxLength, $"{column.Label}超过 {maxLength} 字");

    /// <summary>What an optional cell says; null, with a remark where there is a reason for one, where it says nothing.</summary>
    private string? TextOf(Column column)
    {
        var cell = line[column];
        if (cell.Remark is { } remark)
        {
            remarks.Add($"{column.Label}：{remark}");
        }
        if (cell.Fault is { } fault)
        {
            return Leave($"{column.Label}：{fault}");
        }
        if (cell.Merged)
        {
            remarks.Add($"{column.Label}在合并的单元格里，未读到值");
        }
        return CellText.Of(cell.Text) is { Length: > 0 } text ? text : null;
    }

    /// <summary>A Chinese name without the spaces that align it with longer ones; others with single spaces.</summary>
    private static string NameOf(string text)
    {
        var name = Spaces().Replace(CellText.Of(text), match => match.Value.Contains('\n') ? "\n" : " ");
        return name.Any(char.IsAsciiLetter) ? name : name.Replace(" ", "");
    }

    [GeneratedRegex(@"\s+", RegexOptions.None, PlainText.MatchMilliseconds)]
    private static partial Regex Spaces();
}
