using System.Data.Common;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CsrmeWeChat.Foundation.Data;

/// <summary>Ready means: the database answers, with this build's schema.</summary>
public sealed class DatabaseCheck(Migrator migrator) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken ct)
    {
        try
        {
            var version = await migrator.VersionAsync(ct);
            return version == Migrator.Latest
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy($"The schema is version {version}, this build needs {Migrator.Latest}.");
        }
        catch (DbException e)
        {
            return HealthCheckResult.Unhealthy($"The database does not answer: {e.GetType().Name}.");
        }
    }
}
