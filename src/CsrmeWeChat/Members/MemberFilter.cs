using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Keys;
using Dapper;

namespace CsrmeWeChat.Members;

/// <summary>How a member stands with the dues.</summary>
public enum Dues
{
    Paid,

    /// <summary>Paid, but for no more than 30 days.</summary>
    Ending,
    Ended,

    /// <summary>The roster does not say until when they are paid.</summary>
    Unknown,
}

/// <summary>What members are looked for by. An empty text, or null, lets all through.</summary>
/// <param name="Text">Parts of name, initials, number or unit, in any case, with blanks between them; a member has all of them.</param>
/// <param name="Today">The day for which <paramref name="Dues"/> is asked.</param>
/// <param name="Phone">A member who fits the text or has this phone.</param>
public sealed record MemberFilter(
    string Text = "",
    long? BranchId = null,
    long? LevelId = null,
    string Tag = "",
    bool? Bound = null,
    Dues? Dues = null,
    DateOnly Today = default,
    PhoneSought? Phone = null
)
{
    public const int EndingDays = 30;

    private const int MaxWords = 4;

    /// <summary>The whole text as a name, whose dots and blanks count for nothing.</summary>
    internal string Whole => PersonalName.Key(PlainText.Clean(Text)).ToLowerInvariant();

    internal string[] Words =>
        [.. MemberKeys.Folded(PlainText.Clean(Text)).Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(MaxWords)];

    /// <summary>Whether it asks for anything at all.</summary>
    internal bool IsEmpty => Where is "" && Bound is null;

    internal bool AsksOnlyForBinding => Where is "" && Bound is not null;

    internal string Where =>
        string.Concat(
            Sought,
            BranchId is null ? "" : " AND m.branch_id = @BranchId",
            LevelId is null ? "" : " AND m.level_id = @LevelId",
            Tag is "" ? "" : " AND m.id IN (SELECT t.member_id FROM member_tags t WHERE t.tag = @Tag)",
            Dues is { } dues ? Stands(dues) : ""
        );

    private static string Stands(Dues dues) =>
        dues switch
        {
            Members.Dues.Paid => " AND m.paid_until >= @Today",
            Members.Dues.Ending => " AND m.paid_until >= @Today AND m.paid_until <= @ending",
            Members.Dues.Ended => " AND m.paid_until < @Today",
            Members.Dues.Unknown => " AND m.paid_until IS NULL",
        };

    private string Sought
    {
        get
        {
            var words = Words;
            List<string> ways = [];
            if (words.Length > 0 || Whole is not "")
            {
                ways.Add(Whole is "" ? "1 = 0" : "INSTR(m.search_key, @Whole) > 0");
            }
            if (words.Length > 1 || (words.Length == 1 && words[0] != Whole))
            {
                ways.Add($"({string.Join(" AND ", words.Select((_, i) => $"INSTR(m.search_key, @word{i}) > 0"))})");
            }
            if (Phone is { } phone)
            {
                ways.Add($"m.id IN (SELECT f.id FROM members f WHERE f.{(phone.IsTail ? "phone_tail_hash" : "phone_hash")} IN @phones)");
            }
            return ways.Count == 0 ? "" : $" AND ({string.Join(" OR ", ways)})";
        }
    }

    /// <summary>The parameters of the condition, and those of the statement around it.</summary>
    internal DynamicParameters Parameters(Keyring keyring, object? others = null)
    {
        var parameters = new DynamicParameters(others);
        parameters.AddDynamicParams(
            new
            {
                Whole,
                BranchId,
                LevelId,
                Tag,
                Today,
                ending = Today.AddDays(Today == default ? 0 : EndingDays),
                phones = Phone is { } phone
                    ? keyring.Hashes(phone.IsTail ? MemberStore.PhoneTailHash : MemberStore.PhoneHash, phone.Digits)
                    : [],
            }
        );
        foreach (var (i, word) in Words.Index())
        {
            parameters.Add($"word{i}", word);
        }
        return parameters;
    }
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

    /// <summary>
    /// Whether what was typed may be a phone or part of one, and must stand in no address: digits and what stands between them, seven or
    /// more, or the last four.
    /// </summary>
    public static bool IsLike(string? typed)
    {
        var text = PlainText.Normal(PlainText.Clean(typed), System.Text.NormalizationForm.FormKC);
        var digits = text.Count(char.IsAsciiDigit);
        return (digits == 4 || digits >= 7) && !text.Any(char.IsLetter);
    }
}
