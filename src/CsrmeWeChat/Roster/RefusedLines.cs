using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Sheets;

namespace CsrmeWeChat.Roster;

/// <summary>
/// Writes the lines that were not taken as a workbook, to be corrected and imported again. All its cells are text: of a CSV a spreadsheet
/// program would make numbers, and 000501 would come back as the member 501.
/// </summary>
public sealed class RefusedLines(ImportStore store, LineSeal seal, AuditTrail audit)
{
    private const int PageLines = 500;

    /// <summary>The columns that the sheet did not have.</summary>
    internal static readonly string[] Own = ["原行号", "判定", "原因"];

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
    /// <returns>The workbook, to be closed by the caller, and the number of lines in it.</returns>
    public async Task<(FileStream File, int Lines)> WriteAsync(Actor by, Import import, DateTimeOffset now, CancellationToken ct)
    {
        await audit.AddAsync(by, new Change("roster.refused", "roster", import.Id, import.FileName), now, ct);
        var lines = 0;
        var file = await XlsxWriter.WriteAsync([.. Enum.GetValues<Column>().Select(column => column.Label), .. Own], RowsAsync(), ct);
        return (file, lines);

        async IAsyncEnumerable<IReadOnlyList<object?>> RowsAsync()
        {
            foreach (var verdict in (LineVerdict[])[LineVerdict.Conflicting, LineVerdict.Invalid])
            {
                var after = 0;
                while (await store.ListAsync(import.Id, verdict, after, PageLines, ct) is { Count: > 0 } some)
                {
                    foreach (var line in some)
                    {
                        yield return [.. seal.OpenRefused(line), $"{line.Line}", verdict.Label, line.Reason];
                    }
                    lines += some.Count;
                    after = some[^1].Line;
                }
            }
        }
    }
}
