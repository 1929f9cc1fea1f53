using System.Data.Common;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CsrmeWeChat.Foundation.Data;

/// <summary>Ready means: the database answers, with this build's schema, and has room to write.</summary>
public sealed class DatabaseCheck(Migrator migrator, Database database, Dialect dialect, DataOptions options, TimeProvider time)
    : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken ct)
    {
        try
        {
            var version = await migrator.VersionAsync(ct);
            return version == Migrator.Latest
                ? await CheckWritingAsync(ct)
                : HealthCheckResult.Unhealthy($"The schema is version {version}, this build needs {Migrator.Latest}.");
        }
        catch (DbException e)
        {
            return HealthCheckResult.Unhealthy($"The database does not answer: {e.GetType().Name}.");
        }
    }

    private async Task<HealthCheckResult> CheckWritingAsync(CancellationToken ct)
    {
        // A small write may still find a place where a larger one does not.
        if (dialect.Room is { } room && room < (long)options.RoomMegabytes << 20)
        {
            return HealthCheckResult.Unhealthy($"The disk of the database has {room >> 20} MB left, less than {options.RoomMegabytes}.");
        }
        try
        {
            await database.ExecuteAsync("UPDATE write_checks SET checked_at = @now WHERE id = 1", new { now = time.GetUtcNow() }, ct);
        }
        catch (Exception e) when (database.IsFull(e))
        {
            return HealthCheckResult.Unhealthy($"The database has no room to write: {e.GetType().Name}.");
        }
        catch (Exception e) when (database.IsAway(e))
        {
            // It has much to write just now, and a node that is busy must not be taken for one that is broken.
        }
        return HealthCheckResult.Healthy();
    }
}
