using CsrmeWeChat.Data;
using CsrmeWeChat.Keys;

using CsrmeWeChat.Members;

namespace CsrmeWeChat.Roster;

/// <summary>Stages a file: judges each line against the roster and keeps the verdicts. Changes no member.</summary>
public sealed class RosterImport(Database database, MemberStore members, RosterStore store, RosterSeal seal, Keyring keyring)
{
    private const int ChunkLines = 250, NotesLength = 2_000;

    /// <param name="tagAbsent">Members that the file does not name are to get a tag, and those it names again to lose it.</param>
    /// <exception cref="RosterFileException">The file proves unreadable on the way; nothing stays staged.</exception>
    public async Task<long> StageAsync(RosterSheet sheet, string fileName, bool tagAbsent, DateTimeOffset now, CancellationToken ct)
    {
        var batchId = await store.BeginAsync(Text.Clean(fileName) is { Length: <= 200 } name ? name : "（文件名过长）", sheet.About, now, ct);
        try
        {
            var judge = new RosterJudge(batchId, await Standing.ReadAsync(database, members, keyring, ct), seal);
            var last = 0;
            foreach (var chunk in sheet.Lines().Chunk(ChunkLines))
            {
                var rows = await judge.JudgeAsync(chunk, ct);
                await Pace.RunAsync(() => store.StageAsync(rows, ct), ct);
                last = chunk[^1].Line;
            }
            if (last == 0)
            {
                throw new RosterFileException("表头之下没有数据。");
            }
            if (tagAbsent)
            {
                await StageAbsentAsync(batchId, judge, last, ct);
            }
            await store.FinishStagingAsync(batchId, Notes(judge), ct);
            return batchId;
        }
        catch
        {
            await DiscardAsync(batchId, CancellationToken.None);
            throw;
        }
    }

    /// <summary>False where it was applied, or is gone. The staged lines, and what they hold of people, are removed.</summary>
    public async Task<bool> DiscardAsync(long batchId, CancellationToken ct)
    {
        if (!await store.DiscardAsync(batchId, ct) && (await store.FindAsync(batchId, ct))?.State is not RosterState.Discarded)
        {
            return false;
        }
        var removed = 0;
        do
        {
            await Pace.RunAsync(async () => removed = await store.SweepAsync(batchId, ChunkLines, ct), ct);
        }
        while (removed > 0);
        return true;
    }

    private async Task StageAbsentAsync(long batchId, RosterJudge judge, int last, CancellationToken ct)
    {
        for (var after = 0L; ;)
        {
            var known = await members.ListTaggedAsync(RosterTags.Absent, after, ChunkLines, ct);
            if (known.Count == 0)
            {
                return;
            }
            after = known[^1].Id;
            var rows = new List<RosterRow>();
            foreach (var member in known.Where(member => judge.Names(member.Number) == member.HasTag))
            {
                rows.Add(judge.Row(++last, member.Number, member.Name, member.HasTag ? RosterVerdict.Returned : RosterVerdict.Absent,
                    member.HasTag ? $"文件中又有此会员，去掉标签「{RosterTags.Absent}」" : $"文件中没有此会员，加标签「{RosterTags.Absent}」"));
            }
            await Pace.RunAsync(() => store.StageAsync(rows, ct), ct);
        }
    }

    private static string Notes(RosterJudge judge)
    {
        var notes = string.Join("；", new[]
        {
            judge.NewLevels.Count == 0 ? "" : $"将新建会员级别 {judge.NewLevels.Count} 个：{string.Join("、", judge.NewLevels)}",
            judge.NewBranches.Count == 0 ? "" : $"将新建分支机构 {judge.NewBranches.Count} 个：{string.Join("、", judge.NewBranches)}",
        }.Where(note => note is not ""));
        return notes.Length <= NotesLength ? notes : $"{notes[..(NotesLength - 1)]}…";
    }
}
