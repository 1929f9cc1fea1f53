using System.Text.RegularExpressions;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Demo;
using CsrmeWeChat.Roster;
using CsrmeWeChat.Staff;
using CsrmeWeChat.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WeChat.Sandbox;

namespace CsrmeWeChat.Tests;

/// <summary>What <c>csrme-wechat demo</c> makes of an empty database, and where it refuses to.</summary>
public sealed class DemoTests(DemoTests.Town town) : IClassFixture<DemoTests.Town>
{
    private App App => town.App;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_page_of_the_menu_is_empty()
    {
        var admin = await SignedInAsync("admin");
        var person = new CurrentStaff(admin.Id, admin.Login, "管理员", [Role.Admin], SessionId: 0, Stage.SignedIn);
        var paths = App.Get<Menu>().For(person).SelectMany(group => group).Select(item => item.Path).ToList();
        var empty = new List<string>();
        foreach (var path in paths)
        {
            using var answer = await admin.GetAsync(path);
            if (
                !answer.IsSuccessStatusCode
                || (await answer.Content.ReadAsStringAsync(Ct)).Contains("class=\"empty\"", StringComparison.Ordinal)
            )
            {
                empty.Add($"{path} {answer.StatusCode}");
            }
        }

        Assert.True(paths.Count >= 18, string.Join(' ', paths));
        Assert.Empty(empty);
    }

    [Theory]
    [InlineData("admin")]
    [InlineData("mishu")]
    [InlineData("shenhe")]
    [InlineData("hexiao")]
    public async Task A_password_that_is_printed_opens_the_console_at_once(string login)
    {
        var password = Assert.Single(Regex.Matches(town.Made.Output, $"^account {login} (\\S+)", RegexOptions.Multiline)).Groups[1].Value;
        var account = await App.Get<StaffStore>().FindByLoginAsync(login, Ct);

        Assert.True(await App.Get<Passwords>().IsRightAsync(account!.PasswordHash, password, known: true, Ct));
        Assert.False(account.MustChangePassword);
    }

    [Theory]
    [InlineData(2_000, "members")]
    [InlineData(700, "bindings")]
    [InlineData(4, "bind_requests WHERE state = 'open'")]
    [InlineData(1, "roster_imports WHERE state = 'uploaded'")]
    [InlineData(2, "roster_imports WHERE state = 'applied'")]
    [InlineData(3, "benefits WHERE closes_at < @now")]
    [InlineData(1, "benefits WHERE stock = 200 AND held = 120")]
    [InlineData(1, "benefits WHERE state = 'published' AND opens_at > @now AND opens_at < @soon")]
    [InlineData(1, "benefits WHERE state = 'draft'")]
    [InlineData(400, "followers WHERE follows = 1")]
    [InlineData(1, "event_sessions WHERE capacity = 60 AND taken = 60 AND starts_at > @now")]
    [InlineData(1, "registrations WHERE state = 'offered' AND offered_until > @now")]
    [InlineData(10, "registrations WHERE state = 'waiting'")]
    [InlineData(2, "event_sessions WHERE capacity = 40 AND taken > 0 AND taken < 40")]
    [InlineData(1, "event_sessions WHERE ends_at < @now AND taken = 96")]
    [InlineData(2, "account_tags")]
    [InlineData(3, "auto_replies WHERE kind = 'keyword'")]
    [InlineData(1, "account_menus WHERE sent_at IS NOT NULL")]
    [InlineData(3, "deliveries WHERE state = 'failed'")]
    [InlineData(1, "campaigns WHERE state = 'draft'")]
    [InlineData(3, "stories WHERE state = 'out'")]
    [InlineData(1, "stories WHERE state = 'review'")]
    [InlineData(1, "stories WHERE state = 'draft'")]
    [InlineData(2, "notices WHERE kind = 'daily' AND state = 'sent'")]
    [InlineData(0, "callbacks WHERE due_at IS NOT NULL")]
    public async Task It_has_what_it_promises(int count, string of)
    {
        var (now, soon) = (town.MadeAt, town.MadeAt.AddMinutes(7));

        Assert.Equal(count, await App.Get<Database>().FindAsync<int>($"SELECT COUNT(*) FROM {of}", new { now, soon }, Ct));
    }

