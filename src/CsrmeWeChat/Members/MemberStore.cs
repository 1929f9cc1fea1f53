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

    /// <summary>What ends a member's binding in the trail; whose binding it was stands in the history of bindings.</summary>
    public const string UnbindAction = "member.unbind";

    public const int TagLength = 50;

    private const string Columns = """
        SELECT m.id, m.number, m.name, m.name_key, m.phone_sealed, m.email_sealed, m.unit, m.paid_until, m.revision, b.name AS branch, l.name AS level
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

    public Task<IReadOnlyList<Member>> ListByNumbersAsync(IReadOnlyCollection<string> numbers, CancellationToken ct) =>
        database.ListAsync<Member>($"{Columns} WHERE m.number IN @numbers", new { numbers }, ct);

    /// <param name="key">Of <see cref="PersonalName.Key"/>.</param>
    public Task<IReadOnlyList<Member>> ListByNameAsync(string key, int limit, CancellationToken ct) =>
        database.ListAsync<Member>(
            $"{Columns} WHERE m.name_key = @key AND m.name_key > '' ORDER BY m.id LIMIT @limit",
            new { key, limit },
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

    public MemberFields Fields(Member member)
    {
        var (phone, email) = Open(member);
        return new MemberFields(member.Name, phone, email, member.Unit, member.Branch, member.Level, member.PaidUntil);
    }

    /// <summary>Adds members that the roster does not have; a number that it has is an exception and undoes the transaction.</summary>
    public Task AddAsync(Transaction tx, IEnumerable<MemberRow> rows, DateTimeOffset now, CancellationToken ct) =>
        tx.InsertManyAsync(
            """
            INSERT INTO members (number, name, name_key, phone_sealed, phone_hash, phone_tail_hash, email_sealed, email_hash, unit, branch_id, level_id, paid_until,
                                 revision, created_at, updated_at)
            """,
            [
                .. rows.Select(row =>
                    (object?[])
                        [
                            row.Number,
                            row.Fields.Name,
                            PersonalName.Key(row.Fields.Name),
                            SealPhone(row),
                            .. PhoneHashes(row.Fields.Phone),
                            SealEmail(row),
                            HashEmail(row.Fields.Email),
                            row.Fields.Unit,
                            row.BranchId,
                            row.LevelId,
                            row.Fields.PaidUntil,
                            1L,
                            now,
                            now,
                        ]
                ),
            ],
            ct
        );

    /// <summary>False where the member is no longer at this revision.</summary>
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
                   SET name = @Name, name_key = @nameKey, phone_sealed = @phoneSealed, phone_hash = @phoneHash, phone_tail_hash = @phoneTailHash,
                       email_sealed = @emailSealed, email_hash = @emailHash, unit = @Unit, branch_id = @BranchId, level_id = @LevelId, paid_until = @PaidUntil,
                       revision = revision + 1, updated_at = @now
                 WHERE id = @memberId AND revision = @revision
                """,
                new
                {
                    memberId,
                    revision,
                    row.Fields.Name,
                    nameKey = PersonalName.Key(row.Fields.Name),
                    phoneSealed = SealPhone(row),
                    phoneHash = hashes[0],
                    phoneTailHash = hashes[1],
                    emailSealed = SealEmail(row),
                    emailHash = HashEmail(row.Fields.Email),
                    row.Fields.Unit,
                    row.BranchId,
                    row.LevelId,
                    row.Fields.PaidUntil,
                    now,
                },
                ct
            ) == 1;
    }

    /// <summary>False where the member is no longer at this revision. What hangs on the member stands in the way as a foreign key does.</summary>
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

    /// <summary>False where the member has the right already.</summary>
    public Task<bool> GrantAsync(Actor by, long memberId, string right, DateTimeOffset now, CancellationToken ct) =>
        ChangeAsync(
            by,
            "member.grant",
            memberId,
            before: null,
            after: new { right = Rights.Name(right) },
            now,
            tx =>
                tx.TryInsertAsync(
                    "INSERT INTO member_rights (member_id, name, granted_at) VALUES (@memberId, @right, @now)",
                    new
                    {
                        memberId,
                        right,
                        now,
                    },
                    ct
                ),
            ct
        );

    /// <summary>False where the member has no such right.</summary>
    public Task<bool> RevokeAsync(Actor by, long memberId, string right, DateTimeOffset now, CancellationToken ct) =>
        ChangeAsync(
            by,
            "member.revoke",
            memberId,
            before: new { right = Rights.Name(right) },
            after: null,
            now,
            async tx =>
                await tx.ExecuteAsync(
                    "DELETE FROM member_rights WHERE member_id = @memberId AND name = @right",
                    new { memberId, right },
                    ct
                ) == 1,
            ct
        );

    /// <summary>False where the member has the tag already.</summary>
    public Task<bool> TagAsync(Actor by, long memberId, string tag, DateTimeOffset now, CancellationToken ct) =>
        ChangeAsync(
            by,
            "member.tag",
            memberId,
            before: null,
            after: new { tag },
            now,
            tx => tx.TryInsertAsync("INSERT INTO member_tags (member_id, tag) VALUES (@memberId, @tag)", new { memberId, tag }, ct),
            ct
        );

    /// <summary>False where the member has no such tag.</summary>
    public Task<bool> UntagAsync(Actor by, long memberId, string tag, DateTimeOffset now, CancellationToken ct) =>
        ChangeAsync(
            by,
            "member.untag",
            memberId,
            before: new { tag },
            after: null,
            now,
            async tx => await UntagAsync(tx, memberId, tag, ct) == 1,
            ct
        );

    /// <summary>The phone in full, told in the trail before it is given. Empty where the roster has none.</summary>
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

    /// <summary>Told only where the change found something to change.</summary>
    private Task<bool> ChangeAsync(
        Actor by,
        string action,
        long memberId,
        object? before,
        object? after,
        DateTimeOffset now,
        Func<Transaction, Task<bool>> change,
        CancellationToken ct
    ) =>
        database.TransactAsync(
            async tx =>
            {
                if (!await change(tx))
                {
                    return (false, false);
                }
                await audit.AddAsync(
                    tx,
                    by,
                    new Change(action, "member", memberId, await TitleAsync(tx, memberId, ct), before, after),
                    now,
                    ct
                );
                return (true, true);
            },
            ct
        );

    /// <summary>How the trail names a member.</summary>
    public static async Task<string> TitleAsync(Transaction tx, long memberId, CancellationToken ct) =>
        (await tx.FindAsync<Member>($"{Columns} WHERE m.id = @memberId", new { memberId }, ct))!.Title;

    /// <summary>Equal for two spellings of one address.</summary>
    public static string EmailKey(string email) => email.ToLowerInvariant();

    private string HashEmail(string email) => email is "" ? "" : keyring.Hash(EmailHash, EmailKey(email));

    /// <summary>The hash of the phone, and of its last four digits.</summary>
    private string[] PhoneHashes(string phone) =>
        phone is "" ? ["", ""] : [keyring.Hash(PhoneHash, phone), keyring.Hash(PhoneTailHash, Phone.Tail(phone))];

    private string SealPhone(MemberRow row) => row.Fields.Phone is "" ? "" : keyring.Seal(PhonePlace(row.Number), row.Fields.Phone);

    private string SealEmail(MemberRow row) => row.Fields.Email is "" ? "" : keyring.Seal(EmailPlace(row.Number), row.Fields.Email);

    /// <summary>Tags, unless it is tagged.</summary>
    public Task<int> TagAsync(Transaction tx, long memberId, string tag, CancellationToken ct) =>
        tx.ExecuteAsync(
            """
            INSERT INTO member_tags (member_id, tag)
            SELECT id, @tag FROM members
             WHERE id = @memberId AND NOT EXISTS (SELECT 1 FROM member_tags t WHERE t.member_id = @memberId AND t.tag = @tag)
            """,
            new { memberId, tag },
            ct
        );

    public Task<int> UntagAsync(Transaction tx, long memberId, string tag, CancellationToken ct) =>
        tx.ExecuteAsync("DELETE FROM member_tags WHERE member_id = @memberId AND tag = @tag", new { memberId, tag }, ct);

    /// <summary>All members but a rehearsal's in the order of their ids, and whether they have this tag.</summary>
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

    // The number names the row in what is sealed: it is known before the row has an id, and an import never changes it.
    public static string PhonePlace(string number) => $"members.phone:{number}";

    public static string EmailPlace(string number) => $"members.email:{number}";
}

public static class Rights
{
    /// <summary>核销: to redeem other members' claims.</summary>
    public const string Redeem = "redeem";

    public static string Name(string right) => right == Redeem ? "核销" : right;
}
