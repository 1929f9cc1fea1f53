using System.Security.Cryptography;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WeChat.Sandbox;

namespace CsrmeWeChat.Benchmarks;

/// <summary>The service as it is measured: its settings, and its stores within this process.</summary>
internal static class MeasuredService
{
    public static string Dll { get; } = Path.Combine(AppContext.BaseDirectory, "CsrmeWeChat.dll");

    /// <summary>A new database: of the server, or a file in the folder where there is none.</summary>
    public static async Task<Dictionary<string, string?>> SettingsAsync(MariaDbServer? server, string folder) =>
        Settings(
            server is null ? Engine.Sqlite : Engine.MySql,
            server is null ? $"Data Source={folder}/measured.db" : await server.NewDatabaseAsync(),
            folder
        );

    /// <summary>A service in production that asks nothing of WeChat.</summary>
    public static Dictionary<string, string?> Settings(Engine engine, string connectionString, string folder) =>
        new()
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["Data:Engine"] = engine.ToString(),
            ["Data:ConnectionString"] = connectionString,
            ["Audit:Folder"] = $"{folder}/audit",
            ["Media:Folder"] = $"{folder}/media",
            ["Uploads:Folder"] = $"{folder}/uploads",
            ["Storage:Folder"] = $"{folder}/files",
            ["Keys:Current"] = "k1",
            ["Keys:Ring:k1"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            ["WeChat:BaseUrl"] = "https://127.0.0.1:1",
            ["WeChat:MiniProgram:AppId"] = "none",
            ["WeChat:MiniProgram:Secret"] = "none",
            ["WeChat:OfficialAccount:AppId"] = "none",
            ["WeChat:OfficialAccount:Secret"] = "none",
            ["DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS"] = "0",
        };

    /// <summary>Has the service ask a stand-in, which has no https and is therefore refused in production.</summary>
    public static void AskSandbox(this Dictionary<string, string?> settings, string baseUrl)
    {
        var (mini, official) = (SandboxOptions.DefaultApps[0], SandboxOptions.DefaultApps[1]);
        settings["ASPNETCORE_ENVIRONMENT"] = "Development";
        settings["WeChat:BaseUrl"] = baseUrl;
        settings["WeChat:MiniProgram:AppId"] = mini.AppId;
        settings["WeChat:MiniProgram:Secret"] = mini.Secret;
        settings["WeChat:OfficialAccount:AppId"] = official.AppId;
        settings["WeChat:OfficialAccount:Secret"] = official.Secret;
    }

    /// <summary>The stores of a service with these settings; statements that fill a database may take long.</summary>
    public static WebApplication OpenStores(IReadOnlyDictionary<string, string?> settings)
    {
        var builder = AppHost.NewBuilder([
            .. settings.Select(setting => $"--{setting.Key}={setting.Value}"),
            $"--environment={settings["ASPNETCORE_ENVIRONMENT"]}",
            "--Data:CommandTimeout=600",
        ]);
        builder.Logging.ClearProviders();
        return builder.Build();
    }

    /// <summary>The same, on a database that has its schema then.</summary>
    public static async Task<WebApplication> OpenStoresAsync(IReadOnlyDictionary<string, string?> settings)
    {
        var stores = OpenStores(settings);
        await stores.Services.GetRequiredService<Migrator>().MigrateAsync(CancellationToken.None);
        return stores;
    }
}
