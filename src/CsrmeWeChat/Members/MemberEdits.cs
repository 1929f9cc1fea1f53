using System.Data.Common;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Members;

/// <summary>
/// What staff write into the roster by hand. Each edit names the revision it was made from, so that it never takes back what an import or
/// somebody else wrote meanwhile, and marks its fields, so that a later import says what of it would go.
/// </summary>
public sealed class MemberEdits(Database database, MemberStore members, AuditTrail audit)
{
    public const string AddAction = "member.add",
        EditAction = "member.edit";

    /// <summary>Adds a member. The result is null if the number is taken, or was one of a member who was merged into another.</summary>
    public async Task<long?> AddAsync(Actor by, MemberRow row, DateTimeOffset now, CancellationToken ct)
    {
        try
        {
            return await database.TransactAsync(
                async tx =>
                {
                    await members.AddAsync(tx, [row with { ByHand = ByHand.With("", row.Fields.DifferingFrom(Nobody)) }], now, ct);
                    var id = await tx.FindAsync<long>("SELECT id FROM members WHERE number = @Number", new { row.Number }, ct);
                    // Asked now that the row holds the number, which no merging frees any more.
                    if ((await MemberStore.ListMergedAsync(tx, [row.Number], ct)).Count > 0)
                    {
                        return (false, (long?)null);
                    }
                    var title = $"{row.Number} {row.Fields.Name}";
                    await audit.AddAsync(tx, by, new Change(AddAction, "member", id, title, After: Audited(row.Fields)), now, ct);
                    return (true, (long?)id);
                },
                ct
            );
        }
        catch (DbException e) when (database.IsDuplicate(e))
        {
            return null;
        }
    }

    /// <summary>Replaces a member's values. The result is false if somebody changed the member after this revision.</summary>
    /// <param name="seen">The member as the new values were made from.</param>
    public Task<bool> EditAsync(Actor by, Member seen, MemberRow row, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                var before = members.Fields(seen);
                var edited = ByHand.With(seen.ByHand, row.Fields.DifferingFrom(before));
                if (!await members.ReplaceAsync(tx, seen.Id, seen.Revision, row with { ByHand = edited }, now, ct))
                {
                    return (false, false);
                }
                var change = new Change(EditAction, "member", seen.Id, seen.Title, Audited(before), Audited(row.Fields, before));
                await audit.AddAsync(tx, by, change, now, ct);
                return (true, true);
            },
            ct
        );

    /// <summary>Puts the phone that WeChat confirmed into the roster, in the transaction that binds its owner.</summary>
    public async Task<bool> TakePhoneAsync(Transaction tx, Member member, string phone, DateTimeOffset now, CancellationToken ct)
    {
        var fields = members.Fields(member) with { Phone = phone };
        var ids = await MemberStore.MarkIdsAsync(tx, member.Id, ct);
        var row = new MemberRow(member.Number, fields, ids.BranchId, ids.LevelId, ByHand.With(member.ByHand, ["phone"]));
        return await members.ReplaceAsync(tx, member.Id, member.Revision, row, now, ct);
    }

    /// <summary>The audit trail of a phone that was taken: written last, as all of it.</summary>
    public Task AuditPhoneAsync(Transaction tx, Actor by, Member member, string phone, DateTimeOffset now, CancellationToken ct)
    {
        var before = members.Fields(member);
        var after = Audited(before with { Phone = phone }, before);
        return audit.AddAsync(tx, by, new Change(EditAction, "member", member.Id, member.Title, Audited(before), after), now, ct);
    }

    /// <summary>The values as the trail and a comparison show them: phone and e-mail masked.</summary>
    /// <param name="against">Where a value that differs looks alike once it is masked, it says so.</param>
    public static object Audited(MemberFields fields, MemberFields? against = null) =>
        new
        {
            name = fields.Name,
            phone = Told(Phone.MaskOrNone, fields.Phone, against?.Phone),
            email = Told(EmailAddress.Mask, fields.Email, against?.Email),
            unit = fields.Unit,
            branch = fields.Branch ?? "",
            level = fields.Level ?? "",
            paidUntil = Show.Date(fields.PaidUntil),
        };

    private static string Told(Func<string, string> mask, string value, string? against) =>
        against is not null && value != against && mask(value) == mask(against) ? $"{mask(value)}（隐去的部分不同）" : mask(value);

    private static readonly MemberFields Nobody = new("", "", "", "", null, null, null);
}

/// <summary>A member's branch and level.</summary>
public sealed record MarkIds
{
    public long? BranchId { get; init; }
    public long? LevelId { get; init; }
}
