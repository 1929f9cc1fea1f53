using System.Globalization;
using System.Text;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Demo;
using CsrmeWeChat.Members;

namespace CsrmeWeChat.Roster;

/// <summary>
/// A roster of 2,000 made-up people by two imports, of which the second can be undone, and a third sheet that waits for somebody to say
/// which column is which.
/// </summary>
public sealed class DemoRoster(Staging staging, Applying applying, MemberStore members) : IDemoPart
{
    private const int First = 1_900,
        All = 2_000,
        Looked = 500;

    private const string Header = "会员号,姓名,手机号,电子邮箱,工作单位,所属分支机构,会员级别,会费有效期至\n";

    private const string Family = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈",
        Given = "伟芳娜敏静磊强洋艳勇军杰娟涛明超霞平刚岩石力学工程青山远志文博海燕晓东建国红梅俊峰雪琴";

    private static readonly string[] Branches = ["青年工作委员会", "岩石动力学专业委员会", "软岩工程与深部灾害控制分会", "地下工程分会"];

    private static readonly string[] Units =
    [
        "中国科学院武汉岩土力学研究所",
        "山东大学",
        "中国矿业大学（北京）",
        "长江科学院",
        "成都理工大学",
        "同济大学",
        "河海大学",
    ];

    public int Place => 30;

    public async Task<string?> WhyRefusedAsync(CancellationToken ct) =>
        (await members.ListTaggedAsync("", afterId: 0, limit: 1, ct)).Count == 0
            ? null
            : "演示数据须从空库开始：名册中已有会员。请换一个空的数据库再运行。";

    public async Task MakeAsync(DemoRun demo, CancellationToken ct)
    {
        await ImportAsync(demo, $"会员名册{demo.Year - 1}.csv", Sheet(demo, 0, First), demo.LastSeason.AddDays(-30), ct);
        demo.Members = await FindAsync(ct);
        // The later sheet has new members, and of some others a new unit or dues.
        var later = Sheet(demo, First - 60, All).Replace("长江科学院", "长江水利委员会长江科学院", StringComparison.Ordinal);
        await ImportAsync(demo, $"{demo.Year}年新会员与变更.csv", later, demo.DaysAgo(33).AddHours(15), ct);
        demo.Members = await FindAsync(ct);
        demo.Clock.ComeBack();
        var waiting = Encoding.UTF8.GetBytes(Unclear(demo));
        await staging.UploadAsync(demo.Secretary, "地下工程分会报来的名单.csv", () => new MemoryStream(waiting), demo.Now, ct);
    }

    private async Task ImportAsync(DemoRun demo, string name, string sheet, DateTimeOffset at, CancellationToken ct)
    {
        demo.Clock.GoTo(at);
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.csv");
        try
        {
            await File.WriteAllTextAsync(path, sheet, ct);
            using var opened = MemberSheet.Open(path);
            var import = await staging.StageAsync(demo.Secretary, opened, name, tagAbsent: false, at, ct);
            var outcome = await applying.ApplyAsync(demo.Secretary, import, _ => { }, ct);
            DemoRun.Expect(outcome is TakeOutcome.Taken ? null : $"The import was not applied: {outcome}.");
        }
        finally
        {
            File.Delete(path);
        }
    }

    private async Task<IReadOnlyList<DemoMember>> FindAsync(CancellationToken ct)
    {
        var found = new List<DemoMember>();
        foreach (var numbers in Enumerable.Range(0, All).Select(Number).Chunk(Looked))
        {
            var rows = await members.ListByNumbersAsync(numbers, ct);
            found.AddRange(
                rows.Select(row => new DemoMember(row.Id, row.Number, row.Name, members.Open(row).Phone[3..], row.Unit, row.Branch))
            );
        }
        return [.. found.OrderBy(member => member.Number, StringComparer.Ordinal)];
    }

    private static string Sheet(DemoRun demo, int from, int to)
    {
        var sheet = new StringBuilder(Header);
        for (var i = from; i < to; i++)
        {
            var level =
                i % 5 == 1 ? "高级会员"
                : i % 7 == 3 ? "学生会员"
                : "普通会员";
            var (unit, branch) = (Units[i % Units.Length], Branches[i % Branches.Length]);
            sheet.Append(CultureInfo.InvariantCulture, $"{Number(i)},{Name(i)},{PhoneOf(i)},m{i:D5}@example.org,{unit},");
            sheet.Append(CultureInfo.InvariantCulture, $"{branch},{level},{PaidUntil(demo, i):yyyy-MM-dd}\n");
        }
        return sheet.ToString();
    }

    /// <summary>Of ten one has not paid, one's dues end within 30 days, and of the others some pay for a year and some for three.</summary>
    private static DateOnly PaidUntil(DemoRun demo, int i) =>
        (i % 10) switch
        {
            9 => new DateOnly(demo.Year - 1, 12, 31),
            4 => China.Date(demo.Now).AddDays(3 + (i % 25)),
            var rest => new DateOnly(demo.Year + 1 + (rest % 3), 12, 31),
        };

    /// <summary>A branch's own list, as they come: a title above, other words for the columns, one cell that is wrong.</summary>
    private static string Unclear(DemoRun demo)
    {
        var sheet = new StringBuilder("地下工程分会会员信息汇总表,,,,\n序号,会员证号,姓名,联系方式,任职单位\n");
        for (var i = 0; i < 40; i++)
        {
            var member = demo.Members[(i * 4) + 3];
            var phone = i == 17 ? "请问本人" : $"{member.Phone[..3]} {member.Phone[3..7]} {member.Phone[7..]}";
            sheet.Append(CultureInfo.InvariantCulture, $"{i + 1},{member.Number},{member.Name},{phone},{member.Unit}\n");
        }
        return sheet.ToString();
    }

    private static string Number(int i) => $"D{i + 1:D6}";

    /// <summary>Two members are called 陈岩, so that a request to be bound may be either's.</summary>
    private static string Name(int i) =>
        i % 211 == 80 ? "欧阳青山"
        : i is 1_803 or 1_811 ? "陈岩"
        : i % 97 == 40 ? "阿卜杜拉·买买提"
        : i % 3 == 0 ? $"{Family[i * 7 % Family.Length]}{Given[i / 3 % Given.Length]}"
        : $"{Family[i * 7 % Family.Length]}{Given[i / 2 % Given.Length]}{Given[i / 7 % Given.Length]}";

    private static string PhoneOf(int i) => $"1380000{i:D4}";
}
