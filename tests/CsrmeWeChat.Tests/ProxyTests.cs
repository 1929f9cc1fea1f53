using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;

namespace CsrmeWeChat.Tests;

/// <summary>deploy/nginx.conf lets through what the service answers to the world, and answers 404 for the rest.</summary>
public sealed partial class ProxyTests(App app) : IClassFixture<App>
{
    /// <summary>For whoever runs the servers: their probes ask the node itself.</summary>
    private static readonly string[] Inside = ["/health", "/alive", "/ready", "/metrics"];

    [Fact]
    public void Every_address_of_the_service_passes_the_proxy()
    {
        var locations = Locations().Matches(File.ReadAllText(Path.Combine(Root(), "deploy", "nginx.conf")))
            .Select(match => (IsPattern: match.Groups[1].Success, Text: match.Groups[2].Value)).Where(location => location.Text is not "/" && !location.Text.StartsWith('@')).ToList();
        var addresses = app.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(endpoint => $"/{Parameter().Replace(endpoint.RoutePattern.RawText!.TrimStart('/'), "1")}").Append("/lib/htmx.min.js").Append("/site.css").Append("/icon.svg").Distinct().ToList();

        Assert.Contains("/feed/stories.atom", addresses);
        var shut = addresses.Where(address => !locations.Any(location => location.IsPattern ? Regex.IsMatch(address, location.Text) : address.StartsWith(location.Text, StringComparison.Ordinal)));
        Assert.Equal([], shut.Where(address => !Inside.Any(inside => address.StartsWith(inside, StringComparison.Ordinal))));
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "CsrmeWeChat.sln")))
        {
            folder = folder.Parent!;
        }
        return folder.FullName;
    }

    [GeneratedRegex(@"^ *location (~ )?(\S+) \{", RegexOptions.Multiline)]
    private static partial Regex Locations();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
