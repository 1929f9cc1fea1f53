using System.Globalization;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Http;
using Hangfire;

namespace CsrmeWeChat.Foundation.Jobs;

/// <summary>Hangfire's own pages, in Chinese, for administrators. The console's policy protects them, not Hangfire's filters.</summary>
public static class JobDashboard
{
    public const string Path = "/staff/jobs";

    /// <summary>The one style element that these pages write: of the chart on the first of them.</summary>
    private const string ChartStyle = "'sha256-z7zcnw/4WalZqx+PrNaRnoeLz/G9WXuFqV1WCJ129sg='";

    private static readonly CultureInfo Chinese = CultureInfo.GetCultureInfo("zh-CN");

    public static void UseJobDashboard(this WebApplication app) =>
        app.Use(
            (context, next) =>
            {
                if (context.Request.Path.StartsWithSegments(Path))
                {
                    context.Response.Headers.ContentSecurityPolicy =
                        $"{SecurityHeaders.ContentSecurityPolicy}; style-src 'self' {ChartStyle}";
                    (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (Chinese, Chinese);
                }
                return next(context);
            }
        );

    public static void MapJobDashboard(this WebApplication app) =>
        app.MapHangfireDashboard(
                Path,
                new DashboardOptions
                {
                    Authorization = [],
                    AppPath = "/staff",
                    DashboardTitle = "系统维护（技术人员）",
                    DisplayStorageConnectionString = false,
                }
            )
            .RequireAuthorization(new AllowedAttribute(Role.Admin));
}
