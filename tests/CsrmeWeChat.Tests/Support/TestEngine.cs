using System.Security.Cryptography;
using CsrmeWeChat.Foundation.Storage;
using CsrmeWeChat.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using WeChat.Sandbox;

namespace CsrmeWeChat.Tests.Support;

/// <summary>
/// What all tests share: the engine of this run (TEST_ENGINE is Sqlite, the default, or MySql; every test runs on both)
/// and one WeChat, in which each test makes its own users.
/// </summary>
public sealed class TestEngine : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("csrme-test-").FullName;
    private readonly Lazy<Task<RadosGateway>> s3 = new(RadosGateway.StartAsync);
    private MariaDbServer? server;

    public static bool IsMySql { get; } = Environment.GetEnvironmentVariable("TEST_ENGINE") == "MySql";

    public RunningSandbox WeChat { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        WeChat = await SandboxServer.StartAsync();
        server = IsMySql ? await MariaDbServer.StartAsync(isDurable: false) : null;
    }

    public async ValueTask DisposeAsync()
    {
        await WeChat.DisposeAsync();
        if (server is not null)
        {
            await server.DisposeAsync();
        }
        if (s3 is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await (await s3.Value).DisposeAsync();
        }
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>
    /// A whole configuration, with a new, empty database, its own keys and the shared WeChat.
    /// No jobs run by themselves; tests run them by hand.
    /// </summary>
    public async Task<Dictionary<string, string?>> NewConfigurationAsync() =>
        ConfigurationFor(
            server is null ? $"Data Source={Path.Combine(folder, Path.GetRandomFileName(), "test.db")}" : await server.NewDatabaseAsync()
        );

    /// <summary>The settings by which a service keeps its files in a new bucket of a real S3 server, which all tests share.</summary>
    public async Task<Dictionary<string, string?>> NewBucketAsync()
    {
        var settings = (await s3.Value).SettingsFor($"t-{Guid.NewGuid():N}");
        using var bucket = new S3Bucket(
            Options.Create(
                new ConfigurationBuilder().AddInMemoryCollection(settings).Build().GetSection(S3Options.Section).Get<S3Options>()!
            )
        );
        await bucket.Client.PutBucketAsync(bucket.Name);
        return settings;
    }

    public Dictionary<string, string?> ConfigurationFor(string connectionString, string? engine = null)
    {
        var (mini, account) = (SandboxOptions.DefaultApps[0], SandboxOptions.DefaultApps[1]);
        return new()
        {
            ["Data:Engine"] = engine ?? (IsMySql ? "MySql" : "Sqlite"),
            ["Data:ConnectionString"] = connectionString,
            ["Data:MigrateAtStart"] = "true",
            ["Keys:Current"] = "k1",
            ["Keys:Ring:k1"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            ["WeChat:BaseUrl"] = WeChat.BaseUrl,
            ["WeChat:MiniProgram:AppId"] = mini.AppId,
            ["WeChat:MiniProgram:Secret"] = mini.Secret,
            ["WeChat:OfficialAccount:AppId"] = account.AppId,
            ["WeChat:OfficialAccount:Secret"] = account.Secret,
            ["WeChat:OfficialAccount:Token"] = Pushed.Token,
            ["WeChat:OfficialAccount:EncodingAesKey"] = Pushed.Key,
            ["WeChat:MiniProgram:Token"] = Pushed.Token,
            ["WeChat:MiniProgram:OriginalId"] = $"gh_{mini.AppId[^12..]}",
            ["Jobs:Run"] = "false",
            // Processes that do run them look for what is due as often as may be: tests wait for that.
            ["Jobs:EverySeconds"] = "1",
            ["Audit:Folder"] = Path.Combine(folder, Path.GetRandomFileName()),
            ["Media:Folder"] = Path.Combine(folder, "media"),
            ["Uploads:Folder"] = Path.Combine(folder, Path.GetRandomFileName()),
            ["Storage:Folder"] = Path.Combine(folder, Path.GetRandomFileName()),
            ["Uploads:ReserveMegabytes"] = "0",
            ["Uploads:Purposes:video:MaxBytes"] = $"{64 << 20}",
        };
    }
}
