using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Members;
using CsrmeWeChat.People;

namespace CsrmeWeChat.Tests;

/// <summary>What the secretariat sees of the commands.</summary>
public sealed class RosterConsoleTests(App app) : IClassFixture<App>
{
    private readonly RosterDriver roster = new(app);

    [Fact]
    public async Task An_import_says_what_it_would_do_and_what_to_run_next()
    {
        var (added, bad, noted) = (RosterDriver.NewNumber(), RosterDriver.NewNumber(), RosterDriver.NewNumber());
        var path = RosterFile.SaveCsv(
            $"{RosterFile.Header}\n{added},张三,13812345678,,,,特邀会员,\n{bad},,1381234,,,,,\n{noted},王五,1381234,,,,,\n"
        );

        var staged = await CommandProcess.RunAsync(app, "roster", "import", path);

        Assert.Equal(0, staged.ExitCode);
        Assert.Contains("新增 2 行", staged.Output);
        Assert.Contains($"第 3 行 {bad}  有误：缺少姓名", staged.Output);
        Assert.Contains($"第 4 行 {noted} 王五 新增：手机号有误，境外号码请写成 +852 61234567，未采用", staged.Output);
        Assert.Contains("有 1 行的个别内容没有采用", staged.Output);
        Assert.Contains("将新建会员级别 1 个：特邀会员", staged.Output);
        var import = (await roster.Store.ListAsync(1, Ct))[0].Id;
        Assert.Contains($"roster apply {import}", staged.Output);
        Assert.DoesNotContain("1381234", staged.Output + staged.Error);

        Assert.Equal(0, (await CommandProcess.RunAsync(app, "roster", "apply", $"{import}")).ExitCode);
        var again = await CommandProcess.RunAsync(app, "roster", "apply", $"{import}");
        Assert.Equal((1, true), (again.ExitCode, again.Error.Contains("不能再应用")));
        var shown = await CommandProcess.RunAsync(app, "roster", "show", $"{import}", "--verdict", "invalid");
        Assert.Contains("缺少姓名", shown.Output);
        Assert.DoesNotContain("1381234", shown.Output);
    }

    [Theory]
    [InlineData("roster", "import", "没有.xlsx")]
    [InlineData("roster", "apply", "999999")]
    [InlineData("roster", "refused", "999999", "x.csv")]
    [InlineData("members", "show", "NOBODY")]
    [InlineData("members", "grant", "NOBODY", "redeem")]
    [InlineData("members", "grant", "NOBODY", "everything")]
    [InlineData("binds", "accept", "999999", "--member", "NOBODY")]
    [InlineData("binds", "reject", "999999", "--reason", "无")]
    public async Task What_cannot_be_done_is_said_on_standard_error_with_exit_code_1(params string[] arguments)
    {
        var end = await CommandProcess.RunAsync(app, arguments);

        Assert.Equal(1, end.ExitCode);
        Assert.NotEqual("", end.Error);
        Assert.DoesNotContain("   at ", end.Error);
    }

    [Fact]
    public async Task A_member_is_shown_with_phone_masked_and_given_rights_and_tags()
    {
        var number = RosterDriver.NewNumber();
        await roster.NewMemberAsync(number, "张三,13812345678,zhang@example.com,北京大学,,,2026-12-31");

        Assert.Equal(0, (await CommandProcess.RunAsync(app, "members", "grant", number, "redeem")).ExitCode);
        Assert.Equal(0, (await CommandProcess.RunAsync(app, "members", "tag", number, "志愿者")).ExitCode);
        var shown = (await CommandProcess.RunAsync(app, "members", "show", number)).Output;
        foreach (var part in (string[])["138****5678", "2026-12-31", "redeem", "志愿者", "未绑定"])
        {
            Assert.Contains(part, shown);
        }
        Assert.DoesNotContain("13812345678", shown);
        Assert.DoesNotContain("zhang@", shown);

        await CommandProcess.RunAsync(app, "members", "revoke", number, "redeem");
        await CommandProcess.RunAsync(app, "members", "untag", number, "志愿者");
        var marks = await app.Get<MemberStore>().ListMarksAsync((await roster.MemberAsync(number))!.Id, Ct);
        Assert.Empty(marks.Rights.Concat(marks.Tags));
        await AuditedAsync("member", (await roster.MemberAsync(number))!.Id, "member.grant", "member.tag", "member.revoke", "member.untag");
    }

    [Fact]
    public async Task A_bind_request_is_listed_with_its_candidates_and_decided()
    {
        var number = RosterDriver.NewNumber();
        var member = await roster.NewMemberAsync(number, "诸葛亮,13812340000,,蜀汉大学,,,");
        var (requests, people) = (app.Get<BindRequestStore>(), app.Get<PersonStore>());
        var person = await people.SignInAsync("app", $"o{number}", null, app.Now, Ct);
        await requests.TryOpenAsync(person, "诸葛亮", "", "蜀汉大学", "换了手机", "+8613812340000", app.Now, Ct);
        var id = (await requests.FindLatestAsync(person, Ct))!.Id;

        var listed = (await CommandProcess.RunAsync(app, "binds", "list")).Output;
        Assert.Contains("138****0000", listed);
        Assert.Contains($"可能是 {number} 诸葛亮 蜀汉大学（手机相同、姓名相同、单位相同）", listed);
        Assert.DoesNotContain("13812340000", listed);

        Assert.Equal(0, (await CommandProcess.RunAsync(app, "binds", "accept", $"{id}", "--member", number)).ExitCode);
        Assert.Equal(member.Id, await app.Get<BindingStore>().FindMemberAsync(person, Ct));

        var other = await people.SignInAsync("app", $"p{number}", null, app.Now, Ct);
        await requests.TryOpenAsync(other, "诸葛亮", number, "", "", null, app.Now, Ct);
        var second = (await requests.FindLatestAsync(other, Ct))!.Id;
        var taken = await CommandProcess.RunAsync(app, "binds", "accept", $"{second}", "--member", number);
        Assert.Equal((1, true), (taken.ExitCode, taken.Error.Contains("--release")));
        Assert.Equal(0, (await CommandProcess.RunAsync(app, "binds", "accept", $"{second}", "--member", number, "--release")).ExitCode);
        Assert.Equal(member.Id, await app.Get<BindingStore>().FindMemberAsync(other, Ct));
        await AuditedAsync("bind", second, "bind.accept");
        await AuditedAsync("member", member.Id, MemberStore.UnbindAction);
    }

    /// <summary>The audit trail has these changes by commands, oldest first, and no others.</summary>
    private async Task AuditedAsync(string kind, long id, params string[] actions)
    {
        var events = await app.Get<AuditSearch>().ListAsync(new AuditFilter(Staff: 0, null, kind, id, "", null, null), "seq", 0, 50, Ct);
        Assert.Equal(actions, events.Select(row => row.Action));
        Assert.All(events, row => Assert.StartsWith("系统（命令行", row.Actor));
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
