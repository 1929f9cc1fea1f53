namespace CsrmeWeChat.Foundation.Data;

public static class DatabaseStart
{
    /// <summary>Before serving: migrates where that is wanted, and refuses a schema older or newer than this build.</summary>
    /// <exception cref="UnusableSchemaException">The schema is not this build's, and may not be changed here.</exception>
    public static async Task PrepareDatabaseAsync(this IHost app)
    {
        if (app.Services.GetRequiredService<Dialect>() is Engines.SqliteDialect sqlite)
        {
            app.Services.GetRequiredService<ServiceLock>().Take(sqlite.File);
        }
        var migrator = app.Services.GetRequiredService<Migrator>();
        var options = app.Services.GetRequiredService<DataOptions>();
        await migrator.RefuseUnreleasedAsync(CancellationToken.None);
        var found = await migrator.VersionAsync(CancellationToken.None);
        if (found > Migrator.Latest)
        {
            throw new UnusableSchemaException(
                $"The database's schema is version {found}, newer than this build's {Migrator.Latest}: a newer build has been here."
            );
        }
        if (found < Migrator.Latest && (options.MigrateAtStart || options.Engine is Engine.Sqlite))
        {
            await migrator.MigrateAsync(CancellationToken.None);
            found = await migrator.VersionAsync(CancellationToken.None);
        }
        if (found < Migrator.Latest)
        {
            throw new UnusableSchemaException(
                $"The database's schema is version {found}, this build needs {Migrator.Latest}: run the `migrate` command of this build."
            );
        }
    }
}
