using CsrmeWeChat.Foundation.Data;
using Microsoft.Extensions.DependencyInjection;

namespace CsrmeWeChat.Tests.Support;

/// <summary>The stores on a database that real service processes serve: to arrange before and to count after.</summary>
public sealed class Backstage : IAsyncDisposable
{
    private readonly Microsoft.AspNetCore.Builder.WebApplication app;

    private Backstage(Dictionary<string, string?> configuration)
    {
        Configuration = configuration;
        app = AppHost
            .NewBuilder([.. configuration.Select(setting => $"--{setting.Key}={setting.Value}"), "--environment=Development"])
            .Build();
    }

    public Dictionary<string, string?> Configuration { get; }

    public IServiceProvider Services => app.Services;

    public T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    /// <summary>The service's assembly, to run with `dotnet`.</summary>
    public static string ServiceDll => typeof(Program).Assembly.Location;

    /// <summary>On a new database, migrated.</summary>
    public static async Task<Backstage> NewAsync(TestEngine engine) => await OnAsync(await engine.NewConfigurationAsync());

    public static async Task<Backstage> OnAsync(Dictionary<string, string?> configuration)
    {
        var backstage = new Backstage(configuration);
        await backstage.Services.GetRequiredService<Migrator>().MigrateAsync(CancellationToken.None);
        return backstage;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
