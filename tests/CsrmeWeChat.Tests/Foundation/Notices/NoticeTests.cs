using System.Security.Cryptography;
using System.Text;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Backups;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Notices;
using CsrmeWeChat.Testing;
using CsrmeWeChat.Tests.WeChatClient;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CsrmeWeChat.Tests;

/// <summary>Staff are told in a group chat: once a day what waits, and at once what burns.</summary>
public sealed class NoticeTests(TestEngine engine) : IAsyncLifetime
{
    private readonly App app = new(engine);
    private readonly TestRobot robot = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Database Database => app.Get<Database>();

    public async ValueTask InitializeAsync()
    {
        await app.InitializeAsync();
        app.Settings["Notices:Webhook"] = robot.Webhook;
        app.Settings["Notices:WebhookKind"] = "WeCom";
        app.Settings["Notices:Address"] = "https://wx.example.org/";
        app.Settings["Notices:Timeout"] = "00:00:00.300";
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await robot.DisposeAsync();
    }

    [Fact]
    public async Task Once_a_day_from_their_hour_on_what_waits_is_told_with_the_console_s_address()
    {
        // 09:00 in Beijing.
        await PassAsync(TimeSpan.FromMinutes(-1));
        Assert.Empty(robot.Posts);

        await PassAsync(TimeSpan.Zero);
        await PassAsync(TimeSpan.FromHours(3));

        var told = Assert.Single(robot.Posts);
        Assert.Contains("【学会管理台 待办】", told.Words);
        Assert.Contains("还没有做过数据库备份", told.Words);
        Assert.EndsWith("\nhttps://wx.example.org/staff", told.Words);
        await PassAsync(TimeSpan.FromHours(21));
        Assert.Equal(2, robot.Posts.Count);
    }

    [Fact]
    public async Task Where_nothing_waits_nothing_is_told_and_what_comes_later_waits_for_the_next_day()
    {
        await BackUpAsync();
        await PassAsync(TimeSpan.Zero);
        await app.Get<BackupLog>().AddAsync(Actor.Command, BackupState.Doubtful, app.Now, Ct);

        await PassAsync(TimeSpan.FromHours(2));

        Assert.Empty(robot.Posts);
        await PassAsync(TimeSpan.FromDays(1));
        Assert.Single(robot.Posts);
    }

    [Fact]
    public async Task Nobody_is_told_at_night_what_a_node_that_was_down_missed_by_day()
    {
        await PassAsync(TimeSpan.FromHours(13));

        Assert.Empty(robot.Posts);
    }

    [Fact]
    public async Task Of_many_nodes_that_look_at_once_one_tells_the_day()
    {
        var looks = Enumerable.Range(0, 8).Select(_ => ActivatorUtilities.CreateInstance<TellTheDay>(app.Services).RunAsync(Ct));
        await Task.WhenAll(looks);

        var sends = Enumerable.Range(0, 8).Select(_ => ActivatorUtilities.CreateInstance<SendNotices>(app.Services).RunAsync(Ct));
        await Task.WhenAll(sends);

        Assert.Single(robot.Posts);
    }

    [Fact]
    public async Task An_answer_in_letters_that_nobody_knows_is_one_that_is_not_understood_and_holds_up_no_other_notice()
    {
        robot.ContentType = "text/html; charset=x-of-a-proxy";
        robot.Answer = (200, "<html>Welcome to our proxy</html>");
        await AlarmAsync("send.failed:1");
        await AlarmAsync("send.failed:2");

        await SendAsync();

        Assert.Equal(2, robot.Posts.Count);
        var failed = await LastAsync();
        Assert.Equal(NoticeState.Waiting, failed.State);
        Assert.Contains("无法识别", failed.Error);
    }

