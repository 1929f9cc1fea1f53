using CsrmeWeChat.Roster;

namespace CsrmeWeChat.Tests;

/// <summary>The lines of a sheet that were not taken, as a file to correct.</summary>
public sealed class RosterRefusedTests(App app) : IClassFixture<App>
{
    private readonly RosterDriver roster = new(app);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Refused_lines_come_back_as_a_file_that_runs_no_formula_and_imports_again()
    {
        var number = RosterDriver.NewNumber();
        var import = await roster.StageLinesAsync(
            $"{number},张三,无,,\"=HYPERLINK(\"\"http://x\"\")\",@a,-b,+c",
            $"{RosterDriver.NewNumber()},李四,,,,,,"
        );
        var path = RosterFile.NewPath("csv");

        await using (var stream = RefusedLines.CreateFile(path))
        {
            Assert.Equal(
                1,
                await app.Get<RefusedLines>().WriteAsync(RosterDriver.By, (await roster.Store.FindAsync(import, Ct))!, stream, app.Now, Ct)
            );
        }

        Assert.Equal([0xEF, 0xBB, 0xBF], File.ReadAllBytes(path)[..3]);
        var text = File.ReadAllText(path);
        Assert.Contains("\"'=HYPERLINK(\"\"http://x\"\")\",'@a,'-b,'+c,2,有误,手机号有误；会费有效期无法识别", text);
        Assert.DoesNotContain("李四", text);
        File.WriteAllText(path, text.Replace(",无,", ",13800000000,").Replace("'+c", "2026-12-31"));
        var again = await roster.StageAsync(path);
        await roster.ApplyAsync(again);
        Assert.Equal(
            ("=HYPERLINK(\"http://x\")", "@a", "-b"),
            ((await roster.FieldsAsync(number)).Unit, (await roster.FieldsAsync(number)).Branch, (await roster.FieldsAsync(number)).Level)
        );
    }
}
