using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Members;

namespace CsrmeWeChat.Roster;

/// <summary>What a line changes of a member, field by field, as people may see it: phones and e-mails masked.</summary>
public sealed class LineDifferences(LineSeal seal)
{
    private static readonly Field[] Fields =
    [
        new(Column.Name, fields => fields.Name, AsItIs),
        new(Column.Phone, fields => fields.Phone, Phone.MaskOrNone),
        new(Column.Email, fields => fields.Email, EmailAddress.Mask),
        new(Column.Unit, fields => fields.Unit, AsItIs),
        new(Column.Branch, fields => fields.Branch ?? "", AsItIs),
        new(Column.Level, fields => fields.Level ?? "", AsItIs),
        new(Column.PaidUntil, fields => Show.Date(fields.PaidUntil), AsItIs),
    ];

    public IReadOnlyList<AuditDifference> Of(ImportLine line)
    {
        if (line.Verdict is not (LineVerdict.New or LineVerdict.Updated))
        {
            return [];
        }
        var before = line.BeforeSealed is "" ? null : seal.OpenBefore(line);
        var after = seal.OpenAfter(line);
        // Of a new member the name stands beside it anyway, and what is empty is no difference.
        return before is null
            ? [.. Fields.Where(field => field.Column is not Column.Name && field.Of(after) is not "").Select(field => field.New(after))]
            : [.. Fields.Where(field => field.Of(before) != field.Of(after)).Select(field => field.Changed(before, after, line.ByHand))];
    }

    private static string AsItIs(string text) => text;

    private sealed record Field(Column Column, Func<MemberFields, string> Of, Func<string, string> Shown)
    {
        public AuditDifference New(MemberFields member) => new(Column.Label, null, Shown(Of(member)));

        public AuditDifference Changed(MemberFields before, MemberFields after, string byHand)
        {
            var isByHand = ByHand.Split(byHand).Contains(Column.ToString().ToLowerInvariant());
            var was = (Of(before) is "" ? "无" : Shown(Of(before))) + (isByHand ? "（手工修改过）" : "");
            var now = Shown(Of(after));
            // Two phones may look alike once masked.
            return new AuditDifference(Column.Label, was, Shown(Of(before)) == now ? $"{now}（隐去的部分不同）" : now);
        }
    }
}
