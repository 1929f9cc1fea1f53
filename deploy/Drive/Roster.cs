using System.Text;

namespace CsrmeWeChat.Drive;

/// <summary>A made-up roster as the society's member system would export it, with the oddities a real one has.</summary>
internal static class Roster
{
    private const string Header = "会员号,姓名,手机号,电子邮箱,工作单位,所属分支机构,会员级别,会费有效期至";

    /// <summary>Not too common in any font, or longer than three characters: each once in a hundred.</summary>
    private static readonly string[] Names = ["阿卜杜拉·买买提", "𠮷野直子", "欧阳㛃", "古丽努尔·艾合买提江", "諸葛明"];

    private static readonly string[] Branches = ["青年工作委员会", "岩石动力学专业委员会", "软岩工程与深部灾害控制分会", "地下工程分会"];

    private static readonly string[] Units =
    [
        "中国科学院武汉岩土力学研究所",
        "山东大学",
        "中国矿业大学（北京）",
        "长江科学院",
        "成都理工大学",
    ];

    private const string Family = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗郑梁",
        Given = "伟芳娜敏静磊强洋艳勇军杰娟涛明超霞平刚岩石力学工程青山远";

    public static int Write(string file, int count)
    {
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().AddHours(8).DateTime);
        var rows = new StringBuilder(Header).Append('\n');
        for (var i = 0; i < count; i++)
        {
            var level =
                i % 5 == 1 ? "高级会员"
                : i % 7 == 3 ? "学生会员"
                : "普通会员";
            // One in ten has not paid; of the others some pay year by year and some for three.
            var paidUntil = new DateOnly(today.Year + (i % 10 == 9 ? -1 : i % 3), 12, 31);
            var (unit, branch) = (Units[i % Units.Length], Branches[i % Branches.Length]);
            rows.Append($"{Number(i)},{Name(i)},{PhoneOf(i)},m{i:D5}@example.org,{unit},{branch},{level},{paidUntil:yyyy-MM-dd}\n");
        }
        File.WriteAllText(file, rows.ToString());
        Console.WriteLine($"{Number(count - 2)} {Number(count - 1)}");
        return 0;
    }

    public static IReadOnlyList<RosterRow> Read(string file) =>
        [
            .. File.ReadLines(file)
                .Skip(1)
                .Select(line => line.Split(','))
                .Select(cells => new RosterRow(cells[0], cells[1], cells[2].Replace(" ", ""), DateOnly.Parse(cells[7]))),
        ];

    private static string Number(int i) => $"D{i + 1:D6}";

    private static string Name(int i) =>
        i % 100 < Names.Length ? Names[i % 100]
        : i % 3 == 0 ? $"{Family[i % Family.Length]}{Given[i / 3 % Given.Length]}"
        : $"{Family[i % Family.Length]}{Given[i / 2 % Given.Length]}{Given[i / 7 % Given.Length]}";

    private static string PhoneOf(int i) => i % 50 == 20 ? $"138 0000 {i:D4}" : $"1380000{i:D4}";
}

internal sealed record RosterRow(string Number, string Name, string Phone, DateOnly PaidUntil);
