using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace CsrmeWeChat.Benchmarks.Roster;

/// <summary>A workbook of members, its texts shared as Excel writes them.</summary>
internal static class RosterWorkbook
{
    private const string Header = "会员号,姓名,手机,邮箱,单位,分支机构,会员级别,会费有效期";

    /// <summary>The first letter of every number in it.</summary>
    public const string Prefix = "R";

    public static void Save(string path, int members)
    {
        var shared = new Dictionary<string, int>();
        using var document = SpreadsheetDocument.Create(path, SpreadsheetDocumentType.Workbook);
        var book = document.AddWorkbookPart();
        var sheet = book.AddNewPart<WorksheetPart>();
        sheet.Worksheet = new Worksheet(
            new SheetData(
                Enumerable
                    .Range(0, members)
                    .Select(Line)
                    .Prepend(Header)
                    .Select((line, i) => new Row(line.Split(',').Select(Cell)) { RowIndex = (uint)i + 1 })
            )
        );
        book.AddNewPart<SharedStringTablePart>().SharedStringTable = new SharedStringTable(
            shared.Keys.Select(text => new SharedStringItem(new Text(text)))
        );
        book.Workbook = new Workbook(
            new DocumentFormat.OpenXml.Spreadsheet.Sheets(
                new Sheet
                {
                    Name = "会员",
                    SheetId = 1,
                    Id = book.GetIdOfPart(sheet),
                }
            )
        );

        Cell Cell(string text)
        {
            shared.TryAdd(text, shared.Count);
            return new Cell { DataType = CellValues.SharedString, CellValue = new CellValue(shared[text]) };
        }
    }

    private static string Line(int i) =>
        $"{Prefix}{i:D6},会员{i},139{i:D8},m{i}@example.org,岩土工程研究所{i % 700},第{i % 40}专业委员会,{(i % 3 == 0 ? "高级会员" : "普通会员")},2026-12-31";
}
