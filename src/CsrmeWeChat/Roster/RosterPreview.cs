using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Roster;

/// <summary>The beginning of a file, for somebody to say what its columns mean.</summary>
/// <param name="Guess">What the header of this sheet seems to say.</param>
/// <param name="Heads">The lines that may be the header, in words.</param>
public sealed record RosterPreview(
    IReadOnlyList<string> Sheets,
    int Sheet,
    RosterGuess Guess,
    IReadOnlyList<PreviewHead> Heads,
    IReadOnlyList<PreviewColumn> Columns
)
{
    private const int Samples = 3,
        MostColumns = 100,
        TextLength = 30,
        MaskLength = 200,
        HeadCells = 4,
        Lines = RosterHeader.Within + 20;

    /// <param name="sheet">Null: the one that has a clear header.</param>
    /// <param name="line">Null: the line that seems to be the header.</param>
    /// <exception cref="RosterFileException">The file cannot be read.</exception>
    public static RosterPreview Of(RosterBook book, int? sheet = null, int? line = null) =>
        RosterXlsx.Guard(() =>
        {
            var chosen = sheet is { } given && given >= 0 && given < book.Sheets.Count ? given : RosterGuess.Of(book).Sheet;
            var rows = book.Rows(chosen).TakeWhile(row => row.Line <= Lines).ToList();
            var guess = RosterHeader.Guess(line is null ? rows : rows.Where(row => row.Line == line));
            if (line is >= 0 and <= RosterHeader.Within)
            {
                guess = guess with { Header = guess.Header with { Line = line.Value } };
            }
            var head = rows.FirstOrDefault(row => row.Line == guess.Header.Line);
            var data = rows.Where(row => row.Line > guess.Header.Line).ToList();
            return new RosterPreview(
                [.. book.Sheets.Select(name => PlainText.Cut(name, TextLength))],
                chosen,
                guess,
                [.. rows.Where(row => row.Line <= RosterHeader.Within).Select(Head).Where(found => found.Cells is not "")],
                [
                    .. rows.SelectMany(row => row.Cells)
                        .Where(cell => Shown(cell.Value) is not "")
                        .Select(cell => cell.Key)
                        .Distinct()
                        .Order()
                        .Take(MostColumns)
                        .Select(column => new PreviewColumn(
                            column,
                            head is not null && head.Cells.TryGetValue(column, out var name) ? Shown(name) : "",
                            [
                                .. data.Select(row => row.Cells.TryGetValue(column, out var cell) ? Shown(cell) : "")
                                    .Where(text => text is not "")
                                    .Take(Samples),
                            ]
                        )),
                ]
            );
        });

    private static PreviewHead Head(SheetRow row) =>
        new(
            row.Line,
            string.Join(
                " ",
                row.Cells.OrderBy(cell => cell.Key).Select(cell => Shown(cell.Value)).Where(text => text is not "").Take(HeadCells)
            )
        );

    // A date is shown as a date, whatever number stands for it. What may be somebody's is masked before it is known which column it stands in.
    private static string Shown(SheetCell cell) =>
        PlainText.Cut(
            Masked.Any(
                PlainText.Cut(
                    PlainText.Clean(cell is { IsDate: true, Number: { } number } ? RosterDates.FromNumber(number) ?? cell.Text : cell.Text),
                    MaskLength
                )
            ),
            TextLength
        );
}

/// <param name="Cells">The first few, to know the line by.</param>
public sealed record PreviewHead(int Line, string Cells);

/// <param name="Name">What the header says; empty where there is none.</param>
/// <param name="Samples">The first values below it, what is personal masked.</param>
public sealed record PreviewColumn(int Index, string Name, IReadOnlyList<string> Samples)
{
    public string Letter => RosterHeader.Letter(Index);
}
