using CsrmeWeChat.Data;
using CsrmeWeChat.Keys;

namespace CsrmeWeChat.Members;

public sealed class MemberStore(Database database, Keyring keyring)
{
    public const string PhoneHash = "phone", PhoneTailHash = "phone-tail", EmailHash = "email";

    private const string Columns = """
        SELECT m.id, m.number, m.name, m.name_key, m.phone_sealed, m.email_sealed, m.unit, m.paid_until, b.name AS branch, l.name AS level
          FROM members m
          LEFT JOIN branches b ON b.id = m.branch_id
          LEFT JOIN levels l ON l.id = m.level_id
        """;

    public Task<Member?> FindAsync(long memberId, CancellationToken ct) =>
        database.FindAsync<Member>($"{Columns} WHERE m.id = @memberId", new { memberId }, ct);

    public Task<Member?> FindByNumberAsync(string number, CancellationToken ct) =>
        database.FindAsync<Member>($"{Columns} WHERE m.number = @number", new { number }, ct);

    /// <summary>All whose roster phone this is: numbers are recycled and families share them.</summary>
    public Task<IReadOnlyList<Member>> ListByPhoneAsync(string phone, CancellationToken ct) =>
        database.ListAsync<Member>($"{Columns} WHERE m.phone_hash IN @hashes", new { hashes = keyring.Hashes(PhoneHash, phone) }, ct);

    public Contact Open(Member member) => new(
        member.PhoneSealed is "" ? "" : keyring.Open(PhonePlace(member.Number), member.PhoneSealed),
        member.EmailSealed is "" ? "" : keyring.Open(EmailPlace(member.Number), member.EmailSealed));

    public MemberCard Card(Member member) =>
        new(member.Number, member.Name, member.Unit, member.Branch, member.Level, member.PaidUntil,
            Open(member).Phone is { Length: > 0 } phone ? Phone.Mask(phone) : "");

    public Task<bool> GrantAsync(long memberId, string right, DateTimeOffset now, CancellationToken ct) =>
        database.TryInsertAsync("INSERT INTO member_rights (member_id, name, granted_at) VALUES (@memberId, @right, @now)", new { memberId, right, now }, ct);

    public Task<int> RevokeAsync(long memberId, string right, CancellationToken ct) =>
        database.ExecuteAsync("DELETE FROM member_rights WHERE member_id = @memberId AND name = @right", new { memberId, right }, ct);

    public Task<bool> TagAsync(long memberId, string tag, CancellationToken ct) =>
        database.TryInsertAsync("INSERT INTO member_tags (member_id, tag) VALUES (@memberId, @tag)", new { memberId, tag }, ct);

    public Task<int> UntagAsync(long memberId, string tag, CancellationToken ct) =>
        database.ExecuteAsync("DELETE FROM member_tags WHERE member_id = @memberId AND tag = @tag", new { memberId, tag }, ct);

    // The number names the row in what is sealed: it is known before the row has an id, and an import never changes it.
    public static string PhonePlace(string number) => $"members.phone:{number}";

    public static string EmailPlace(string number) => $"members.email:{number}";
}

public static class Rights
{
    /// <summary>核销: to redeem other members' claims.</summary>
    public const string Redeem = "redeem";
}
