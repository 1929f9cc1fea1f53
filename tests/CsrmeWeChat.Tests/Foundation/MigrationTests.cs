using System.Reflection;
using CsrmeWeChat.Foundation.Data;
using EvolveDb;
using EvolveDb.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CsrmeWeChat.Tests;

/// <summary>Migrations that rebuild a table keep what stands in it.</summary>
public sealed class MigrationTests(TestEngine engine)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Redemptions_made_before_the_table_was_rebuilt_are_all_there_after()
    {
        var configuration = await engine.NewConfigurationAsync();
        await using (
            var before = AppHost
                .NewBuilder([.. configuration.Select(setting => $"--{setting.Key}={setting.Value}"), "--environment=Development"])
                .Build()
        )
        {
            MigrateTo(before.Services.GetRequiredService<Dialect>(), "44");
            var (database, now) = (
                before.Services.GetRequiredService<Database>(),
                new DateTimeOffset(2026, 5, 30, 1, 2, 3, 456, TimeSpan.Zero)
            );
            var member = await before.Services.NewRosterMemberAsync("13800138000");
            var season = await database.InsertAsync(
                "INSERT INTO seasons (year, name, theme, created_at) VALUES (2026, '', '', @now)",
                new { now },
                Ct
            );
            var benefit = await database.InsertAsync(
                """
                INSERT INTO benefits (season_id, kind, title, summary, usage_note, partner, state, opens_at, closes_at, use_until, expiry_returns_stock, dues_required, stock, issued, held, version, created_at)
                VALUES (@season, 'counter', '', '', '', '', 'published', @now, @now, @now, 0, 0, 1, 1, 1, 0, @now)
                """,
                new { season, now },
                Ct
            );
            var claim = await database.InsertAsync(
                "INSERT INTO claims (benefit_id, member_id, holder, serial, code, state, claimed_at) VALUES (@benefit, @Id, @Id, 1, 'ABCDEFGHJKLM', 'redeemed', @now)",
                new
                {
                    benefit,
                    member.Id,
                    now,
                },
                Ct
            );
            foreach (var undoneAt in (DateTimeOffset?[])[now, null])
            {
                await database.InsertAsync(
                    "INSERT INTO redemptions (claim_id, redeemer_id, redeemed_at, undone_at) VALUES (@claim, @Id, @now, @undoneAt)",
                    new
                    {
                        claim,
                        member.Id,
                        now,
                        undoneAt,
                    },
                    Ct
                );
            }
        }

        await using var after = Backstage.On(configuration);

        var rows = await after
            .Services.GetRequiredService<Database>()
            .ListAsync<string>(
                "SELECT CASE WHEN undone_at IS NULL THEN 'stands' ELSE 'undone' END FROM redemptions WHERE redeemer_id > 0 AND staff_id IS NULL ORDER BY id",
                ct: Ct
            );
        Assert.Equal(["undone", "stands"], rows);
        // Identities go on after those that were copied.
        var next = await after
            .Services.GetRequiredService<Database>()
            .InsertAsync(
                "INSERT INTO redemptions (claim_id, redeemer_id, redeemed_at) SELECT claim_id, redeemer_id, redeemed_at FROM redemptions WHERE id = 1",
                ct: Ct
            );
        Assert.Equal(3, next);
    }

    private static void MigrateTo(Dialect dialect, string version)
    {
        using var connection = dialect.NewMigrationConnection();
        new Evolve(connection)
        {
            EmbeddedResourceAssemblies = [Assembly.GetAssembly(typeof(Migrator))!],
            EmbeddedResourceFilters = ["CsrmeWeChat.Data.Migrations."],
            MetadataTableName = "schema_versions",
            Placeholders = dialect.Placeholders.ToDictionary(p => $"${{{p.Key}}}", p => p.Value),
            TransactionMode = TransactionKind.CommitEach,
            TargetVersion = new(version),
        }.Migrate();
    }
}
