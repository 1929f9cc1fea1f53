using CsrmeWeChat.Foundation.Audit;

namespace CsrmeWeChat.Foundation.Keys;

public static class KeysFeature
{
    public static IHostApplicationBuilder AddKeys(this IHostApplicationBuilder builder)
    {
        builder.AddOptions<KeyOptions>(KeyOptions.Section);
        builder
            .Services.AddSingleton<Keyring>()
            .AddSingleton<KeyRotation>()
            .AddSingleton<KeyRings>()
            .AddSealedColumns(
                new SealedColumn("data_protection_keys", "xml_sealed", "id", "0", "seal_row", row => ProtectionKeys.Place(row.Name))
            )
            .AddAuditKinds(new AuditKind("keys", "密钥") { Actions = new() { ["keys.rotate"] = "更换密钥" } });
        if (!AppHost.IsDocumenting)
        {
            // A command is built and not run: it announces nothing.
            builder.Services.AddHostedService<AnnounceRing>();
        }
        return builder;
    }

    /// <summary>A room's sealed columns, which <c>keys rotate</c> turns over.</summary>
    public static IServiceCollection AddSealedColumns(this IServiceCollection services, params ReadOnlySpan<SealedColumn> columns)
    {
        foreach (var column in columns)
        {
            services.AddSingleton(column);
        }
        return services;
    }
}
