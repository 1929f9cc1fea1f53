using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Keys;
using CsrmeWeChat.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CsrmeWeChat.Tests;

/// <summary>The trail of changes, and who tampers with it. Each test on a trail of its own.</summary>
public sealed class AuditTests(TestEngine engine) : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("csrme-audit-").FullName;
    private Backstage backstage = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public async ValueTask InitializeAsync() =>
        backstage = await Backstage.OnAsync(new(await engine.NewConfigurationAsync()) { ["Audit:Folder"] = folder });

    public async ValueTask DisposeAsync()
    {
        await backstage.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_trail_that_nobody_touched_holds()
    {
        await AddRowsAsync(30);

        var report = await CheckAsync();

        Assert.Equal((30, true), (report.Count, report.Holds));
    }

    [Theory]
    [InlineData("UPDATE audit_events SET after_values = '{\"count\":9}' WHERE seq = 7", "第 7 条与签名不符")]
    [InlineData("UPDATE audit_events SET actor = '别人' WHERE seq = 7", "第 7 条与签名不符")]
    [InlineData("UPDATE audit_events SET at = '2020-01-01 00:00:00.000000' WHERE seq = 7", "第 7 条与签名不符")]
    [InlineData("DELETE FROM audit_events WHERE seq = 7", "缺少第 7 至 7 条")]
    [InlineData("DELETE FROM audit_events WHERE seq > 25", "末尾不符：应有 30 条，现有 25 条")]
    [InlineData(
        "UPDATE audit_events SET mac = (SELECT m FROM (SELECT mac AS m FROM audit_events WHERE seq = 8) AS x) WHERE seq = 7",
        "第 7 条与签名不符"
    )]
    public async Task A_row_that_was_altered_or_removed_shows(string tampering, string fault)
    {
        await AddRowsAsync(30);
        await Database.ExecuteAsync(tampering, ct: Ct);

        var report = await CheckAsync();

        Assert.Contains(report.Faults, found => found.Contains(fault));
    }

    [Fact]
    public async Task A_trail_cut_short_with_its_head_set_back_shows_against_the_exported_head()
    {
        await AddRowsAsync(30);
        await Get<AuditHeads>().ExportAsync(Ct);
        await CutAsync(20);

        Assert.Contains((await CheckAsync()).Faults, fault => fault.Contains("末尾被截去：存档时已有 30 条，现有 20 条"));

        // Written on as if nothing had been: the thirtieth row is another one now.
        await AddRowsAsync(15);
        Assert.Contains((await CheckAsync()).Faults, fault => fault.Contains("第 30 条与当日存档不符"));
    }

    [Fact]
    public async Task The_running_service_raises_an_alarm_where_the_end_was_cut_off_and_goes_on_doing_so()
    {
        var heads = Get<AuditHeads>();
        await AddRowsAsync(14);
        await heads.ExportAsync(Ct);
        Assert.Null(heads.Alarm);

        await CutAsync(12);
        await heads.ExportAsync(Ct);
        Assert.Contains("曾有 14 条，现有 12 条", heads.Alarm);

        // More is done, as if nothing had been: the fourteenth row is another one.
        await AddRowsAsync(5);
        await heads.ExportAsync(Ct);
        Assert.Contains("曾有 14 条，现有 17 条", heads.Alarm);
        await using var again = await Backstage.OnAsync(backstage.Configuration);
        await again.Get<AuditHeads>().ExportAsync(Ct);
        Assert.NotNull(again.Get<AuditHeads>().Alarm);
    }

    [Fact]
    public async Task Rows_beyond_the_head_that_was_checked_are_not_signed_anew()
    {
        await AddRowsAsync(5);
        await Database.ExecuteAsync(
            """
            INSERT INTO audit_events (seq, at, actor, action, kind, target_id, name, before_values, after_values, mac)
            SELECT 6, at, '别人', action, kind, target_id, name, before_values, after_values, 'k1:forged' FROM audit_events WHERE seq = 5
            """,
            ct: Ct
        );
        var configuration = new Dictionary<string, string?>(backstage.Configuration)
        {
            ["Keys:Current"] = "k2",
            ["Keys:Ring:k2"] = Convert.ToBase64String(new byte[32]),
        };
        await using var both = await Backstage.OnAsync(configuration);

        Assert.Equal(5, await both.Get<AuditCheck>().SignAnewAsync(Ct));

        Assert.Equal("k1:forged", await Database.FindAsync<string>("SELECT mac FROM audit_events WHERE seq = 6", ct: Ct));
    }

    [Fact]
    public async Task Each_change_leaves_its_head_in_the_log()
    {
        using var log = new KeptLog();
        Get<ILoggerFactory>().AddProvider(log);

        await AddRowsAsync(2);
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            Database.TransactAsync<bool>(
                async tx =>
                {
                    await Get<AuditTrail>().AddAsync(tx, Actor.Command, new Change("staff.edit", "staff", 1, "x"), Now, Ct);
                    throw new InvalidOperationException();
                },
                Ct
            )
        );

        var head = await Get<AuditTrail>().HeadAsync(Ct);
        Assert.Equal(2, log.Lines.Count);
        Assert.Equal($"The audit trail has 2 rows, its head is {head.Hash}", log.Lines[^1]);
    }

    [Fact]
    public async Task Keys_are_not_rotated_while_a_running_node_does_not_know_the_current_one()
    {
        await AddRowsAsync(3);
        await Get<KeyRings>().AnnounceAsync(Ct);
        var configuration = new Dictionary<string, string?>(backstage.Configuration)
        {
            ["Keys:Current"] = "k2",
            ["Keys:Ring:k2"] = Convert.ToBase64String(new byte[32]),
        };

        var run = await ServiceProcess.RunAsync(Backstage.ServiceDll, configuration, "keys", "rotate");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("顺序：一、", run.Output);
        Assert.Equal(0, await Database.FindAsync<int>("SELECT COUNT(*) FROM audit_events WHERE mac LIKE 'k2:%'", ct: Ct));
        await using var both = await Backstage.OnAsync(configuration);
        var rings = both.Get<KeyRings>();
        await rings.AnnounceAsync(Ct);
        Assert.Single(await rings.ListWithoutCurrentAsync(Ct));
        // The old node ends, or was not heard of for two minutes.
        await Database.ExecuteAsync(
            "UPDATE key_rings SET seen_at = @then WHERE ring NOT LIKE '%k2:%'",
            new { then = Now - KeyRings.Remembered - TimeSpan.FromSeconds(1) },
            Ct
        );
        Assert.Empty(await rings.ListWithoutCurrentAsync(Ct));
        // Another secret under the same id is another key.
        configuration["Keys:Ring:k2"] = Convert.ToBase64String([.. Enumerable.Repeat((byte)7, 32)]);
        await using var other = await Backstage.OnAsync(configuration);
        Assert.Single(await other.Get<KeyRings>().ListWithoutCurrentAsync(Ct));
    }

    [Fact]
    public async Task A_line_of_the_exported_heads_that_somebody_wrote_shows()
    {
        await AddRowsAsync(3);
        await Get<AuditHeads>().ExportAsync(Ct);
        var file = Get<AuditHeads>().File;
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file, Ct)).Replace(" 3 ", " 2 "), Ct);

        Assert.Contains((await CheckAsync()).Faults, fault => fault.Contains("不是本系统签名的行"));
    }

    [Fact]
    public async Task Many_who_change_things_at_once_leave_one_chain()
    {
        await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(async i =>
                {
                    for (var n = 0; n < 10; n++)
                    {
                        await Get<AuditTrail>().AddAsync(new Actor(i, $"员工{i}"), new Change("staff.edit", "staff", n, "x"), Now, Ct);
                    }
                })
        );

        var report = await CheckAsync();

        Assert.Equal((80, ""), (report.Count, string.Join(' ', report.Faults)));
    }

    [Fact]
    public async Task A_change_that_is_undone_leaves_no_trace()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            Database.TransactAsync<bool>(
                async tx =>
                {
                    await Get<AuditTrail>().AddAsync(tx, Actor.Command, new Change("staff.edit", "staff", 1, "x"), Now, Ct);
                    throw new InvalidOperationException();
                },
                Ct
            )
        );

        Assert.Equal((0, true), ((await CheckAsync()).Count, (await CheckAsync()).Holds));
    }

    [Fact]
    public async Task Keys_are_rotated_and_the_trail_and_its_exported_heads_hold_under_the_new_one_alone()
    {
        await AddRowsAsync(30);
        await Get<AuditHeads>().ExportAsync(Ct);
        var configuration = new Dictionary<string, string?>(backstage.Configuration)
        {
            ["Keys:Current"] = "k2",
            ["Keys:Ring:k2"] = Convert.ToBase64String(new byte[32]),
        };
        await using (var both = await Backstage.OnAsync(configuration))
        {
            var run = await ServiceProcess.RunAsync(Backstage.ServiceDll, configuration, "keys", "rotate");
            Assert.True(run.ExitCode == 0, run.Output);
        }
        configuration.Remove("Keys:Ring:k1");
        await using var alone = await Backstage.OnAsync(configuration);

        var report = await alone.Services.GetRequiredService<AuditCheck>().RunAsync(Ct);

        Assert.Equal((31, ""), (report.Count, string.Join(' ', report.Faults)));
    }

    [Fact]
    public async Task The_command_says_so_with_exit_code_3()
    {
        await AddRowsAsync(3);
        Assert.Equal(0, (await RunAsync()).ExitCode);
        await Database.ExecuteAsync("UPDATE audit_events SET name = '另一个' WHERE seq = 2", ct: Ct);

        var (code, output) = await RunAsync();

        Assert.Equal(3, code);
        Assert.Contains("第 2 条与签名不符", output);

        Task<(int ExitCode, string Output)> RunAsync() =>
            ServiceProcess.RunAsync(Backstage.ServiceDll, backstage.Configuration, "audit", "verify");
    }

    /// <summary>What the trail says to the log.</summary>
    private sealed class KeptLog : ILoggerProvider, ILogger
    {
        public List<string> Lines { get; } = [];

        public ILogger CreateLogger(string category) =>
            category == typeof(AuditTrail).FullName ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel level) => true;

        public void Log<TState>(LogLevel level, EventId id, TState state, Exception? error, Func<TState, Exception?, string> words) =>
            Lines.Add(words(state, error));

        public void Dispose() { }
    }

    private Database Database => Get<Database>();

    private T Get<T>()
        where T : notnull => backstage.Services.GetRequiredService<T>();

    private Task<AuditReport> CheckAsync() => Get<AuditCheck>().RunAsync(Ct);

    /// <summary>With the database alone: removes the rows after this one, and sets the head back to it.</summary>
    private async Task CutAsync(long last)
    {
        var hash = "";
        foreach (
            var row in await Database.ListAsync<AuditEvent>("SELECT * FROM audit_events WHERE seq <= @last ORDER BY seq", new { last }, Ct)
        )
        {
            hash = row.HashAfter(hash);
        }
        await Database.ExecuteAsync("DELETE FROM audit_events WHERE seq > @last", new { last }, Ct);
        await Database.ExecuteAsync("UPDATE audit_head SET seq = @last, hash = @hash", new { last, hash }, Ct);
    }

    private async Task AddRowsAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            await Get<AuditTrail>()
                .AddAsync(
                    new Actor(1, "王秘书"),
                    new Change("staff.edit", "staff", i, "某人", new { count = i }, new { count = i + 1 }),
                    Now,
                    Ct
                );
        }
    }
}