    [Fact]
    public async Task Its_last_import_can_be_undone_and_what_failed_can_be_sent_again()
    {
        var secretary = await SignedInAsync("mishu");

        var import = await secretary.GetPageAsync("/staff/roster/2");
        var message = await secretary.GetPageAsync("/staff/messages/4");

        Assert.Contains("撤销", import);
        Assert.Contains("重发失败的 3 条", message);
        Assert.Equal(ImportState.Applied, (await App.Get<ImportStore>().FindAsync(2, Ct))!.State);
    }

    [Fact]
    public async Task A_year_of_dates_lies_behind_it()
    {
        var months = await App.Get<Database>()
            .ListAsync<string>("SELECT DISTINCT SUBSTR(CONCAT(bound_at, ''), 1, 7) FROM bindings", ct: Ct);

        Assert.True(months.Count >= 8, string.Join(' ', months));
    }

    [Theory]
    [InlineData("演示数据须从空库开始", "", "")]
    [InlineData("WeChat:BaseUrl", "WeChat:BaseUrl", "https://api.weixin.qq.com")]
    [InlineData("WeChat:BaseUrl", "WeChat:BaseUrl", "http://192.0.2.1:5180")]
    [InlineData("ASPNETCORE_ENVIRONMENT=Development", "ASPNETCORE_ENVIRONMENT", "Production")]
    public async Task It_is_refused_among_real_members_and_beside_the_real_WeChat(string why, string key, string value)
    {
        var refused = await town.RunAsync((key, value));

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains(why, refused.Error);
        Assert.Equal(2_000, await App.Get<Database>().FindAsync<int>("SELECT COUNT(*) FROM members", ct: Ct));
    }

    [Fact]
    public async Task Both_accounts_and_members_of_before_keep_it_out()
    {
        var refusals = await Task.WhenAll(App.Services.GetServices<IDemoPart>().Select(part => part.WhyRefusedAsync(Ct)));

        Assert.Equal(
            ["演示数据须从空库开始：名册中已有会员。请换一个空的数据库再运行。", "演示数据须从空库开始：库中已有账号 admin。"],
            refusals.OfType<string>().Order(StringComparer.Ordinal)
        );
    }

    private async Task<TestStaff> SignedInAsync(string login) =>
        await App.SignedInAsync((await App.Get<StaffStore>().FindByLoginAsync(login, Ct))!);

    /// <summary>A service on the database that the demo was made in, at the time that it is.</summary>
    public sealed class Town(TestEngine engine) : IAsyncLifetime
    {
        private RunningSandbox weChat = null!;

        public App App { get; } = new(engine);

        public CommandEnd Made { get; private set; } = null!;

        public DateTimeOffset MadeAt { get; private set; }

        public async ValueTask InitializeAsync()
        {
            // A WeChat of its own: the demo makes followers, tags and a menu.
            weChat = await SandboxServer.StartAsync();
            App.Settings["WeChat:BaseUrl"] = weChat.BaseUrl;
            App.Settings["Notices:Webhook"] = $"{weChat.BaseUrl}/cgi-bin/webhook/send?key=sandbox-robot";
            App.Settings["Notices:WebhookKind"] = "WeCom";
            await App.InitializeAsync();
            App.Clock.AdjustTime(TimeProvider.System.GetUtcNow());
            MadeAt = App.Now;
            Made = await RunAsync();
            Assert.True(Made.ExitCode == 0, Made.Error);
            App.Clock.AdjustTime(TimeProvider.System.GetUtcNow());
        }

        public async ValueTask DisposeAsync()
        {
            await App.DisposeAsync();
            await weChat.DisposeAsync();
        }

        /// <summary>The command, with the service's settings and these.</summary>
        public async Task<CommandEnd> RunAsync(params (string Key, string Value)[] with)
        {
            string[] sections = ["Data", "Keys", "WeChat", "Audit", "Media", "Uploads", "Storage", "Notices"];
            var settings = App.Get<IConfiguration>()
                .AsEnumerable()
                .Where(setting => setting.Value is not null && sections.Contains(setting.Key.Split(':')[0]))
                .ToDictionary(setting => setting.Key, setting => setting.Value);
            settings["ASPNETCORE_ENVIRONMENT"] = "Development";
            foreach (var (key, value) in with.Where(setting => setting.Key is not ""))
            {
                settings[key] = value;
            }
            await using var command = ServiceCommand.Start(Backstage.ServiceDll, settings, "demo");
            return await command.EndAsync(TestContext.Current.CancellationToken);
        }
    }
}
