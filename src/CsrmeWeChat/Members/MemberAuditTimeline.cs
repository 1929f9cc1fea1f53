using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Members;

/// <summary>What staff changed of a member. Who ended a binding stands in the binding's own line.</summary>
public sealed class MemberAuditTimeline(Database database, MemberStore members, AuditLabels labels) : ITimelineSource
{
    public async Task<IReadOnlyList<TimelineLine>> ListAsync(Member member, int limit, DateTimeOffset now, CancellationToken ct)
    {
        // What was done to those who turned out to be this member is this member's history too.
        long[] ids = [member.Id, .. (await members.ListMergedIntoAsync(member.Id, ct)).Select(merged => merged.GoneId)];
        return
        [
            .. (
                await database.ListAsync<AuditEvent>(
                    $$"""
                    {{AuditTrail.Columns}}
                     WHERE kind = 'member' AND target_id IN {=ids} AND action <> @unbind
                     ORDER BY seq DESC LIMIT @limit
                    """,
                    new
                    {
                        ids,
                        unbind = MemberStore.UnbindAction,
                        limit,
                    },
                    ct
                )
            ).Select(row => new TimelineLine(row.At, labels.Action(row.Action), By: row.Actor) { Changes = labels.Differences(row) }),
        ];
    }
}
