using System.Globalization;
using System.Text;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Sheets;
using CsvHelper;

namespace CsrmeWeChat.Roster;

/// <summary>Writes the lines that were not taken as a CSV that Excel opens, to be corrected and imported again.</summary>
public sealed class RefusedLines(ImportStore store, LineSeal seal, AuditTrail audit)
{
    private const int PageLines = 500;

    /// <summary>Creates a file that only its owner can read. It must not exist yet.</summary>
    public static Stream CreateFile(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        return new FileStream(path, options);
    }

    /// <summary>The lines hold what the sheet held of people, so the audit trail is written before they are.</summary>
    /// <returns>The number of lines written.</returns>
    public async Task<int> WriteAsync(Actor by, Import import, Stream stream, DateTimeOffset now, CancellationToken ct)
    {
        await audit.AddAsync(by, new Change("roster.refused", "roster", import.Id, import.FileName), now, ct);
        await using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        await using var csv = new CsvWriter(writer, CultureInfo.InvariantCulture);
        await WriteRowAsync(csv, [.. Enum.GetValues<Column>().Select(column => column.Label), "原行号", "判定", "原因"]);
        return await WriteAsync(csv, import.Id, LineVerdict.Conflicting, ct) + await WriteAsync(csv, import.Id, LineVerdict.Invalid, ct);
    }

    private async Task<int> WriteAsync(CsvWriter csv, long importId, LineVerdict verdict, CancellationToken ct)
    {
        var count = 0;
        var after = 0;
        while (await store.ListAsync(importId, verdict, after, PageLines, ct) is { Count: > 0 } lines)
        {
            foreach (var line in lines)
            {
                await WriteRowAsync(csv, [.. seal.OpenRefused(line), $"{line.Line}", verdict.Label, line.Reason]);
            }
            count += lines.Count;
            after = lines[^1].Line;
        }
        return count;
    }

    private static async Task WriteRowAsync(CsvWriter csv, IEnumerable<string> cells)
    {
        foreach (var cell in cells)
        {
            csv.WriteField(SheetText.Quote(cell));
        }
        await csv.NextRecordAsync();
    }
}
