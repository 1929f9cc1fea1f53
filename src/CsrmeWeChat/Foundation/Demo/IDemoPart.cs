namespace CsrmeWeChat.Foundation.Demo;

/// <summary>What a room puts into the demo: made-up data, made through the same stores as real data.</summary>
public interface IDemoPart
{
    /// <summary>When its turn comes, the lowest first. It may use what those before it have left in the <see cref="DemoRun"/>.</summary>
    int Place { get; }

    /// <summary>Why no demo may be made in this database, in Chinese; null where one may.</summary>
    Task<string?> WhyRefusedAsync(CancellationToken ct) => Task.FromResult<string?>(null);

    Task MakeAsync(DemoRun demo, CancellationToken ct);
}

public static class DemoServices
{
    public static IServiceCollection AddDemo<T>(this IServiceCollection services)
        where T : class, IDemoPart => services.AddSingleton<IDemoPart, T>();
}
