using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Testing;
using Microsoft.Extensions.DependencyInjection;

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
        var hash = "";
        foreach (var row in await Database.ListAsync<AuditEvent>($"SELECT * FROM audit_events WHERE seq <= 20 ORDER BY seq", ct: Ct))
        {
            hash = row.HashAfter(hash);
        }
        await Database.ExecuteAsync("DELETE FROM audit_events WHERE seq > 20", ct: Ct);
        await Database.ExecuteAsync("UPDATE audit_head SET seq = 20, hash = @hash", new { hash }, Ct);

        Assert.Contains((await CheckAsync()).Faults, fault => fault.Contains("末尾被截去：存档时已有 30 条，现有 20 条"));

        // Written on as if nothing had been: the thirtieth row is another one now.
        await AddRowsAsync(15);
        Assert.Contains((await CheckAsync()).Faults, fault => fault.Contains("第 30 条与当日存档不符"));
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

    private Database Database => Get<Database>();

    private T Get<T>()
        where T : notnull => backstage.Services.GetRequiredService<T>();

    private Task<AuditReport> CheckAsync() => Get<AuditCheck>().RunAsync(Ct);

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
