using System.Net;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Backups;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.WeChatCalls;
using Microsoft.Extensions.DependencyInjection;

namespace CsrmeWeChat.Tests;

/// <summary>Home is the work to do, per role; help explains it; signing in ends at one's own work.</summary>
public sealed class HomeTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_role_sees_its_own_work_and_who_has_none_is_told_so()
    {
        var log = app.Get<BackupLog>();
        var (admin, redeemer) = (await app.NewStaffAsync(Role.Admin), await app.NewStaffAsync(Role.Redeemer));
        Assert.Contains("还没有做过数据库备份", await admin.GetPageAsync("/staff"));

        await log.AddAsync(Actor.Command, BackupState.Kept, app.Now, Ct);
        Assert.DoesNotContain("备份", Works(await admin.GetPageAsync("/staff")));
        await log.AddAsync(Actor.Command, BackupState.Failed, app.Now.AddMinutes(1), Ct);

        var works = Works(await admin.GetPageAsync("/staff"));
        Assert.Contains("最近一次数据库备份失败", works);
        Assert.Contains("今天要办", works);
        Assert.Contains("/staff/help/system#backups", works);
        Assert.Contains("现在没有待办", await redeemer.GetPageAsync("/staff"));
        await log.AddAsync(Actor.Command, BackupState.Kept, app.Now.AddMinutes(2), Ct);
    }

    [Fact]
    public async Task What_a_restore_stopped_waits_for_whoever_may_release_it()
    {
        var hold = app.Get<OutgoingHold>();
        await hold.HoldAsync(Actor.Command, app.Now, Ct);
        var (secretary, reviewer) = (await app.NewStaffAsync(Role.Secretary), await app.NewStaffAsync(Role.Reviewer));

        Assert.Contains("""href="/staff/outgoing">去核对""", await secretary.GetPageAsync("/staff"));
        Assert.DoesNotContain("/staff/outgoing", await reviewer.GetPageAsync("/staff"));
        await hold.ReleaseAsync(Actor.Command, app.Now, Ct);
        Assert.DoesNotContain("/staff/outgoing", await secretary.GetPageAsync("/staff"));
    }

    [Fact]
    public async Task A_backup_of_the_day_before_yesterday_is_old()
    {
        var database = app.Get<Database>();
        var work = app.Services.GetServices<IWorkSource>().OfType<BackupWork>().Single();
        await database.ExecuteAsync("DELETE FROM backups", ct: Ct);
        await app.Get<BackupLog>().AddAsync(Actor.Command, BackupState.Kept, app.Now, Ct);

        Assert.Empty(await work.ListAsync(app.Now.AddHours(25), Ct));
        Assert.Contains("超过一天", Assert.Single(await work.ListAsync(app.Now.AddHours(27), Ct)).Words);
        await app.Get<BackupLog>().AddAsync(Actor.Command, BackupState.Doubtful, app.Now.AddHours(1), Ct);
        Assert.Contains("发现问题", Assert.Single(await work.ListAsync(app.Now.AddHours(2), Ct)).Words);
        await database.ExecuteAsync("DELETE FROM backups", ct: Ct);
    }

    [Fact]
    public async Task A_picture_has_its_numbers_in_a_table_is_drawn_once_a_minute_and_shown_to_its_roles()
    {
        var source = new Counted();
        var figures = new CsrmeWeChat.Home.HomeFigures([source], app.Clock);
        CurrentStaff Staff(Role role) => new(1, "a", "a", [role], 1, Stage.SignedIn);

        Assert.Single(await figures.ForAsync(Staff(Role.Admin), Ct), figure => figure.Title == "每天的数");
        Assert.DoesNotContain(await figures.ForAsync(Staff(Role.Redeemer), Ct), figure => figure.Title == "每天的数");
        Assert.Equal(1, source.Drawn);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await figures.ForAsync(Staff(Role.Admin), Ct);
        Assert.Equal(2, source.Drawn);
    }

    [Fact]
    public async Task Help_explains_to_everybody_what_is_theirs()
    {
        var (admin, redeemer) = (await app.NewStaffAsync(Role.Admin), await app.NewStaffAsync(Role.Redeemer));

        var general = await redeemer.GetPageAsync("/staff/help");
        var system = await admin.GetPageAsync("/staff/help/system");

        Assert.Contains("管理台怎么用", general);
        Assert.All(RoleLabels.All, role => Assert.Contains(role.About, general));
        Assert.DoesNotContain("/staff/help/system", general);
        foreach (var part in (string[])["工作人员账号", "操作记录", "开抢演练", "公众号权限与额度", "接口推送统计", "工作提醒", "备份"])
        {
            Assert.Contains(part, system);
        }
        Assert.Equal(HttpStatusCode.NotFound, (await redeemer.GetAsync("/staff/help/system")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await admin.GetAsync("/staff/help/nothing")).StatusCode);
    }

    [Fact]
    public async Task Every_view_that_explains_something_can_be_shown()
    {
        var admin = await app.NewStaffAsync(RoleLabels.All.Except([Role.Unit]).ToArray());

        foreach (var group in app.Services.GetServices<HelpPart>().Select(part => part.Group).Distinct())
        {
            Assert.Contains("</h2>", await admin.GetPageAsync(group is MenuGroup.Home ? "/staff/help" : $"/staff/help/{group.Key}"));
        }
    }

    [Theory]
    [InlineData("/staff/redeem", Role.Redeemer)]
    [InlineData("/staff/stories?state=Review", Role.Reviewer)]
    [InlineData("/staff", Role.Secretary)]
    [InlineData("/staff", Role.Admin)]
    [InlineData("/staff/judging", Role.Juror)]
    [InlineData("/staff", Role.Redeemer, Role.Secretary)]
    public async Task Whoever_has_one_role_only_lands_on_its_work(string address, params Role[] roles)
    {
        var staff = await app.NewStaffAsync(roles);

        Assert.Equal(address, (await staff.GetAsync("/staff/begin")).Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task First_steps_are_shown_to_administrators_until_they_are_done()
    {
        var (admin, secretary) = (await app.NewStaffAsync(Role.Admin), await app.NewStaffAsync(Role.Secretary));

        var page = await admin.GetPageAsync("/staff");

        Assert.Contains("开始使用", page);
        Assert.Contains("给每位同事建一个账号（至少一位秘书）<span", page);
        Assert.Contains("""<a href="/staff/abilities">""", page);
        Assert.DoesNotContain("开始使用", await secretary.GetPageAsync("/staff"));
    }

    private static string Works(string page) =>
        page.IndexOf("class=\"works\"", StringComparison.Ordinal) is >= 0 and var from
            ? page[from..page.IndexOf("</ul>", from, StringComparison.Ordinal)]
            : "";

    private sealed class Counted : IFigureSource
    {
        public int Place => 1;

        public int Drawn { get; private set; }

        public IReadOnlyList<Role> Roles => [Role.Admin];

        public Task<Figure?> DrawAsync(DateTimeOffset now, CancellationToken ct)
        {
            Drawn++;
            return Task.FromResult<Figure?>(new("每天的数", "份", FigureShape.Lines, "日期", ["5-29", "5-30"], [new("领取", [3, 4])]));
        }
    }
}
