using System.Globalization;
using System.Text;
using CsrmeWeChat.Foundation.Audit;
using CsvHelper;

namespace CsrmeWeChat.Roster;

/// <summary>Refused lines as a CSV that Excel opens, to be put right and imported again.</summary>
public sealed class RosterRefused(RosterStore store, RosterSeal seal, AuditTrail audit)
{
    private const int PageLines = 500;

    public static Stream CreateFile(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        return new FileStream(path, options);
    }

    /// <summary>They hold what the sheet held of people, so the trail is told first.</summary>
    /// <returns>The number of lines written.</returns>
    public async Task<int> WriteAsync(Actor by, RosterBatch batch, Stream stream, DateTimeOffset now, CancellationToken ct)
    {
        await audit.AddAsync(by, new Change("roster.refused", "roster", batch.Id, batch.FileName), now, ct);
        await using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        await using var csv = new CsvWriter(writer, CultureInfo.InvariantCulture);
        await WriteLineAsync(csv, [.. Enum.GetValues<RosterColumn>().Select(RosterHeader.Say), "原行号", "判定", "原因"]);
        var count = 0;
        foreach (var verdict in (RosterVerdict[])[RosterVerdict.Conflicting, RosterVerdict.Invalid])
        {
            for (
                var after = 0;
                await store.ListAsync(batch.Id, verdict, after, PageLines, ct) is { Count: > 0 } rows;
                after = rows[^1].Line
            )
            {
                foreach (var row in rows)
                {
                    await WriteLineAsync(csv, [.. seal.OpenRefused(row), $"{row.Line}", RosterText.Say(verdict), row.Reason]);
                    count++;
                }
            }
        }
        return count;
    }

    private static async Task WriteLineAsync(CsvWriter csv, IEnumerable<string> cells)
    {
        foreach (var cell in cells)
        {
            csv.WriteField(Harmless(cell));
        }
        await csv.NextRecordAsync();
    }

    /// <summary>An apostrophe before what a spreadsheet would run as a formula; an import takes it off again.</summary>
    private static string Harmless(string cell) =>
        cell.TrimStart() is ['=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠', ..] || cell is ['\t' or '\r' or '\n', ..]
            ? $"'{cell}"
            : cell;
}
