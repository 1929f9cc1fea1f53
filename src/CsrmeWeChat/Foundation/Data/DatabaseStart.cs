namespace CsrmeWeChat.Foundation.Data;

public static class DatabaseStart
{
    /// <summary>Before serving: migrates where that is wanted, and refuses a schema older or newer than this build.</summary>
    public static async Task PrepareDatabaseAsync(this IHost app)
    {
        if (app.Services.GetRequiredService<Dialect>() is Engines.SqliteDialect sqlite)
        {
            app.Services.GetRequiredService<ServiceLock>().Take(sqlite.File);
        }
        var migrator = app.Services.GetRequiredService<Migrator>();
        var options = app.Services.GetRequiredService<DataOptions>();
        if (await migrator.VersionAsync(CancellationToken.None) is var found && found > Migrator.Latest)
        {
            throw new InvalidOperationException(
                $"The database's schema is version {found}, newer than this build's {Migrator.Latest}: a newer build has been here."
            );
        }
        if (options.MigrateAtStart || options.Engine is Engine.Sqlite)
        {
            migrator.Migrate();
        }
        var version = await migrator.VersionAsync(CancellationToken.None);
        if (version < Migrator.Latest)
        {
            throw new InvalidOperationException(
                $"The database's schema is version {version}, this build needs {Migrator.Latest}: run the `migrate` command of this build."
            );
        }
    }
}
