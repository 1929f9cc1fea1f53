using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Tests;

/// <summary>A setting that nobody reads is silently the default.</summary>
public sealed class OptionsTests(App app) : IClassFixture<App>
{
    [Fact]
    public void Every_section_of_the_settings_is_read()
    {
        var sections = typeof(Program)
            .Assembly.GetTypes()
            .Where(type => type.GetField("Section", BindingFlags.Public | BindingFlags.Static) is { IsLiteral: true })
            .ToList();

        Assert.True(sections.Count > 15, $"{sections.Count} sections");
        Assert.All(sections, type => Assert.NotEmpty(app.Services.GetServices(typeof(IConfigureOptions<>).MakeGenericType(type))));
    }
}