    [Fact]
    public async Task A_way_that_fails_as_nobody_foresaw_keeps_no_other_from_telling()
    {
        List<IWay> ways = [new Broken(), .. app.Services.GetServices<IWay>()];
        var sending = ActivatorUtilities.CreateInstance<SendNotices>(app.Services, ways);
        await AlarmAsync("send.failed:1");

        await sending.RunAsync(Ct);

        Assert.Single(robot.Posts);
        var failed = await LastAsync();
        Assert.Equal((NoticeState.Waiting, "发送时出现意外错误，请技术人员查看日志。"), (failed.State, failed.Error));
    }

    [Theory]
    [InlineData(200, """{"errcode":93000,"errmsg":"invalid webhook url, f5a623f7-af0156aab9fb7-secret-of-the-group"}""", "错误码 93000")]
    [InlineData(200, """{"code":19021,"msg":"sign match fail"}""", "错误码 19021：sign match fail")]
    [InlineData(200, """{"StatusCode":1,"StatusMessage":"no"}""", "错误码 1")]
    [InlineData(200, "<html>Welcome to our proxy</html>", "无法识别")]
    [InlineData(200, """{"ok":true}""", "无法识别")]
    [InlineData(500, """{"errcode":0}""", "HTTP 500")]
    [InlineData(302, """{"errcode":0}""", "HTTP 302")]
    [InlineData(null, "", "没有及时答复")]
    public async Task What_the_robot_does_not_take_is_told_again_until_it_does(int? status, string body, string why)
    {
        robot.Answer = status is { } code ? (code, body) : null;
        await AlarmAsync("send.failed:1");

        await SendAsync();

        var failed = await LastAsync();
        Assert.Equal((NoticeState.Waiting, 1), (failed.State, failed.Attempts));
        Assert.Contains(why, failed.Error);
        Assert.DoesNotContain(TestRobot.Key, failed.Error);
        Assert.DoesNotContain("127.0.0.1", failed.Error);
        await SendAsync();
        Assert.Single(robot.Posts);

        robot.Answer = (200, """{"code":0,"msg":"success"}""");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await SendAsync();
        await SendAsync();

        Assert.Equal((NoticeState.Sent, ""), ((await LastAsync()).State, (await LastAsync()).Error));
        Assert.Equal(2, robot.Posts.Count);
    }

    [Fact]
    public async Task What_cannot_be_told_is_given_up_after_hours_and_shown_to_administrators_until_something_arrives()
    {
        app.Settings["Notices:Webhook"] = $"http://127.0.0.1:{Ports.Free()}/cgi-bin/webhook/send?key={TestRobot.Key}";
        await BackUpAsync();
        await AlarmAsync("send.failed:2");

        for (var tries = 0; tries < 20; tries++)
        {
            await SendAsync();
            app.Clock.Advance(TimeSpan.FromMinutes(30));
        }

        Assert.Equal(NoticeState.Failed, (await LastAsync()).State);
        var (admin, secretary) = (await app.NewStaffAsync(Role.Admin), await app.NewStaffAsync(Role.Secretary));
        Assert.Contains("提醒发不出去", await admin.GetPageAsync("/staff"));
        Assert.DoesNotContain("提醒发不出去", await secretary.GetPageAsync("/staff"));
        var page = await admin.GetPageAsync("/staff/notices");
        Assert.Contains("连不上企业微信群机器人的服务器", page);
        Assert.DoesNotContain(TestRobot.Key, page);
        await NoticeStore.AddAsync(Database, "test:1", NoticeKind.Test, NoticeState.Waiting, "测试", "/staff", app.Now, Ct);
        await Database.ExecuteAsync("UPDATE notices SET state = 'sent', settled_at = @Now WHERE kind = 'test'", new { app.Now }, Ct);
        Assert.DoesNotContain("提醒发不出去", await admin.GetPageAsync("/staff"));
    }

    [Fact]
    public async Task An_alarm_is_told_once_and_only_if_its_cause_was_committed()
    {
        await using (var tx = await Database.BeginAsync(Ct))
        {
            Assert.True(await Alarms.RaiseAsync(tx, "send.failed:3", "没有发出。", "/staff/stories/3", app.Now, Ct));
        }
        await SendAsync();
        Assert.Empty(robot.Posts);

        await AlarmAsync("send.failed:3");
        await AlarmAsync("send.failed:3");
        await SendAsync();

        Assert.EndsWith("\nhttps://wx.example.org/staff/stories/3", Assert.Single(robot.Posts).Words);
    }

