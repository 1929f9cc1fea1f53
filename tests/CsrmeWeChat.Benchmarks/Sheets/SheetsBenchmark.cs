using System.Globalization;
using System.IO.Compression;
using System.Text;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Testing;

namespace CsrmeWeChat.Benchmarks.Sheets;

/// <summary>
/// The worst files that are still within the limits, and some beyond them: `roster import` of each, as a process of its own on an empty
/// SQLite database.
/// </summary>
internal static class SheetsBenchmark
{
    public static async Task<int> RunAsync(string[] args)
    {
        var folder = Directory.CreateTempSubdirectory("csrme-bench-");
        try
        {
            Console.WriteLine(
                "`roster import` of one file, each a process of its own (Release, Production); the seconds contain its start.\n"
            );
            Console.WriteLine($"{"file", -18} {"MB", 5} {"MB unpacked", 12} {"s", 6} {"peak MB", 8}  end");
            var figures = new Figures();
            var gates = new List<Gate>();
            foreach (var (name, write) in Files)
            {
                var path = Path.Combine(folder.FullName, name);
                write(path);
                var end = await ImportAsync(path, $"{folder.FullName}/{name}.db");
                Print(name, path, end);
                figures.Add($"sheets.{name}.s", end.Taken.TotalSeconds);
                figures.Add($"sheets.{name}.memory-mb", end.PeakMegabytes);
                gates.Add(new Gate("gate", $"sheets.{name}.s", 10, IsMost: true));
                gates.Add(new Gate("gate", $"sheets.{name}.memory-mb", 200, IsMost: true));
                File.Delete(path);
            }
            Console.WriteLine();
            figures.Print([.. gates]);
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static readonly (string Name, Action<string> Write)[] Files =
    [
        ("two-members.xlsx", path => Save(path, Members + "</sheetData></worksheet>")),
        ("blank-rows.xlsx", path => Save(path, Members, row => row <= 1_048_576 ? BlankRow(row) : null)),
        ("dense.xlsx", path => Save(path, Members, row => row <= 900 ? WideRow(row) : null)),
        ("too-dense.xlsx", path => Save(path, Members, row => row <= 2_400 ? WideRow(row) : null)),
        ("shared-texts.xlsx", path => Save(path, Members + "</sheetData></worksheet>", texts: 950_000)),
        ("deep.xlsx", path => Save(path, $"<worksheet><sheetData>{Times("<row>", 500_000)}")),
        ("commas.csv", path => File.WriteAllText(path, $"会员号,姓名\nA1,张三\n{new string(',', 19_000_000)}\n")),
        ("blank-lines.csv", path => File.WriteAllText(path, $"会员号,姓名\nA1,张三\n{new string('\n', 19_000_000)}\n")),
        ("long-cells.csv", path => File.WriteAllText(path, $"会员号,姓名,单位\n{Times($"A1,张三,{new string('x', 19_000)}\n", 1_000)}")),
    ];

    private const string Members =
        "<worksheet><sheetData><row r=\"1\"><c t=\"str\"><v>会员号</v></c><c t=\"str\"><v>姓名</v></c></row>"
        + "<row r=\"2\"><c t=\"str\"><v>A1</v></c><c t=\"str\"><v>张三</v></c></row>";

    private static string BlankRow(int row) =>
        $"<row r=\"{row}\" spans=\"1:6\">{string.Concat("ABCDEF".Select(column => $"<c r=\"{column}{row}\" s=\"1\"/>"))}</row>";

    /// <summary>Values far right of what a list needs.</summary>
    private static string WideRow(int row) => $"<row r=\"{row}\">{Times($"<c><v>{row}</v></c>", 6_000)}</row>";

    private static string Times(string text, int times) => new StringBuilder().Insert(0, text, times).ToString();

    private static void Save(string path, string begin, Func<int, string?>? row = null, int texts = 0)
    {
        const string Main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"",
            Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        Write(
            "xl/workbook.xml",
            $"<workbook {Main} xmlns:r=\"{Office}\"><sheets><sheet name=\"会员\" sheetId=\"1\" r:id=\"a\"/></sheets></workbook>"
        );
        Write(
            "xl/_rels/workbook.xml.rels",
            $"<Relationships><Relationship Id=\"a\" Type=\"{Office}/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
                + $"<Relationship Id=\"b\" Type=\"{Office}/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>"
        );
        using (var table = new StreamWriter(zip.CreateEntry("xl/sharedStrings.xml").Open()))
        {
            table.Write("<sst>");
            for (var i = 0; i < texts; i++)
            {
                table.Write($"<si><t>岩石力学与工程{i:D7}{i % 977:D5}</t></si>");
            }
            table.Write("</sst>");
        }
        using var sheet = new StreamWriter(zip.CreateEntry("xl/worksheets/sheet1.xml").Open());
        sheet.Write(begin);
        for (var line = 3; row?.Invoke(line) is { } cells; line++)
        {
            sheet.Write(cells);
        }
        sheet.Write(row is null ? "" : "</sheetData></worksheet>");

        void Write(string name, string text)
        {
            using var writer = new StreamWriter(zip.CreateEntry(name).Open());
            writer.Write(text);
        }
    }

    private static async Task<CommandEnd> ImportAsync(string path, string database)
    {
        var configuration = MeasuredService.Settings(Engine.Sqlite, $"Data Source={database}", Path.GetDirectoryName(database)!);
        await using (var migrate = ServiceCommand.Start(MeasuredService.Dll, configuration, "migrate"))
        {
            await migrate.EndAsync();
        }
        await using var command = ServiceCommand.Start(MeasuredService.Dll, configuration, "roster", "import", path);
        return await command.EndAsync();
    }

    private static void Print(string name, string path, CommandEnd end)
    {
        var said = (end.Error + end.Output).Split('\n').FirstOrDefault(line => line.Trim() is not "") ?? "";
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{name, -18} {new FileInfo(path).Length / 1e6, 5:0.0} {Unpacked(path) / 1e6, 12:0} {end.Taken.TotalSeconds, 6:0.0} "
                    + $"{end.PeakMegabytes, 8}  {end.ExitCode}: {said}"
            )
        );
    }

    private static long Unpacked(string path)
    {
        if (path.EndsWith("csv", StringComparison.Ordinal))
        {
            return new FileInfo(path).Length;
        }
        using var zip = ZipFile.OpenRead(path);
        return zip.Entries.Sum(entry => entry.Length);
    }
}
