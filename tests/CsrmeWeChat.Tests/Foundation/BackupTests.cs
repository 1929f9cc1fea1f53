using System.Diagnostics;
using CsrmeWeChat.Benefits;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Backups;
using CsrmeWeChat.Foundation.WeChatCalls;
using CsrmeWeChat.Messages;
using CsrmeWeChat.People;
using CsrmeWeChat.Testing;
using Microsoft.Data.Sqlite;
using Database = CsrmeWeChat.Foundation.Data.Database;

namespace CsrmeWeChat.Tests;

/// <summary>deploy/backup.sh and restore.sh on a SQLite file, whatever the run's engine is.</summary>
public sealed class BackupTests(TestEngine engine) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("csrme-backup-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string FilePath => Path.Combine(folder, "data", "csrme.db");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_backup_ends_beside_somebody_who_writes_without_a_pause()
    {
        await using var service = await NewAsync();
        // So large that somebody commits while each of its parts is copied.
        await FillAsync(150_000);
        using var ended = new CancellationTokenSource();
        var writing = Task.Run(() => WriteOnAsync(ended.Token), Ct);

        var (code, said) = await BackUpAsync("60");

        await ended.CancelAsync();
        Assert.True(await writing > 0);
        Assert.True(code == 0, said);
        var copy = await UnpackAsync();
        Assert.Equal("ok", await AskAsync(copy, "PRAGMA integrity_check"));
        Assert.Equal("wal", await AskAsync(copy, "PRAGMA journal_mode"));
        // Whole transactions only: each writes two rows.
        Assert.Equal("0", await AskAsync(copy, "SELECT COUNT(*) % 2 FROM people WHERE id > 1000000"));
    }

    [Fact]
    public async Task A_backup_that_takes_too_long_is_given_up_and_leaves_nothing()
    {
        await using var service = await NewAsync();
        await FillAsync(20_000);

        var (code, said) = await BackUpAsync("0.001");

        Assert.Equal(1, code);
        Assert.Contains("BACKUP_SECONDS", said);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(folder, "backups")));
        Assert.DoesNotContain(Directory.EnumerateFiles(Path.GetDirectoryName(FilePath)!), file => file.Contains(".backup-"));
    }

    [Fact]
    public async Task Files_are_copied_too_and_what_was_deleted_is_put_aside_for_a_month()
    {
        await using var service = await NewAsync();
        var (data, copy) = (Path.GetDirectoryName(FilePath)!, Path.Combine(folder, "backups"));
        foreach (var file in (string[])["uploads/AB/AB.0", "uploads/CD/CD.0", "private/videos/1.mp4"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(data, file))!);
            await File.WriteAllTextAsync(Path.Combine(data, file), file, Ct);
        }

        var (code, said) = await BackUpAsync("60");
        File.Delete(Path.Combine(data, "uploads/CD/CD.0"));
        var old = Directory.CreateDirectory(Path.Combine(copy, "gone", "old"));
        old.LastWriteTimeUtc = old.LastWriteTimeUtc.AddDays(-32);
        var again = await BackUpAsync("60");

        Assert.True((code, again.Code) is (0, 0), said + again.Said);
        Assert.Equal("uploads/AB/AB.0", await File.ReadAllTextAsync(Path.Combine(copy, "uploads/AB/AB.0"), Ct));
        Assert.Equal("private/videos/1.mp4", await File.ReadAllTextAsync(Path.Combine(copy, "private/videos/1.mp4"), Ct));
        Assert.False(File.Exists(Path.Combine(copy, "uploads/CD/CD.0")));
        var aside = Assert.Single(Directory.GetDirectories(Path.Combine(copy, "gone")));
        Assert.Equal("uploads/CD/CD.0", await File.ReadAllTextAsync(Path.Combine(aside, "uploads/CD/CD.0"), Ct));
    }

    [Fact]
    public async Task What_came_of_a_backup_is_left_in_the_database_for_the_console()
    {
        await using var service = await NewAsync();

        var (code, said) = await BackUpAsync("60", Backstage.ServiceDll);

        Assert.True(code == 0, said);
        Assert.Equal(BackupState.Kept, (await service.Get<BackupLog>().FindAsync(Ct)).Last);
        Assert.Equal(1, (await BackUpAsync("0.001", Backstage.ServiceDll)).Code);
        Assert.Equal(BackupState.Failed, (await service.Get<BackupLog>().FindAsync(Ct)).Last);
    }

    [Fact]
    public async Task After_a_restore_nothing_goes_out_by_itself_and_no_voucher_is_given_twice()
    {
        var wechat = engine.WeChat.Control;
        var (template, campaign, benefit, members) = (default(MessageTemplate)!, default(Campaign)!, 0L, Array.Empty<long>());
        await using (var before = await NewAsync())
        {
            var audience = await before.Services.NewAudienceAsync(wechat, 6);
            template = await before.Services.NewTemplateAsync(wechat, MessageChannel.Template);
            campaign = await before.Services.StartCampaignAsync(template, audience);
            benefit = await before.Services.NewBenefitAsync(0, null, "V-1", "V-2", "V-3", "V-4", "V-5", "V-6");
            members = [.. await before.Get<Database>().ListAsync<long>("SELECT id FROM members ORDER BY id", ct: Ct)];
            await ClaimAsync(before, benefit, members[0]);
            await SignInAsync(before);

            var (code, said) = await BackUpAsync("60");
            Assert.True(code == 0, said);

            await before.Get<SendMessages>().RunAsync(Ct);
            Assert.Equal(6, Asked(template));
            Assert.Equal(["V-2", "V-3"], [await ClaimAsync(before, benefit, members[1]), await ClaimAsync(before, benefit, members[2])]);
        }
        await File.WriteAllTextAsync(
            Path.Combine(folder, "log"),
            $$"""{"Message":"Benefit {{benefit}} has given out vouchers up to 2"}"""
                + $$"""{{"\n"}}{"Message":"Benefit {{benefit}} has given out vouchers up to 3"}""",
            Ct
        );

        var restored = await RestoreAsync();

        Assert.True(restored.Code == 0, restored.Said);
        await using var after = await OpenServiceAsync();
        await after.Get<SendMessages>().RunAsync(Ct);
        Assert.Equal(6, Asked(template));
        Assert.Equal(0, await after.Get<Database>().FindAsync<int>("SELECT COUNT(*) FROM sessions", ct: Ct));
        var claims = after.Get<ClaimQueue>();
        Assert.Equal(ClaimOutcome.OnHold, (await claims.ClaimAsync(members[3], benefit, Ct)).Outcome);
        // Who had one before the backup still sees it.
        Assert.Equal("V-1", await ClaimAsync(after, benefit, members[0]));
        var restore = after.Get<VoucherRestore>();
        Assert.Equal(3, Assert.Single(await restore.ListAsync(Ct)).Proposed);
        var now = after.Get<TimeProvider>().GetUtcNow();
        Assert.Equal(VoucherRestoreOutcome.NoSuchSerial, await restore.ReleaseAsync(Actor.Command, benefit, 0, now, Ct));
        Assert.Equal(VoucherRestoreOutcome.NoSuchSerial, await restore.ReleaseAsync(Actor.Command, benefit, 7, now, Ct));
        Assert.Equal(VoucherRestoreOutcome.Released, await restore.ReleaseAsync(Actor.Command, benefit, 3, now, Ct));
        Assert.Equal(["V-4", "V-5"], [await ClaimAsync(after, benefit, members[3]), await ClaimAsync(after, benefit, members[4])]);
        Assert.Equal("V-6", await ClaimAsync(after, benefit, members[5]));
        Assert.True((await after.Services.ReconcileAsync(benefit)).Holds);
        // Staff have looked, and cancel what went out.
        await after.Get<Database>().ExecuteAsync("UPDATE campaigns SET state = 'cancelled' WHERE id = @Id", new { campaign.Id }, Ct);
        Assert.True(await after.Get<OutgoingHold>().ReleaseAsync(Actor.Command, now, Ct));
        await after.Get<SendMessages>().RunAsync(Ct);
        Assert.Equal(6, Asked(template));
    }

    /// <summary>
    /// How often WeChat was asked to send one of these, whether it did or not: for ten minutes it knows the id of a message, and a restore
    /// is later than that.
    /// </summary>
    private int Asked(MessageTemplate template) =>
        engine
            .WeChat.Control.Received("/cgi-bin/message/template/send", limit: 100_000)
            .Count(call => call.Body.Contains(template.WechatId, StringComparison.Ordinal));

    private static async Task<string> ClaimAsync(Backstage backstage, long benefit, long member)
    {
        var result = await backstage.Get<ClaimQueue>().ClaimAsync(member, benefit, Ct);
        Assert.Equal(ClaimOutcome.Claimed, result.Outcome);
        return result.Ticket!.Code;
    }

    private static async Task SignInAsync(Backstage backstage)
    {
        var person = await backstage.Get<Database>().FindAsync<long>("SELECT MIN(id) FROM people", ct: Ct);
        await backstage.Get<SessionStore>().OpenAsync(person, Ct);
    }

    private Task<Backstage> OpenServiceAsync() => Backstage.OnAsync(engine.ConfigurationFor($"Data Source={FilePath}", "Sqlite"));

    private async Task<(int Code, string Said)> RestoreAsync()
    {
        SqliteConnection.ClearAllPools();
        return await RunAsync(
            "env",
            $"CSRME_ENV={folder}/env",
            $"LOG={folder}/log",
            "CSRME_PROGRAM=/nowhere",
            "bash",
            Path.Combine(Repository.Root, "deploy", "restore.sh"),
            Assert.Single(Directory.GetFiles(Path.Combine(folder, "backups"), "csrme-*.db.gz"))
        );
    }

    private async Task<Backstage> NewAsync()
    {
        var configuration = engine.ConfigurationFor($"Data Source={FilePath}", "Sqlite");
        var backstage = await Backstage.OnAsync(configuration);
        await File.WriteAllLinesAsync(
            Path.Combine(folder, "env"),
            [
                "Data__Engine='Sqlite'",
                $"Data__ConnectionString='Data Source={FilePath}'",
                $"Media__Folder='{folder}/media'",
                "Keys__Current='k1'",
                $"Keys__Ring__k1='{configuration["Keys:Ring:k1"]}'",
            ],
            Ct
        );
        return backstage;
    }

    private async Task FillAsync(int rows)
    {
        await using var connection = await OpenAsync(FilePath);
        await using var fill = connection.CreateCommand();
        fill.CommandText = $"""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows})
            INSERT INTO people (id, created_at) SELECT i, printf('%0400d', i) FROM n
            """;
        await fill.ExecuteNonQueryAsync(Ct);
    }

    /// <summary>How many transactions were committed.</summary>
    private async Task<int> WriteOnAsync(CancellationToken ended)
    {
        await using var connection = await OpenAsync(FilePath);
        var written = 0;
        for (; !ended.IsCancellationRequested; written++)
        {
            await using var write = connection.CreateCommand();
            write.CommandText = $"""
                BEGIN IMMEDIATE;
                INSERT INTO people (id, created_at) VALUES ({1_000_001 + (written * 2)}, 'x');
                INSERT INTO people (id, created_at) VALUES ({1_000_002 + (written * 2)}, 'x');
                COMMIT;
                """;
            await write.ExecuteNonQueryAsync(CancellationToken.None);
        }
        return written;
    }

    private async Task<string> UnpackAsync()
    {
        var backup = Assert.Single(Directory.GetFiles(Path.Combine(folder, "backups"), "csrme-*.db.gz"));
        var copy = Path.Combine(folder, "copy.db");
        Assert.Equal(0, (await RunAsync("bash", "-c", $"gunzip -c '{backup}' >'{copy}'")).Code);
        return copy;
    }

    private static async Task<string> AskAsync(string file, string sql)
    {
        await using var connection = await OpenAsync(file);
        await using var ask = connection.CreateCommand();
        ask.CommandText = sql;
        return $"{await ask.ExecuteScalarAsync(Ct)}";
    }

    private static async Task<SqliteConnection> OpenAsync(string file)
    {
        var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync(Ct);
        return connection;
    }

    private Task<(int Code, string Said)> BackUpAsync(string seconds, string program = "/nowhere") =>
        RunAsync(
            "env",
            $"CSRME_ENV={folder}/env",
            $"BACKUP_SECONDS={seconds}",
            $"CSRME_PROGRAM={program}",
            "bash",
            Path.Combine(Repository.Root, "deploy", "backup.sh"),
            Path.Combine(folder, "backups")
        );

    private static async Task<(int Code, string Said)> RunAsync(string program, params string[] arguments)
    {
        using var run = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true }
        )!;
        var (output, error) = (run.StandardOutput.ReadToEndAsync(Ct), run.StandardError.ReadToEndAsync(Ct));
        await run.WaitForExitAsync(Ct);
        return (run.ExitCode, await output + await error);
    }
}
