using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Keys;
using CsrmeWeChat.Members;

namespace CsrmeWeChat.Roster;

/// <summary>Stages a file: judges each line against the roster and keeps the verdicts. Changes no member.</summary>
public sealed class RosterImport(
    Database database,
    MemberStore members,
    RosterStore store,
    RosterOrders orders,
    RosterFiles files,
    RosterSeal seal,
    Keyring keyring,
    TimeProvider time
)
{
    private const int ChunkLines = 250,
        NotesLength = 2_000;

    /// <param name="tagAbsent">Members that the file does not name are to get a tag, and those it names again to lose it.</param>
    /// <exception cref="RosterFileException">The file proves unreadable on the way; nothing stays staged.</exception>
    public async Task<long> StageAsync(
        Actor by,
        RosterSheet sheet,
        string fileName,
        bool tagAbsent,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var holder = NewHolder();
        var batchId = await store.BeginAsync(by, RosterState.Staging, fileName, sheet.About, holder, now, ct);
        try
        {
            await StageAsync(by, batchId, sheet, tagAbsent, holder, ct);
            return batchId;
        }
        catch (RosterLeaseLostException)
        {
            throw new RosterFileException("这次导入在读取期间被放弃了。");
        }
        catch
        {
            await store.AbandonAsync(batchId, CancellationToken.None);
            await SweepAsync(batchId, CancellationToken.None);
            throw;
        }
    }

    /// <summary>Stages an uploaded file, if that is still asked for, in the name of whoever asked. One that cannot be read goes back to them with the reason.</summary>
    public async Task<TakeOutcome> StageAskedAsync(long batchId, CancellationToken ct)
    {
        var holder = NewHolder();
        if (
            await store.TakeAsync(batchId, RosterState.Staging, isAsked: true, holder, time.GetUtcNow(), ct)
            is not TakeOutcome.Taken
                and var refused
        )
        {
            return refused;
        }
        try
        {
            var batch = (await store.FindAsync(batchId, ct))!;
            var plan = RosterPlan.Read(batch.Plan);
            // Whoever was interrupted at it may have left lines.
            await ClearAsync(batchId, holder, ct);
            using var sheet = RosterSheet.Open(
                await files.OpenAsync(batchId, ct) ?? throw new RosterFileException("上传的文件已不在，请放弃这次导入，重新上传。"),
                plan
            );
            await StageAsync(batch.Asker, batchId, sheet, plan.TagAbsent, holder, ct);
            await SweepAsync(batchId, ct);
        }
        catch (RosterFileException e)
        {
            await ClearAsync(batchId, holder, ct);
            await orders.StopAsync(batchId, RosterState.Staging, holder, e.Reason, ct);
        }
        catch (RosterLeaseLostException)
        {
            return TakeOutcome.Held;
        }
        finally
        {
            await store.ReleaseAsync(batchId, holder, CancellationToken.None);
        }
        return TakeOutcome.Taken;
    }

    /// <summary>False where it was applied, or is gone. The staged lines, and what they hold of people, are removed.</summary>
    public async Task<bool> DiscardAsync(Actor by, long batchId, DateTimeOffset now, CancellationToken ct)
    {
        if (!await store.DiscardAsync(by, batchId, now, ct) && (await store.FindAsync(batchId, ct))?.State is not RosterState.Discarded)
        {
            return false;
        }
        await SweepAsync(batchId, ct);
        return true;
    }

    /// <summary>Removes the lines of a discarded import, and a file that nobody will read again.</summary>
    public async Task SweepAsync(long batchId, CancellationToken ct)
    {
        foreach (var sweep in (Func<Task<int>>[])[() => files.SweepAsync(batchId, ct), () => store.SweepAsync(batchId, ChunkLines, ct)])
        {
            await RepeatAsync(sweep, ct);
        }
    }

    private async Task StageAsync(Actor by, long batchId, RosterSheet sheet, bool tagAbsent, string holder, CancellationToken ct)
    {
        var judge = new RosterJudge(batchId, await Standing.ReadAsync(database, members, keyring, ct), seal);
        var last = 0;
        foreach (var chunk in sheet.Lines().Chunk(ChunkLines))
        {
            await KeepAsync(await judge.JudgeAsync(chunk, ct));
            last = chunk[^1].Line;
        }
        if (last == 0)
        {
            throw new RosterFileException("表头之下没有数据。");
        }
        if (tagAbsent)
        {
            await StageAbsentAsync(judge, last, KeepAsync, ct);
        }
        if (!await store.FinishStagingAsync(by, batchId, sheet.About, Notes(judge), holder, time.GetUtcNow(), ct))
        {
            throw new RosterLeaseLostException();
        }

        Task KeepAsync(IReadOnlyList<RosterRow> rows) =>
            Pace.RunAsync(() => store.StageAsync(batchId, holder, rows, time.GetUtcNow(), ct), ct);
    }

    private async Task StageAbsentAsync(RosterJudge judge, int last, Func<IReadOnlyList<RosterRow>, Task> keep, CancellationToken ct)
    {
        for (var after = 0L; ; )
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
                rows.Add(
                    judge.Row(
                        ++last,
                        member.Number,
                        member.Name,
                        member.HasTag ? RosterVerdict.Returned : RosterVerdict.Absent,
                        member.HasTag
                            ? $"文件中又有此会员，去掉标签「{RosterTags.Absent}」"
                            : $"文件中没有此会员，加标签「{RosterTags.Absent}」"
                    )
                );
            }
            await keep(rows);
        }
    }

    private Task ClearAsync(long batchId, string holder, CancellationToken ct) =>
        RepeatAsync(() => store.ClearAsync(batchId, holder, ChunkLines, time.GetUtcNow(), ct), ct);

    /// <summary>In slices, until there is nothing left.</summary>
    private static async Task RepeatAsync(Func<Task<int>> slice, CancellationToken ct)
    {
        var removed = 0;
        do
        {
            await Pace.RunAsync(async () => removed = await slice(), ct);
        } while (removed > 0);
    }

    private static string NewHolder() => Guid.CreateVersion7().ToString("N");

    private static string Notes(RosterJudge judge)
    {
        var notes = string.Join(
            "；",
            new[]
            {
                judge.NewLevels.Count == 0 ? "" : $"将新建会员级别 {judge.NewLevels.Count} 个：{string.Join("、", judge.NewLevels)}",
                judge.NewBranches.Count == 0 ? "" : $"将新建分支机构 {judge.NewBranches.Count} 个：{string.Join("、", judge.NewBranches)}",
            }.Where(note => note is not "")
        );
        return notes.Length <= NotesLength ? notes : $"{notes[..(NotesLength - 1)]}…";
    }
}
