using System.Reflection;
using CsrmeWeChat.Foundation.Console;
using EvolveDb;
using EvolveDb.Configuration;

namespace CsrmeWeChat.Foundation.Data;

/// <summary>Applies the embedded migrations, and tells whether a database has them all.</summary>
public sealed class Migrator(Dialect dialect, Database database, ILogger<Migrator> log)
{
    private const string Folder = "CsrmeWeChat.Data.Migrations.";

    /// <summary>The newest migration this build knows: 7 for V0007__x.sql.</summary>
    public static int Latest { get; } =
        Assembly
            .GetExecutingAssembly()
            .GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Max(name => int.Parse(name.AsSpan(Folder.Length + 1, 4)));

    /// <summary>Safe to run on several nodes at once: Evolve takes a lock on MySQL, and SQLite has one writer.</summary>
    public void Migrate()
    {
        using var connection = dialect.NewMigrationConnection();
        var evolve = new Evolve(connection, message => log.LogInformation("{Migration}", message))
        {
            EmbeddedResourceAssemblies = [Assembly.GetExecutingAssembly()],
            EmbeddedResourceFilters = [Folder],
            MetadataTableName = "schema_versions",
            Placeholders = dialect.Placeholders.ToDictionary(p => $"${{{p.Key}}}", p => p.Value),
            IsEraseDisabled = true,
            OutOfOrder = false,
            EnableClusterMode = true,
            TransactionMode = TransactionKind.CommitEach,
        };
        evolve.Migrate();
    }

    /// <summary>0 for a database without tables.</summary>
    public async Task<int> VersionAsync(CancellationToken ct)
    {
        try
        {
            var versions = await database.ListAsync<string>("SELECT version FROM schema_versions WHERE success = 1 AND type = 0", ct: ct);
            return versions.Select(int.Parse).DefaultIfEmpty(0).Max();
        }
        catch (System.Data.Common.DbException e) when (database.IsMissingTable(e))
        {
            return 0;
        }
    }
}
