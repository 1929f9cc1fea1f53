namespace CsrmeWeChat.Members;

/// <summary>A row of the roster as it stands, personal data sealed.</summary>
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
}

/// <summary>What is kept of a member's contact, opened.</summary>
public sealed record Contact(string Phone, string Email);

/// <summary>What a member is shown of their own roster record.</summary>
/// <param name="Phone">Masked: 138****1234; empty where the roster has none.</param>
/// <param name="PaidUntil">The last day that dues are paid for.</param>
public sealed record MemberCard(string Number, string Name, string Unit, string? Branch, string? Level, DateOnly? PaidUntil, string Phone);
