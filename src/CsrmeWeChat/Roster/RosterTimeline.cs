using System.Globalization;
using CsrmeWeChat.Audit;
using CsrmeWeChat.Data;
using CsrmeWeChat.Members;

namespace CsrmeWeChat.Roster;

/// <summary>What imports made of a member.</summary>
public sealed class RosterTimeline(Database database, RosterSeal seal) : ITimelineSource
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
        var ids = rows.Select(row => row.BatchId).Distinct().ToList();
        var batches = (await database.ListAsync<RosterBatch>($$"""{{RosterStore.Batches}} WHERE id IN {=ids}""", new { ids }, ct)).ToDictionary(batch => batch.Id);
        var actors = (await database.ListAsync<Told>(
            "SELECT target_id, action, actor FROM audit_events WHERE kind = 'roster' AND target_id IN {=ids} AND action IN ('roster.apply', 'roster.undo')", new { ids }, ct))
            .ToLookup(told => (told.TargetId, told.Action), told => told.Actor);
        return [.. rows.SelectMany(row => Lines(row, batches[row.BatchId], action => actors[(row.BatchId, action)].LastOrDefault() ?? "")).OrderByDescending(line => line.At)];
    }

    private IEnumerable<TimelineLine> Lines(RosterRow row, RosterBatch batch, Func<string, string> actor)
    {
        var name = $"第 {batch.Id} 批，{batch.FileName}";
        // An import that was interrupted has no date of its own yet.
        var at = batch.AppliedAt ?? batch.CreatedAt;
        var (what, changes) = row.Verdict switch
        {
            RosterVerdict.Absent => ($"没有此会员，加标签「{RosterTags.Absent}」", []),
            RosterVerdict.Returned => ($"又有此会员，去掉标签「{RosterTags.Absent}」", []),
            RosterVerdict.New => ("新增", Changes(null, seal.OpenAfter(row))),
            _ => ("修改", Changes(seal.OpenBefore(row), seal.OpenAfter(row))),
        };
        yield return new(at, "名册导入", $"{name}：{what}", actor("roster.apply")) { Changes = changes };
        if (row.Outcome is RosterOutcome.Undone)
        {
            yield return new(batch.UndoneAt ?? at, "撤销名册导入", name, actor("roster.undo"));
        }
    }

    /// <summary>Phones masked; of an e-mail only whether there is one.</summary>
    private static IReadOnlyList<AuditDifference> Changes(MemberFields? before, MemberFields after)
    {
        List<AuditDifference> changes = [];
        Add("姓名", before?.Name, after.Name);
        Add("手机", before?.Phone, after.Phone, text => text is "" ? "" : Phone.Mask(text));
        Add("邮箱", before?.Email, after.Email, text => text is "" ? "" : text == before?.Email ? "原邮箱" : before is { Email: not "" } ? "新邮箱" : "有");
        Add("单位", before?.Unit, after.Unit);
        Add("分支机构", before?.Branch, after.Branch);
        Add("会员级别", before?.Level, after.Level);
        Add("会费有效期", Day(before?.PaidUntil), Day(after.PaidUntil));
        return changes;

        void Add(string field, string? was, string? now, Func<string, string>? say = null)
        {
            if ((was ?? "") != (now ?? ""))
            {
                changes.Add(new AuditDifference(field, before is null ? null : Say(was), Say(now)));
            }

            string Say(string? text) => (say?.Invoke(text ?? "") ?? text) is { Length: > 0 } shown ? shown : "无";
        }
    }

    private static string? Day(DateOnly? date) => date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private sealed record Told
    {
        public required long TargetId { get; init; }
        public required string Action { get; init; }
        public required string Actor { get; init; }
    }
}
