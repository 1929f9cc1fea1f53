using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Keys;
using Dapper;

namespace CsrmeWeChat.Members;

public sealed class MemberStore(Database database, Keyring keyring, AuditTrail audit)
{
    public const string PhoneHash = "phone",
        PhoneTailHash = "phone-tail",
        EmailHash = "email";

    /// <summary>The action in the audit trail when a binding ends. The history of bindings says whose binding it was.</summary>
    public const string UnbindAction = "member.unbind";

    private const string Columns = """
        SELECT m.id, m.number, m.name, m.name_key, m.phone_sealed, m.email_sealed, m.unit, m.paid_until, m.by_hand, m.revision,
               m.updated_at, b.name AS branch, l.name AS level
          FROM members m
          LEFT JOIN branches b ON b.id = m.branch_id
          LEFT JOIN levels l ON l.id = m.level_id
        """;

    public Task<Member?> FindAsync(long memberId, CancellationToken ct) =>
        database.FindAsync<Member>($"{Columns} WHERE m.id = @memberId", new { memberId }, ct);

    public Task<Member?> FindAsync(Transaction tx, long memberId, CancellationToken ct) =>
        tx.FindAsync<Member>($"{Columns} WHERE m.id = @memberId", new { memberId }, ct);

    public Task<Member?> FindByNumberAsync(string number, CancellationToken ct) =>
        database.FindAsync<Member>($"{Columns} WHERE m.number = @number", new { number }, ct);

    /// <summary>Lists all members with this phone. There can be several, because numbers are recycled and families share them.</summary>
    public Task<IReadOnlyList<Member>> ListByPhoneAsync(string phone, CancellationToken ct) =>
        database.ListAsync<Member>($"{Columns} WHERE m.phone_hash IN @hashes", new { hashes = keyring.Hashes(PhoneHash, phone) }, ct);

    public Task<IReadOnlyList<Member>> ListByNumbersAsync(IReadOnlyCollection<string> numbers, CancellationToken ct) =>
        database.ListAsync<Member>($"{Columns} WHERE m.number IN @numbers", new { numbers }, ct);

    /// <param name="key">Of <see cref="PersonalName.Key"/>.</param>
    public Task<IReadOnlyList<Member>> ListByNameAsync(string key, int limit, CancellationToken ct) =>
        database.ListAsync<Member>(
            $"{Columns} WHERE m.name_key = @key AND m.name_key > '' ORDER BY m.id LIMIT @limit",
            new { key, limit },
            ct
        );

    /// <summary>Whose the number is today, where its member was found to be another one.</summary>
    public Task<IReadOnlyList<MergedMember>> ListMergedAsync(IReadOnlyCollection<string> numbers, CancellationToken ct) =>
        ListMergedAsync(database, numbers, ct);

    public static Task<IReadOnlyList<MergedMember>> ListMergedAsync(Sql sql, IReadOnlyCollection<string> numbers, CancellationToken ct) =>
        sql.ListAsync<MergedMember>(
            """
            SELECT g.number, g.name, g.gone_id, m.number AS kept_number, m.name AS kept_name
              FROM merged_members g JOIN members m ON m.id = g.member_id
             WHERE g.number IN @numbers
            """,
            new { numbers },
            ct
        );

    /// <summary>Those who were found to be this member.</summary>
    public Task<IReadOnlyList<MergedMember>> ListMergedIntoAsync(long memberId, CancellationToken ct) =>
        database.ListAsync<MergedMember>(
            """
            SELECT g.number, g.name, g.gone_id, m.number AS kept_number, m.name AS kept_name
              FROM merged_members g JOIN members m ON m.id = g.member_id
             WHERE g.member_id = @memberId ORDER BY g.merged_at, g.number
            """,
            new { memberId },
            ct
        );

    public Task<MemberMarks> ListMarksAsync(long memberId, CancellationToken ct) =>
        database.ReadAsync(
            """
            SELECT name FROM member_rights WHERE member_id = @memberId ORDER BY name;
            SELECT tag FROM member_tags WHERE member_id = @memberId ORDER BY tag;
            SELECT COUNT(*) FROM bindings WHERE member_id = @memberId;
            """,
            new { memberId },
            async grid => new MemberMarks(
                (await grid.ReadAsync<string>()).AsList(),
                (await grid.ReadAsync<string>()).AsList(),
                await grid.ReadFirstAsync<long>() > 0
            ),
            ct
        );

    public Task<MarkIds> MarkIdsAsync(long memberId, CancellationToken ct) => MarkIdsAsync(database, memberId, ct);

    internal static async Task<MarkIds> MarkIdsAsync(Sql sql, long memberId, CancellationToken ct) =>
        (await sql.FindAsync<MarkIds>("SELECT branch_id, level_id FROM members WHERE id = @memberId", new { memberId }, ct))!;

    public MemberFields Fields(Member member)
    {
        var (phone, email) = Open(member);
        return new MemberFields(member.Name, phone, email, member.Unit, member.Branch, member.Level, member.PaidUntil);
    }

    /// <summary>Adds members. A number that the roster already has throws and undoes the transaction.</summary>
    public Task AddAsync(Transaction tx, IEnumerable<MemberRow> rows, DateTimeOffset now, CancellationToken ct) =>
        tx.InsertManyAsync(
            """
            INSERT INTO members (number, name, name_key, name_sort, search_key, phone_sealed, phone_hash, phone_tail_hash, email_sealed,
                                 email_hash, unit, branch_id, level_id, paid_until, by_hand, revision, created_at, updated_at)
            """,
            [
                .. rows.Select(row =>
                    (object?[])
                        [
                            row.Number,
                            row.Fields.Name,
                            PersonalName.Key(row.Fields.Name),
                            row.Keys.Sort,
                            row.Keys.Search,
                            SealPhone(row),
                            .. PhoneHashes(row.Fields.Phone),
                            SealEmail(row),
                            HashEmail(row.Fields.Email),
                            row.Fields.Unit,
                            row.BranchId,
                            row.LevelId,
                            row.Fields.PaidUntil,
                            row.ByHand,
                            1L,
                            now,
                            now,
                        ]
                ),
            ],
            ct
        );

