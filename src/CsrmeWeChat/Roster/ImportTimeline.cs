using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Members;

namespace CsrmeWeChat.Roster;

/// <summary>What imports made of a member, for the member's timeline.</summary>
public sealed class ImportTimeline(Database database, MemberStore members, LineDifferences differences) : ITimelineSource
{
    public async Task<IReadOnlyList<TimelineLine>> ListAsync(Member member, int limit, DateTimeOffset now, CancellationToken ct)
    {
        string[] numbers = [member.Number, .. (await members.ListMergedIntoAsync(member.Id, ct)).Select(merged => merged.Number)];
        var lines = await database.ListAsync<ImportLine>(
            $"""
            {ImportStore.SelectLines}
             WHERE number IN @numbers AND outcome IN ('applied', 'undone', 'kept')
             ORDER BY import_id DESC, line DESC LIMIT @limit
            """,
            new { numbers, limit },
            ct
        );
        if (lines.Count == 0)
        {
            return [];
        }
        var ids = lines.Select(line => line.ImportId).Distinct().ToList();
        var imports = (
            await database.ListAsync<Import>($$"""{{ImportStore.SelectImports}} WHERE id IN {=ids}""", new { ids }, ct)
        ).ToDictionary(import => import.Id);
        var actors = await ActorsAsync(ids, ct);
        return [.. lines.SelectMany(line => Lines(line, imports[line.ImportId], actors)).OrderByDescending(line => line.At)];
    }

    /// <summary>Who applied and undid these imports, the last one last.</summary>
    private async Task<ILookup<(long ImportId, string Action), string>> ActorsAsync(List<long> ids, CancellationToken ct) =>
        (
            await database.ListAsync<AuditedAction>(
                """
                SELECT target_id, action, actor FROM audit_events
                 WHERE kind = 'roster' AND target_id IN {=ids} AND action IN ('roster.apply', 'roster.undo')
                """,
                new { ids },
                ct
            )
        ).ToLookup(audited => (audited.TargetId, audited.Action), audited => audited.Actor);

    private IEnumerable<TimelineLine> Lines(ImportLine line, Import import, ILookup<(long, string), string> actors)
    {
        var name = $"第 {import.Id} 次导入，{import.FileName}";
        // An import that was interrupted has no date of its own yet.
        var at = import.AppliedAt ?? import.CreatedAt;
        var what = line.Verdict switch
        {
            LineVerdict.Absent => $"没有此会员，加标签“{Import.AbsentTag}”",
            LineVerdict.Returned => $"又有此会员，去掉标签“{Import.AbsentTag}”",
            LineVerdict.New => "新增",
            _ => "修改",
        };
        yield return new(at, "名册导入", $"{name}：{what}", ActorOf("roster.apply")) { Changes = differences.Of(line) };
        if (line.Outcome is LineOutcome.Undone)
        {
            yield return new(import.UndoneAt ?? at, "撤销名册导入", name, ActorOf("roster.undo"));
        }

        string ActorOf(string action) => actors[(import.Id, action)].LastOrDefault() ?? "";
    }

    private sealed record AuditedAction
    {
        public required long TargetId { get; init; }
        public required string Action { get; init; }
        public required string Actor { get; init; }
    }
}
