using CsrmeWeChat.Members;
using CsrmeWeChat.People;
using CsrmeWeChat.Roster;
using CsrmeWeChat.Staff;

namespace CsrmeWeChat.Foundation.Keys;

/// <summary>A column of sealed text: how its rows are told apart and named in what is sealed, and which columns hold hashes of the same text.</summary>
/// <param name="SecondKey">Where one number does not tell the rows apart; 0 otherwise.</param>
/// <param name="Name">A text column that the place is made from; '' where the keys are enough.</param>
public sealed record SealedColumn(
    string Table,
    string Column,
    string FirstKey,
    string SecondKey,
    string Name,
    Func<SealedRow, string> Place,
    params HashColumn[] Hashes
)
{
    /// <summary>All that <c>keys rotate</c> turns over.</summary>
    public static IReadOnlyList<SealedColumn> All { get; } =
    [
        new(
            "members",
            "phone_sealed",
            "id",
            "0",
            "number",
            row => MemberStore.PhonePlace(row.Name),
            new("phone_hash", MemberStore.PhoneHash, text => text),
            new("phone_tail_hash", MemberStore.PhoneTailHash, Phone.Tail)
        ),
        new(
            "members",
            "email_sealed",
            "id",
            "0",
            "number",
            row => MemberStore.EmailPlace(row.Name),
            new HashColumn("email_hash", MemberStore.EmailHash, MemberStore.EmailKey)
        ),
        new(
            "bind_requests",
            "phone_sealed",
            "id",
            "0",
            "seal_row",
            row => BindRequestStore.PhonePlace(row.Name),
            new HashColumn("phone_hash", MemberStore.PhoneHash, text => text)
        ),
        new("roster_files", "content_sealed", "import_id", "part", "''", row => ImportStore.FilePlace(row.First, (int)row.Second)),
        new("roster_lines", "before_sealed", "import_id", "line", "''", row => LineSeal.BeforePlace(row.First, (int)row.Second)),
        new("roster_lines", "after_sealed", "import_id", "line", "''", row => LineSeal.AfterPlace(row.First, (int)row.Second)),
        new("staff", "totp_sealed", "id", "0", "''", row => TwoStep.Place($"{row.First}")),
        new("data_protection_keys", "xml_sealed", "id", "0", "seal_row", row => ProtectionKeys.Place(row.Name)),
    ];
}

/// <param name="Of">What of the text is hashed.</param>
public sealed record HashColumn(string Column, string Kind, Func<string, string> Of);

public sealed record SealedRow
{
    public required long First { get; init; }
    public required long Second { get; init; }
    public required string Name { get; init; }
    public required string Sealed { get; init; }
}
