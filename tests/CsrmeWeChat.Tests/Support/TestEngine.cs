using CsrmeWeChat.Testing;

[assembly: AssemblyFixture(typeof(CsrmeWeChat.Tests.Support.TestEngine))]

namespace CsrmeWeChat.Tests.Support;

/// <summary>The engine that this run is on: TEST_ENGINE is Sqlite (default) or MySql. Every test runs on both.</summary>
public sealed class TestEngine : IAsyncLifetime
{
    private MariaDbServer? server;

    public static bool IsMySql { get; } = Environment.GetEnvironmentVariable("TEST_ENGINE") == "MySql";

    public string Name => IsMySql ? "MySql" : "Sqlite";

    public async ValueTask InitializeAsync() => server = IsMySql ? await MariaDbServer.StartAsync() : null;

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
        {
            await server.DisposeAsync();
        }
    }

    /// <summary>The configuration of a new, empty database.</summary>
    public async Task<Dictionary<string, string?>> NewDatabaseAsync() => new()
    {
        ["Data:Engine"] = Name,
        ["Data:ConnectionString"] = server is null
            ? $"Data Source={Path.Combine(Directory.CreateTempSubdirectory("csrme-test-").FullName, "test.db")}"
            : await server.NewDatabaseAsync(),
        ["Data:MigrateAtStart"] = "true",
    };
}