    /// <summary>Replaces the roster's values. The result is false if somebody else has changed the member meanwhile.</summary>
    public async Task<bool> ReplaceAsync(
        Transaction tx,
        long memberId,
        long revision,
        MemberRow row,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var hashes = PhoneHashes(row.Fields.Phone);
        return await tx.ExecuteAsync(
                """
                UPDATE members
                   SET name = @Name, name_key = @nameKey, name_sort = @Sort, search_key = @Search, phone_sealed = @phoneSealed,
                       phone_hash = @phoneHash, phone_tail_hash = @phoneTailHash, email_sealed = @emailSealed, email_hash = @emailHash,
                       unit = @Unit, branch_id = @BranchId, level_id = @LevelId, paid_until = @PaidUntil, by_hand = @ByHand,
                       revision = revision + 1, updated_at = @now
                 WHERE id = @memberId AND revision = @revision
                """,
                new
                {
                    memberId,
                    revision,
                    row.Fields.Name,
                    nameKey = PersonalName.Key(row.Fields.Name),
                    row.Keys.Sort,
                    row.Keys.Search,
                    phoneSealed = SealPhone(row),
                    phoneHash = hashes[0],
                    phoneTailHash = hashes[1],
                    emailSealed = SealEmail(row),
                    emailHash = HashEmail(row.Fields.Email),
                    row.Fields.Unit,
                    row.BranchId,
                    row.LevelId,
                    row.Fields.PaidUntil,
                    row.ByHand,
                    now,
                },
                ct
            ) == 1;
    }

    /// <summary>Deletes a member who is still at this revision. Rows that refer to the member make it fail as a foreign key does.</summary>
    public async Task<bool> DeleteAsync(Transaction tx, long memberId, long revision, CancellationToken ct) =>
        await tx.ExecuteAsync("DELETE FROM members WHERE id = @memberId AND revision = @revision", new { memberId, revision }, ct) == 1;

    public Contact Open(Member member) =>
        new(
            member.PhoneSealed is "" ? "" : keyring.Open(PhonePlace(member.Number), member.PhoneSealed),
            member.EmailSealed is "" ? "" : keyring.Open(EmailPlace(member.Number), member.EmailSealed)
        );

    public MemberCard Card(Member member) =>
        new(
            member.Number,
            member.Name,
            member.Unit,
            member.Branch,
            member.Level,
            member.PaidUntil,
            Open(member).Phone is { Length: > 0 } phone ? Phone.Mask(phone) : ""
        );

    /// <summary>Returns the whole phone number after writing that to the audit trail. It is empty if the roster has none.</summary>
    public async Task<string> RevealPhoneAsync(Actor by, Member member, DateTimeOffset now, CancellationToken ct)
    {
        var phone = Open(member).Phone;
        if (phone is not "")
        {
            await audit.AddAsync(
                by,
                new Change("member.reveal", "member", member.Id, member.Title, After: new { phone = Phone.Mask(phone) }),
                now,
                ct
            );
        }
        return phone;
    }

    /// <summary>The name of a member in the audit trail.</summary>
    public static async Task<string> TitleAsync(Transaction tx, long memberId, CancellationToken ct) =>
        (await tx.FindAsync<Member>($"{Columns} WHERE m.id = @memberId", new { memberId }, ct))!.Title;

    /// <summary>The form of an address in which two spellings of it are equal.</summary>
    public static string EmailKey(string email) => email.ToLowerInvariant();

    private string HashEmail(string email) => email is "" ? "" : keyring.Hash(EmailHash, EmailKey(email));

    /// <summary>The hash of the phone, and of its last four digits.</summary>
    private string[] PhoneHashes(string phone) =>
        phone is "" ? ["", ""] : [keyring.Hash(PhoneHash, phone), keyring.Hash(PhoneTailHash, Phone.Tail(phone))];

    private string SealPhone(MemberRow row) => row.Fields.Phone is "" ? "" : keyring.Seal(PhonePlace(row.Number), row.Fields.Phone);

    private string SealEmail(MemberRow row) => row.Fields.Email is "" ? "" : keyring.Seal(EmailPlace(row.Number), row.Fields.Email);

    /// <summary>Lists members in the order of their ids, each with whether it has this tag. Rehearsal members are left out.</summary>
    public Task<IReadOnlyList<TaggedMember>> ListTaggedAsync(string tag, long afterId, int limit, CancellationToken ct) =>
        database.ListAsync<TaggedMember>(
            """
            SELECT m.id, m.number, m.name, CASE WHEN t.tag IS NULL THEN 0 ELSE 1 END AS has_tag
              FROM members m LEFT JOIN member_tags t ON t.member_id = m.id AND t.tag = @tag
             WHERE m.id > @afterId AND m.name_key > '' ORDER BY m.id LIMIT @limit
            """,
            new
            {
                tag,
                afterId,
                limit,
            },
            ct
        );

    // The number binds sealed text to its row, because it is known before the row has an id and an import never changes it.
    public static string PhonePlace(string number) => $"members.phone:{number}";

    public static string EmailPlace(string number) => $"members.email:{number}";
}
