using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Keys;
using CsrmeWeChat.Foundation.Sheets;
using CsrmeWeChat.Members;

namespace CsrmeWeChat.Roster;

/// <summary>
/// From a file to staged lines: keeps an uploaded file until somebody has said how to read it, compares its lines with the roster, and
/// keeps the verdicts. Changes no member.
/// </summary>
public sealed class Staging(Database database, MemberStore members, ImportStore store, LineSeal seal, Keyring keyring, TimeProvider time)
{
    private const int ChunkLines = 250;

    /// <summary>Keeps a file until somebody has said how it is to be read.</summary>
    /// <param name="open">Opens the file anew each time.</param>
    /// <exception cref="UnreadableFileException">It cannot be read as a sheet; nothing is kept.</exception>
    public async Task<long> UploadAsync(Actor by, string fileName, Func<Stream> open, DateTimeOffset now, CancellationToken ct)
    {
        using (var workbook = Workbook.Open(open()))
        {
            Preview.Of(workbook);
        }
        var importId = await store.BeginAsync(by, ImportState.Uploading, fileName, about: "", holder: "", now, ct);
        try
        {
            using var file = open();
            await store.AddFileAsync(importId, file, ct);
            return await store.FinishUploadAsync(by, importId, file.Length, now, ct)
                ? importId
                : throw new UnreadableFileException("上传期间，这次导入已被放弃。请重新上传。");
        }
        catch
        {
            await ImportStore.AbandonAsync(database, importId, CancellationToken.None);
            throw;
        }
    }

    /// <summary>Stages a file that a command opened. Returns the import.</summary>
    /// <param name="tagAbsent">Members whom the file does not name are to get a tag, and those it names again to lose it.</param>
    /// <exception cref="UnreadableFileException">The file proves unreadable on the way; nothing stays staged.</exception>
    public async Task<long> StageAsync(
        Actor by,
        MemberSheet sheet,
        string fileName,
        bool tagAbsent,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var holder = Lease.NewHolder();
        var importId = await store.BeginAsync(by, ImportState.Staging, fileName, sheet.About, holder, now, ct);
        try
        {
            await StageLinesAsync(by, importId, sheet, tagAbsent, holder, ct);
            return importId;
        }
        catch (ImportTakenOverException)
        {
            throw new UnreadableFileException("这次导入在读取期间被放弃了。");
        }
        catch
        {
            await ImportStore.AbandonAsync(database, importId, CancellationToken.None);
            await SweepAsync(importId, CancellationToken.None);
            throw;
        }
    }

    /// <summary>
    /// Stages an uploaded file, if the console still wants that, in the name of whoever asked. A file that cannot be read goes back to them
    /// with the reason.
    /// </summary>
    public async Task<TakeOutcome> StageWantedAsync(long importId, CancellationToken ct)
    {
        var holder = Lease.NewHolder();
        var outcome = await store.TakeAsync(importId, ImportState.Staging, isWanted: true, holder, time.GetUtcNow(), ct);
        if (outcome is not TakeOutcome.Taken)
        {
            return outcome;
        }
        try
        {
            await StageFileAsync((await store.FindAsync(importId, ct))!, holder, ct);
            await SweepAsync(importId, ct);
        }
        catch (UnreadableFileException e)
        {
            await ClearAsync(importId, holder, ct);
            await store.StopAsync(importId, ImportState.Staging, holder, e.Reason, ct);
        }
        catch (ImportTakenOverException)
        {
            return TakeOutcome.Held;
        }
        finally
        {
            await store.ReleaseAsync(importId, holder, CancellationToken.None);
        }
        return TakeOutcome.Taken;
    }

    /// <summary>Discards an import, and removes what it holds of people. False where it was applied, or is gone.</summary>
    public async Task<bool> DiscardAsync(Actor by, long importId, DateTimeOffset now, CancellationToken ct)
    {
        if (!await store.DiscardAsync(by, importId, now, ct) && await store.FindAsync(importId, ct) is not { State: ImportState.Discarded })
        {
            return false;
        }
        await SweepAsync(importId, ct);
        return true;
    }

