using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Members;
using CsrmeWeChat.People;

namespace CsrmeWeChat.Events;

/// <summary>Who may come: anybody who verified a phone, or members, and which of them. An empty list lets everybody through.</summary>
public sealed record EventAudience
{
    public bool MembersOnly { get; init; }
    public IReadOnlyList<long> Levels { get; init; } = [];
    public IReadOnlyList<long> Branches { get; init; } = [];

    /// <summary>Members who were invited have one of these tags.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];
    public bool DuesRequired { get; init; }

    /// <summary>Of these persons, those who may not come, and why.</summary>
    public async Task<IReadOnlyDictionary<long, RegistrationOutcome>> WhyNotAsync(
        Sql sql,
        IReadOnlyCollection<long> personIds,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        if (!MembersOnly)
        {
            var known = (await PersonPhones.ListVerifiedAsync(sql, personIds, ct)).ToHashSet();
            return personIds.Where(id => !known.Contains(id)).ToDictionary(id => id, _ => RegistrationOutcome.NoPhone);
        }
        var set = new MemberSet
        {
            Levels = Levels,
            Branches = Branches,
            Tags = Tags,
            DuesPaidOn = DuesRequired ? China.Date(now) : null,
        };
        var members = await sql.ListAsync<Standing>(
            $$"""
            SELECT b.person_id, {{set.FirstUnmet}} AS unmet
              FROM bindings b JOIN members m ON m.id = b.member_id
             WHERE b.person_id IN {=personIds}
            """,
            set.Parameters(new { personIds }),
            ct
        );
        var unmet = members.ToDictionary(member => member.PersonId, member => member.Unmet);
        return personIds
            .Select(id => (Id: id, WhyNot: unmet.TryGetValue(id, out var criterion) ? Of(criterion) : RegistrationOutcome.NoMember))
            .Where(one => one.WhyNot is not null)
            .ToDictionary(one => one.Id, one => one.WhyNot!.Value);
    }

    private static RegistrationOutcome? Of(string unmet) =>
        unmet is ""
            ? null
            : Enum.Parse<MemberCriterion>(unmet, ignoreCase: true) switch
            {
                MemberCriterion.Level => RegistrationOutcome.WrongLevel,
                MemberCriterion.Branch => RegistrationOutcome.WrongBranch,
                MemberCriterion.Tag or MemberCriterion.Number => RegistrationOutcome.NotInvited,
                MemberCriterion.Dues => RegistrationOutcome.DuesUnpaid,
            };

    private sealed record Standing
    {
        public required long PersonId { get; init; }
        public required string Unmet { get; init; }
    }
}