    [Theory]
    [InlineData(NoticeKind.Daily, NoticeState.Unknown, 0)]
    [InlineData(NoticeKind.Alarm, NoticeState.Sent, 1)]
    public async Task After_a_node_died_with_it_an_alarm_is_told_again_and_a_day_is_not(NoticeKind kind, NoticeState state, int told)
    {
        await NoticeStore.AddAsync(Database, $"{kind}", kind, NoticeState.Waiting, "待办", "/staff", app.Now, Ct);
        var dead = Assert.Single(await app.Get<NoticeStore>().ListDueAsync(app.Now, Ct));
        Assert.NotNull(await app.Get<NoticeStore>().TakeAsync(dead, "dead", app.Now, Ct));
        await SendAsync();
        Assert.Empty(robot.Posts);

        app.Clock.Advance(NoticeStore.Lease);
        await SendAsync();
        app.Clock.Advance(NoticeStore.Lease);
        await SendAsync();

        Assert.Equal(state, (await LastAsync()).State);
        Assert.Equal(told, robot.Posts.Count);
    }

    [Theory]
    [InlineData("Feishu")]
    [InlineData("DingTalk")]
    public async Task A_robot_that_asks_for_a_signature_gets_the_one_of_its_service(string kind)
    {
        const string Secret = "SEC0123456789";
        app.Settings["Notices:WebhookKind"] = kind;
        app.Settings["Notices:WebhookSecret"] = Secret;
        await AlarmAsync("send.failed:4");

        await SendAsync();

        var post = Assert.Single(robot.Posts);
        Assert.Contains("没有发出。", post.Words);
        Assert.DoesNotContain(Secret, post.Body + post.Query);
        if (kind is "Feishu")
        {
            var seconds = $"{app.Now.ToUnixTimeSeconds()}";
            var key = Encoding.UTF8.GetBytes($"{seconds}\n{Secret}");
            Assert.Equal(
                (seconds, "text"),
                (post.Json.GetProperty("timestamp").GetString(), post.Json.GetProperty("msg_type").GetString())
            );
            Assert.Equal(Convert.ToBase64String(new HMACSHA256(key).ComputeHash([])), post.Json.GetProperty("sign").GetString());
            return;
        }
        var milliseconds = $"{app.Now.ToUnixTimeMilliseconds()}";
        var signed = new HMACSHA256(Encoding.UTF8.GetBytes(Secret)).ComputeHash(Encoding.UTF8.GetBytes($"{milliseconds}\n{Secret}"));
        var sign = Uri.EscapeDataString(Convert.ToBase64String(signed));
        Assert.Equal($"?key={TestRobot.Key}&timestamp={milliseconds}&sign={sign}", post.Query);
    }

    [Fact]
    public void A_long_list_is_cut_to_what_the_robot_takes()
    {
        var lines = string.Join('\n', Enumerable.Range(0, 100).Select(line => $"· 第 {line} 项待办等着有人来办。"));

        var whole = new NoticeText("待办", lines, "https://wx.example.org/staff").Whole;

        Assert.InRange(Encoding.UTF8.GetByteCount(whole), 1_500, 2_048);
        Assert.Contains("其余请看管理台\nhttps://wx.example.org/staff", whole);
        Assert.InRange(Encoding.UTF8.GetByteCount(new NoticeText("待办", new string('长', 3_000), "").Whole), 1_500, 2_048);
    }

