using System.Globalization;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Jobs;
using CsrmeWeChat.Foundation.Keys;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Foundation.Audit;

/// <summary>
/// Keeps the trail's count and head of each day in a file outside the database. Whoever cuts off the trail's end, or puts an older copy of
/// the database in place, cannot make it agree with the file. The lines are signed, and a copy on another machine is better still.
/// </summary>
public sealed class AuditHeads(
    AuditTrail audit,
    Keyring keyring,
    TimeProvider time,
    Dialect dialect,
    IOptions<AuditOptions> options,
    ILogger<AuditHeads> log
)
{
    private const string MacKind = "audit-head";

    private static readonly TimeSpan AlarmEvery = TimeSpan.FromMinutes(10);

    /// <summary>The highest head that this process saw, from the file at first.</summary>
    private AuditHead? seen;
    private AuditHead? written;
    private DateTimeOffset? alarmedAt;

    /// <summary>In Chinese, where the trail has less than this process saw; null where it does not.</summary>
    public string? Alarm { get; private set; }

    public string File { get; } =
        Path.Combine(DataFolder.PathOf("Audit:Folder", options.Value.Folder, "audit", dialect), "audit-heads.txt");

    /// <summary>Adds a line, unless the last one says the same.</summary>
    public async Task<AuditHead> ExportAsync(CancellationToken ct)
    {
        var head = await audit.HeadAsync(ct);
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        seen ??= Read().OfType<AuditHead>().MaxBy(line => line.Seq);
        await WatchAsync(head, ct);
        // While the alarm stands the file stays as it was: what it says last is what is missing.
        if (Alarm is null && (written != head || !System.IO.File.Exists(File)))
        {
            await System.IO.File.AppendAllLinesAsync(
                File,
                [Line(string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ}"), head)],
                ct
            );
            written = head;
        }
        return head;
    }

    /// <summary>Raises an alarm where the trail has less than it had, or something else.</summary>
    private async Task WatchAsync(AuditHead head, CancellationToken ct)
    {
        if (seen is { } before && (head.Seq < before.Seq || !await audit.HoldsAsync(before, ct)))
        {
            Alarm = $"操作记录曾有 {before.Seq} 条，现有 {head.Seq} 条，且与当时不符：末尾被截去或改写过，或数据库恢复过备份。";
            if (alarmedAt is null || time.GetUtcNow() - alarmedAt > AlarmEvery)
            {
                alarmedAt = time.GetUtcNow();
                log.LogCritical(
                    "The audit trail had {Seen} rows with the head {SeenHead}, and has {Count} with {Head}: its end was cut off",
                    before.Seq,
                    before.Hash,
                    head.Seq,
                    head.Hash
                );
            }
            return;
        }
        (seen, Alarm) = (head, null);
    }

    /// <summary>The lines written so far, oldest first. One that nobody with the keys wrote is null.</summary>
    public IReadOnlyList<AuditHead?> Read() => [.. Lines().Select(line => Parse(line).Head)];

    /// <summary>The file's lines under the current key; those that do not hold stay as they are.</summary>
    public async Task SignAnewAsync(CancellationToken ct)
    {
        if (System.IO.File.Exists(File))
        {
            var lines = Lines().Select(line => Parse(line) is { At: var at, Head: { } head } ? Line(at, head) : line).ToList();
            await System.IO.File.WriteAllLinesAsync($"{File}.new", lines, ct);
            System.IO.File.Move($"{File}.new", File, overwrite: true);
        }
    }

    private List<string> Lines() => System.IO.File.Exists(File) ? [.. System.IO.File.ReadLines(File).Where(line => line is not "")] : [];

    private (string At, AuditHead? Head) Parse(string line) =>
        line.Split(' ') is [var at, var seq, var hash, var mac]
        && long.TryParse(seq, CultureInfo.InvariantCulture, out var count)
        && new AuditHead { Seq = count, Hash = hash } is var head
        && keyring.Verify(MacKind, Text(head), mac)
            ? (at, head)
            : ("", null);

    private string Line(string at, AuditHead head) => $"{at} {Text(head)} {keyring.Hash(MacKind, Text(head))}";

    private static string Text(AuditHead head) => $"{head.Seq} {head.Hash}";
}

/// <summary>Writes the trail's head outside the database within seconds of a change, and sees whether all is there still.</summary>
public sealed class ExportAuditHead(AuditHeads heads) : IJob
{
    public Task RunAsync(CancellationToken ct) => heads.ExportAsync(ct);
}
