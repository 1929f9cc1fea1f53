using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Foundation.Data;

public static class DataFeature
{
    public static IHostApplicationBuilder AddData(this IHostApplicationBuilder builder)
    {
        builder.AddOptions<DataOptions>(DataOptions.Section);
        builder.AddOptions<ClockOptions>(ClockOptions.Section);
        builder
            .Services.AddOptions<ClockOptions>()
            .Validate<IHostEnvironment>(
                (clock, host) => clock.Ahead == TimeSpan.Zero || host.IsDevelopment(),
                "Clock:Ahead moves the clock of a trial, and only in Development."
            );
        builder
            .Services.AddSingleton<TimeProvider, DatabaseTime>()
            .AddSingleton(services => services.GetRequiredService<IOptions<DataOptions>>().Value)
            .AddSingleton(services => Dialect.For(services.GetRequiredService<DataOptions>(), builder.Environment))
            .AddSingleton<Database>()
            .AddSingleton<ServiceLock>()
            .AddSingleton<Migrator>();
        return builder;
    }
}
