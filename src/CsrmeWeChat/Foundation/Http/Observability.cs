using CsrmeWeChat.Foundation.Data;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using OpenTelemetry.Metrics;

namespace CsrmeWeChat.Foundation.Http;

/// <summary>How the service is watched: logs as JSON, metrics for Prometheus on an address of their own, health.</summary>
public static class Observability
{
    /// <summary>Where metrics are served, such as http://127.0.0.1:9464; empty for nowhere. Its port serves nothing else.</summary>
    private const string MetricsUrl = "Metrics:Url";

    public static void AddObservability(this WebApplicationBuilder builder)
    {
        if (!builder.Environment.IsDevelopment())
        {
            builder.Logging.ClearProviders().AddJsonConsole(console => console.IncludeScopes = true);
        }
        // The host would write each request's address, and in the query of a callback stands an openid.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        builder.Services.AddHealthChecks().AddCheck<DatabaseCheck>("database", tags: ["ready"], timeout: TimeSpan.FromSeconds(3));
        if (builder.Configuration[MetricsUrl] is not { Length: > 0 } metrics)
        {
            return;
        }
        builder.WebHost.UseUrls([.. (builder.Configuration["urls"] ?? "http://localhost:5000").Split(';'), metrics]);
        builder
            .Services.AddOpenTelemetry()
            .WithMetrics(meters => meters.AddAspNetCoreInstrumentation().AddRuntimeInstrumentation().AddPrometheusExporter());
    }

    public static void UseObservability(this WebApplication app)
    {
        if (app.Configuration[MetricsUrl] is { Length: > 0 } metrics)
        {
            // By the port a request came in on: anyone can write any Host header.
            var port = new Uri(metrics).Port;
            app.UseOpenTelemetryPrometheusScrapingEndpoint(context =>
                context.Connection.LocalPort == port && context.Request.Path == "/metrics"
            );
            app.Use(
                (context, next) =>
                    context.Connection.LocalPort == port ? Problems.WriteAsync(context, StatusCodes.Status404NotFound) : next(context)
            );
        }
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).DisableRequestTimeout();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready") })
            .DisableRequestTimeout();
    }
}
