using System.Net;
using System.Text.Json;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Staff;

namespace CsrmeWeChat.Tests;

/// <summary>Accounts as administrators keep them, and what protects their forms.</summary>
public sealed class StaffAccountTests(App app, TestEngine engine) : IClassFixture<App>
{
    public static Actor Boss { get; } = new(null, "测试");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private StaffStore Store => app.Get<StaffStore>();

    [Fact]
    public async Task A_form_without_a_token_or_with_another_session_s_is_refused_and_changes_nothing()
    {
        var account = await app.NewAccountAsync(Role.Admin);
        var (mine, other) = (await app.SignedInAsync(account), await app.SignedInAsync(account));
        var theirs = await other.TokenAsync();
        Task<HttpResponseMessage> PostAsync(string? token) =>
            mine.Http.PostAsync(
                $"/staff/accounts/{account.Id}?handler=Disable",
                new FormUrlEncodedContent(token is null ? [] : [KeyValuePair.Create(TestStaff.TokenField, token)]),
                Ct
            );

        foreach (var answer in (HttpResponseMessage[])[await PostAsync(null), await PostAsync(theirs), await PostAsync("nonsense")])
        {
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Contains("页面已过期", WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct)));
        }
        Assert.Null((await Store.FindAsync(account.Id, Ct))!.DisabledAt);
    }

    [Fact]
    public async Task A_cookie_is_worth_nothing_after_signing_out()
    {
        var staff = await app.NewStaffAsync(Role.Admin);
        var cookie = staff.Cookies.GetCookies(new Uri("http://localhost/"))[StaffArrange.Cookie]!.Value;

        Assert.Equal("/staff/sign-in", (await staff.PostAsync("/staff/sign-out")).Headers.Location!.OriginalString);

        var thief = app.NewVisitor();
        thief.Cookies.Add(new Cookie(StaffArrange.Cookie, cookie, "/", "localhost"));
        Assert.StartsWith("/staff/sign-in", (await thief.GetAsync("/staff")).Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Whoever_is_thrown_out_is_told_why()
    {
        var (boss, account) = (await app.NewStaffAsync(Role.Admin), await app.NewAccountAsync(Role.Secretary));
        var (here, there) = (await app.SignedInAsync(account), await app.SignedInAsync(account));

        Assert.Contains("已结束您在其他设备上的全部登录", await here.FollowAsync(await here.PostAsync("/staff/account?handler=EndOthers")));
        Assert.Contains("您在另一台设备上结束了这次登录", await there.GetPageAsync("/staff/sign-in"));
        var ended = await boss.FollowAsync(await boss.PostAsync($"/staff/accounts/{account.Id}?handler=EndAll"));
        Assert.Contains("已结束此人的全部登录", ended);
        Assert.Contains("已被管理员结束", await here.GetPageAsync("/staff/sign-in"));
        using var part = new HttpRequestMessage(HttpMethod.Get, "/staff/account")
        {
            Headers = { { "HX-Request", "true" }, { "Accept", "text/html, */*" } },
        };
        var told = JsonDocument.Parse(await (await here.Http.SendAsync(part, Ct)).Content.ReadAsStringAsync(Ct));
        Assert.Contains("已被管理员结束", told.RootElement.GetProperty("detail").GetString());
        Assert.DoesNotContain("结束了", await app.NewVisitor().GetPageAsync("/staff/sign-in"));
        Assert.Contains("结束全部登录", await boss.GetPageAsync("/staff/audit"));
    }

    [Fact]
    public async Task Each_role_is_explained_where_it_is_given_and_only_a_unit_s_account_has_a_unit()
    {
        var boss = await app.NewStaffAsync(Role.Admin);

        var form = await boss.GetPageAsync("/staff/accounts/new");
        var login = $"unit{Guid.NewGuid().ToString("N")[..8]}";
        var made = await TestStaff.PageOf(
            await boss.PostAsync(
                "/staff/accounts/new",
                ("Login", login),
                ("Form.Name", "某人"),
                ("Form.Roles", "Secretary"),
                ("Form.Unit", "藏起来的单位")
            )
        );

        Assert.All(RoleLabels.All, role => Assert.Contains(role.About, form));
        foreach (var button in (string[])["复制", "打印", "下载"])
        {
            Assert.Contains($"{button}</button>", made);
        }
        Assert.Equal("", (await Store.FindByLoginAsync(login, Ct))!.Unit);
    }

    [Fact]
    public async Task The_last_administrator_cannot_be_taken_away_not_even_by_two_at_once()
    {
        await using var alone = new App(engine);
        await alone.InitializeAsync();
        var (first, second) = (await alone.NewAccountAsync(Role.Admin), await alone.NewAccountAsync(Role.Admin));
        var store = alone.Get<StaffStore>();

        var outcomes = await Task.WhenAll(
            store.SetDisabledAsync(Boss, first.Id, disabled: true, alone.Now, Ct),
            store.EditAsync(
                Boss,
                second.Id,
                second.Revision,
                new StaffFields("二", [Role.Secretary], TotpRequired: false, null, ""),
                alone.Now,
                Ct
            )
        );

        Assert.Equal([StaffOutcome.Done, StaffOutcome.LastAdmin], outcomes.Order());
    }

    [Fact]
    public async Task The_second_of_two_editors_is_told_and_overwrites_nothing()
    {
        var (account, boss) = (await app.NewAccountAsync(Role.Secretary), await app.NewStaffAsync(Role.Admin));
        await Store.EditAsync(
            Boss,
            account.Id,
            account.Revision,
            new StaffFields("先改的人写的", [Role.Juror], TotpRequired: false, null, ""),
            app.Now,
            Ct
        );

        var page = await TestStaff.PageOf(
            await boss.PostAsync(
                $"/staff/accounts/{account.Id}",
                ("Revision", $"{account.Revision}"),
                ("Form.Name", "后改的人写的"),
                ("Form.Roles", "Secretary")
            )
        );

        Assert.Contains("已被别人改为：先改的人写的，评委", page);
        Assert.Contains("""value="后改的人写的""", page);
        Assert.Equal("先改的人写的", (await Store.FindAsync(account.Id, Ct))!.Name);
    }

    [Fact]
    public async Task Who_asks_for_a_page_of_the_console_gets_it_with_every_header_that_protects_it()
    {
        var answer = await (await app.NewStaffAsync(Role.Admin)).GetAsync("/staff/accounts");

        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'self'", policy);
        Assert.DoesNotContain("unsafe", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Contains("camera=(self)", answer.Headers.GetValues("Permissions-Policy").Single());
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.DoesNotMatch(
            """(<script(?![^>]*src=)|\sstyle=|\son\w+=|(src|href)="(https?:)?//)""",
            await answer.Content.ReadAsStringAsync(Ct)
        );
    }

    [Fact]
    public async Task A_missing_page_is_told_in_words_to_people_and_as_a_problem_to_scripts()
    {
        var staff = await app.NewStaffAsync(Role.Admin);
        var page = await staff.GetAsync("/staff/accounts/999999");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/staff/accounts/999999")
        {
            Headers = { { "HX-Request", "true" }, { "Accept", "text/html, */*" } },
        };
        var part = await staff.Http.SendAsync(request, Ct);

        Assert.Equal((HttpStatusCode.NotFound, "text/html"), (page.StatusCode, page.Content.Headers.ContentType!.MediaType));
        Assert.Contains("没有找到", WebUtility.HtmlDecode(await page.Content.ReadAsStringAsync(Ct)));
        Assert.Equal("not_found", await TestPhone.RefusalOf(part, HttpStatusCode.NotFound));
    }

    [Fact]
    public async Task The_command_makes_the_first_administrator_who_must_change_the_password()
    {
        var made = await CommandProcess.RunAsync(app, "staff", "add", "First.Admin", "--name", "首任");
        var again = await CommandProcess.RunAsync(app, "staff", "add", "first.admin");

        Assert.True(made.ExitCode == 0, made.Error);
        var (login, password) = (made.Output.Split(' ')[0], made.Output.Trim().Split(' ')[1]);
        Assert.Equal(("first.admin", 1), (login, again.ExitCode));
        var result = await app.Get<SignInDesk>().SignInAsync(login, password, new Visitor(null), app.Now, Ct);
        var me = await app.Get<StaffSessions>().FindAsync(result.Token!, app.Now, Ct);
        Assert.Equal((Stage.NewPassword, "首任"), (me!.Stage, me.Name));
        Assert.Equal([Role.Admin], me.Roles);
    }
}
