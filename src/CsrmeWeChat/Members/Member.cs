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

    /// <summary>Counts the changes of the row.</summary>
    public required long Revision { get; init; }

    /// <summary>The member belongs to a rehearsal and is in no list.</summary>
    public bool IsSynthetic => NameKey is "";

    /// <summary>Number and name.</summary>
    public string Title => $"{Number} {Name}";
}

/// <summary>The opened values of a member in the roster. Two with the same values are equal.</summary>
public sealed record MemberFields(string Name, string Phone, string Email, string Unit, string? Branch, string? Level, DateOnly? PaidUntil);

/// <summary>A member's row to be written, with level and branch by id.</summary>
public sealed record MemberRow(string Number, MemberFields Fields, long? BranchId, long? LevelId);

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
