using System.Data.Common;
using System.Text.Json;
using System.Text.RegularExpressions;
using CsrmeWeChat.Foundation.Data;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace CsrmeWeChat.Tests.Support;

/// <summary>
/// Looks at the plans of the statements that the stores run during an action, each on its own connection just before it runs, so that the
/// rows are those that it meets. MariaDB runs it as ANALYZE and undoes it, SQLite explains it. Single INSERTs are left out.
/// </summary>
public static partial class StatementWatch
{
    extension(IServiceProvider services)
    {
        public async Task<WatchedStatements> WatchAsync(Func<Task> action)
        {
            var database = services.GetRequiredService<Database>();
            var watched = new List<WatchedStatement>();
            database.Watcher = (connection, transaction, sql, args) =>
            {
                if (Reads().IsMatch(sql))
                {
                    var statement = TestEngine.IsMySql
                        ? Analyze(connection, transaction, sql, args)
                        : Explain(connection, transaction, sql, args);
                    lock (watched)
                    {
                        watched.Add(statement);
                    }
                }
            };
            try
            {
                await action();
            }
            finally
            {
                database.Watcher = null;
            }
            return new WatchedStatements(watched);
        }
    }

    private static WatchedStatement Analyze(DbConnection connection, DbTransaction? transaction, string sql, object? args)
    {
        connection.Execute(transaction is null ? "START TRANSACTION" : "SAVEPOINT watched", transaction: transaction);
        try
        {
            var plan = connection.QuerySingle<string>($"ANALYZE FORMAT=JSON {sql}", args, transaction);
            using var json = JsonDocument.Parse(plan);
            return new WatchedStatement(sql, plan) { RowsExamined = RowsOf(json.RootElement) };
        }
        finally
        {
            connection.Execute(transaction is null ? "ROLLBACK" : "ROLLBACK TO SAVEPOINT watched", transaction: transaction);
        }
    }

    private static WatchedStatement Explain(DbConnection connection, DbTransaction? transaction, string sql, object? args)
    {
        var plan = connection
            .Query($"EXPLAIN QUERY PLAN {sql}", args, transaction)
            .Select(row => (string)((IDictionary<string, object>)row)["detail"])
            .ToList();
        var scanned = plan.Select(line => Scan().Match(line))
            .Where(scan => scan.Success)
            .Select(scan => scan.Groups["name"].Value)
            .ToHashSet();
        // The plan names a table by its alias.
        var tables = Tables()
            .Matches(sql)
            .Where(table => scanned.Contains(table.Groups["alias"].Value) || scanned.Contains(table.Groups["table"].Value))
            .Select(table => table.Groups["table"].Value);
        return new WatchedStatement(sql, string.Join('\n', plan)) { Scanned = [.. tables.Distinct()] };
    }

    /// <summary>Rows of tables; what is read again from a temporary table in memory does not count.</summary>
    private static double RowsOf(JsonElement node) =>
        node.ValueKind switch
        {
            JsonValueKind.Array => node.EnumerateArray().Sum(RowsOf),
            JsonValueKind.Object => OwnRowsOf(node) + node.EnumerateObject().Sum(property => RowsOf(property.Value)),
            _ => 0,
        };

    private static double OwnRowsOf(JsonElement node) =>
        node.TryGetProperty("table_name", out var table)
        && !table.GetString()!.StartsWith('<')
        && node.TryGetProperty("r_rows", out var rows)
        && rows.ValueKind is JsonValueKind.Number
            ? rows.GetDouble() * (node.TryGetProperty("r_loops", out var loops) ? loops.GetDouble() : 1)
            : 0;

    [GeneratedRegex(@"^\s*(SELECT|UPDATE|DELETE|INSERT\b[^;]*\bSELECT)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Reads();

    [GeneratedRegex(
        @"\b(FROM|JOIN|UPDATE)\s+(?<table>\w+)(\s+(?!WHERE\b|JOIN\b|LEFT\b|ON\b|SET\b|GROUP\b|ORDER\b|LIMIT\b)(AS\s+)?(?<alias>\w+))?"
    )]
    private static partial Regex Tables();

    [GeneratedRegex(@"^SCAN (?<name>\w+)")]
    private static partial Regex Scan();
}

/// <param name="Plan">As the engine tells it.</param>
public sealed record WatchedStatement(string Sql, string Plan)
{
    /// <summary>On MariaDB: the rows of all tables that were read.</summary>
    public double RowsExamined { get; init; }

    /// <summary>On SQLite: the tables (or their indexes) that are read from one end to the other.</summary>
    public IReadOnlyList<string> Scanned { get; init; } = [];
}

public sealed record WatchedStatements(IReadOnlyList<WatchedStatement> Statements)
{
    /// <summary>Fails where the statements examined more rows (MariaDB), or scan a table that grows (SQLite).</summary>
    public void ExamineAtMost(double rows, params string[] growing)
    {
        Assert.NotEmpty(Statements);
        var costly = Statements.OrderByDescending(statement => statement.RowsExamined).First();
        var examined = Statements.Sum(statement => statement.RowsExamined);
        Assert.True(examined <= rows, $"{examined} rows were examined, {costly.RowsExamined} of them by\n{costly.Sql}\n{costly.Plan}");
        foreach (var statement in Statements)
        {
            Assert.False(statement.Scanned.Intersect(growing).Any(), $"A growing table is scanned by\n{statement.Sql}\n{statement.Plan}");
        }
    }
}