    [Fact]
    public async Task Nothing_of_the_robot_s_address_stands_in_the_log_however_much_is_logged()
    {
        var log = new LogBook();
        robot.Answer = (500, "");
        await using var loud = app.WithWebHostBuilder(builder =>
        {
            builder.UseSetting("Logging:LogLevel:Default", "Trace");
            builder.UseSetting("Logging:LogLevel:System.Net.Http.HttpClient", "Trace");
            builder.ConfigureTestServices(services => services.AddSingleton<ILoggerProvider>(log));
        });
        var database = loud.Services.GetRequiredService<Database>();
        await Alarms.RaiseAsync(database, "send.failed:5", "没有发出。", "/staff", app.Now, Ct);

        await loud.Services.GetRequiredService<SendNotices>().RunAsync(Ct);

        Assert.Contains(log.Lines, line => line.Contains("HTTP 500", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, line => line.Contains(TestRobot.Key, StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, line => line.Contains("webhook/send", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_administrator_tries_it_by_a_button_and_sees_what_came_of_it()
    {
        var admin = await app.NewStaffAsync(Role.Admin);

        var answer = await admin.FollowAsync(await admin.PostAsync("/staff/notices?handler=Test"));
        await SendAsync();

        Assert.Contains("测试提醒马上发出", answer);
        Assert.Contains("测试提醒", Assert.Single(robot.Posts).Words);
        var page = await admin.GetPageAsync("/staff/notices");
        Assert.Contains("已由企业微信群机器人发出", page);
        Assert.DoesNotContain(TestRobot.Key, page);
        Assert.Contains("发一条测试提醒", await admin.GetPageAsync("/staff/audit"));
    }

    [Theory]
    [InlineData("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k", null, null, null)]
    [InlineData("https://open.feishu.cn/open-apis/bot/v2/hook/k", "s", null, null)]
    [InlineData("https://oapi.dingtalk.com/robot/send?access_token=k", "s", null, null)]
    [InlineData("http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k", null, null, "https outside Development")]
    [InlineData("qyapi.weixin.qq.com/cgi-bin", null, null, "absolute")]
    [InlineData("https://proxy.example.org/robot", null, null, "WebhookKind")]
    [InlineData("https://proxy.example.org/robot", null, "DingTalk", null)]
    [InlineData("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k", "s", null, "WebhookSecret")]
    public void A_robot_s_settings_are_looked_at_before_anything_starts(string webhook, string? secret, string? kind, string? why)
    {
        var options = new NoticeOptions
        {
            Webhook = webhook,
            WebhookSecret = secret,
            WebhookKind = kind is null ? null : Enum.Parse<RobotKind>(kind),
        };

        var result = new NoticeOptionsCheck(new Somewhere("Production")).Validate(null, options);

        Assert.Equal(why is null, result.Succeeded);
        Assert.Contains(why ?? "", result.FailureMessage ?? "");
        Assert.DoesNotContain(webhook, result.FailureMessage ?? "");
    }

    private Task AlarmAsync(string key) =>
        Database.TransactAsync(
            async tx =>
            {
                await Alarms.RaiseAsync(tx, key, "没有发出。", $"/staff/stories/{key[^1]}", app.Now, Ct);
                return (true, true);
            },
            Ct
        );

    private Task<bool> BackUpAsync() => app.Get<BackupLog>().AddAsync(Actor.Command, BackupState.Kept, app.Now, Ct);

    private Task SendAsync() => app.Get<SendNotices>().RunAsync(Ct);

    /// <summary>Time goes on, and both jobs look. The clock cannot go back: a minute before is one of the day before.</summary>
    private async Task PassAsync(TimeSpan time)
    {
        app.Clock.Advance(time < TimeSpan.Zero ? TimeSpan.FromDays(1) + time : time);
        await app.Get<TellTheDay>().RunAsync(Ct);
        await SendAsync();
        if (time < TimeSpan.Zero)
        {
            app.Clock.Advance(-time);
        }
    }

    private async Task<Notice> LastAsync() => (await app.Get<NoticeStore>().ListAsync(1, Ct))[0];

    private sealed class Broken : IWay
    {
        public string Key => "broken";

        public string Label => "坏的";

        public bool IsSet => true;

        public Task TellAsync(NoticeText text, DateTimeOffset now, CancellationToken ct) => throw new InvalidOperationException();
    }
}
