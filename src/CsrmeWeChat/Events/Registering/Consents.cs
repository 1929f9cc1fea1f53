using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Events;

/// <summary>What whoever registers agrees to, and who agrees for those who are too young to.</summary>
/// <param name="Agrees">To what a private event asks: <see cref="Asked"/>.</param>
/// <param name="HasMinors">Somebody comes who is younger than the event's limit.</param>
/// <param name="Guardian">Clean.</param>
public sealed record Consents(bool Agrees = false, bool HasMinors = false, string Guardian = "", bool GuardianAgrees = false)
{
    public const int MaxGuardian = 30;

    public static Consents None { get; } = new();

    /// <summary>What whoever comes to be counselled agrees to.</summary>
    public const string Asked =
        "谈话内容由咨询师保密。只有咨询师看得到您的姓名，学会的其他工作人员只看到已约的时段。"
        + "如有危及您或他人生命的情况，咨询师须依法告知有关方面。您可以随时取消，也可以随时停止。";

    /// <summary>Why these are not enough, in words for whoever registers; null where they are.</summary>
    public string? WhyNot(Event owner) =>
        owner.Kind.IsPrivate && !Agrees ? "请先阅读并同意咨询的约定。"
        : owner.GuardianUnder == 0 || !HasMinors ? null
        : Named.Length is 0 or > MaxGuardian ? $"有未满 {owner.GuardianUnder} 周岁的人参加，请填写监护人的姓名，最长 {MaxGuardian} 字。"
        : !GuardianAgrees ? $"未满 {owner.GuardianUnder} 周岁的人参加，须由监护人同意。"
        : null;

    /// <summary>As it is kept: nobody's where nobody had to agree.</summary>
    public string GuardianOf(Event owner) => owner.GuardianUnder > 0 && HasMinors ? Named : "";

    private string Named => PlainText.Clean(Guardian);
}
