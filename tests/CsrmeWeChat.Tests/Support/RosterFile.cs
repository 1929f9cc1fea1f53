using System.IO.Compression;
using System.Security;
using System.Text;

namespace CsrmeWeChat.Tests.Support;

/// <summary>Workbooks written by hand, so that a test may write what no spreadsheet program would.</summary>
public sealed class RosterFile
{
    public const string Header = "会员号,姓名,手机,邮箱,单位,分支机构,会员级别,会费有效期";

    private const string Schemas = "http://schemas.openxmlformats.org",
        Package = $"{Schemas}/package/2006",
        OfficeDocument = $"{Schemas}/officeDocument/2006/relationships",
        Main = $"{Schemas}/spreadsheetml/2006/main",
        ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml";

    private const string Overrides = $"""
        <Override PartName="/xl/workbook.xml" ContentType="{ContentType}.sheet.main+xml"/>
        <Override PartName="/xl/worksheets/sheet1.xml" ContentType="{ContentType}.worksheet+xml"/>
        <Override PartName="/xl/sharedStrings.xml" ContentType="{ContentType}.sharedStrings+xml"/>
        <Override PartName="/xl/styles.xml" ContentType="{ContentType}.styles+xml"/>
        """;

    // Style 1 is a date, 2 a Chinese date, 3 a custom date format, 4 eight digits with leading zeros.
    private const string Styles = $"""
        <styleSheet xmlns="{Main}">
        <numFmts count="2"><numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/>
        <numFmt numFmtId="171" formatCode="00000000"/></numFmts>
        <cellStyleXfs count="1"><xf numFmtId="14"/></cellStyleXfs>
        <cellXfs count="5"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="31"/><xf numFmtId="170"/><xf numFmtId="171"/></cellXfs>
        </styleSheet>
        """;

    private readonly StringBuilder rows = new();
    private int line;
    private bool isNextHidden;

    /// <summary>XML that stands in the workbook part before the sheets.</summary>
    public string BookProperties { get; init; } = "";

    /// <summary>XML that stands behind the sheet's data.</summary>
    public string AfterData { get; init; } = "";

    /// <summary>XML that stands before the root element of the sheet.</summary>
    public string Prolog { get; init; } = "";

    /// <summary>The shared texts, as items.</summary>
    public string SharedTexts { get; init; } = "";

    private readonly Dictionary<string, int> shared = [];

    public string Content { get; init; } =
        "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>";

    public static string NewPath(string extension = "xlsx") =>
        Path.Combine(Directory.CreateTempSubdirectory("csrme-roster-").FullName, $"名册.{extension}");

    /// <summary>Adds a row of text cells, given with commas between them. Empty cells are left out.</summary>
    public RosterFile Text(string cells)
    {
        line++;
        return Raw(string.Concat(cells.Split(',').Select((cell, i) => cell is "" ? "" : TextCell(i, cell))));
    }

    /// <summary>Adds a row of text cells that refer to the shared texts, as Excel writes them.</summary>
    public RosterFile Shared(string cells)
    {
        line++;
        return Raw(
            string.Concat(
                cells
                    .Split(',')
                    .Select((cell, i) => cell is "" ? "" : $"<c r=\"{(char)('A' + i)}{line}\" t=\"s\"><v>{SharedIndex(cell)}</v></c>")
            )
        );
    }

    /// <summary>Adds a row of cells given as XML. What is no XML becomes a text cell.</summary>
    public RosterFile Cells(params string[] cells)
    {
        line++;
        return Raw(
            string.Concat(
                cells.Select(
                    (cell, i) =>
                        cell is "" ? ""
                        : cell.StartsWith('<') ? cell.Replace("<c", $"<c r=\"{(char)('A' + i)}{line}\"")
                        : TextCell(i, cell)
                )
            )
        );
    }

    public string Save()
    {
        var path = NewPath();
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        Write(zip, "[Content_Types].xml", $"""<Types xmlns="{Package}/content-types">{Content}{Overrides}</Types>""");
        Write(zip, "_rels/.rels", Relations("officeDocument:xl/workbook.xml"));
        Write(
            zip,
            "xl/_rels/workbook.xml.rels",
            Relations("worksheet:worksheets/sheet1.xml", "styles:styles.xml", "sharedStrings:sharedStrings.xml")
        );
        Write(
            zip,
            "xl/workbook.xml",
            $"""
            <workbook xmlns="{Main}" xmlns:r="{OfficeDocument}">
            {BookProperties}<sheets><sheet name="会员" sheetId="1" r:id="rId1"/></sheets></workbook>
            """
        );
        Write(zip, "xl/styles.xml", Styles);
        var texts = string.Concat(shared.Keys.Select(text => $"<si><t>{SecurityElement.Escape(text)}</t></si>"));
        Write(zip, "xl/sharedStrings.xml", $"""<sst xmlns="{Main}">{SharedTexts}{texts}</sst>""");
        Write(
            zip,
            "xl/worksheets/sheet1.xml",
            $"""{Prolog}<worksheet xmlns="{Main}"><sheetData>{rows}</sheetData>{AfterData}</worksheet>"""
        );
        return path;
    }

    /// <summary>A workbook of so many new members, their numbers beginning with this.</summary>
    public static string NewMembers(string prefix, int lines)
    {
        var file = new RosterFile().Shared(Header);
        for (var i = 0; i < lines; i++)
        {
            var (unit, branch, level) = ($"岩土工程研究所{i % 700}", $"第{i % 40}专业委员会", i % 3 == 0 ? "高级会员" : "普通会员");
            file.Shared($"{prefix}{i:D6},会员{i},139{i:D8},m{i}@example.org,{unit},{branch},{level},2026-12-31");
        }
        return file.Save();
    }

    public static string SaveCsv(string text, Encoding? encoding = null)
    {
        var path = NewPath("csv");
        File.WriteAllBytes(path, [.. (encoding ?? Encoding.UTF8).GetPreamble(), .. (encoding ?? Encoding.UTF8).GetBytes(text)]);
        return path;
    }

    private static void Write(ZipArchive zip, string name, string text)
    {
        using var writer = new StreamWriter(zip.CreateEntry(name).Open());
        writer.Write(text);
    }

    private static string Relations(params string[] targets)
    {
        var relations = targets.Select(
            (target, i) =>
            {
                var (type, path) = (target.Split(':')[0], target.Split(':')[1]);
                return $"""<Relationship Id="rId{i + 1}" Type="{OfficeDocument}/{type}" Target="{path}"/>""";
            }
        );
        return $"""<Relationships xmlns="{Package}/relationships">{string.Concat(relations)}</Relationships>""";
    }

    /// <summary>Adds a row anywhere below, of cells given as XML.</summary>
    public RosterFile Raw(int at, string cells)
    {
        line = at;
        return Raw(cells);
    }

    private int SharedIndex(string text)
    {
        shared.TryAdd(text, shared.Count);
        return shared[text];
    }

    /// <summary>The next row is hidden, as those are that a filter leaves out.</summary>
    public RosterFile Hidden()
    {
        isNextHidden = true;
        return this;
    }

    private RosterFile Raw(string cells)
    {
        rows.Append($"<row r=\"{line}\"{(isNextHidden ? " hidden=\"1\"" : "")}>{cells}</row>");
        isNextHidden = false;
        return this;
    }

    private string TextCell(int column, string text) =>
        $"<c r=\"{(char)('A' + column)}{line}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{SecurityElement.Escape(text)}</t></is></c>";
}
