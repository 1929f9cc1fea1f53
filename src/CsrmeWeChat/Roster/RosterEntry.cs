using System.Net.Mail;
using System.Text;
using System.Text.RegularExpressions;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Members;

namespace CsrmeWeChat.Roster;

/// <summary>What a line says of a member, checked. A column that is blank or missing says nothing: null.</summary>
public sealed partial record RosterEntry(
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
    private const int NumberLength = 40,
        NameLength = 100,
        EmailBytes = 254,
        UnitLength = 200,
        BranchLength = 100,
        LevelLength = 50;

    /// <summary>The member as this line makes it: what it does not say stays.</summary>
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

    /// <returns>The entry, or in words why the line is none.</returns>
    public static (RosterEntry? Entry, string Reason) Read(RosterLine line)
    {
        var wrong = new List<string>();
        var number = NumberOf(line[RosterColumn.Number].Text);
        var name = NameOf(line[RosterColumn.Name].Text);
        if (RosterHeader.IsName(number, RosterColumn.Number) && RosterHeader.IsName(name, RosterColumn.Name))
        {
            return (null, "重复的表头");
        }
        foreach (var column in Enum.GetValues<RosterColumn>())
        {
            if (line[column].Fault is { } fault)
            {
                wrong.Add($"{RosterHeader.Say(column)}：{fault}");
            }
            else if (column is RosterColumn.Number or RosterColumn.Name && TextOf(line, column) is null)
            {
                wrong.Add($"缺少{RosterHeader.Say(column)}{(line[column].Merged ? "（该格已合并，只有第一格有值）" : "")}");
            }
        }
        if (wrong.Count > 0)
        {
            return (null, string.Join("；", wrong));
        }
        Check(Scientific().IsMatch(number), "会员号是科学计数法，原来的号码已丢失");
        Check(
            !number.All(character => char.IsLetterOrDigit(character) || character is '-' or '_' or '.' or '/' or '(' or ')' or '#'),
            "会员号含有不允许的字符"
        );
        Check(name.Contains('\n'), "姓名里有换行");
        Check(PersonalName.Key(name) is "", "姓名里没有文字");
        Longest(number, NumberLength, RosterColumn.Number);
        Longest(name, NameLength, RosterColumn.Name);

        string? phone = null;
        if (TextOf(line, RosterColumn.Phone) is { } phoneText)
        {
            phone = Scientific().IsMatch(phoneText) ? null : Members.Phone.Normalise(phoneText);
            Check(
                phone is null,
                Scientific().IsMatch(phoneText) ? "手机号是科学计数法，后几位已丢失"
                    : phoneText.Contains('*') ? "手机号已打码"
                    : "手机号有误"
            );
        }
        var email = TextOf(line, RosterColumn.Email) is { } typed ? PlainText.Normal(typed, NormalizationForm.FormKC) : null;
        Check(email is not null && !IsEmail(email), "邮箱有误");
        var unit = Longest(TextOf(line, RosterColumn.Unit), UnitLength, RosterColumn.Unit);
        var branch = Longest(TextOf(line, RosterColumn.Branch), BranchLength, RosterColumn.Branch);
        var level = Longest(TextOf(line, RosterColumn.Level), LevelLength, RosterColumn.Level);
        DateOnly? paidUntil = null;
        if (TextOf(line, RosterColumn.PaidUntil) is { } dateText)
        {
            paidUntil = RosterDates.Parse(dateText);
            Check(paidUntil is null, "会费有效期无法识别，请写成 2026-12-31");
        }
        return wrong.Count > 0
            ? (null, string.Join("；", wrong))
            : (
                new RosterEntry(number, name, phone, email, unit, branch, level, paidUntil),
                string.Join(
                    "；",
                    Enum.GetValues<RosterColumn>()
                        .Where(column => line[column].Merged)
                        .Select(column => $"{RosterHeader.Say(column)}在合并的单元格里，未读到值")
                )
            );

        void Check(bool isWrong, string reason)
        {
            if (isWrong)
            {
                wrong.Add(reason);
            }
        }

        string? Longest(string? text, int length, RosterColumn column)
        {
            Check(text?.Length > length, $"{RosterHeader.Say(column)}超过 {length} 字");
            return text;
        }
    }

    /// <summary>Full-width digits and letters as plain ones, without any space.</summary>
    public static string NumberOf(string text) => Spaces().Replace(PlainText.Normal(Unquoted(text), NormalizationForm.FormKC), "");

    /// <summary>A Chinese name without the spaces that align it with longer ones; others with single spaces.</summary>
    private static string NameOf(string text)
    {
        var name = Spaces().Replace(Unquoted(text), match => match.Value.Contains('\n') ? "\n" : " ");
        return name.Any(char.IsAsciiLetter) ? name : name.Replace(" ", "");
    }

    private static string? TextOf(RosterLine line, RosterColumn column) =>
        Unquoted(line[column].Text) is { Length: > 0 } text ? text : null;

    /// <summary>Without the apostrophe by which a spreadsheet keeps text from becoming a number.</summary>
    private static string Unquoted(string text)
    {
        var clean = PlainText.Clean(text);
        return clean is ['\'', ..] ? PlainText.Clean(clean[1..]) : clean;
    }

    private static bool IsEmail(string email) =>
        Encoding.UTF8.GetByteCount(email) <= EmailBytes
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