    /// <summary>Removes the lines of a discarded import, and a file that nobody will read again.</summary>
    public async Task SweepAsync(long importId, CancellationToken ct)
    {
        await RepeatAsync(() => store.SweepFileAsync(importId, ct), ct);
        await RepeatAsync(() => store.SweepLinesAsync(importId, ChunkLines, ct), ct);
    }

    private async Task StageFileAsync(Import import, string holder, CancellationToken ct)
    {
        var plan = ReadingPlan.Read(import.Plan);
        // Whoever was interrupted at it may have left lines.
        await ClearAsync(import.Id, holder, ct);
        var file = await store.OpenFileAsync(import.Id, ct) ?? throw FileIsGone();
        using var sheet = MemberSheet.Open(file, plan);
        await StageLinesAsync(import.Asker, import.Id, sheet, plan.TagAbsent, holder, ct);
    }

    internal static UnreadableFileException FileIsGone() => new("上传的文件已不在，请放弃这次导入，重新上传。");

    private async Task StageLinesAsync(Actor by, long importId, MemberSheet sheet, bool tagAbsent, string holder, CancellationToken ct)
    {
        var comparison = new Comparison(importId, await Snapshot.ReadAsync(database, members, keyring, ct), seal);
        var last = 0;
        foreach (var chunk in sheet.Lines().Chunk(ChunkLines))
        {
            await KeepAsync(await comparison.CompareAsync(chunk, ct));
            last = chunk[^1].Line;
        }
        if (last == 0)
        {
            throw new UnreadableFileException("表头之下没有数据。");
        }
        if (tagAbsent)
        {
            await StageAbsentAsync(comparison, last, KeepAsync, ct);
        }
        if (!await store.FinishStagingAsync(by, importId, sheet.About, comparison.NotesOn(sheet), holder, time.GetUtcNow(), ct))
        {
            throw new ImportTakenOverException();
        }

        Task KeepAsync(IReadOnlyList<ImportLine> lines) =>
            Pace.RunAsync(() => store.AddLinesAsync(importId, holder, lines, time.GetUtcNow(), ct), ct);
    }

    /// <summary>Adds a line for each member whose tag must be set or removed, numbered from the end of the file on.</summary>
    private async Task StageAbsentAsync(
        Comparison comparison,
        int lastLine,
        Func<IReadOnlyList<ImportLine>, Task> keep,
        CancellationToken ct
    )
    {
        for (var after = 0L; ; )
        {
            var known = await members.ListTaggedAsync(Import.AbsentTag, after, ChunkLines, ct);
            if (known.Count == 0)
            {
                return;
            }
            after = known[^1].Id;
            var lines = new List<ImportLine>();
            foreach (var member in known.Where(member => comparison.Names(member.Number) == member.HasTag))
            {
                var verdict = member.HasTag ? LineVerdict.Returned : LineVerdict.Absent;
                var reason = member.HasTag
                    ? $"文件中又有此会员，去掉标签“{Import.AbsentTag}”"
                    : $"文件中没有此会员，加标签“{Import.AbsentTag}”";
                lines.Add(comparison.LineOf(++lastLine, member.Number, member.Name, verdict, reason));
            }
            await keep(lines);
        }
    }

    private Task ClearAsync(long importId, string holder, CancellationToken ct) =>
        RepeatAsync(() => store.ClearLinesAsync(importId, holder, ChunkLines, time.GetUtcNow(), ct), ct);

    /// <summary>Removes slice after slice until nothing is left.</summary>
    private static async Task RepeatAsync(Func<Task<int>> slice, CancellationToken ct)
    {
        var removed = 0;
        do
        {
            await Pace.RunAsync(async () => removed = await slice(), ct);
        } while (removed > 0);
    }
}
