using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CsrmeWeChat.Tests;

/// <summary>Both engines are given the same tables.</summary>
public sealed class SchemaTests(TestEngine engine)
{
    [Fact]
    public async Task Both_engines_have_the_same_tables_columns_and_unique_keys()
    {
        await using var server = await MariaDbServer.StartAsync();
        var folder = Directory.CreateTempSubdirectory("csrme-schema-");
        await using var mysql = await Backstage.OnAsync(engine.ConfigurationFor(await server.NewDatabaseAsync(), "MySql"));
        await using var sqlite = await Backstage.OnAsync(engine.ConfigurationFor($"Data Source={folder.FullName}/schema.db", "Sqlite"));

        var (onMySql, onSqlite) = (
            await MySqlAsync(mysql.Services.GetRequiredService<Database>()),
            await SqliteAsync(sqlite.Services.GetRequiredService<Database>())
        );

        Assert.True(onSqlite.Columns.Count > 100, $"{onSqlite.Columns.Count} columns");
        Assert.Equal(onSqlite.Columns, onMySql.Columns);
        Assert.Equal(onSqlite.Unique, onMySql.Unique);
        // InnoDB adds an index for a foreign key that has none.
        Assert.Superset(onSqlite.Indexes, onMySql.Indexes);
        folder.Delete(recursive: true);
    }

    /// <summary>Evolve stops at the second file of a version, and says so in the log alone.</summary>
    [Fact]
    public void No_two_files_have_one_version()
    {
        var files = Directory
            .EnumerateFiles(Path.Combine(Repository.Root, "src", "CsrmeWeChat"), "V*.sql", SearchOption.AllDirectories)
            .Select(Path.GetFileName)
            .ToList();

        Assert.NotEmpty(files);
        Assert.Empty(files.GroupBy(file => file!.Split("__")[0]).Where(version => version.Count() > 1).Select(version => version.Key));
    }

    private static async Task<Schema> MySqlAsync(Database database)
    {
        var columns = await database.ListAsync<string>(
            """
            SELECT CONCAT(table_name, '.', column_name, CASE is_nullable WHEN 'YES' THEN ' NULL' ELSE '' END)
              FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name <> 'schema_versions'
            """
        );
        var indexes = await database.ListAsync<string>(
            """
            SELECT CONCAT(CASE MIN(non_unique) WHEN 0 THEN 'unique ' ELSE '' END, table_name,
                          '(', GROUP_CONCAT(column_name ORDER BY seq_in_index SEPARATOR ', '), ')')
              FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name <> 'schema_versions'
             GROUP BY table_name, index_name
            """
        );
        return Schema.Of(columns, indexes);
    }

    private static async Task<Schema> SqliteAsync(Database database)
    {
        var columns = await database.ListAsync<string>(
            """
            SELECT t.name || '.' || c.name || CASE WHEN c."notnull" = 0 THEN ' NULL' ELSE '' END
              FROM sqlite_master t, pragma_table_info(t.name) c
             WHERE t.type = 'table' AND t.name NOT IN ('schema_versions', 'sqlite_sequence')
            """
        );
        var indexes = await database.ListAsync<string>(
            """
            SELECT CASE i."unique" WHEN 1 THEN 'unique ' ELSE '' END || t.name || '(' ||
                   (SELECT GROUP_CONCAT(name, ', ') FROM (SELECT name FROM pragma_index_info(i.name) ORDER BY seqno)) || ')'
              FROM sqlite_master t, pragma_index_list(t.name) i
             WHERE t.type = 'table' AND t.name NOT IN ('schema_versions', 'sqlite_sequence')
            UNION ALL
            SELECT 'unique ' || t.name || '(id)' FROM sqlite_master t, pragma_table_info(t.name) c
             WHERE t.type = 'table' AND c.name = 'id' AND c.pk = 1 AND c.type = 'INTEGER' AND t.name <> 'schema_versions'
            """
        );
        return Schema.Of(columns, indexes);
    }

    private sealed record Schema(SortedSet<string> Columns, SortedSet<string> Unique, SortedSet<string> Indexes)
    {
        public static Schema Of(IEnumerable<string> columns, IReadOnlyList<string> indexes) =>
            new(
                [.. columns],
                [.. indexes.Where(index => index.StartsWith("unique ", StringComparison.Ordinal))],
                [.. indexes.Where(index => !index.StartsWith("unique ", StringComparison.Ordinal))]
            );
    }
}
