using System.Globalization;
using System.Net.Mail;
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

    /// <returns>The entry, with a remark where something could not be read; or no entry, with what is wrong with the line.</returns>
    public static (Entry? Entry, string Reason) Read(SheetLine line) => new EntryReader(line).Read();
}

/// <summary>Reads one line, and collects whatever is wrong with it.</summary>
internal sealed partial class EntryReader(SheetLine line)
{
    private const int MaxNumber = 40,
        MaxName = 100,
        MaxEmailBytes = 254,
        MaxUnit = 200,
        MaxBranch = 100,
        MaxLevel = 50;

    private readonly List<string> wrong = [];

    public (Entry? Entry, string Reason) Read()
    {
        var number = MemberNumber.Of(line[Column.Number].Text);
        var name = NameOf(line[Column.Name].Text);
        if (Header.IsName(number, Column.Number) && Header.IsName(name, Column.Name))
        {
            return (null, "重复的表头");
        }
        CheckCells();
        if (wrong.Count > 0)
        {
            return (null, string.Join("；", wrong));
        }
        CheckNumberAndName(number, name);
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
        return wrong.Count > 0 ? (null, string.Join("；", wrong)) : (entry, MergedRemark());
    }

    private void CheckCells()
    {
        foreach (var column in Enum.GetValues<Column>())
        {
            if (line[column].Fault is { } fault)
            {
                wrong.Add($"{column.Label}：{fault}");
            }
            else if (Header.Required.Contains(column) && TextOf(column) is null)
            {
                wrong.Add($"缺少{column.Label}{(line[column].Merged ? "（该格已合并，只有第一格有值）" : "")}");
            }
        }
    }

    private void CheckNumberAndName(string number, string name)
    {
        Check(Scientific().IsMatch(number), "会员号是科学计数法，原来的号码已丢失");
        Check(!number.All(character => char.IsLetterOrDigit(character) || "-_./()#".Contains(character)), "会员号含有不允许的字符");
        Check(name.Contains('\n'), "姓名里有换行");
        Check(PersonalName.Key(name) is "", "姓名里没有文字");
        // What one character stands for in NFKC may be four, and what does not fit its column would stop the import half-way.
        Check(PersonalName.Key(name).Length > MaxName, "姓名里的合体字（如 ㍿）展开后太长");
        CheckLength(number, MaxNumber, Column.Number);
        CheckLength(name, MaxName, Column.Name);
    }

    private string? ReadPhone()
    {
        if (TextOf(Column.Phone) is not { } text)
        {
            return null;
        }
        if (Scientific().IsMatch(text))
        {
            wrong.Add("手机号是科学计数法，后几位已丢失");
            return null;
        }
        var phone = Phone.Normalise(text);
        Check(phone is null, text.Contains('*') ? "手机号已打码" : "手机号有误");
        return phone;
    }

    private string? ReadEmail()
    {
        var email = TextOf(Column.Email) is { } text ? PlainText.Normal(text, NormalizationForm.FormKC) : null;
        Check(email is not null && !IsEmail(email), "邮箱有误");
        return email;
    }

    private string? ReadText(Column column, int maxLength)
    {
        var text = TextOf(column);
        CheckLength(text, maxLength, column);
        return text;
    }

    private DateOnly? ReadPaidUntil()
    {
        var day = TextOf(Column.PaidUntil) is { } text ? Dates.Parse(text) : null;
        Check(day is null && TextOf(Column.PaidUntil) is not null, "会费有效期无法识别，请写成 2026-12-31");
        return day;
    }

    private string MergedRemark() =>
        string.Join(
            "；",
            Enum.GetValues<Column>().Where(column => line[column].Merged).Select(column => $"{column.Label}在合并的单元格里，未读到值")
        );

    private void Check(bool isWrong, string reason)
    {
        if (isWrong)
        {
            wrong.Add(reason);
        }
    }

    private void CheckLength(string? text, int maxLength, Column column) =>
        Check(text?.Length > maxLength, $"{column.Label}超过 {maxLength} 字");

    private string? TextOf(Column column) => SheetText.Unquote(line[column].Text) is { Length: > 0 } text ? text : null;

    /// <summary>A Chinese name without the spaces that align it with longer ones; others with single spaces.</summary>
    private static string NameOf(string text)
    {
        var name = Spaces().Replace(SheetText.Unquote(text), match => match.Value.Contains('\n') ? "\n" : " ");
        return name.Any(char.IsAsciiLetter) ? name : name.Replace(" ", "");
    }

    private static bool IsEmail(string email) =>
        Encoding.UTF8.GetByteCount(email) <= MaxEmailBytes
        && MailAddress.TryCreate(email, out var address)
        && address.Address == email
        && address.Host.Contains('.')
        && !email.Any(char.IsWhiteSpace)
        && !email.Contains('"');

    [GeneratedRegex(@"^[0-9](\.[0-9]+)?[eE]\+[0-9]+$")]
    private static partial Regex Scientific();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}

/// <summary>Dates as people write them into the society's sheets. None before 1980, since the society is younger.</summary>
internal static class Dates
{
    private static readonly DateOnly First = new(1980, 1, 1);
    private static readonly string[] Forms = ["yyyy-M-d", "yyyyMMdd"];

    public static DateOnly? Parse(string text)
    {
        var plain = new StringBuilder();
        foreach (var character in PlainText.Normal(text, NormalizationForm.FormKC))
        {
            plain.Append(
                character switch
                {
                    '年' or '月' or '/' or '.' or '。' or '-' or '－' or '–' or '—' => "-",
                    '日' or '号' => "",
                    _ => character,
                }
            );
        }
        var day = plain.ToString().Trim();
        // A time of day follows where a date cell was saved as text.
        if (day.Split([' ', 'T'], 2) is [var date, var time] && TimeOnly.TryParse(time, CultureInfo.InvariantCulture, out _))
        {
            day = date;
        }
        var isDate = DateOnly.TryParseExact(day.Replace(" ", ""), Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed);
        return isDate && parsed >= First ? parsed : null;
    }
}
