using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Members;

/// <summary>
/// The member a person is bound to. The roster is the society's record, so it is exported but not erased with the person.
/// </summary>
public sealed class MemberOfPerson(MemberStore members) : IPersonData
{
    public IReadOnlyCollection<PersonColumn> Columns { get; } =
    [
        new("members.number", OnErase.Kept),
        new("members.name", OnErase.Kept),
        new("members.phone_sealed", OnErase.Kept),
        new("members.phone_hash", OnErase.Kept),
        new("members.phone_tail_hash", OnErase.Kept),
        new("members.email_sealed", OnErase.Kept),
        new("members.email_hash", OnErase.Kept),
        new("member_tags.member_id", OnErase.Kept),
        new("member_rights.member_id", OnErase.Kept),
        new("merged_members.member_id", OnErase.Kept),
    ];

    public async Task<IReadOnlyDictionary<string, object?>> ExportAsync(KnownPerson person, DateTimeOffset now, CancellationToken ct)
    {
        if (person.MemberId is not { } id || await members.FindAsync(id, ct) is not { } member)
        {
            return new Dictionary<string, object?> { ["member"] = null };
        }
        var contact = members.Open(member);
        var marks = await members.ListMarksAsync(id, ct);
        return new Dictionary<string, object?>
        {
            ["member"] = new
            {
                member.Number,
                member.Name,
                contact.Phone,
                contact.Email,
                member.Unit,
                member.Branch,
                member.Level,
                member.PaidUntil,
            },
            ["tags"] = marks.Tags,
            ["rights"] = marks.Rights,
            ["merged"] = (await members.ListMergedIntoAsync(id, ct)).Select(merged => new { merged.Number, merged.Name }),
        };
    }
}
