using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Members;

namespace CsrmeWeChat.Roster;

/// <summary>What imports made of a member.</summary>
public sealed class RosterTimeline(Database database, RosterChanges changes) : ITimelineSource
{
    public async Task<IReadOnlyList<TimelineLine>> ListAsync(Member member, int limit, DateTimeOffset now, CancellationToken ct)
    {
        var rows = await database.ListAsync<RosterRow>(
            $"""
            {RosterStore.Rows}
             WHERE number = @Number AND outcome IN ('applied', 'undone', 'kept')
             ORDER BY batch_id DESC, line DESC LIMIT @limit
            """,
            new { member.Number, limit },
            ct
        );
        if (rows.Count == 0)
        {
            return [];
        }
        var ids = rows.Select(row => row.BatchId).Distinct().ToList();
        var batches = (
            await database.ListAsync<RosterBatch>($$"""{{RosterStore.Batches}} WHERE id IN {=ids}""", new { ids }, ct)
        ).ToDictionary(batch => batch.Id);
        var actors = (
            await database.ListAsync<Told>(
                "SELECT target_id, action, actor FROM audit_events WHERE kind = 'roster' AND target_id IN {=ids} AND action IN ('roster.apply', 'roster.undo')",
                new { ids },
                ct
            )
        ).ToLookup(told => (told.TargetId, told.Action), told => told.Actor);
        return
        [
            .. rows.SelectMany(row => Lines(row, batches[row.BatchId], action => actors[(row.BatchId, action)].LastOrDefault() ?? ""))
                .OrderByDescending(line => line.At),
        ];
    }

    private IEnumerable<TimelineLine> Lines(RosterRow row, RosterBatch batch, Func<string, string> actor)
    {
        var name = $"第 {batch.Id} 批，{batch.FileName}";
        // An import that was interrupted has no date of its own yet.
        var at = batch.AppliedAt ?? batch.CreatedAt;
        var what = row.Verdict switch
        {
            RosterVerdict.Absent => $"没有此会员，加标签「{RosterTags.Absent}」",
            RosterVerdict.Returned => $"又有此会员，去掉标签「{RosterTags.Absent}」",
            RosterVerdict.New => "新增",
            _ => "修改",
        };
        yield return new(at, "名册导入", $"{name}：{what}", actor("roster.apply"))
        {
            Changes = row.Verdict is RosterVerdict.Absent or RosterVerdict.Returned ? [] : changes.Of(row),
        };
        if (row.Outcome is RosterOutcome.Undone)
        {
            yield return new(batch.UndoneAt ?? at, "撤销名册导入", name, actor("roster.undo"));
        }
    }

    private sealed record Told
    {
        public required long TargetId { get; init; }
        public required string Action { get; init; }
        public required string Actor { get; init; }
    }
}
