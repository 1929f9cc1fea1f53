using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Members;

/// <summary>What members are looked for by. An empty text, or null, lets all through.</summary>
/// <param name="Name">Part of <see cref="PersonalName.Key"/>.</param>
/// <param name="Number">What the number begins with, in any case.</param>
/// <param name="Unit">Part of the unit's name, in any case.</param>
public sealed record MemberFilter(
    string Name = "",
    string Number = "",
    string Unit = "",
    long? BranchId = null,
    long? LevelId = null,
    string Tag = "",
    bool? Bound = null,
    PhoneSought? Phone = null
)
{
    /// <summary>From what somebody typed.</summary>
    public static MemberFilter Of(string? name, string? number, string? unit, long? branchId, long? levelId, string? tag, bool? bound) =>
        new(
            PersonalName.Key(PlainText.Clean(name)),
            MemberNumber.Of(number ?? ""),
            PlainText.Clean(unit),
            branchId,
            levelId,
            PlainText.Clean(tag),
            bound
        );

    // A name's key has no case, and its index is read as it stands.
    internal string Where =>
        string.Concat(
            Name is "" ? "" : " AND INSTR(m.name_key, @Name) > 0",
            Number is "" ? "" : " AND INSTR(LOWER(m.number), LOWER(@Number)) = 1",
            Unit is "" ? "" : $" AND {Sql.Has("m.unit", "@Unit")}",
            BranchId is null ? "" : " AND m.branch_id = @BranchId",
            LevelId is null ? "" : " AND m.level_id = @LevelId",
            Tag is "" ? "" : " AND m.id IN (SELECT t.member_id FROM member_tags t WHERE t.tag = @Tag)",
            Bound switch
            {
                null => "",
                true => " AND s.member_id IS NOT NULL",
                false => " AND s.member_id IS NULL",
            },
            Phone switch
            {
                null => "",
                { IsTail: true } => " AND m.phone_tail_hash IN @phones",
                _ => " AND m.phone_hash IN @phones",
            }
        );

    internal string Join => Bound is null ? "" : " LEFT JOIN bindings s ON s.member_id = m.id";
}

/// <summary>A phone to look for, which must stand in no address.</summary>
/// <param name="Digits">E.164, or its last four digits.</param>
public sealed record PhoneSought(string Digits, bool IsTail)
{
    /// <summary>Null where it is neither a phone nor the last four digits of one.</summary>
    public static PhoneSought? Of(string? typed)
    {
        var text = PlainText.Normal(PlainText.Clean(typed), System.Text.NormalizationForm.FormKC);
        return text.Length == 4 && text.All(char.IsAsciiDigit) ? new(text, IsTail: true)
            : Members.Phone.Normalise(text) is { } e164 ? new(e164, IsTail: false)
            : null;
    }
}
