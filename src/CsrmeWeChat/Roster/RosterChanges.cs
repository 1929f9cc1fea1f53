using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Members;

namespace CsrmeWeChat.Roster;

/// <summary>What a line changes, field by field, for people: phones and e-mails masked.</summary>
public sealed class RosterChanges(RosterSeal seal)
{
    public IReadOnlyList<AuditDifference> Of(RosterRow row)
    {
        if (row.Verdict is not (RosterVerdict.New or RosterVerdict.Updated))
        {
            return [];
        }
        var (before, after) = (row.BeforeSealed is "" ? null : seal.OpenBefore(row), seal.OpenAfter(row));
        return
        [
            .. from field in Fields
            let was = before is null ? null : field.Of(before)
            let now = field.Of(after)
            where was != now && !(was is null && (now is "" || field.Column is RosterColumn.Name))
            select Difference(field, was, now),
        ];
    }

    private static readonly (RosterColumn Column, Func<MemberFields, string> Of, Func<string, string> Show)[] Fields =
    [
        (RosterColumn.Name, fields => fields.Name, AsItIs),
        (RosterColumn.Phone, fields => fields.Phone, Masked.OfPhone),
        (RosterColumn.Email, fields => fields.Email, Masked.Email),
        (RosterColumn.Unit, fields => fields.Unit, AsItIs),
        (RosterColumn.Branch, fields => fields.Branch ?? "", AsItIs),
        (RosterColumn.Level, fields => fields.Level ?? "", AsItIs),
        (
            RosterColumn.PaidUntil,
            fields => fields.PaidUntil?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) ?? "",
            AsItIs
        ),
    ];

    private static AuditDifference Difference(
        (RosterColumn Column, Func<MemberFields, string> Of, Func<string, string> Show) field,
        string? was,
        string now
    )
    {
        var (before, after) = (
            was is null ? null
            : was is "" ? "无"
            : field.Show(was),
            field.Show(now)
        );
        // Two phones may look alike once masked.
        return new AuditDifference(RosterHeader.Say(field.Column), before, before == after ? $"{after}（隐去的部分不同）" : after);
    }

    private static string AsItIs(string text) => text;
}
