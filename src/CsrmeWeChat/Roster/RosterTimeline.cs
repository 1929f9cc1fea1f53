using CsrmeWeChat.Data;
using CsrmeWeChat.Members;

namespace CsrmeWeChat.Roster;

/// <summary>What imports made of a member.</summary>
public sealed class RosterTimeline(Database database, RosterChanges changes) : ITimelineSource
{
    public async Task<IReadOnlyList<TimelineLine>> ListAsync(Member member, int limit, DateTimeOffset now, CancellationToken ct)
    {
        var rows = await database.ListAsync<RosterRow>($"""
            {RosterStore.Rows}
             WHERE number = @Number AND outcome IN ('applied', 'undone', 'kept')
             ORDER BY batch_id DESC, line DESC LIMIT @limit
            """, new { member.Number, limit }, ct);
        if (rows.Count == 0)
        {
            return [];
        }
        var batches = (await database.ListAsync<RosterBatch>($$"""{{RosterStore.Batches}} WHERE id IN {=ids}""", new { ids = rows.Select(row => row.BatchId).Distinct() }, ct))
            .ToDictionary(batch => batch.Id);
        return [.. rows.SelectMany(row => Lines(row, batches[row.BatchId])).OrderByDescending(line => line.At)];
    }

    private IEnumerable<TimelineLine> Lines(RosterRow row, RosterBatch batch)
    {
        var name = $"第 {batch.Id} 批，{batch.FileName}";
        // An import that was interrupted has no date of its own yet.
        var at = batch.AppliedAt ?? batch.CreatedAt;
        yield return row.Verdict switch
        {
            RosterVerdict.Absent => new(at, "名册导入", $"{name}：没有此会员，加标签「{RosterTags.Absent}」"),
            RosterVerdict.Returned => new(at, "名册导入", $"{name}：又有此会员，去掉标签「{RosterTags.Absent}」"),
            RosterVerdict.New => new(at, "名册导入", $"{name}：新增") { Changes = changes.Of(row) },
            _ => new(at, "名册导入", $"{name}：修改") { Changes = changes.Of(row) },
        };
        if (row.Outcome is RosterOutcome.Undone)
        {
            yield return new(batch.UndoneAt ?? at, "撤销名册导入", name);
        }
    }
}
