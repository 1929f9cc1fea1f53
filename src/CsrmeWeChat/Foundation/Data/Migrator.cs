using System.Data.Common;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using EvolveDb;
using EvolveDb.Configuration;

namespace CsrmeWeChat.Foundation.Data;

/// <summary>
/// Applies the schema that every room brings in its folder <c>Schema/</c>, and tells whether a database has all of it. A file's version
/// is the time at which it was written, <c>V202611280500__benefits.sql</c>, so that rooms need not agree on numbers.
/// </summary>
public sealed partial class Migrator(Dialect dialect, Database database, ILogger<Migrator> log)
{
    /// <summary>The oldest version of this history. Builds before it counted from 1; nothing of theirs was released.</summary>
    private const long First = 2026_11_28_0000;

    /// <summary>The newest version this build knows.</summary>
    public static long Latest { get; } =
        Assembly
            .GetExecutingAssembly()
            .GetManifestResourceNames()
            .Select(name => SchemaFile().Match(name))
            .Where(file => file.Success)
            .Max(VersionOf);

    /// <summary>
    /// Brings an empty or older database to this build's schema. Several nodes may do so at once: Evolve takes a lock on MySQL, and SQLite
    /// has one writer.
    /// </summary>
    /// <exception cref="UnusableSchemaException">The database was made by a build that this one does not follow on.</exception>
    public async Task MigrateAsync(CancellationToken ct)
    {
        await RefuseUnreleasedAsync(ct);
        using var connection = dialect.NewMigrationConnection();
        var evolve = new Evolve(connection, message => log.LogInformation("{Migration}", message))
        {
            EmbeddedResourceAssemblies = [Assembly.GetExecutingAssembly()],
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
    public async Task<long> VersionAsync(CancellationToken ct)
    {
        try
        {
            var versions = await database.ListAsync<string>("SELECT version FROM schema_versions WHERE success = 1 AND type = 0", ct: ct);
            return versions.Select(version => long.Parse(version, CultureInfo.InvariantCulture)).DefaultIfEmpty(0).Max();
        }
        catch (DbException e) when (database.IsMissingTable(e))
        {
            return 0;
        }
    }

    /// <summary>Refuses a database of the time before the first release: its history has no way to this one.</summary>
    public async Task RefuseUnreleasedAsync(CancellationToken ct)
    {
        if (await VersionAsync(ct) is > 0 and < First)
        {
            throw new UnusableSchemaException(
                "这个数据库由正式发布之前的版本建立，本版本不能沿用。请换一个空数据库（SQLite 则换一个文件名或移走旧文件），再运行 migrate，重新导入名册。"
            );
        }
    }

    private static long VersionOf(Match file) => long.Parse(file.Groups[1].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\.Schema\.V(\d+)__\w+\.sql$", RegexOptions.None, PlainText.MatchMilliseconds)]
    private static partial Regex SchemaFile();
}

/// <summary>A database that this build can neither serve nor bring to its schema; the message says what to do.</summary>
public sealed class UnusableSchemaException(string message) : Exception(message);
