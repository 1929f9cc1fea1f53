using System.Text;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Members;

/// <summary>A row of the roster, with sealed personal data.</summary>
public sealed record Member
{
    public required long Id { get; init; }
    public required string Number { get; init; }
    public required string Name { get; init; }
    public required string NameKey { get; init; }
    public required string PhoneSealed { get; init; }
    public required string EmailSealed { get; init; }
    public required string Unit { get; init; }
    public string? Branch { get; init; }
    public string? Level { get; init; }
    public DateOnly? PaidUntil { get; init; }

    /// <summary>The fields that staff edited since an import last changed them: phone,unit.</summary>
    public required string ByHand { get; init; }

    /// <summary>Counts the changes of the row.</summary>
    public required long Revision { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The member belongs to a rehearsal and is in no list.</summary>
    public bool IsSynthetic => NameKey is "";

    /// <summary>Number and name.</summary>
    public string Title => $"{Number} {Name}";
}

/// <summary>The opened values of a member in the roster. Two with the same values are equal.</summary>
public sealed record MemberFields(string Name, string Phone, string Email, string Unit, string? Branch, string? Level, DateOnly? PaidUntil)
{
    /// <summary>The names of the fields in which the two differ, in small letters: name, phone, paiduntil.</summary>
    public IEnumerable<string> DifferingFrom(MemberFields other)
    {
        (string Name, bool Differs)[] all =
        [
            (nameof(Name), Name != other.Name),
            (nameof(Phone), Phone != other.Phone),
            (nameof(Email), Email != other.Email),
            (nameof(Unit), Unit != other.Unit),
            (nameof(Branch), Branch != other.Branch),
            (nameof(Level), Level != other.Level),
            (nameof(PaidUntil), PaidUntil != other.PaidUntil),
        ];
        return all.Where(field => field.Differs).Select(field => field.Name.ToLowerInvariant());
    }
}

/// <summary>Which fields of a member staff edited, as one text: phone,unit.</summary>
public static class ByHand
{
    public static string With(string fields, IEnumerable<string> more) => Join(Split(fields).Union(more));

    public static string Without(string fields, IEnumerable<string> less) => Join(Split(fields).Except(less));

    public static string Among(string fields, IEnumerable<string> others) => Join(Split(fields).Intersect(others));

    public static IEnumerable<string> Split(string fields) => fields.Split(',', StringSplitOptions.RemoveEmptyEntries);

    private static string Join(IEnumerable<string> fields) => string.Join(',', fields.Order(StringComparer.Ordinal));
}

/// <summary>A member's row to be written, with level and branch by id.</summary>
/// <param name="ByHand">The fields that staff edited since an import last changed them.</param>
public sealed record MemberRow(string Number, MemberFields Fields, long? BranchId, long? LevelId, string ByHand = "")
{
    public MemberKeys Keys { get; } = MemberKeys.Of(Number, Fields.Name, Fields.Unit);
}

/// <summary>By what a member is sorted and searched.</summary>
public sealed record MemberKeys(string Sort, string Search)
{
    private const int MaxSearch = 440;

    /// <summary>Both are empty for a member without a name, who belongs to a rehearsal and is in no list.</summary>
    public static MemberKeys Of(string number, string name, string unit)
    {
        var key = PersonalName.Key(name);
        if (key is "")
        {
            return new("", "");
        }
        var reading = Pinyin.Of(name);
        var search = string.Join('\n', key.ToLowerInvariant(), reading.Initials, reading.Spelled, Folded(number), Folded(unit));
        return new(reading.Sort, PlainText.Cut(search, MaxSearch));
    }

    /// <summary>As it is compared in a search: without regard to width and case.</summary>
    public static string Folded(string text) => PlainText.Normal(text, NormalizationForm.FormKC).ToLowerInvariant();
}

/// <summary>A member's opened phone and e-mail address.</summary>
public sealed record Contact(string Phone, string Email);

/// <summary>What members see of their own roster record.</summary>
/// <param name="Phone">Masked as in 138****1234, or empty if the roster has none.</param>
/// <param name="PaidUntil">The last day that dues are paid for.</param>
public sealed record MemberCard(string Number, string Name, string Unit, string? Branch, string? Level, DateOnly? PaidUntil, string Phone);

public sealed record TaggedMember
{
    public required long Id { get; init; }
    public required string Number { get; init; }
    public required string Name { get; init; }
    public required bool HasTag { get; init; }
}

/// <summary>What the society has given a member beside the roster's fields, and whether a WeChat user is bound.</summary>
public sealed record MemberMarks(IReadOnlyList<string> Rights, IReadOnlyList<string> Tags, bool IsBound);

/// <summary>A member who was found to be another one.</summary>
public sealed record MergedMember
{
    public required string Number { get; init; }
    public required string Name { get; init; }
    public required long GoneId { get; init; }
    public required string KeptNumber { get; init; }
    public required string KeptName { get; init; }
}
