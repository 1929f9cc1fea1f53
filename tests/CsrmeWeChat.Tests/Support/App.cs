using System.Security.Cryptography;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CsrmeWeChat.Tests.Support;

/// <summary>The whole service in process, on a database of its own. One for a test class, so that a class may move the clock.</summary>
public sealed class App(TestEngine engine) : WebApplicationFactory<Program>, IAsyncLifetime
{
    private Dictionary<string, string?> database = [];

    /// <summary>30 May 2026, 09:00 in Beijing.</summary>
    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 5, 30, 1, 0, 0, TimeSpan.Zero));

    public DateTimeOffset Now => Clock.GetUtcNow();

    public async ValueTask InitializeAsync() => database = await engine.NewDatabaseAsync();

    public T Get<T>() where T : notnull => Services.GetRequiredService<T>();

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Development");
        foreach (var (key, value) in database)
        {
            builder.UseSetting(key, value);
        }
        builder.UseSetting("Keys:Current", "k1");
        builder.UseSetting("Keys:Ring:k1", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        builder.ConfigureTestServices(services => services.AddSingleton<TimeProvider>(Clock));
    }
}
