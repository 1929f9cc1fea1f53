using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Members.Pages;

/// <summary>A member as the form has it.</summary>
public sealed class MemberForm
{
    public const int NumberLength = 40,
        EmailLength = 254,
        UnitLength = 200,
        PhoneLength = 30;

    public string? Number { get; set; }
    public string? Name { get; set; }
    public string? Phone { get; set; }
    public string? Email { get; set; }
    public string? Unit { get; set; }
    public long? BranchId { get; set; }
    public long? LevelId { get; set; }
    public DateOnly? PaidUntil { get; set; }

    /// <summary>Dues without an end.</summary>
    public bool ForLife { get; set; }

    public static MemberForm Of(MemberFields fields, MarkIds marks) =>
        new()
        {
            Name = fields.Name,
            Phone = fields.Phone,
            Email = fields.Email,
            Unit = fields.Unit,
            BranchId = marks.BranchId,
            LevelId = marks.LevelId,
            PaidUntil = fields.PaidUntil == DateOnly.MaxValue ? null : fields.PaidUntil,
            ForLife = fields.PaidUntil == DateOnly.MaxValue,
        };

    /// <summary>What is wrong with a new number; null where nothing is.</summary>
    public string? FaultOfNumber()
    {
        Number = MemberNumber.Of(PlainText.Clean(Number));
        return Number.Length is 0 or > NumberLength ? $"请填写会员号，1 到 {NumberLength} 个字。"
            : !Number.All(character => char.IsLetterOrDigit(character) || "-_./()#".Contains(character)) ? "会员号含有不允许的字符。"
            : !Number.Any(char.IsDigit) ? "会员号里要有数字。"
            : null;
    }

    /// <summary>All that is wrong with the rest.</summary>
    public IEnumerable<string> Faults()
    {
        if (PersonalName.Fault(CleanName) is { } fault)
        {
            yield return CleanName is "" ? "请填写姓名。" : $"{fault}。";
        }
        if (PlainText.Clean(Phone) is not "" && E164 is null)
        {
            yield return "手机号有误。境外号码请写成 +852 61234567。";
        }
        if (CleanEmail is not "" && !EmailAddress.IsOne(CleanEmail))
        {
            yield return "邮箱有误。";
        }
        if (CleanUnit.Length > UnitLength)
        {
            yield return $"单位超过 {UnitLength} 字。";
        }
        if (PaidUntil is { Year: < 1950 or > 2200 })
        {
            yield return "会费有效期有误。没有期限的，请勾选“长期有效”。";
        }
    }

    public MemberFields Fields(string? branch, string? level) =>
        new(CleanName, E164 ?? "", CleanEmail, CleanUnit, branch, level, ForLife ? DateOnly.MaxValue : PaidUntil);

    private string CleanName =>
        PlainText.Clean(Name) is var name && name.Any(char.IsAsciiLetter) ? name : PlainText.Clean(Name).Replace(" ", "");

    private string CleanUnit => PlainText.Clean(Unit);

    private string CleanEmail => PlainText.Normal(PlainText.Clean(Email), System.Text.NormalizationForm.FormKC);

    private string? E164 => PlainText.Clean(Phone) is { Length: > 0 and <= PhoneLength } phone ? Members.Phone.Normalise(phone) : null;
}
