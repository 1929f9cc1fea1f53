using System.Text.RegularExpressions;
using CsrmeWeChat.Stories.Pages;
using CsrmeWeChat.Testing;
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
        var locations = Locations()
            .Matches(File.ReadAllText(Path.Combine(Repository.Root, "deploy", "nginx.conf")))
            .Select(match => (IsPattern: match.Groups[1].Success, Text: match.Groups[2].Value))
            .Where(location => location.Text is not "/" && !location.Text.StartsWith('@'))
            .ToList();
        var addresses = app.Get<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Select(endpoint => $"/{Parameter().Replace(endpoint.RoutePattern.RawText!.TrimStart('/'), "1")}")
            .Append("/lib/htmx.min.js")
            .Append("/site.css")
            .Append("/icon.svg")
            .Distinct()
            .ToList();

        Assert.Contains("/feed/stories.atom", addresses);
        var shut = addresses.Where(address =>
            !locations.Any(location =>
                location.IsPattern ? Regex.IsMatch(address, location.Text) : address.StartsWith(location.Text, StringComparison.Ordinal)
            )
        );
        Assert.Equal([], shut.Where(address => !Inside.Any(inside => address.StartsWith(inside, StringComparison.Ordinal))));
    }

    [Fact]
    public void What_the_console_takes_passes_the_proxy()
    {
        var most = Size().Match(File.ReadAllText(Path.Combine(Repository.Root, "deploy", "nginx.conf"))).Groups[1].Value;

        Assert.InRange(
            int.Parse(most, System.Globalization.CultureInfo.InvariantCulture) << 20,
            StoryFormPage.MaxBytes + (1 << 20),
            int.MaxValue
        );
    }

    /// <summary>What is held back until it is whole is lost where a phone's line breaks.</summary>
    [Fact]
    public void Files_that_phones_send_pass_the_proxy_as_they_come()
    {
        var location = Uploads().Match(File.ReadAllText(Path.Combine(Repository.Root, "deploy", "nginx.conf"))).Value;

        // wx.uploadFile sends 10 MB at most, and a form around it.
        Assert.Contains("client_max_body_size 11m;", location, StringComparison.Ordinal);
        Assert.Contains("proxy_request_buffering off;", location, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"location /api/uploads \{[^}]*\}")]
    private static partial Regex Uploads();

    [GeneratedRegex(@"location ~ \^/\(staff[^}]*?client_max_body_size (\d+)m;")]
    private static partial Regex Size();

    [GeneratedRegex(@"^ *location (~ )?(\S+) \{", RegexOptions.Multiline)]
    private static partial Regex Locations();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
